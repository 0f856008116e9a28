/** Many cases: the next one for me, those that a supervisor gives, many at once. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addMonths } from '../../src/kernel/calendar.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { MOST_ACTIONS } from '../../src/processing/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { codeOf } from '../caller.js';
import { processed, rose, stranger } from '../month.js';
import type { Case } from './planted.js';
import { CASE, idOf, list, plantCases } from './planted.js';

let bench: Bench;
let adviser: Caller;
let colleague: Caller;
let supervisor: Caller;
let stranger781: Caller;
let ids: Record<'adviser' | 'colleague' | 'other', string>;

/** Months that no declaration is of: each holds one case, or those of one test. */
const RACES = '2030-01';
const rounds = Array.from({ length: 100 }, (_, at) => addMonths(RACES, at));

beforeAll(async () => {
  bench = await openBench();
  await processed(bench, [rose, stranger]);
  bench.setNow('2026-11-20T09:00:00Z');
  const people = [who.adviser, who.otherAdviser, who.supervisor, who.otherCafSupervisor];
  [adviser, colleague, supervisor, stranger781] = (await Promise.all(
    people.map((email) => bench.person(email)),
  )) as [Caller, Caller, Caller, Caller];
  ids = {
    adviser: await idOf(bench, who.adviser),
    colleague: await idOf(bench, who.otherAdviser),
    other: await idOf(bench, who.otherCafAdviser),
  };
});
afterAll(() => bench.close());

const next = async (caller: Caller, month: string): Promise<Case | null> => {
  const { claimNextReassignment } = await caller.ask<{ claimNextReassignment: Case | null }>(
    'mutation ($month: Month) { claimNextReassignment(month: $month) { id revision state dueOn } }',
    { month },
  );
  return claimNextReassignment;
};

const step = async (caller: Caller, { id, revision }: Seen, name: string, more = ''): Promise<Case> => {
  const { advanceReassignment } = await caller.ask<{ advanceReassignment: Case }>(
    `mutation { advanceReassignment(id: "${id}", revision: ${revision}, step: ${name} ${more}) { ${CASE} } }`,
  );
  return advanceReassignment;
};

interface Result {
  id: string;
  reassignment: Case | null;
  refusal: { code: string; sentence: string } | null;
}

const act = async (caller: Caller, actions: object[]): Promise<Result[]> => {
  const { advanceReassignments } = await caller.ask<{ advanceReassignments: Result[] }>(
    `mutation ($actions: [ReassignmentActionInput!]!) {
      advanceReassignments(actions: $actions) { id reassignment { ${CASE} } refusal { code sentence } }
    }`,
    { actions },
  );
  return advanceReassignments;
};

const to = (id: string) => `, adviserId: "${id}"`;

describe('the next for me', () => {
  test('is the one whose deadline comes first, of those that nobody has; then there is none', async () => {
    const month = '2029-01';
    const dueOn = ['2026-12-03', '2026-11-25', '2026-12-01'];
    await plantCases(bench, 3, (at) => ({ month, dueOn: dueOn[at]! }));
    const [held] = await list(adviser, `month: "${month}", order: DEADLINE`);
    await step(colleague, held!, 'CLAIM');

    expect(await next(adviser, month)).toMatchObject({ state: 'CLAIMED', dueOn: '2026-12-01' });
    expect(await next(adviser, month)).toMatchObject({ state: 'CLAIMED', dueOn: '2026-12-03' });
    expect(await next(adviser, month)).toBeNull();
  });

  test('a hundred times, two advisers ask for it at once: one has it, the other is told that none is left', async () => {
    await plantCases(bench, rounds.length, (at) => ({ month: rounds[at]! }));
    for (const month of rounds) {
      const given = await Promise.all([next(adviser, month), next(colleague, month)]);
      expect([month, given.filter((one) => one !== null).length]).toEqual([month, 1]);
    }
  });

  test('a hundred times, one asks for it while the other takes that very case: one has it, the other is told', async () => {
    const later = rounds.map((month) => addMonths(month, rounds.length));
    const cases = await plantCases(bench, later.length, (at) => ({ month: later[at]! }));
    for (const { month, id, revision } of cases) {
      const [given, code] = await Promise.all([
        next(adviser, month),
        codeOf(step(colleague, { id, revision }, 'CLAIM')),
      ]);
      expect([month, code]).toEqual([month, given === null ? 'done' : 'OVERTAKEN']);
    }
  });

  test('when many wait, ten at once each have their own', async () => {
    const month = '2029-02';
    await plantCases(bench, 30, () => ({ month }));
    const asked = Array.from({ length: 10 }, (_, at) => next(at % 2 ? adviser : colleague, month));
    const given = (await Promise.all(asked)).map((one) => one?.id);
    expect(new Set(given).size).toBe(10);
    expect(given).not.toContain(undefined);
  });

  test('of another Caf it is not', async () => {
    const month = '2029-03';
    await plantCases(bench, 1, () => ({ month }));
    expect(await next(await bench.person(who.otherCafAdviser), month)).toBeNull();
    expect(await next(supervisor, month)).toBeNull();
    expect(await next(adviser, month)).not.toBeNull();
  });
});

