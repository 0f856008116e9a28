/** The reassignment queue: claimed by one, closed by who holds it, told in the report. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { codeOf } from '../caller.js';
import { processed, rose, stranger } from '../month.js';

let bench: Bench;
let declaration: Seen;
let adviser: Caller;
let colleague: Caller;

beforeAll(async () => {
  bench = await openBench();
  declaration = await processed(bench, [rose, stranger, { ...stranger, allocataire: '0912378' }]);
  bench.setNow('2026-11-08T09:00:00Z');
  adviser = await bench.person(who.adviser);
  colleague = await bench.person(who.otherAdviser);
});
afterAll(() => bench.close());

interface Case extends Seen {
  reason: string;
  sentence: string;
  state: string;
  ageInDays: number;
  holder: string | null;
  openSteps: string[];
  row: { allocataire: string };
}

const queue = async (caller: Caller, state = 'OPEN'): Promise<Case[]> => {
  const { reassignments } = await caller.ask<{ reassignments: { edges: { node: Case }[] } }>(
    `{ reassignments(state: ${state}) { edges { node {
      id revision reason sentence state ageInDays holder openSteps row { allocataire }
    } } } }`,
  );
  return reassignments.edges.map(({ node }) => node);
};

const take = (caller: Caller, { id, revision }: Seen, step: string, more = ''): Promise<Seen> =>
  caller
    .ask<{ advanceReassignment: Seen }>(
      `mutation { advanceReassignment(id: "${id}", revision: ${revision}, step: ${step} ${more}) { id revision } }`,
    )
    .then(({ advanceReassignment }) => advanceReassignment);

test('the queue tells the reason and the age of each case, oldest first', async () => {
  const cases = await queue(adviser);
  expect(
    cases.map(({ reason, sentence, ageInDays, row }) => [reason, sentence, ageInDays, row.allocataire]),
  ).toEqual([
    ['NOT_AFFILIATED', 'Numéro d’allocataire non affilié à cette Caf', 3, '0912377'],
    ['NOT_AFFILIATED', 'Numéro d’allocataire non affilié à cette Caf', 3, '0912378'],
  ]);
  expect(cases[0]!.openSteps).toEqual(['CLAIM']);
});

test('two advisers claim the same case: one has it, the other is told', async () => {
  const first = (await queue(adviser))[0]!;
  const codes = await Promise.all([adviser, colleague].map((caller) => codeOf(take(caller, first, 'CLAIM'))));
  expect(codes.toSorted()).toEqual(['OVERTAKEN', 'done']);
});

test('a case is put back and closed by its holder only', async () => {
  const held = (await queue(adviser, 'CLAIMED'))[0]!;
  const isMine = held.holder === 'Madame Claire Fontaine';
  const holder = isMine ? adviser : colleague;
  const other = isMine ? colleague : adviser;
  expect(await codeOf(take(other, held, 'PUT_BACK'))).toBe('NOT_FOUND');
  expect(await codeOf(take(other, held, 'CLOSE', ', outcome: NO_RIGHT, comment: "vu"'))).toBe('NOT_FOUND');
  const back = await take(holder, held, 'PUT_BACK');
  expect((await queue(adviser)).map(({ id }) => id)).toContain(back.id);
});

test.each([
  ['', 'CLOSING_INCOMPLETE', 'neither outcome nor comment'],
  [', outcome: NO_RIGHT', 'CLOSING_INCOMPLETE', 'no comment'],
  [', comment: "vu"', 'CLOSING_INCOMPLETE', 'no outcome'],
  [', outcome: NO_RIGHT, comment: "   "', 'CLOSING_INCOMPLETE', 'blanks are no comment'],
  [', outcome: NO_RIGHT, comment: "Sans droit : plus affilié."', 'done', 'both: it is closed'],
])('closing with « %s »: %s (%s)', async (more, expected) => {
  const [open] = await queue(adviser);
  const [mine] = (await queue(adviser, 'CLAIMED')).filter(
    ({ holder }) => holder === 'Madame Claire Fontaine',
  );
  const held = mine ?? (await take(adviser, open!, 'CLAIM'));
  expect(await codeOf(take(adviser, held, 'CLOSE', more))).toBe(expected);
});

test('closed, it says who and what came of it, nothing is open on it, and the report says so to the structure', async () => {
  const [closed] = await queue(adviser, 'CLOSED');
  expect(closed).toMatchObject({ state: 'CLOSED', openSteps: [], holder: 'Madame Claire Fontaine' });
  const { processingReport } = await (
    await bench.person(who.declarant)
  ).ask<{
    processingReport: { lines: { fate: string; detail: string | null }[] };
  }>(`{ processingReport(declarationId: "${declaration.id}") { lines { fate detail } } }`);
  expect(processingReport.lines.map(({ fate, detail }) => [fate, detail])).toEqual([
    ['PROCESSED', null],
    ['CLOSED', 'Sans droit pour ce mois'],
    ['REASSIGNED', 'Numéro d’allocataire non affilié à cette Caf'],
  ]);
});
