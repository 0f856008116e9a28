/** A provider of identities that cannot be used is said at start, one line for each setting. */
import { expect, test } from '@jest/globals';
import { refusedLines } from '../settings.js';

const ISSUER = 'OPENID_ISSUER : une adresse comme https://auth.agentconnect.gouv.fr/api/v2 attendue.';
const known = { OPENID_CLIENT_ID: 'habilis', OPENID_CLIENT_SECRET: 'secret' };
const production = {
  NODE_ENV: 'production',
  HABILIS_SECRET: 'un secret de trente-deux caractères',
  SEAL_KEY: 'A'.repeat(43),
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'ne-pas-repondre@caf.example',
  PUBLIC_URL: 'https://habilis.caf.example',
};

// oxfmt-ignore
test.each<[Record<string, string>, string[], string]>([
  [{},                                                                   [],       'none is a way to be'],
  [{ OPENID_ISSUER: 'https://id.caf.example/api/v2', ...known },         [],       'all is given'],
  [{ OPENID_ISSUER: 'http://127.0.0.1:3000', ...known },                 [],       'a provider of one’s own machine'],
  [{ ...production, OPENID_ISSUER: 'https://id.caf.example', ...known }, [],       'as for real people'],
  [{ ...production, OPENID_ISSUER: 'http://id.caf.example', ...known },  [ISSUER], 'what vouches for people is not told in clear'],
  [{ OPENID_ISSUER: 'id.caf.example', ...known },                        [ISSUER], 'not an address'],
  [{ OPENID_ISSUER: 'https://id.caf.example' }, [
    'OPENID_CLIENT_ID : à donner avec OPENID_ISSUER.',
    'OPENID_CLIENT_SECRET : à donner avec OPENID_ISSUER.',
  ], 'the provider knows nobody without'],
])('%j: %j (%s)', (environment, expected) => {
  expect(refusedLines(environment)).toEqual(expected);
});