describe('a supervisor', () => {
  const month = '2029-04';
  const only = async (caller: Caller, rank = 0): Promise<Case> =>
    (await list(caller, `month: "${month}"`))[rank]!;
  beforeAll(() => plantCases(bench, 2, () => ({ month })));

  test('gives a case to an adviser of the Caf, and it says who gave it', async () => {
    const free = await only(supervisor);
    expect(free.openSteps).toEqual(['ASSIGN']);
    const given = await step(supervisor, free, 'ASSIGN', to(ids.adviser));
    expect(given).toMatchObject({
      state: 'CLAIMED',
      holder: 'Madame Claire Fontaine',
      assigner: 'Madame Agnès Bonneau',
      openSteps: ['HAND_OVER', 'PUT_BACK'],
    });
    expect((await only(adviser)).openSteps).toEqual(['PUT_BACK', 'ASK', 'CLOSE']);
  });

  test('hands it over to a colleague, who alone may then close it', async () => {
    const handed = await step(supervisor, await only(supervisor), 'HAND_OVER', to(ids.colleague));
    const close = ', outcome: NO_RIGHT, comment: "vu"';
    expect(await codeOf(step(adviser, handed, 'CLOSE', close))).toBe('NOT_FOUND');
    expect(await codeOf(step(supervisor, handed, 'CLOSE', close))).toBe('NOT_FOUND');
    expect((await only(colleague)).openSteps).toEqual(['PUT_BACK', 'ASK', 'CLOSE']);
  });

  test('puts back what an adviser holds: it says no more who gave it', async () => {
    const back = await step(supervisor, await only(supervisor), 'PUT_BACK');
    expect(back).toMatchObject({ state: 'OPEN', holder: null, assigner: null });
  });

  test.each([
    ['an adviser of another Caf', () => to(ids.other), 'NOT_AN_ADVISER'],
    ['nobody', () => '', 'NOT_AN_ADVISER'],
    ['somebody who is not', () => to('01940000-0000-7000-8000-000000000000'), 'NOT_AN_ADVISER'],
  ])('gives no case to %s', async (_whom, more, code) => {
    expect(await codeOf(step(supervisor, await only(supervisor), 'ASSIGN', more()))).toBe(code);
  });

  test('of another Caf sees and gives nothing', async () => {
    const free = await only(supervisor);
    expect(await list(stranger781)).toEqual([]);
    expect(await codeOf(step(stranger781, free, 'ASSIGN', to(ids.adviser)))).toBe('NOT_FOUND');
    const [result] = await act(stranger781, [{ ...seen(free), step: 'ASSIGN', adviserId: ids.adviser }]);
    expect(result).toMatchObject({ reassignment: null, refusal: { code: 'NOT_FOUND' } });
  });

  test('gives while an adviser claims: one has it, the other is told', async () => {
    const free = await only(supervisor);
    const codes = await Promise.all([
      codeOf(step(supervisor, free, 'ASSIGN', to(ids.colleague))),
      codeOf(step(adviser, free, 'CLAIM')),
    ]);
    expect(codes.toSorted()).toEqual(['OVERTAKEN', 'done']);
  });
});

const seen = ({ id, revision }: Seen): Seen => ({ id, revision });

describe('many at once', () => {
  const month = '2029-05';

  test('each has its result, and one that is refused holds up no other', async () => {
    await plantCases(bench, 60, () => ({ month }));
    const cases = await list(adviser, `month: "${month}", first: 200`);
    await step(colleague, cases[1]!, 'CLAIM');
    const actions = cases.map((one) => ({ ...seen(one), step: 'CLAIM' }));
    const unknown = { id: '01940000-0000-7000-8000-000000000000', revision: 1, step: 'CLAIM' };
    const incomplete = { ...seen(cases[2]!), revision: 2, step: 'CLOSE', outcome: 'NO_RIGHT' };
    const complete = { ...seen(cases[3]!), revision: 2, step: 'CLOSE', outcome: 'NO_RIGHT', comment: 'vu' };

    const results = await act(adviser, [...actions, unknown, incomplete, complete]);

    expect(results.map(({ id }) => id).slice(0, 60)).toEqual(cases.map(({ id }) => id));
    expect(results.filter(({ reassignment }) => reassignment).length).toBe(60);
    expect(results.map(({ refusal }) => refusal?.code).filter(Boolean)).toEqual([
      'OVERTAKEN',
      'NOT_FOUND',
      'CLOSING_INCOMPLETE',
    ]);
    expect(results.at(-1)!.reassignment).toMatchObject({ state: 'CLOSED', openSteps: [] });
    expect((await list(adviser, `month: "${month}", state: OPEN`)).length).toBe(0);
  });

  test('two advisers take the same sixty at once, from either end: each case has one of them, the other is told', async () => {
    const cases = await plantCases(bench, 60, () => ({ month: '2029-07' }));
    const actions = cases.map((one) => ({ ...seen(one), step: 'CLAIM' }));
    const results = (await Promise.all([act(adviser, actions), act(colleague, actions.toReversed())])).flat();
    const won = results.flatMap(({ reassignment }) => reassignment?.id ?? []);
    expect([won.length, new Set(won).size]).toEqual([60, 60]);
    const lost = results.flatMap(({ refusal }) => refusal?.code ?? []);
    expect([lost.length, new Set(lost)]).toEqual([60, new Set(['OVERTAKEN'])]);
  });

  test('each is in the journal, and what was refused is not', async () => {
    const cases = await list(adviser, `month: "${month}", first: 200`);
    const count = (subjectId: string, action: string) => bench.count(JournalEntry, { subjectId, action });
    expect(await count(cases[0]!.id, 'claim')).toBe(1);
    expect(await count(cases[2]!.id, 'close')).toBe(0);
    expect(await count(cases[3]!.id, 'close')).toBe(1);
  });

  test(`more than ${MOST_ACTIONS} are refused, with nothing done`, async () => {
    const [open] = await plantCases(bench, 1, () => ({ month: '2029-06' }));
    const actions = Array.from({ length: MOST_ACTIONS + 1 }, () => ({ ...seen(open!), step: 'CLAIM' }));
    expect(await codeOf(act(adviser, actions))).toBe('TOO_MANY_ACTIONS');
    expect(await list(adviser, 'month: "2029-06", state: OPEN')).toHaveLength(1);
  });
});
