/** What somebody steals and shows again: refused, told in the journal once, and the rightful person goes on. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IsNull } from 'typeorm';
import { AccessLink, Person, Session, secretOf, sendLink } from '../../src/identity/index.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { anonymous } from '../../src/rights/index.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import { runDue } from '../../workers/schedule.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { Caller, codeOf } from '../caller.js';
import { create } from '../month.js';
import { draftOf, step, structureAt } from '../requests/asking.js';

const CHOSEN = 'x7Kq!vB2#nTz';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const personAt = (email: string) => bench.house.database.reader.findOneByOrFail(Person, { email });

/** What the journal was told of that person, since the last time it was asked. */
const told = new Map<string, number>();
async function refusalsOf(email: string): Promise<unknown[]> {
  const { id: subjectId } = await personAt(email);
  const entries = await bench.house.database.reader.find(JournalEntry, {
    where: { chain: '000', action: 'refuseAttempts', subjectId },
    order: { sequence: 'ASC' },
  });
  const fresh = entries.slice(told.get(email) ?? 0);
  told.set(email, entries.length);
  return fresh.map(({ subject, facts: { limit } }) => [subject, limit]);
}

const signIn = (email: string, password = DEMO_PASSWORD): Promise<Caller> =>
  bench.nobody.signIn(email, password);

const setPassword = (secret: string): Promise<string> =>
  codeOf(
    bench.nobody.ask(
      'mutation ($secret: String!, $password: String!) { setPassword(secret: $secret, password: $password) }',
      { secret, password: CHOSEN },
    ),
  );

describe('a link that has served, shown again', () => {
  const email = who.approver;
  let secret: string;

  test('is refused each time, and journalled once', async () => {
    const person = await personAt(email);
    await anonymous(bench.house).transaction((ctx) => sendLink(ctx, person, 'activation'));
    const link = await bench.house.database.reader.findOneByOrFail(AccessLink, { personId: person.id });
    secret = secretOf(bench.house, link);
    expect(await setPassword(secret)).toBe('done');
    expect(await refusalsOf(email)).toEqual([]);
    for (let time = 0; time < 20; time += 1) expect(await setPassword(secret)).toBe('LINK_NOT_VALID');
    expect(await refusalsOf(email)).toEqual([['person', 'replay']]);
  });

  test('is journalled again a quarter of an hour later; a link that nobody made is not', async () => {
    bench.setNow('2026-11-05T08:20:00Z');
    expect(await setPassword(`${secret}x`)).toBe('LINK_NOT_VALID');
    expect(await refusalsOf(email)).toEqual([]);
    expect(await setPassword(secret)).toBe('LINK_NOT_VALID');
    expect(await refusalsOf(email)).toEqual([['person', 'replay']]);
  });

  test('changes nothing for the person: their password signs in, and another link opens', async () => {
    const person = await personAt(email);
    const caller = await signIn(email, CHOSEN);
    expect(await caller.ask('{ me { email } }')).toEqual({ me: { email } });
    await anonymous(bench.house).transaction((ctx) => sendLink(ctx, person, 'reset'));
    const link = await bench.house.database.reader.findOneByOrFail(AccessLink, {
      personId: person.id,
      purpose: 'reset',
    });
    expect(await setPassword(secretOf(bench.house, link))).toBe('done');
  });
});

describe('a session stolen from somebody who is then removed', () => {
  const email = who.declarant;
  let thief: Caller;
  let declaration: string;

  beforeAll(async () => {
    thief = await signIn(email);
    ({ id: declaration } = await create(thief, '2026-09'));
    const manager = await bench.person(who.habilitationManager);
    const { id } = await structureAt(bench, 'Micro-crèche Pirouette');
    expect(await codeOf(thief.ask(`{ declaration(id: "${declaration}") { id } }`))).toBe('done');
    await step(manager, await draftOf(manager, id, 'REMOVE', { email }), 'REMOVE');
  });

  test('is refused at every door from the next request on, and journalled once', async () => {
    const file = `/declarations/${declaration}/blank-workbook`;
    for (let time = 0; time < 5; time += 1) {
      expect(await codeOf(thief.ask(`{ declaration(id: "${declaration}") { id } }`))).toBe('NOT_FOUND');
      expect(await codeOf(thief.get(file))).toBe('NOT_FOUND');
    }
    expect(await thief.ask('{ declarations { totalCount } structures { totalCount } }')).toEqual({
      declarations: { totalCount: 0 },
      structures: { totalCount: 0 },
    });
    expect(await refusalsOf(email)).toEqual([['person', 'removed']]);
  });

  test('at a plain address too', async () => {
    bench.setNow('2026-11-05T08:40:00Z');
    expect(await codeOf(thief.get(`/declarations/${declaration}/workbook`))).toBe('NOT_FOUND');
    expect(await refusalsOf(email)).toEqual([['person', 'removed']]);
  });

  test('does not keep the person out of what they still are, nor tell of a session that began after', async () => {
    const rightful = await signIn(email);
    expect(await rightful.ask('{ me { email } }')).toEqual({ me: { email } });
    expect(await codeOf(rightful.ask(`{ declaration(id: "${declaration}") { id } }`))).toBe('NOT_FOUND');
    expect(await refusalsOf(email)).toEqual([]);
  });
});

describe('a session stolen, then ended', () => {
  const email = who.otherApprover;
  const asks = (thief: Caller) => thief.ask<{ me: unknown }>('{ me { email } declarations { totalCount } }');

  test.each([
    ['by its person from elsewhere', 'mutation { revokeOtherSessions }'],
    ['by a new password', `mutation { changePassword(current: "${DEMO_PASSWORD}", password: "${CHOSEN}") }`],
  ])('%s: it is nobody’s, and journalled once', async (_, ends) => {
    const thief = await signIn(email);
    const rightful = await signIn(email);
    await rightful.ask(ends);
    for (let time = 0; time < 5; time += 1)
      expect(await asks(thief)).toEqual({ me: null, declarations: { totalCount: 0 } });
    expect(await codeOf(thief.get('/declarations/x/workbook'))).toBe('NOT_FOUND');
    expect(await refusalsOf(email)).toEqual([['person', 'ended']]);
  });

  test('the person signs in again', async () => {
    expect(await asks(await signIn(email, CHOSEN))).toMatchObject({ me: { email } });
  });

  test('by the clock, it is a browser left open: refused too, and not journalled', async () => {
    const left = await signIn(email, CHOSEN);
    bench.setNow('2026-11-05T11:00:00Z');
    expect(await asks(left)).toMatchObject({ me: null });
    await runDue(bench.house);
    expect(await bench.house.database.reader.countBy(Session, { endedAt: IsNull() })).toBe(0);
    expect(await asks(left)).toMatchObject({ me: null });
    expect(await refusalsOf(email)).toEqual([]);
  });

  test('a session that never was is nobody’s, and nothing is told of it', async () => {
    const before = await bench.count(JournalEntry);
    expect(await asks(new Caller(bench.address, 'x'.repeat(43)))).toMatchObject({ me: null });
    expect(await bench.count(JournalEntry)).toBe(before);
  });
});
