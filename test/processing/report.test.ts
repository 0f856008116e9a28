/** The report as a workbook and as a PDF, the letter that leads to it, and what the families are told. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { FamilyNotice, notify } from '../../src/processing/index.js';
import { automaton } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { amendedWith, send } from '../declarations/amending.js';
import { lettersTo } from '../mailbox.js';
import { accept, advance, create, deposit, nino, rose, stranger } from '../month.js';
import { readPdf } from '../pdf.js';

let bench: Bench;
let declarant: Caller;
let adviser: Caller;
let declaration: Seen;

const twin = {
  ...rose,
  allocataire: '3780456',
  lastName: 'KERVELLEC',
  firstName: 'Malo',
  birthDate: '2025-01-15',
};
const FORMULA = '=HYPERLINK("http://leurre.example";"Cliquez")';

beforeAll(async () => {
  bench = await openBench();
  declarant = await bench.person(who.declarant);
  adviser = await bench.person(who.adviser);
  const opened = await deposit(declarant, await create(declarant), [rose, nino, stranger, twin]);
  const { declaration: read } = await declarant.ask<{
    declaration: { rows: { edges: { node: { id: string } }[] } };
  }>(`{ declaration(id: "${opened.id}") { rows { edges { node { id } } } } }`);
  const { setRowAside } = await declarant.ask<{ setRowAside: Seen }>(
    `mutation ($id: ID!, $revision: Int!, $rowId: ID!, $reason: String!) {
      setRowAside(id: $id, revision: $revision, rowId: $rowId, reason: $reason) { id revision }
    }`,
    { id: opened.id, revision: opened.revision, rowId: read.rows.edges[1]!.node.id, reason: FORMULA },
  );
  const submitted = await advance(declarant, await accept(declarant, setRowAside), 'SUBMIT');
  declaration = await advance(await bench.person(who.approver), submitted, 'APPROVE');
  await bench.work();
});
afterAll(() => bench.close());

const addresses = async () => {
  const { processingReport } = await declarant.ask<{
    processingReport: { address: string; pdfAddress: string };
  }>(`{ processingReport(declarationId: "${declaration.id}") { address pdfAddress } }`);
  return processingReport;
};

test('in the workbook, a text that begins like a formula is a text', async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await declarant.get((await addresses()).address)) as never);
  const cells = book.getWorksheet('Bilan')!.getColumn(12);
  const found: ExcelJS.Cell[] = [];
  cells.eachCell((cell) => void (cell.text.startsWith('=') && found.push(cell)));
  expect(found.map(({ type, value, formula }) => [type, value, formula])).toEqual([
    [ExcelJS.ValueType.String, FORMULA, undefined],
  ]);
});

test('the PDF says the same, in French, tagged, with a table that is read row by row', async () => {
  const { title, language, tagged, pages, roles } = await readPdf(
    await declarant.get((await addresses()).pdfAddress),
  );
  expect([title, language, tagged]).toEqual([
    expect.stringContaining('Bilan de traitement D-493-'),
    'fr',
    true,
  ]);
  expect(roles).toEqual(expect.arrayContaining(['H1', 'H2', 'Table', 'TH', 'TD']));
  const said = pages.join(' ').replaceAll(/\s+/g, ' ');
  expect(said).toContain('Micro-crèche Pirouette');
  expect(said).toContain('Confiée à un gestionnaire 2');
  expect(said).toContain(FORMULA);
});

test.each([who.declarant, who.approver])(
  '%s is led to the report by a letter that names no family',
  async (email) => {
    const letter = (await lettersTo(bench, email)).find(({ subject }) => subject.includes('traitée'))!;
    const said = `${letter.subject} ${letter.text}`;
    expect(said).toContain(`/declarations/${declaration.id}/report.pdf`);
    expect(said).not.toMatch(/GALINDRAC|Rose|Nino|KERVELLEC|3521874|3780456|0912377/);
  },
);

interface Told {
  allocataire: string;
  title: string;
  text: string;
  attestation: { version: number };
}

const noticesFor = async (caller: Caller, allocataire?: string): Promise<Told[]> => {
  const { familyNotices } = await caller.ask<{ familyNotices: { edges: { node: Told }[] } }>(
    `query ($allocataire: String) { familyNotices(allocataire: $allocataire) {
      edges { node { allocataire title text attestation { version } } } } }`,
    { allocataire },
  );
  return familyNotices.edges.map(({ node }) => node);
};

test('a family is told what was declared and what became of it; in doubt whose child it is, nobody is', async () => {
  const [told, ...others] = await noticesFor(adviser);
  expect(others).toEqual([]);
  expect(told).toMatchObject({ allocataire: '3521874', attestation: { version: 1 } });
  expect(told!.title).toBe('Garde d’enfant, octobre 2026 : attestation reçue');
  expect(told!.text.replaceAll(/\s/g, ' ')).toContain(
    'Micro-crèche Pirouette a déclaré à votre Caf la garde de Rose en octobre 2026 : 40 heures, 340,00 € payés. Elle a été traitée',
  );
});

test('told twice is told once, and the notices of a Caf are its own', async () => {
  await notify(automaton(bench.house, '493'), declaration.id);
  expect(await bench.count(FamilyNotice)).toBe(1);
  expect(await noticesFor(await bench.person(who.otherCafAdviser))).toEqual([]);
  expect(await noticesFor(adviser, '3780456')).toEqual([]);
});

test('an amendment tells of what it changed, as the next version', async () => {
  const approver = await bench.person(who.approver);
  const changed = await amendedWith(declarant, declaration, '2026-10', [
    { ...rose, hours: 41 },
    stranger,
    twin,
  ]);
  await send(declarant, approver, changed);
  await bench.work();
  const told = await noticesFor(adviser, '3521874');
  expect(told.map(({ attestation }) => attestation.version)).toEqual([2, 1]);
  expect(told[0]!.text).toContain('remplace celle');
});
