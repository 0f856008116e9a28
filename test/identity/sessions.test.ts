/** Sessions: seen by their person, ended by them, by a new password, or by the clock. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Session } from '../../src/identity/index.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { newId } from '../../src/kernel/id.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import { runDue } from '../../workers/schedule.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller } from '../caller.js';
import { codeOf } from '../caller.js';

let bench: Bench;
let one: Caller;
let other: Caller;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const at = (time: string) => bench.setNow(`2026-11-05T${time}:00Z`);

beforeEach(async () => {
  at('08:00');
  one = await bench.nobody.signIn(who.approver, DEMO_PASSWORD);
  other = await bench.nobody.signIn(who.approver, DEMO_PASSWORD);
  await one.ask('mutation { revokeOtherSessions }');
  other = await bench.nobody.signIn(who.approver, DEMO_PASSWORD);
});

interface Shown {
  id: string;
  current: boolean;
  createdAt: string;
  lastSeenAt: string;
}

const shown = async (caller: Caller): Promise<Shown[]> =>
  (await caller.ask<{ me: { sessions: Shown[] } }>('{ me { sessions { id current createdAt lastSeenAt } } }'))
    .me.sessions;

const isOpen = async (caller: Caller): Promise<boolean> => {
  const { me } = await caller.ask<{ me: unknown }>('{ me { id } }');
  return me !== null;
};

const revoke = (caller: Caller, id: string): Promise<string> =>
  codeOf(caller.ask('mutation ($id: ID!) { revokeSession(id: $id) }', { id }));

const otherOf = async (caller: Caller): Promise<string> =>
  (await shown(caller)).find(({ current }) => !current)!.id;

const seenAt = async (id: string): Promise<string> =>
  (await bench.house.database.reader.findOneByOrFail(Session, { id })).lastSeenAt.slice(11, 16);

/** Why it ended, as the journal has it. */
const endingsOf = async (subjectId: string): Promise<unknown[]> => {
  const entries = await bench.house.database.reader.findBy(JournalEntry, { subjectId, action: 'endSession' });
  return entries.map(({ chain, actorId, facts }) => [chain, actorId === 'automaton-000', facts.why]);
};

test('a person sees their open sessions, which of them is this one, and nobody else’s', async () => {
  await bench.person(who.declarant);
  const sessions = await shown(one);
  expect(sessions.map(({ current }) => String(current)).toSorted()).toEqual(['false', 'true']);
  expect((await shown(other)).map(({ id }) => id).toSorted()).toEqual(
    sessions.map(({ id }) => id).toSorted(),
  );
});

test('ends one of them at once, and twice is once', async () => {
  const id = await otherOf(one);
  expect([await revoke(one, id), await revoke(one, id)]).toEqual(['done', 'done']);
  expect([await isOpen(one), await isOpen(other)]).toEqual([true, false]);
  expect(await endingsOf(id)).toEqual([['000', false, 'revoked']]);
});

test('ends all but this one', async () => {
  await bench.nobody.signIn(who.approver, DEMO_PASSWORD);
  expect(await one.ask('mutation { revokeOtherSessions }')).toEqual({ revokeOtherSessions: 2 });
  expect([await isOpen(one), await isOpen(other)]).toEqual([true, false]);
  expect(await one.ask('mutation { revokeOtherSessions }')).toEqual({ revokeOtherSessions: 0 });
});

test('does not end somebody else’s: it looks as if it did not exist', async () => {
  const declarant = await bench.person(who.declarant);
  const id = await otherOf(one);
  const answers = await Promise.all([
    revoke(declarant, id),
    revoke(declarant, newId()),
    revoke(bench.nobody, id),
  ]);
  expect(answers).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
  expect(await isOpen(other)).toBe(true);
});

const CHANGE =
  'mutation ($current: String!, $password: String!) { changePassword(current: $current, password: $password) }';

test('begun and ended, it is journalled: by the person, by a new password', async () => {
  const caller = await bench.nobody.signIn(who.otherApprover, DEMO_PASSWORD);
  const left = await bench.nobody.signIn(who.otherApprover, DEMO_PASSWORD);
  const [own, others] = (await shown(caller)).map(({ id }) => id);
  const begun = await bench.house.database.reader.findBy(JournalEntry, { subjectId: own!, action: 'signIn' });
  expect(begun.map(({ chain, facts }) => [chain, Object.keys(facts)])).toEqual([
    ['000', ['personId', 'by', 'secondFactor']],
  ]);
  await left.ask('mutation { signOut }');
  await caller.ask(CHANGE, { current: DEMO_PASSWORD, password: 'x7Kq!vB2#nTz' });
  expect(await endingsOf(others!)).toEqual([['000', false, 'newPassword']]);
  expect(
    (await endingsOf(own!))
      .concat(await endingsOf(others!))
      .map(String)
      .toSorted(),
  ).toEqual(['000,false,newPassword', '000,false,signOut']);
});

test('it is known to the minute when it was last seen', async () => {
  const id = await otherOf(one);
  bench.setNow('2026-11-05T08:00:59Z');
  await isOpen(other);
  expect(await seenAt(id)).toBe('08:00');
  at('08:03');
  await isOpen(other);
  expect(await seenAt(id)).toBe('08:03');
});

test('left for an hour it is over, and the journal is told by the clock', async () => {
  const id = await otherOf(one);
  at('08:59');
  expect(await isOpen(other)).toBe(true);
  at('09:58');
  expect([await isOpen(one), await isOpen(other)]).toEqual([false, true]);
  at('10:59');
  expect(await isOpen(other)).toBe(false);
  await runDue(bench.house);
  expect(await endingsOf(id)).toEqual([['000', true, 'idle']]);
  at('08:00');
  expect(await isOpen(other)).toBe(false);
});

test('whatever one does, it is over after twelve hours', async () => {
  const id = await otherOf(one);
  for (let minutes = 8 * 60; minutes < 20 * 60; minutes += 50) {
    at(`${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`);
    expect([minutes, await isOpen(other)]).toEqual([minutes, true]);
  }
  at('20:01');
  expect(await isOpen(other)).toBe(false);
  await runDue(bench.house);
  expect(await endingsOf(id)).toEqual([['000', true, 'expired']]);
});
