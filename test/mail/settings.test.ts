/** The settings of the letters. */
import { expect, test } from '@jest/globals';
import { readConfig } from '../../src/config.js';
import { refusedLines } from '../settings.js';

const production = {
  NODE_ENV: 'production',
  HABILIS_SECRET: 'x'.repeat(32),
  SEAL_KEY: 'A'.repeat(43),
  SMTP_URL: 'smtps://relais.caf.example',
  MAIL_FROM: 'Caf de Maine-et-Loire <ne-pas-repondre@caf.example>',
  PUBLIC_URL: 'https://habilis.caf.example',
};

const SMTP = 'SMTP_URL : une adresse comme smtps://compte:motdepasse@serveur attendue.';
const FROM = 'MAIL_FROM : un expéditeur comme Habilis <ne-pas-repondre@habilis.example> attendu.';
const PUBLIC = 'PUBLIC_URL : une adresse comme https://habilis.caf.example attendue.';

test.each<[Record<string, string>, string[], string]>([
  // settings                                        what is said   why
  [{}, [], 'the outbox needs no setting'],
  [{ SMTP_URL: 'smtp://relais:587' }, [], 'TLS once the server offers it'],
  [{ SMTP_URL: 'smtps://a%40b:p%3Aw@[::1]:465' }, [], 'an account, an address of version 6'],
  [{ SMTP_URL: 'http://relais' }, [SMTP], 'not a mail server'],
  [{ SMTP_URL: 'smtp://' }, [SMTP], 'no server'],
  [{ SMTP_URL: 'relais:25' }, [SMTP], 'not an address'],
  [{ MAIL_FROM: 'a@caf.example' }, [], 'an address alone'],
  [{ MAIL_FROM: 'Caf' }, [FROM], 'no address'],
  [{ MAIL_FROM: 'Caf <a@caf.example>, b@x.example' }, [FROM], 'two senders'],
  [{ MAIL_FROM: 'Caf\r\nBcc: <a@caf.example>' }, [FROM], 'another header'],
  [{ PUBLIC_URL: 'https://caf.example/habilis/' }, [], 'below a path'],
  [{ PUBLIC_URL: 'habilis.caf.example' }, [PUBLIC], 'a browser needs more'],
  [{ PUBLIC_URL: 'javascript:alert(1)' }, [PUBLIC], 'not a place'],
])('%j: %j (%s)', (environment, expected) => {
  expect(refusedLines(environment)).toEqual(expected);
});

test.each<[Record<string, string>, string[], string]>([
  [{}, [], 'all is given'],
  [
    { SMTP_URL: '' },
    ['SMTP_URL : le serveur qui porte les courriers est à donner en production.'],
    'letters have to leave',
  ],
  [
    { MAIL_FROM: '' },
    ['MAIL_FROM : l’expéditeur des courriers est à donner en production.'],
    'the default is nobody',
  ],
  [
    { PUBLIC_URL: '' },
    ['PUBLIC_URL : l’adresse publique du service est à donner en production.'],
    'the default is the reader’s own machine',
  ],
])('production with %j says %j (%s)', (change, expected) => {
  expect(refusedLines({ ...production, ...change })).toEqual(expected);
});

test('a link of a letter has one slash', () => {
  expect(readConfig({ PUBLIC_URL: 'https://caf.example/habilis//' }).publicUrl).toBe(
    'https://caf.example/habilis',
  );
});
