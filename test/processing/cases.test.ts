/** The queue as its people look at it: by what they ask of its cases, in their order, and counted. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Habilitation, withdraw } from '../../src/habilitations/index.js';
import { Person } from '../../src/identity/index.js';
import type { CasesAsked } from '../../src/processing/index.js';
import { Reassignment, casesAsked } from '../../src/processing/index.js';
import { automaton, personal } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { engine, openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { processed, rose, stranger } from '../month.js';
import { idOf, list, plantCases } from './planted.js';

let bench: Bench;
let adviser: Caller;
let supervisor: Caller;
let elsewhere: Caller;

beforeAll(async () => {
  bench = await openBench();
  await processed(bench, [rose, stranger]);
  bench.setNow('2026-11-20T09:00:00Z');
  adviser = await bench.person(who.adviser);
  supervisor = await bench.person(who.supervisor);
  elsewhere = await bench.person(who.otherCafSupervisor);
});
afterAll(() => bench.close());

interface Paged {
  edges: { node: Seen }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

describe('found, counted and sorted', () => {
  const month = '2028-01';
  const structureId = '01940000-0000-7000-8000-00000000000a';
  const kinds: Partial<Reassignment>[] = [
    { reason: 'TWINS', openedAt: '2026-11-19T09:00:00.000Z', dueOn: '2026-12-30' },
    { reason: 'TWINS', openedAt: '2026-11-12T09:00:00.000Z', dueOn: '2026-11-19' },
    { reason: 'RECORD_UPDATING', openedAt: '2026-10-30T09:00:00.000Z', dueOn: '2026-11-20' },
    { reason: 'RECORD_UPDATING', openedAt: '2026-09-01T09:00:00.000Z', dueOn: '2026-09-05', structureId },
    {
      reason: 'TWINS',
      openedAt: '2026-08-01T09:00:00.000Z',
      closedAt: '2026-08-02T09:00:00.000Z',
      state: 'closed',
      dueOn: '2026-08-11',
    },
  ];
  beforeAll(() => plantCases(bench, kinds.length, (at) => ({ month, ...kinds[at]! })));

  // oxfmt-ignore
  test.each<[string, string, string[]]>([
    ['all, the oldest first', '', ['2026-12-30', '2026-11-19', '2026-11-20', '2026-09-05', '2026-08-11']],
    ['by deadline', 'order: DEADLINE', ['2026-08-11', '2026-09-05', '2026-11-19', '2026-11-20', '2026-12-30']],
    ['by reason', 'reason: TWINS', ['2026-12-30', '2026-11-19', '2026-08-11']],
    ['not closed yet', 'pending: true', ['2026-12-30', '2026-11-19', '2026-11-20', '2026-09-05']],
    ['late: a deadline of today is not', 'overdue: true', ['2026-11-19', '2026-09-05']],
    ['opened yesterday', 'age: UNDER_7_DAYS', ['2026-12-30']],
    ['opened a week ago', 'age: FROM_7_TO_13_DAYS', ['2026-11-19']],
    ['opened three weeks ago', 'age: FROM_14_TO_29_DAYS', ['2026-11-20']],
    ['opened months ago', 'age: FROM_30_DAYS', ['2026-09-05', '2026-08-11']],
    ['of a structure', `structureId: "${structureId}"`, ['2026-09-05']],
    ['of an adviser who has none', 'adviserId: "nobody"', []],
    ['late twins, by deadline', 'reason: TWINS, overdue: true, order: DEADLINE', ['2026-11-19']],
  ])('%s', async (_title, asked, expected) => {
    expect((await list(adviser, `month: "${month}" ${asked}`)).map(({ dueOn }) => dueOn)).toEqual(expected);
  });

  test('page after page, all of them once, in either order', async () => {
    await plantCases(bench, 60, () => ({ month: '2028-02' }));
    for (const order of ['AGE', 'DEADLINE']) {
      const all: string[] = [];
      let after: string | null = null;
      do {
        const { reassignments }: { reassignments: Paged } = await adviser.ask(
          `query ($after: String) { reassignments(month: "2028-02", first: 7, order: ${order}, after: $after) {
            edges { node { id } } pageInfo { hasNextPage endCursor } } }`,
          { after },
        );
        all.push(...reassignments.edges.map(({ node }) => node.id));
        after = reassignments.pageInfo.hasNextPage ? reassignments.pageInfo.endCursor : null;
      } while (after);
      expect([all.length, new Set(all).size]).toEqual([60, 60]);
    }
  });

  test('counted by reason and by age, those of the Caf only', async () => {
    const ask = async (caller: Caller) =>
      (
        await caller.ask<{
          reassignmentCounts: Record<
            'byReason' | 'byAge',
            { label: string; count: number; overdue: number }[]
          >;
        }>(
          '{ reassignmentCounts { byReason { reason label count overdue } byAge { age label count overdue } } }',
        )
      ).reassignmentCounts;
    const { byReason, byAge } = await ask(supervisor);
    expect(byReason).toContainEqual({
      reason: 'TWINS',
      label: 'Enfants nés le même jour au même dossier',
      count: 2,
      overdue: 1,
    });
    expect(byAge).toContainEqual({ age: 'FROM_30_DAYS', label: '30 jours ou plus', count: 1, overdue: 1 });
    const pending = await bench.house.database.reader
      .createQueryBuilder(Reassignment, 'it')
      .where('it.closedAt is null')
      .getCount();
    for (const lines of [byReason, byAge])
      expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(pending);
    const others = await ask(elsewhere);
    expect([...others.byReason, ...others.byAge].filter(({ count }) => count > 0)).toEqual([]);
  });

  test('what each adviser has in hand, also one who has left, is told to their supervisor only', async () => {
    const ask = async (caller: Caller) =>
      (
        await caller.ask<{ adviserLoads: { name: string; active: boolean; claimed: number }[] }>(
          '{ adviserLoads { name active claimed } }',
        )
      ).adviserLoads;
    const claimedBy = await idOf(bench, who.otherAdviser);
    await plantCases(bench, 2, () => ({
      state: 'claimed',
      claimedBy,
      claimedAt: '2026-11-19T09:00:00.000Z',
    }));
    const claimed = (claimedBy: string) => bench.count(Reassignment, { claimedBy, state: 'claimed' });
    const loads = await ask(supervisor);
    expect(loads).toContainEqual({
      name: 'Madame Claire Fontaine',
      active: true,
      claimed: await claimed(await idOf(bench, who.adviser)),
    });
    expect((await ask(elsewhere)).map(({ name }) => name)).toEqual(['Monsieur Omar Lefèvre']);
    expect(await ask(adviser)).toEqual([]);
    const personId = await idOf(bench, who.otherAdviser);
    const held = await bench.house.database.reader.findBy(Habilitation, { personId });
    await automaton(bench.house, '493').transaction((ctx) => withdraw(ctx, held));
    expect(await ask(supervisor)).toContainEqual({
      name: 'Monsieur Yanis Haddad',
      active: false,
      claimed: await claimed(personId),
    });
  });
});

/** How the engine would find the first page after some turn. */
async function plan(asked: CasesAsked, key: 'id' | 'turn'): Promise<string> {
  const { reader } = bench.house.database;
  const person = await reader.findOneByOrFail(Person, { email: who.adviser });
  const habilitations = await reader.findBy(Habilitation, { personId: person.id });
  const ctx = personal(bench.house, { person, habilitations: [...habilitations, ...habilitations] });
  const cases = casesAsked(ctx, ctx.scope(Reassignment, 'reassignment'), asked)
    .andWhere(`reassignment.${key} > :after`, { after: '2026-12-01' })
    .orderBy(`reassignment.${key}`)
    .limit(51);
  const [query, parameters] = cases.getQueryAndParameters();
  const words = engine === 'sqlite' ? 'explain query plan' : 'explain';
  return JSON.stringify(await reader.query(`${words} ${query}`, parameters));
}

