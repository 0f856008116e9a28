/** What the cycle allows and refuses: months, types, conflicts, the same bytes twice. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Declaration, Deposit, issueAttestations } from '../../src/declarations/index.js';
import { Job } from '../../src/kernel/jobs.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { codeOf } from '../caller.js';
import { accept, advance, create, deposit, inMonth, nino, rose, submitted, workbook } from '../month.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

test.each([
  ['2026-11', 'MONTH_NOT_OVER', 'the month under way is declared once it is over'],
  ['2026-12', 'MONTH_NOT_OVER', 'nor is one to come'],
  ['2024-11', 'done', 'twenty-four months back is still received'],
  ['2024-10', 'MONTH_TOO_OLD', 'twenty-five is not'],
])('on 5 November 2026, opening %s: %s (%s)', async (month, expected) => {
  expect(await codeOf(create(await bench.person(who.declarant), month))).toBe(expected);
});

test('at half past midnight in Paris on the first, the month is over though it is still the 31st in UTC', async () => {
  bench.setNow('2026-10-31T23:30:00Z');
  expect(await codeOf(create(await bench.person(who.otherStructure), '2026-10'))).toBe('done');
  bench.setNow('2026-11-05T08:00:00Z');
});

test('a home-care declaration is not for a micro-crèche', async () => {
  const asked = create(await bench.person(who.declarant), '2026-09', 'CMG_HOME_CARE');
  expect(await codeOf(asked)).toBe('TYPE_NOT_FOR_STRUCTURE');
});

test('a month is opened once; the second is told which one exists', async () => {
  const declarant = await bench.person(who.declarant);
  const { id } = await create(declarant, '2026-08');
  await expect(create(declarant, '2026-08')).rejects.toMatchObject({
    code: 'DECLARATION_EXISTS',
    facts: { id },
  });
});

test('opened twice at the same time, there is one, and the other is told', async () => {
  const declarant = await bench.person(who.declarant);
  const codes = await Promise.all([1, 2, 3].map(() => codeOf(create(declarant, '2026-07'))));
  expect(codes.toSorted()).toEqual(['DECLARATION_EXISTS', 'DECLARATION_EXISTS', 'done']);
  expect(await bench.count(Declaration, { month: '2026-07' })).toBe(1);
});

test('given up, a month can be opened again, as the next version', async () => {
  const declarant = await bench.person(who.declarant);
  await advance(declarant, await create(declarant, '2026-06'), 'CANCEL');
  const { id } = await create(declarant, '2026-06');
  const { declaration } = await declarant.ask<{ declaration: object }>(
    `{ declaration(id: "${id}") { version state } }`,
  );
  expect(declaration).toEqual({ version: 2, state: 'DRAFT' });
});

test('without a deposit there is nothing to submit', async () => {
  const declarant = await bench.person(who.declarant);
  expect(await codeOf(advance(declarant, await create(declarant, '2026-05'), 'SUBMIT'))).toBe(
    'DECLARATION_EMPTY',
  );
});

test('two approvers at once: one sends it, the other is told that somebody was faster', async () => {
  const waiting = await submitted(bench, inMonth('2026-04', rose), '2026-04');
  const approvers = await Promise.all([bench.person(who.approver), bench.person(who.otherApprover)]);
  const codes = await Promise.all(approvers.map((approver) => codeOf(advance(approver, waiting, 'APPROVE'))));
  expect(codes.toSorted()).toEqual(['OVERTAKEN', 'done']);
  const jobs = await bench.house.database.reader.find(Job);
  const sent = jobs.filter(
    ({ kind, payload }) => kind === issueAttestations.name && payload.id === waiting.id,
  );
  expect(sent).toHaveLength(1);
});

test('an approver who comes after a colleague’s return gets the conflict, not a second step', async () => {
  const waiting = await submitted(bench, inMonth('2026-03', rose), '2026-03');
  await advance(await bench.person(who.otherApprover), waiting, 'RETURN', 'à revoir');
  const late = advance(await bench.person(who.approver), waiting, 'APPROVE');
  await expect(late).rejects.toMatchObject({ code: 'OVERTAKEN', facts: { id: waiting.id } });
});

test('a step that the state does not open is refused, and moves nothing', async () => {
  const declarant = await bench.person(who.declarant);
  const waiting = await submitted(bench, inMonth('2026-02', rose), '2026-02');
  expect(await codeOf(advance(declarant, waiting, 'CANCEL'))).toBe('STEP_NOT_OPEN');
  expect(await codeOf(declarant.put(`/declarations/${waiting.id}/workbook`, await workbook([rose])))).toBe(
    'STEP_NOT_OPEN',
  );
});

describe('depositing', () => {
  test('the same bytes twice are one deposit: a retry changes nothing', async () => {
    const declarant = await bench.person(who.declarant);
    const opened = await create(declarant, '2026-01');
    const bytes = await workbook(inMonth('2026-01', rose));
    const first = await declarant.put(opened.depositAddress, bytes);
    expect(await declarant.put(opened.depositAddress, bytes)).toEqual(first);
    expect(await bench.count(Deposit, { declarationId: opened.id })).toBe(1);
  });

  test('two workbooks at the same time: one is kept, the other sender is told', async () => {
    const declarant = await bench.person(who.declarant);
    const opened = await create(declarant, '2025-12');
    const books = await Promise.all([
      workbook(inMonth('2025-12', rose)),
      workbook(inMonth('2025-12', rose, nino)),
    ]);
    const codes = await Promise.all(books.map((book) => codeOf(declarant.put(opened.depositAddress, book))));
    expect(codes.toSorted()).toEqual(['OVERTAKEN', 'done']);
    const deposits = await bench.house.database.reader.findBy(Deposit, { declarationId: opened.id });
    expect(deposits.map(({ state, refusal }) => `${state} ${refusal?.code ?? ''}`).toSorted()).toEqual([
      'done ',
      'refused OVERTAKEN',
    ]);
  });

  test('a workbook of 1,000 rows is read, checked and kept', async () => {
    const declarant = await bench.person(who.declarant);
    const rows = Array.from({ length: 1_000 }, (_, index) => ({
      ...rose,
      allocataire: String(1_000_000 + index),
      month: '2025-11',
    }));
    const opened = await deposit(declarant, await create(declarant, '2025-11'), rows);
    const { declaration } = await declarant.ask<{ declaration: object }>(
      `{ declaration(id: "${opened.id}") { rowCount blockingCount totals { hours amountCents } } }`,
    );
    expect(declaration).toEqual({
      rowCount: 1_000,
      blockingCount: 0,
      totals: { hours: 40_000, amountCents: 34_000_000 },
    });
  });
});

describe('a row', () => {
  const ask = async (mutation: string) =>
    codeOf((await bench.person(who.declarant)).ask(`mutation { ${mutation} { id } }`));

  test('that is not of this declaration, or a column that is not of the template, is refused', async () => {
    const declarant = await bench.person(who.declarant);
    const { id, revision } = await deposit(
      declarant,
      await create(declarant, '2025-10'),
      inMonth('2025-10', rose),
    );
    const seen = `id: "${id}", revision: ${revision}`;
    expect(await ask(`setRowAside(${seen}, rowId: "unknown", reason: "x")`)).toBe('ROW_NOT_FOUND');
    const { declaration } = await declarant.ask<{
      declaration: { rows: { edges: { node: { id: string } }[] } };
    }>(`{ declaration(id: "${id}") { rows { edges { node { id } } } } }`);
    const rowId = declaration.rows.edges[0]!.node.id;
    expect(
      await ask(`correctRow(${seen}, rowId: "${rowId}", cells: [{ column: "salary", text: "1" }])`),
    ).toBe('UNKNOWN_COLUMN');
  });

  test('set aside, then taken back, counts again; all set aside, there is nothing to submit', async () => {
    const declarant = await bench.person(who.declarant);
    const opened = await deposit(declarant, await create(declarant, '2025-09'), inMonth('2025-09', rose));
    const accepted = await accept(declarant, opened);
    const { declaration } = await declarant.ask<{
      declaration: { rows: { edges: { node: { id: string } }[] } };
    }>(`{ declaration(id: "${opened.id}") { rows { edges { node { id } } } } }`);
    const rowId = declaration.rows.edges[0]!.node.id;
    const { setRowAside } = await declarant.ask<{ setRowAside: { id: string; revision: number } }>(
      `mutation { setRowAside(id: "${opened.id}", revision: ${accepted.revision}, rowId: "${rowId}", reason: "doublon") { id revision } }`,
    );
    expect(await codeOf(advance(declarant, setRowAside, 'SUBMIT'))).toBe('DECLARATION_EMPTY');
    const { restoreRow } = await declarant.ask<{ restoreRow: { id: string; revision: number } }>(
      `mutation { restoreRow(id: "${opened.id}", revision: ${setRowAside.revision}, rowId: "${rowId}") { id revision } }`,
    );
    expect(await codeOf(advance(declarant, restoreRow, 'SUBMIT'))).toBe('done');
  });
});
