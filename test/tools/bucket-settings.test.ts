/** Where files live, as the configuration says it: what is not an address of a bucket is refused, its secret untold. */
import { expect, test } from '@jest/globals';
import { newSeed } from '../../src/attestations/index.js';
import { refusedLines } from '../settings.js';

const LINE = 'VAULT_URL : une adresse comme s3://clé:secret@serveur/seau?region=fr-par attendue.';

const production = {
  NODE_ENV: 'production',
  HABILIS_SECRET: 'x'.repeat(32),
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'ne-pas-repondre@caf.example',
  PUBLIC_URL: 'https://habilis.caf.example',
  SEAL_KEY: newSeed(),
};

// oxfmt-ignore
test.each<[string, boolean, string]>([
  ['',                                                        true,  'in the folder'],
  ['s3://key:secret@s3.fr-par.example/habilis-493',           true,  'a bucket'],
  ['s3://key:secret@s3.example:9000/habilis?region=fr-par',   true,  'at a port, in a region'],
  ['s3://key:a%2Fsecret%2B@s3.example/habilis',               true,  'a secret with signs in it'],
  ['s3+http://key:secret@127.0.0.1:4568/habilis',             false, 'in clear'],
  ['s3://s3.example/habilis',                                 false, 'no key'],
  ['s3://key@s3.example/habilis',                             false, 'no secret'],
  ['s3://key:secret@s3.example',                              false, 'no bucket'],
  ['s3://key:secret@s3.example/habilis/493',                  false, 'a folder of a bucket'],
  ['https://key:secret@s3.example/habilis',                   false, 'another kind of address'],
  ['/var/lib/habilis',                                        false, 'a folder'],
])('production with the bucket %j: %j (%s)', (VAULT_URL, isAccepted) => {
  expect(refusedLines({ ...production, VAULT_URL })).toEqual(isAccepted ? [] : [LINE]);
});

test('elsewhere than in production, a bucket of this machine is reached in clear', () => {
  expect(refusedLines({ VAULT_URL: 's3+http://key:secret@127.0.0.1:4568/habilis' })).toEqual([]);
});
