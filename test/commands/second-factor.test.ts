/** Whoever has neither device nor recovery code any more is helped without a database console. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { Person, SecondFactor } from '../../src/identity/index.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { Mail } from '../../src/mail/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { run } from './program.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const command = (...args: string[]) => {
  const { folder, databaseUrl } = bench.config;
  return run(['second-factor', ...args], { HABILIS_VAR: folder, DATABASE_URL: databaseUrl });
};

test('it is removed by those who keep the house: the person signs in by password, and is told', async () => {
  const caller = await bench.person(who.approver);
  const { enrolSecondFactor: begun } = await caller.ask<{ enrolSecondFactor: { secret: string } }>(
    'mutation { enrolSecondFactor { secret } }',
  );
  const totp = new TOTP({ secret: Secret.fromBase32(begun.secret) });
  const code = totp.generate({ timestamp: bench.house.clock().getTime() });
  await caller.ask('mutation ($code: String!) { confirmSecondFactor(code: $code) }', { code });

  expect(await command('--remove', ` ${who.approver.toUpperCase()}`)).toMatchObject({
    code: 0,
    out: 'Second facteur retiré. La personne en est prévenue par une lettre dès que les automates travaillent.\n',
  });

  expect(await caller.ask('{ me { next secondFactor { active recoveryCodesLeft } } }')).toEqual({
    me: { next: 'DONE', secondFactor: { active: false, recoveryCodesLeft: 0 } },
  });
  const { reader } = bench.house.database;
  const { id: personId } = await reader.findOneByOrFail(Person, { email: who.approver });
  const entry = await reader.findOneByOrFail(JournalEntry, {
    subjectId: personId,
    action: 'removeSecondFactor',
  });
  expect([entry.chain, entry.actorId, entry.facts]).toEqual(['000', 'automaton-000', {}]);
  // The command lives by the clock of this machine.
  bench.setNow(new Date(Date.now() + 1_000).toISOString());
  await bench.work();
  const { id: subjectId } = await reader.findOneByOrFail(SecondFactor, { personId });
  expect(await bench.count(Mail, { subjectId, kind: 'secondFactorOff', state: 'sent' })).toBe(1);
});

test.each([who.declarant, 'personne@exemple.example'])('%s: there is none to remove', async (email) => {
  expect(await command('--remove', email)).toMatchObject({
    code: 1,
    out: '',
    err: 'Aucun compte protégé par un second facteur à cette adresse. Vérifiez-la.\n',
  });
});

test('an address is needed', async () => {
  expect(await command()).toMatchObject({
    code: 2,
    err: '--remove : l’adresse du compte attendue, comme prenom.nom@structure.fr.\n',
  });
});
