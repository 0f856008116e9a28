/** The month, from the workbook to the report, through the real door. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { EndOfCare, FiledDocument } from '../../src/allocataires/index.js';
import { Attestation } from '../../src/attestations/index.js';
import { Deposit } from '../../src/declarations/index.js';
import { Job } from '../../src/kernel/jobs.js';
import { verify, JournalEntry } from '../../src/kernel/journal.js';
import { Outcome, Reassignment } from '../../src/processing/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Seen } from '../caller.js';
import { accept, advance, create, deposit, nino, rose, stranger } from '../month.js';
import { readPdf } from '../pdf.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const wrongHours = { ...nino, hours: 120.5, endOfCare: '2026-10-16' };
const total = { lastName: 'TOTAL', amountCents: 200_000 };

interface Row {
  id: string;
  number: number;
  hours: number | null;
  setAside: boolean;
  corrected: boolean;
  cells: { column: string; text: string | null }[];
  anomalies: {
    code: string;
    blocking: boolean;
    rowNumber: number;
    column: string;
    proposed: string | null;
  }[];
}

const rowsOf = async (id: string): Promise<Row[]> => {
  const { declaration } = await (
    await bench.person(who.declarant)
  ).ask<{
    declaration: { rows: { edges: { node: Row }[] } };
  }>(
    `{ declaration(id: "${id}") { rows { edges { node {
      id number hours setAside corrected cells { column text } anomalies { code blocking rowNumber column proposed }
    } } } } }`,
  );
  return declaration.rows.edges.map(({ node }) => node);
};

let seen: Seen & { depositAddress: string };

test('the declarant opens the elapsed month, and the answer says where to send the workbook', async () => {
  seen = await create(await bench.person(who.declarant));
  expect(seen.depositAddress).toBe(`/declarations/${seen.id}/workbook`);
});

test('the deposited workbook is read into rows, each anomaly at the row and column that Excel shows', async () => {
  seen = await deposit(await bench.person(who.declarant), seen, [rose, wrongHours, stranger, total]);
  const rows = await rowsOf(seen.id);
  expect(
    rows.map(({ number, anomalies }) => [number, anomalies.map(({ code, column }) => `${code} ${column}`)]),
  ).toEqual([
    [3, []],
    [4, ['HOURS_NOT_WHOLE F']],
    [5, []],
    [6, ['NOT_A_ROW C']],
  ]);
  expect(rows[1]!.anomalies[0]).toMatchObject({ blocking: true, rowNumber: 4, proposed: '120' });
  expect(rows[1]!.cells.find(({ column }) => column === 'hours')).toEqual({ column: 'hours', text: '120,5' });
});

test('with blocking anomalies, submitting is not among the open steps and is refused', async () => {
  const declarant = await bench.person(who.declarant);
  const { declaration } = await declarant.ask<{
    declaration: { openSteps: string[]; blockingCount: number };
  }>(`{ declaration(id: "${seen.id}") { openSteps blockingCount } }`);
  expect(declaration.blockingCount).toBe(2);
  expect(declaration.openSteps).not.toContain('SUBMIT');
  await expect(advance(declarant, seen, 'SUBMIT')).rejects.toMatchObject({
    code: 'DECLARATION_BLOCKED',
    facts: { blocking: 2 },
  });
});

test('a row is corrected as if typed in the workbook, and another is set aside', async () => {
  const declarant = await bench.person(who.declarant);
  const [, wrong, , line] = await rowsOf(seen.id);
  const { correctRow } = await declarant.ask<{ correctRow: Seen }>(
    `mutation { correctRow(id: "${seen.id}", revision: ${seen.revision}, rowId: "${wrong!.id}",
      cells: [{ column: "hours", text: "120" }]) { id revision } }`,
  );
  const { setRowAside } = await declarant.ask<{ setRowAside: Seen & { blockingCount: number } }>(
    `mutation { setRowAside(id: "${seen.id}", revision: ${correctRow.revision}, rowId: "${line!.id}", reason: "ligne de total") { id revision blockingCount } }`,
  );
  expect(setRowAside.blockingCount).toBe(0);
  Object.assign(seen, setRowAside);
  const rows = await rowsOf(seen.id);
  expect(rows.map(({ hours, corrected, setAside }) => [hours, corrected, setAside])).toEqual([
    [40, false, false],
    [120, true, false],
    [40, false, false],
    [null, false, true],
  ]);
});

test('without the conditions accepted, it is not submitted; with them, it waits for the approver', async () => {
  const declarant = await bench.person(who.declarant);
  await expect(advance(declarant, seen, 'SUBMIT')).rejects.toMatchObject({ code: 'CONDITIONS_NOT_ACCEPTED' });
  const accepted = await accept(declarant, seen);
  Object.assign(seen, await advance(declarant, accepted, 'SUBMIT'));
  const { declaration } = await declarant.ask<{ declaration: Record<string, unknown> }>(
    `{ declaration(id: "${seen.id}") { state stateLabel openSteps conditionsVersion conditionsAcceptedBy submittedBy } }`,
  );
  expect(declaration).toEqual({
    state: 'AWAITING_APPROVAL',
    stateLabel: 'En attente d’approbation',
    openSteps: [],
    conditionsVersion: '2026-1',
    conditionsAcceptedBy: 'Madame Camille Durand',
    submittedBy: 'Madame Camille Durand',
  });
});

test('the approver returns it with a comment, which the declarant reads', async () => {
  const approver = await bench.person(who.approver);
  await expect(advance(approver, seen, 'RETURN')).rejects.toMatchObject({ code: 'COMMENT_MISSING' });
  Object.assign(seen, await advance(approver, seen, 'RETURN', 'Vérifiez les heures de Rose.'));
  const { declaration } = await (
    await bench.person(who.declarant)
  ).ask<{ declaration: object }>(`{ declaration(id: "${seen.id}") { state comment } }`);
  expect(declaration).toEqual({ state: 'RETURNED', comment: 'Vérifiez les heures de Rose.' });
});

test('deposited again, its rows are replaced, the earlier file is kept, and the conditions are asked again', async () => {
  const declarant = await bench.person(who.declarant);
  seen = await deposit(declarant, seen, [rose, { ...wrongHours, hours: 121 }, stranger]);
  expect((await rowsOf(seen.id)).map(({ hours }) => hours)).toEqual([40, 121, 40]);
  const { declaration } = await declarant.ask<{
    declaration: {
      conditionsVersion: string | null;
      deposits: { number: number; digest: string; address: string }[];
    };
  }>(`{ declaration(id: "${seen.id}") { conditionsVersion deposits { number digest address } } }`);
  expect(declaration.conditionsVersion).toBeNull();
  expect(declaration.deposits.map(({ number }) => number)).toEqual([1, 2]);
  for (const { digest, address } of declaration.deposits) {
    expect(
      createHash('sha256')
        .update(await declarant.get(address))
        .digest('hex'),
    ).toBe(digest);
  }
});

test('once approved, each row has one attestation, filed to its allocataire, and the declaration is processed', async () => {
  const declarant = await bench.person(who.declarant);
  const submitted = await advance(declarant, await accept(declarant, seen), 'SUBMIT');
  Object.assign(seen, await advance(await bench.person(who.approver), submitted, 'APPROVE'));
  await bench.work();
  const { declaration } = await declarant.ask<{
    declaration: {
      state: string;
      attestations: { edges: { node: { number: string; allocataire: string; address: string } }[] };
    };
  }>(
    `{ declaration(id: "${seen.id}") { state attestations { edges { node { number allocataire address } } } } }`,
  );
  expect(declaration.state).toBe('PROCESSED');
  const nodes = declaration.attestations.edges.map(({ node }) => node);
  expect(nodes.map(({ number, allocataire }) => [number, allocataire])).toEqual([
    ['A-493-202610-000001', '3521874'],
    ['A-493-202610-000002', '3521874'],
    ['A-493-202610-000003', '0912377'],
  ]);
  for (const { number, allocataire, address } of nodes) {
    const { pages } = await readPdf(await declarant.get(address));
    expect(pages).toEqual([expect.stringContaining(number)]);
    expect(pages).toEqual([expect.stringContaining(allocataire)]);
  }
});

test('what is filed is what is kept: the document’s digest is that of the file', async () => {
  const { reader } = bench.house.database;
  const documents = await reader.find(FiledDocument);
  const attestations = await reader.find(Attestation);
  expect(documents).toHaveLength(3);
  for (const attestation of attestations) {
    const document = documents.find(({ attestationId }) => attestationId === attestation.id)!;
    const bytes = await bench.house.vault.get(document.key);
    expect(document).toMatchObject({
      allocataire: attestation.allocataire,
      size: bytes.length,
      digest: createHash('sha256').update(bytes).digest('hex'),
    });
  }
});

test('each row has one outcome, the doubtful one is with an adviser, and the end of care is recorded', async () => {
  expect(await bench.count(Outcome, { kind: 'processed' })).toBe(2);
  expect(await bench.count(Outcome, { kind: 'reassigned', reason: 'NOT_AFFILIATED' })).toBe(1);
  expect(await bench.count(Reassignment)).toBe(1);
  expect(await bench.house.database.reader.find(EndOfCare)).toMatchObject([
    { day: '2026-10-16', allocataire: '3521874', closesFrom: '2026-11' },
  ]);
});

test('the processing report tells each row, as GraphQL and as .xlsx', async () => {
  const declarant = await bench.person(who.declarant);
  const { processingReport } = await declarant.ask<{
    processingReport: { address: string; lines: object[]; counts: { fate: string; rows: number }[] };
  }>(
    `{ processingReport(declarationId: "${seen.id}") { address counts { fate rows }
       lines { fate detail row { number } attestation { number } } } }`,
  );
  expect(processingReport.counts.filter(({ rows }) => rows > 0)).toEqual([
    { fate: 'PROCESSED', rows: 2 },
    { fate: 'REASSIGNED', rows: 1 },
  ]);
  expect(processingReport.lines[2]).toEqual({
    fate: 'REASSIGNED',
    detail: 'Numéro d’allocataire non affilié à cette Caf',
    row: { number: 5 },
    attestation: { number: 'A-493-202610-000003' },
  });
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await declarant.get(processingReport.address)) as never);
  const sheet = book.getWorksheet('Bilan')!;
  expect(sheet.getRow(4).getCell(3).value).toBe('0912377');
  expect(sheet.getRow(4).getCell(8).value).toBe(340);
  expect(sheet.getRow(4).getCell(11).value).toBe('Confiée à un gestionnaire');
});

test('every step left one entry in the journal, each cell that was changed one more, and the chain is whole', async () => {
  // Beside the Caf's chain is that of the accounts: who signed in.
  const entries = await bench.house.database.reader.find(JournalEntry, {
    where: { chain: '493' },
    order: { sequence: 'ASC' },
  });
  expect(entries.map(({ action }) => action)).toEqual([
    'create',
    'deposit',
    'change',
    'correct',
    'setAside',
    'acceptConditions',
    'submit',
    'return',
    'deposit',
    'acceptConditions',
    'submit',
    'approve',
    'file',
    'file',
    'file',
    'attest',
    'close',
    'process',
    'process',
    'reassign',
  ]);
  const verdicts = await verify(bench.house.database.reader);
  expect(verdicts).toContainEqual({ chain: '493', entries: entries.length });
  expect(verdicts.filter(({ broken }) => broken)).toEqual([]);
});

test('the automata asked again change nothing', async () => {
  await bench.house.database.source.query("update job set state = 'queued', deduplication = deduplication");
  await bench.work();
  expect(await bench.count(Job, { state: 'done' })).toBe(await bench.count(Job));
  expect(await bench.count(Attestation)).toBe(3);
  expect(await bench.count(FiledDocument)).toBe(3);
  expect(await bench.count(Outcome)).toBe(3);
  expect(await bench.count(Deposit)).toBe(2);
});
