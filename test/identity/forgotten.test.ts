/** Forgotten passwords, and activation links sent again. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Habilitation, grant } from '../../src/habilitations/index.js';
import type { LinkPurpose } from '../../src/identity/index.js';
import {
  AccessLink,
  ForgottenPassword,
  Person,
  Session,
  personOf,
  resolve,
  secretOf,
} from '../../src/identity/index.js';
import { Job } from '../../src/kernel/jobs.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { Mail } from '../../src/mail/index.js';
import { anonymous, automaton } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { codeOf } from '../caller.js';

const INVITED = 'elsa.vidal@pirouette.example';
const UNKNOWN = 'personne@exemple.example';
const PASSWORD = 'x7Kq!vB2#nTz';

let bench: Bench;
/** A new declarant of Pirouette, who has no password yet. */
let invited: Person;

beforeAll(async () => {
  bench = await openBench();
  const { id } = await bench.house.database.reader.findOneByOrFail(Person, { email: who.declarant });
  const { caf, partnerId, structureId, conventionId } = await bench.house.database.reader.findOneByOrFail(
    Habilitation,
    { personId: id },
  );
  invited = await anonymous(bench.house).transaction(async (ctx) => {
    const named = { civility: 'Madame', firstName: 'Elsa', lastName: 'Vidal', email: INVITED } as const;
    const person = await personOf(ctx, named);
    await grant(ctx, person, 'financialProvider', { caf, partnerId, structureId, conventionId });
    return person;
  });
});
afterAll(() => bench.close());

const all: Record<string, new () => object> = {
  ForgottenPassword,
  AccessLink,
  Mail,
  Job,
  JournalEntry,
  Session,
  Person,
};

const counts = async () =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(all).map(async ([name, entity]) => [name, await bench.count(entity)] as const),
    ),
  );

/** What an act wrote: rows by table, where there are more or fewer. */
async function written(act: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await counts();
  await act();
  const after = Object.entries(await counts());
  return Object.fromEntries(
    after.map(([name, count]) => [name, count - before[name]!] as const).filter(([, more]) => more !== 0),
  );
}

const forgot = (email: string) =>
  bench.nobody.post('mutation ($email: String!) { forgotPassword(email: $email) }', { email });

const lettersTo = async (email: string): Promise<string[]> => {
  const { id: personId } = await bench.house.database.reader.findOneByOrFail(Person, { email });
  const mails = await bench.house.database.reader.find(Mail, { where: { personId }, order: { id: 'ASC' } });
  return mails.map(({ kind, state }) => `${kind} ${state}`);
};

/** The secret of the last link of that person, as the letter has it. */
async function lastSecret(email: string, purpose: LinkPurpose): Promise<string> {
  const { reader } = bench.house.database;
  const { id: personId } = await reader.findOneByOrFail(Person, { email });
  const [link] = await reader.find(AccessLink, {
    where: { personId, purpose },
    order: { createdAt: 'DESC', id: 'DESC' },
    take: 1,
  });
  return secretOf(bench.house, link!);
}

const choose = (secret: string): Promise<string> =>
  codeOf(
    bench.nobody.ask(
      'mutation ($secret: String!, $password: String!) { setPassword(secret: $secret, password: $password) }',
      { secret, password: PASSWORD },
    ),
  );

