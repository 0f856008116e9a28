/** What anomalies propose is accepted one by one or all at once, and each change of a cell is kept with before and after. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { RowChange, changeDigest } from '../../src/declarations/index.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { codeOf } from '../caller.js';
import type { Opened } from '../month.js';
import { acceptAll, create, deposit, inMonth, nino, rose, stranger } from '../month.js';

let bench: Bench;
let declarant: Caller;

beforeAll(async () => {
  bench = await openBench();
  declarant = await bench.person(who.declarant);
});
afterAll(() => bench.close());

const keyed = { ...rose, allocataire: '3521874K' };
const halves = [
  { ...nino, hours: 120.5 },
  { ...stranger, hours: 40.25 },
];

const deposited = async (month: string): Promise<Opened> =>
  deposit(declarant, await create(declarant, month), inMonth(month, keyed, ...halves));

interface Anomaly {
  id: string;
  code: string;
  rowNumber: number;
  proposed: string | null;
}

interface Change {
  kind: string;
  rowNumber: number;
  columnKey: string;
  code: string | null;
  before: string | null;
  after: string | null;
}

interface Content {
  revision: number;
  blockingCount: number;
  anomalies: { edges: { node: Anomaly }[] };
  changes: { edges: { node: Change & { by: string; deposit: { number: number } } }[]; totalCount: number };
}

async function contentOf({ id }: Seen, caller = declarant) {
  const { declaration } = await caller.ask<{ declaration: Content }>(
    `{ declaration(id: "${id}") { revision blockingCount
      anomalies(blocking: true) { edges { node { id code rowNumber proposed } } }
      changes { totalCount edges { node { kind rowNumber columnKey code before after by deposit { number } } } }
    } }`,
  );
  const { anomalies, changes, ...rest } = declaration;
  return {
    ...rest,
    anomalies: anomalies.edges.map(({ node }) => node),
    changes: changes.edges.map(({ node }) => node),
  };
}

const acceptOne = ({ id, revision }: Seen, anomalyId: string): Promise<unknown> =>
  declarant.ask(
    `mutation { acceptProposal(id: "${id}", revision: ${revision}, anomalyId: "${anomalyId}") { id } }`,
  );

const correct = ({ id, revision }: Seen, rowId: string, text: string): Promise<unknown> =>
  declarant.ask(
    `mutation { correctRow(id: "${id}", revision: ${revision}, rowId: "${rowId}", cells: [{ column: "hours", text: "${text}" }]) { id } }`,
  );

const rowIdOf = async ({ id }: Seen, at: number): Promise<string> => {
  const { declaration } = await declarant.ask<{
    declaration: { rows: { edges: { node: { id: string } }[] } };
  }>(`{ declaration(id: "${id}") { rows { edges { node { id } } } } }`);
  return declaration.rows.edges[at]!.node.id;
};

test('one proposal accepted is read as if typed, its anomaly is gone, and the others are as they were', async () => {
  const seen = await deposited('2026-10');
  const before = await contentOf(seen);
  expect(before.anomalies.map(({ code, proposed }) => [code, proposed])).toEqual([
    ['ALLOCATAIRE_WITH_KEY', '3521874'],
    ['HOURS_NOT_WHOLE', '120'],
    ['HOURS_NOT_WHOLE', '40'],
  ]);
  await acceptOne(seen, before.anomalies[1]!.id);
  const after = await contentOf(seen);
  expect(after.anomalies.map(({ code, rowNumber }) => [code, rowNumber])).toEqual([
    ['ALLOCATAIRE_WITH_KEY', 3],
    ['HOURS_NOT_WHOLE', 5],
  ]);
  expect(after.changes).toEqual([
    {
      kind: 'ACCEPTED',
      rowNumber: 4,
      columnKey: 'hours',
      code: 'HOURS_NOT_WHOLE',
      before: '120,5',
      after: '120',
      by: 'Madame Camille Durand',
      deposit: { number: 1 },
    },
  ]);
  expect(after.revision).toBe(before.revision + 1);
});

test('the journal tells of the change by its digest, and of nothing that was in the cell', async () => {
  const [change] = await bench.house.database.reader.find(RowChange);
  const [entry] = await bench.house.database.reader.findBy(JournalEntry, { action: 'change' });
  expect(entry!.facts).toEqual({
    kind: 'accepted',
    row: 4,
    column: 'hours',
    code: 'HOURS_NOT_WHOLE',
    digest: changeDigest(change!),
  });
  expect(changeDigest(Object.assign(new RowChange(), change, { after: '121' }))).not.toBe(
    changeDigest(change!),
  );
});

test('all those of a code at once, then all the rest: nothing is left to accept', async () => {
  const seen = await deposited('2026-09');
  const halved = await acceptAll(declarant, seen, 'HOURS_NOT_WHOLE');
  expect((await contentOf(seen)).anomalies.map(({ code }) => code)).toEqual(['ALLOCATAIRE_WITH_KEY']);
  const accepted = await acceptAll(declarant, halved);
  const { blockingCount, changes } = await contentOf(seen);
  expect([blockingCount, changes.map(({ before, after }) => [before, after])]).toEqual([
    0,
    [
      ['120,5', '120'],
      ['40,25', '40'],
      ['3521874K', '3521874'],
    ],
  ]);
  expect(await codeOf(acceptAll(declarant, accepted))).toBe('PROPOSAL_NOT_FOUND');
});

test('what proposes nothing, or is of another declaration, is not accepted', async () => {
  const seen = await deposit(
    declarant,
    await create(declarant, '2026-08'),
    inMonth('2026-08', { ...rose, specificHours: 41 }),
  );
  const [anomaly] = (await contentOf(seen)).anomalies;
  expect(anomaly).toMatchObject({ code: 'SPECIFIC_ABOVE_TOTAL', proposed: null });
  expect(await codeOf(acceptOne(seen, anomaly!.id))).toBe('PROPOSAL_NOT_FOUND');
  const other = await contentOf(await deposited('2026-07'));
  expect(await codeOf(acceptOne(seen, other.anomalies[0]!.id))).toBe('PROPOSAL_NOT_FOUND');
});

test('a correction is kept too, and stays when another deposit replaces the rows', async () => {
  const seen = await deposited('2026-06');
  await correct(seen, await rowIdOf(seen, 0), '39');
  await deposit(declarant, seen, inMonth('2026-06', rose));
  const { anomalies, changes } = await contentOf(seen);
  expect(anomalies).toEqual([]);
  expect(changes).toEqual([
    expect.objectContaining({
      kind: 'CORRECTED',
      code: null,
      before: '40',
      after: '39',
      deposit: { number: 1 },
    }),
  ]);
});

test('the approver reads what was changed, and accepts nothing', async () => {
  const seen = await deposited('2026-05');
  const accepted = await acceptAll(declarant, seen, 'ALLOCATAIRE_WITH_KEY');
  const approver = await bench.person(who.approver);
  expect((await contentOf(seen, approver)).changes).toHaveLength(1);
  expect(await codeOf(acceptAll(approver, accepted))).toBe('NOT_FOUND');
});

test('accepted while somebody corrects: one is done, the other is told, and only the first is written', async () => {
  const seen = await deposited('2026-04');
  const rowId = await rowIdOf(seen, 1);
  const codes = await Promise.all([codeOf(acceptAll(declarant, seen)), codeOf(correct(seen, rowId, '119'))]);
  expect(codes.toSorted()).toEqual(['OVERTAKEN', 'done']);
  const { changes } = await contentOf(seen);
  expect(changes).toHaveLength(codes[0] === 'done' ? 3 : 1);
});