describe('a page is found by an index that gives its order', () => {
  beforeAll(async () => {
    const states = ['open', 'claimed', 'closed'] as const;
    await plantCases(bench, 1_500, (at) => ({
      month: '2027-01',
      state: states[at % 3]!,
      closedAt: at % 3 === 2 ? '2026-11-19T09:00:00.000Z' : null,
      dueOn: `2026-12-${String((at % 28) + 1).padStart(2, '0')}`,
    }));
    if (engine === 'mariadb') await bench.house.database.source.query('analyze table reassignment');
  });

  // oxfmt-ignore
  test.each<[string, CasesAsked, 'id' | 'turn']>([
    ['all of them, by age', {}, 'id'],
    ['all of them, by deadline', {}, 'turn'],
    ['by state and age', { state: 'open' }, 'id'],
    ['by state and deadline', { state: 'closed' }, 'turn'],
    ['not closed, by age', { pending: true }, 'id'],
    ['not closed, by deadline', { pending: true }, 'turn'],
    ['by reason', { reason: 'TWINS', state: 'open' }, 'turn'],
    ['by month', { month: '2028-01', state: 'open' }, 'turn'],
  ])('%s', async (_title, asked, key) => {
    const told = await plan(asked, key);
    expect(told).not.toMatch(/TEMP B-TREE|filesort|SCAN/);
    // A server decides by what it knows of the values; here they are all of one Caf.
    if (engine === 'sqlite') expect(told).toMatch(/caf=\?/);
  });
});