describe('a forgotten password', () => {
  test.each([
    [who.approver, 'an account'],
    [INVITED, 'an account that has no password yet'],
    [UNKNOWN, 'nobody’s address'],
  ])('is answered and noted alike for %s (%s)', async (email) => {
    const rows = await written(async () => {
      expect(await forgot(email)).toEqual({ status: 200, data: { forgotPassword: true } });
    });
    expect(rows).toEqual({ ForgottenPassword: 1, Job: 1 });
    const [job] = await bench.house.database.reader.find(Job, { order: { id: 'DESC' }, take: 1 });
    expect(JSON.stringify(job)).not.toContain('@');
  });

  test('is then resolved: a link to whoever has an account, and no address is kept', async () => {
    await bench.work();
    expect(await bench.count(ForgottenPassword)).toBe(0);
    expect(await lettersTo(who.approver)).toEqual(['reset sent']);
    expect(await lettersTo(INVITED)).toEqual(['activation sent']);
    expect(await bench.count(AccessLink)).toBe(2);
  });

  test('asked again within five minutes, sends nothing more; later, another link', async () => {
    await Promise.all([forgot(who.approver), forgot(who.approver.toUpperCase())]);
    await bench.work();
    expect(await lettersTo(who.approver)).toEqual(['reset sent']);
    bench.setNow('2026-11-05T08:06:00Z');
    await Promise.all([forgot(who.approver), forgot(` ${who.approver} `)]);
    const asked = await bench.house.database.reader.find(ForgottenPassword);
    await Promise.all(asked.map(({ id }) => resolve(automaton(bench.house, '000'), id)));
    await bench.work();
    expect(await lettersTo(who.approver)).toEqual(['reset sent', 'reset sent']);
  });

  test.each(['', 'nadia', 'nadia@', `${'a'.repeat(250)}@exemple.example`])(
    'of « %s », which is no address, is refused',
    async (email) => {
      const { errors } = await forgot(email);
      expect(errors![0]!.message).toBe('Adresse électronique : un texte comme nom@domaine.fr attendu.');
    },
  );

  test('is for the house’s own automaton to resolve', async () => {
    await forgot(who.declarant);
    const [asked] = await bench.house.database.reader.find(ForgottenPassword);
    await resolve(automaton(bench.house, '493'), asked!.id);
    expect(await bench.count(ForgottenPassword)).toBe(1);
    await bench.work();
    expect(await bench.count(ForgottenPassword)).toBe(0);
  });
});

test('whoever’s password is chosen is told, once for each password', async () => {
  expect(await choose(await lastSecret(who.approver, 'reset'))).toBe('done');
  await bench.work();
  const caller = await bench.nobody.signIn(who.approver, PASSWORD);
  await caller.ask(
    'mutation ($current: String!, $password: String!) { changePassword(current: $current, password: $password) }',
    { current: PASSWORD, password: 'lampe fougère tracteur violon brume sept canard' },
  );
  await bench.work();
  expect((await lettersTo(who.approver)).slice(2)).toEqual(['passwordChanged sent', 'passwordChanged sent']);
});

describe('an activation link', () => {
  const resend = async (by: keyof typeof who, id = invited.id): Promise<string> =>
    codeOf(
      (await bench.person(who[by])).ask('mutation ($id: ID!) { resendActivation(personId: $id) }', { id }),
    );

  test('is sent again by the habilitation manager and by the Caf, not twice in five minutes', async () => {
    bench.setNow('2026-11-05T09:00:00Z');
    const first = await lastSecret(INVITED, 'activation');
    expect(await resend('habilitationManager')).toBe('done');
    expect(await resend('conventionOfficer')).toBe('LINK_SENT_LATELY');
    bench.setNow('2026-11-05T09:06:00Z');
    expect(await resend('conventionOfficer')).toBe('done');
    await bench.work();
    expect((await lettersTo(INVITED)).slice(1)).toEqual(['activation sent', 'activation sent']);
    expect(await choose(first)).toBe('LINK_NOT_VALID');
  });

  test.each(['declarant', 'otherCafConventionOfficer', 'adviser', 'otherStructure'] as const)(
    'is not for %s to send: the account looks as if it did not exist',
    async (by) => {
      expect(await resend(by)).toBe('NOT_FOUND');
    },
  );

  test('is not sent to whoever has a password', async () => {
    expect(await choose(await lastSecret(INVITED, 'activation'))).toBe('done');
    expect(await resend('habilitationManager')).toBe('ACCOUNT_ACTIVE');
  });

  test('is not sent to whoever holds nothing any more', async () => {
    await bench.house.database.write((em) =>
      em.update(Habilitation, { personId: invited.id }, { until: '2026-11-05T09:06:00.000Z' }),
    );
    expect(await resend('habilitationManager')).toBe('NOT_FOUND');
  });
});
