/** The workbook given back: the file as deposited, with what is wrong in it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { codeOf } from '../caller.js';
import { Deposit } from '../../src/declarations/index.js';
import { create, deposit, inMonth, nino, rose, workbook } from '../month.js';
import { templates } from '../../src/workbooks/index.js';
import { OFFICE, PACKAGE, openBench as openReader, parts, sheetXml, zip } from '../workbooks/files.js';

let bench: Bench;
let reader: Awaited<ReturnType<typeof openReader>>;

beforeAll(async () => {
  [bench, reader] = await Promise.all([openBench(), openReader()]);
});
afterAll(() => Promise.all([bench.close(), reader.close()]));

const noteIn = (sheet: ExcelJS.Worksheet, cell: string): string => {
  const { note } = sheet.getCell(cell);
  return typeof note === 'string' ? note : (note?.texts ?? []).map(({ text }) => text).join('');
};

test('the deposit comes back with each wrong cell noted, the corrections told, and a list; it is read as before', async () => {
  const declarant = await bench.person(who.declarant);
  const opened = await create(declarant, '2026-10');
  const query = `{ declaration(id: "${opened.id}") { revision returnedWorkbookAddress rows { edges { node { id } } } } }`;
  interface Asked {
    declaration: {
      revision: number;
      returnedWorkbookAddress: string | null;
      rows: { edges: { node: { id: string } }[] };
    };
  }
  expect((await declarant.ask<Asked>(query)).declaration.returnedWorkbookAddress).toBeNull();

  const rows = inMonth(
    '2026-10',
    { ...rose, allocataire: '3521874K', hours: 15.5 },
    { ...nino, allocataire: 284_617 },
  );
  await deposit(declarant, opened, rows);
  const { declaration } = await declarant.ask<Asked>(query);
  await declarant.ask(
    `mutation ($id: ID!, $revision: Int!, $rowId: ID!) {
      correctRow(id: $id, revision: $revision, rowId: $rowId, cells: [{ column: "hours", text: "15" }]) { id }
    }`,
    { id: opened.id, revision: declaration.revision, rowId: declaration.rows.edges[0]!.node.id },
  );

  const bytes = await declarant.get(declaration.returnedWorkbookAddress!);
  const [returned, deposited] = await Promise.all([reader.read(bytes), reader.read(await workbook(rows))]);
  expect(returned.slice(0, 2)).toEqual(deposited);
  expect(returned[2]!.name).toBe('Anomalies Habilis');

  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as never);
  const sheet = book.getWorksheet('Déclaration')!;
  expect(noteIn(sheet, 'B3')).toBe(
    [
      'À corriger (Habilis)',
      'Le numéro d’allocataire porte sa lettre clé.',
      'À faire : Retirez la lettre et vérifiez les sept chiffres.',
      'Attendu : 7 chiffres sans la lettre clé.',
      'Proposition : 3521874',
    ].join('\n'),
  );
  expect(noteIn(sheet, 'B4')).toMatch(/^À corriger/);
  expect(noteIn(sheet, 'F3')).toContain('Cette cellule a été corrigée dans Habilis : « 15 »');
  expect(noteIn(sheet, 'C3')).toBe('');
  const listed = book.getWorksheet('Anomalies Habilis')!;
  expect(['A5', 'E5', 'F5', 'G5', 'H5', 'J5'].map((cell) => listed.getCell(cell).text)).toEqual([
    'B3',
    'À corriger',
    '« 3521874K »',
    'Le numéro d’allocataire porte sa lettre clé.',
    'Retirez la lettre et vérifiez les sept chiffres.',
    '3521874',
  ]);
  // Two lines: the sentence is longer than its column.
  expect(listed.getRow(5).height).toBe(30);
});

/** A right file but for its notes, which are nothing that a note could be added to. */
function unmarkable(): Buffer {
  const cellsOf = (texts: readonly string[]) =>
    texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('');
  const titles = templates.micro_creche.columns.map(({ header }) => header);
  const child = ['10/2026', '3521874K', 'GALINDRAC', 'Rose', '02/04/2022', '40', '0', '340'];
  const rows = `<row r="1">${cellsOf(titles)}</row><row r="7">${cellsOf(child)}</row>`;
  return zip([
    ...parts(sheetXml(rows)),
    {
      name: 'xl/worksheets/_rels/Feuille.xml.rels',
      data: `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/comments" Target="../comments.xml"/></Relationships>`,
    },
    { name: 'xl/comments.xml', data: '<comments/>' },
  ]);
}

test('a file in which no note can be put comes back as the workbook of the Caf, its rows at their numbers, noted and listed', async () => {
  const declarant = await bench.person(who.otherStructure);
  const { id, depositAddress } = await create(declarant, '2026-10');
  await declarant.put(depositAddress, unmarkable());
  const bytes = await declarant.get(`/declarations/${id}/returned-workbook`);

  const sheets = await reader.read(bytes);
  expect(sheets.map(({ name }) => name)).toEqual(['Déclaration', 'Aide', 'Anomalies Habilis']);
  const row = sheets[0]!.rows.find(({ number }) => number === 7)!;
  expect(row.cells.slice(1, 4).map((cell) => cell?.text)).toEqual(['3521874K', 'GALINDRAC', 'Rose']);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as never);
  expect(noteIn(book.getWorksheet('Déclaration')!, 'B7')).toContain('À faire : Retirez la lettre');
  expect(book.getWorksheet('Anomalies Habilis')!.getCell('A5').text).toBe('B7');
});

test('without a deposit there is none, and nobody else gets it', async () => {
  const { id } = await create(await bench.person(who.otherStructure), '2026-09');
  const asked = (person: string) =>
    bench.person(person).then((caller) => caller.get(`/declarations/${id}/returned-workbook`));
  expect(await codeOf(asked(who.otherStructure))).toBe('NOT_FOUND');
  expect(await codeOf(asked(who.declarant))).toBe('NOT_FOUND');
});

test('a deposit whose file is lost comes back drawn from the rows that were read of it', async () => {
  const declarant = await bench.person(who.declarant);
  const opened = await deposit(declarant, await create(declarant, '2026-08'), inMonth('2026-08', rose, nino));
  const { file } = await bench.house.database.reader.findOneByOrFail(Deposit, { declarationId: opened.id });
  await bench.house.vault.remove(file!);

  const bytes = await declarant.get(`/declarations/${opened.id}/returned-workbook`);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as never);
  const sheet = book.getWorksheet('Déclaration')!;
  expect(['D3', 'D4'].map((cell) => sheet.getCell(cell).text)).toEqual([rose.firstName, nino.firstName]);
});
