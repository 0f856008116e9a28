import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AccessLink, Person, secretOf, sendLink } from '../../src/identity/index.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { anonymous } from '../../src/rights/index.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller } from '../caller.js';
import { codeOf } from '../caller.js';

const FIRST = 'x7Kq!vB2#nTz';
const SECOND = 'lampe fougère tracteur violon brume sept canard';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const personAt = (email: string) => bench.house.database.reader.findOneByOrFail(Person, { email });

/** A link as a letter would carry it. */
async function linkFor(email: string, purpose: 'activation' | 'reset' = 'reset'): Promise<string> {
  const person = await personAt(email);
  const ctx = anonymous(bench.house);
  const known = await bench.house.database.reader.findBy(AccessLink, { personId: person.id });
  await ctx.transaction((inside) => sendLink(inside, person, purpose));
  const links = await bench.house.database.reader.findBy(AccessLink, { personId: person.id });
  const made = links.find(({ id }) => !known.some((link) => link.id === id))!;
  return secretOf(bench.house, made);
}

const setPassword = (secret: string, password: string): Promise<string> =>
  codeOf(
    bench.nobody.ask(
      'mutation ($secret: String!, $password: String!) { setPassword(secret: $secret, password: $password) }',
      {
        secret,
        password,
      },
    ),
  );

const changePassword = (caller: Caller, current: string, password: string): Promise<string> =>
  codeOf(
    caller.ask(
      'mutation ($current: String!, $password: String!) { changePassword(current: $current, password: $password) }',
      { current, password },
    ),
  );

const signsIn = (email: string, password: string): Promise<string> =>
  codeOf(bench.nobody.signIn(email, password));

describe('a link', () => {
  test('opens once: the password is chosen, the sessions end, the old password no longer serves', async () => {
    const before = await bench.person(who.approver);
    const secret = await linkFor(who.approver);
    expect(await setPassword(secret, FIRST)).toBe('done');
    expect(await before.ask('{ me { id } }')).toEqual({ me: null });
    expect(await signsIn(who.approver, DEMO_PASSWORD)).toBe('SIGN_IN_REFUSED');
    expect(await signsIn(who.approver, FIRST)).toBe('done');
    expect(await setPassword(secret, SECOND)).toBe('LINK_NOT_VALID');
    expect(await signsIn(who.approver, FIRST)).toBe('done');
  });

  test('used twice at once, chooses one password, and the other time is journalled', async () => {
    const secret = await linkFor(who.declarant);
    const outcomes = await Promise.all([setPassword(secret, FIRST), setPassword(secret, SECOND)]);
    expect(outcomes.toSorted()).toEqual(['LINK_NOT_VALID', 'done']);
    const winner = outcomes[0] === 'done' ? FIRST : SECOND;
    expect(await signsIn(who.declarant, winner)).toBe('done');
    const { id: subjectId } = await personAt(who.declarant);
    const refused = await bench.house.database.reader.findBy(JournalEntry, {
      subjectId,
      action: 'refuseAttempts',
    });
    expect(refused.map(({ facts }) => facts['limit'])).toEqual(['replay']);
  });

  test('is void once a newer one was sent, and the newer one opens', async () => {
    const older = await linkFor(who.otherApprover);
    const newer = await linkFor(who.otherApprover);
    expect(await setPassword(older, FIRST)).toBe('LINK_NOT_VALID');
    expect(await setPassword(newer, FIRST)).toBe('done');
  });

  test('still opens after a password was refused', async () => {
    const secret = await linkFor(who.financialProvider);
    expect(await setPassword(secret, 'Bonjour123')).toBe('PASSWORD_REFUSED');
    expect(await setPassword(secret, FIRST)).toBe('done');
  });

  test('that was tampered with opens nothing', async () => {
    const secret = await linkFor(who.otherStructure);
    const [id] = secret.split('.');
    for (const wrong of ['', id!, `${id}.`, `${secret}x`, `x${secret}`])
      expect([wrong.length, await setPassword(wrong, FIRST)]).toEqual([wrong.length, 'LINK_NOT_VALID']);
    expect(await signsIn(who.otherStructure, DEMO_PASSWORD)).toBe('done');
  });

  test('is journalled in the house’s own chain, with no address and no secret', async () => {
    const { id } = await personAt(who.approver);
    const entries = await bench.house.database.reader.findBy(JournalEntry, {
      subjectId: id,
      action: 'setPassword',
    });
    expect(entries.map(({ chain, facts }) => [chain, facts])).toEqual([['000', { by: 'reset' }]]);
  });
});

describe('one’s own password', () => {
  test('is changed with the one before, and signs out everywhere', async () => {
    const caller = await bench.nobody.signIn(who.otherCaf, DEMO_PASSWORD);
    const link = await linkFor(who.otherCaf);
    expect(await changePassword(caller, FIRST, SECOND)).toBe('PASSWORD_WRONG');
    expect(await changePassword(caller, DEMO_PASSWORD, `${who.otherCaf}A1!`)).toBe('PASSWORD_REFUSED');
    expect(await changePassword(caller, DEMO_PASSWORD, SECOND)).toBe('done');
    expect(await caller.ask('{ me { id } }')).toEqual({ me: null });
    expect(await signsIn(who.otherCaf, SECOND)).toBe('done');
    expect(await setPassword(link, FIRST)).toBe('LINK_NOT_VALID');
  });

  test('is not made of the name of the place where one acts', async () => {
    const caller = await bench.nobody.signIn('boris.bonnet@montclair.example', DEMO_PASSWORD);
    for (const word of ['Bouleaux', 'montclair'])
      expect([word, await changePassword(caller, DEMO_PASSWORD, `${word}!vB2#nTz7`)]).toEqual([
        word,
        'PASSWORD_REFUSED',
      ]);
    expect(await changePassword(caller, DEMO_PASSWORD, 'Acacias!vB2#nTz7')).toBe('done');
  });

  test('is nobody’s to change without a session', async () => {
    expect(await changePassword(bench.nobody, DEMO_PASSWORD, SECOND)).toBe('NOT_FOUND');
  });
});

test('a link no longer opens once its hour has passed', async () => {
  const secret = await linkFor(who.habilitationManager);
  bench.setNow('2026-11-05T09:05:00Z');
  expect(await setPassword(secret, FIRST)).toBe('LINK_NOT_VALID');
});
