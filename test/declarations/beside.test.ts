/** What a draft is checked against: what its structure sent for the month before. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FilledRow } from '../../src/workbooks/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import type { Opened } from '../month.js';
import { accept, advance, create, deposit, inMonth, nino, rose } from '../month.js';

let bench: Bench;
let declarant: Caller;

beforeAll(async () => {
  bench = await openBench();
  declarant = await bench.person(who.declarant);
});
afterAll(() => bench.close());

const leonie: FilledRow = {
  ...nino,
  allocataire: '2840091',
  lastName: 'IMBERCOURT',
  firstName: 'Léonie',
  birthDate: '2024-10-05',
};
const sohan: FilledRow = {
  ...nino,
  allocataire: '3699120',
  lastName: 'JOUVENCEAU',
  firstName: 'Sohan',
  birthDate: '2025-08-28',
};

interface Told {
  code: string;
  blocking: boolean;
  rowNumber: number;
  column: string;
  header: string;
  seen: string;
  sentence: string;
  toDo: string;
  help: string;
}

async function toldOf(caller: Caller, id: string): Promise<Told[]> {
  const { declaration } = await caller.ask<{ declaration: { anomalies: { edges: { node: Told }[] } } }>(
    `{ declaration(id: "${id}") { anomalies { edges { node {
      code blocking rowNumber column header seen sentence toDo help
    } } } } }`,
  );
  return declaration.anomalies.edges.map(({ node }) => node);
}

const codesOf = async (id: string): Promise<string[]> =>
  (await toldOf(declarant, id)).map(({ code, column, rowNumber }) => `${code} ${column}${rowNumber}`);

const rowIdOf = async (id: string, number: number): Promise<string> => {
  const { declaration } = await declarant.ask<{
    declaration: { rows: { edges: { node: { id: string; number: number } }[] } };
  }>(`{ declaration(id: "${id}") { rows { edges { node { id number } } } } }`);
  return declaration.rows.edges.find(({ node }) => node.number === number)!.node.id;
};

const correct = async ({ id, revision }: Seen, number: number, column: string, text: string) => {
  const { correctRow } = await declarant.ask<{ correctRow: Seen }>(
    `mutation ($id: ID!, $revision: Int!, $rowId: ID!, $cells: [CellInput!]!) {
      correctRow(id: $id, revision: $revision, rowId: $rowId, cells: $cells) { id revision }
    }`,
    { id, revision, rowId: await rowIdOf(id, number), cells: [{ column, text }] },
  );
  return correctRow;
};

let september: Seen;
let october: Opened;

test('while last month is not sent, there is nothing to be checked against', async () => {
  const opened = await create(declarant, '2026-09');
  const deposited = await deposit(declarant, opened, inMonth('2026-09', rose, nino, leonie, sohan));
  const { setRowAside } = await declarant.ask<{ setRowAside: Seen }>(
    `mutation { setRowAside(id: "${opened.id}", revision: ${deposited.revision},
      rowId: "${await rowIdOf(opened.id, 6)}", reason: "déclaré par erreur") { id revision } }`,
  );
  september = await advance(declarant, await accept(declarant, setRowAside), 'SUBMIT');
  october = await deposit(declarant, await create(declarant), [{ ...rose, hours: 100, amountCents: 85_000 }]);
  expect(await codesOf(october.id)).toEqual([]);
});

test('once it is sent, a row corrected has all of them checked against it, but for those set aside', async () => {
  await advance(await bench.person(who.approver), september, 'APPROVE');
  Object.assign(october, await correct(october, 3, 'hours', '101'));
  expect(await codesOf(october.id)).toEqual(['SIBLING_MISSING B3', 'FAMILY_MISSING B3', 'HOURS_JUMP F3']);
});

test('what is told names the row, the column, what is wrong, what to do and why; nobody is stopped by it', async () => {
  const [sibling] = await toldOf(declarant, october.id);
  expect(sibling).toEqual({
    code: 'SIBLING_MISSING',
    blocking: false,
    rowNumber: 3,
    column: 'B',
    header: 'NUMERO ALLOCATAIRE',
    seen: '3521874',
    sentence: 'Aucune ligne pour Nino, de la même famille, sur la ligne 4 de septembre 2026.',
    toDo: expect.stringContaining('Ajoutez sa ligne'),
    help: expect.stringMatching(/ Source : les consignes des Caf .*\.$/),
  });
});

test('warnings travel with the declaration, to the approver and the adviser', async () => {
  const submitted = await advance(declarant, await accept(declarant, october), 'SUBMIT');
  const sent = await advance(await bench.person(who.approver), submitted, 'APPROVE');
  const told = await toldOf(await bench.person(who.adviser), sent.id);
  expect(told.map(({ code }) => code)).toEqual(['SIBLING_MISSING', 'FAMILY_MISSING', 'HOURS_JUMP']);
});

test('processed or not, it is what was sent; another structure has its own', async () => {
  await bench.work();
  bench.setNow('2026-12-03T08:00:00Z');
  declarant = await bench.person(who.declarant);
  const next = await deposit(declarant, await create(declarant, '2026-11'), inMonth('2026-11', leonie));
  expect(await codesOf(next.id)).toEqual(['FAMILY_MISSING B3']);

  const others = await bench.person(who.otherStructure);
  const { id } = await deposit(others, await create(others, '2026-11'), inMonth('2026-11', leonie));
  expect(await toldOf(others, id)).toEqual([]);
});

test('the month before last says nothing', async () => {
  const late = await deposit(declarant, await create(declarant, '2026-08'), inMonth('2026-08', sohan));
  expect(await codesOf(late.id)).toEqual(['MONTH_LATE A3']);
});
