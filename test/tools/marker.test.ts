/** Marks are put in workbooks of any producer, and nothing else of them changes. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { fromBufferPromise } from 'yauzl';
import type { Mark, Marker } from '../../src/kernel/marking.js';
import { openMarker } from '../../src/tools/marker/index.js';
import { drawFilled } from '../../src/workbooks/index.js';
import { openBench, parts, sample, sheetXml, zip } from '../workbooks/files.js';

let reader: Awaited<ReturnType<typeof openBench>>;
let marker: Marker;
let folder: string;
let files = 0;

beforeAll(async () => {
  [reader, folder] = await Promise.all([openBench(), mkdtemp(join(tmpdir(), 'marker-'))]);
  marker = openMarker();
});
afterAll(async () => {
  await Promise.all([reader.close(), marker.close()]);
  await rm(folder, { recursive: true });
});

const markOn = (
  column: string,
  row: number,
  kind: Mark['kind'] = 'blocking',
  note = `${column}${row} & <note>`,
): Mark => ({
  column,
  row,
  kind,
  note,
});

const LIST = {
  name: 'Anomalies Habilis',
  columns: [{ width: 12 }],
  rows: [{ values: ['=1+1'], looks: ['link'] }],
  links: [{ cell: 'A1', sheet: 'Été', to: 'B2' }],
};
const looks = { link: { font: { underline: true }, format: '0.000' } };

async function mark(bytes: Buffer, marks: Mark[], sheet = 'Été'): Promise<Buffer | undefined> {
  const path = join(folder, `${(files += 1)}.xlsx`);
  await writeFile(path, bytes);
  return marker.mark(path, { sheet, marks, list: LIST, looks });
}

async function partsOf(bytes: Buffer): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true });
  const found = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    found.set(entry.fileName, Buffer.concat(chunks).toString());
  }
  return found;
}

/** The same as exceljs knows it: without prefixes, in the usual vocabulary, under the usual names. */
const plain = async (bytes: Buffer): Promise<Buffer> =>
  zip(
    [...(await partsOf(bytes))].map(([name, text]) => ({
      name: name.replace('Feuille', 'sheet9'),
      data: name.endsWith('.vml')
        ? text
        : text
            .replaceAll('http://purl.oclc.org/ooxml/spreadsheetml/main', MAIN)
            .replaceAll('http://purl.oclc.org/ooxml/officeDocument/relationships', OFFICE)
            .replaceAll(/(<\/?)x:/g, '$1')
            .replaceAll('xmlns:x=', 'xmlns=')
            .replaceAll('/xl/worksheets/Feuille', 'worksheets/sheet9'),
    })),
  );

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

async function load(bytes: Buffer): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load((await plain(bytes)) as never);
  return workbook;
}

const noteIn = (sheet: ExcelJS.Worksheet, cell: string): string => {
  const { note } = sheet.getCell(cell);
  return typeof note === 'string' ? note : (note?.texts ?? []).map(({ text }) => text).join('');
};
const fillIn = (sheet: ExcelJS.Worksheet, cell: string) => {
  const fill = sheet.getCell(cell).fill as ExcelJS.FillPattern | undefined;
  return fill?.pattern === 'none' ? undefined : fill?.pattern;
};

type Change = (parts: ReturnType<typeof make>) => ReturnType<typeof make>;
const make = (rows: string) => parts(sheetXml(rows)).map(({ name, data }) => ({ name, data: String(data) }));
const ROWS =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>titre</t></is></c></row>' +
  '<row r="2"><c r="A2" s="1"><v>46296</v></c><c r="C2" s="3"><v>284617</v></c></row><row r="5" ht="20"/>';

const everywhere =
  (change: (text: string) => string): Change =>
  (parts) =>
    parts.map(({ name, data }) => ({ name, data: /\.rels$|Content/.test(name) ? data : change(data) }));

const prefixed = everywhere((text) =>
  text
    .replaceAll('</', '</x:')
    .replaceAll(/<(?=[a-z])/gi, '<x:')
    .replace('xmlns=', 'xmlns:x='),
);
const strict: Change = (parts) =>
  parts.map(({ name, data }) => ({
    name,
    data: data
      .replaceAll(MAIN, 'http://purl.oclc.org/ooxml/spreadsheetml/main')
      .replaceAll(OFFICE, 'http://purl.oclc.org/ooxml/officeDocument/relationships'),
  }));
const withoutStyles: Change = (parts) =>
  parts
    .filter(({ name }) => name !== 'xl/styles.xml')
    .map(({ name, data }) => ({ name, data: data.replace(/<Relationship [^>]*styles.xml"\/>/, '') }));
const declared = everywhere((text) => `<?xml version="1.0" encoding="us-ascii"?>\r\n${text}`);

// oxfmt-ignore
test.each<[string, Change, string]>([
  ['a plain workbook',                    (parts) => parts, 'fonts, fills and borders are missing from it'],
  ['a prefix on every tag',               prefixed,         'as some libraries write'],
  ['strict Open XML',                     strict,           'another vocabulary throughout'],
  ['strict and prefixed',                 (parts) => strict(prefixed(parts)), 'both at once'],
  ['no styles at all',                    withoutStyles,    'they are made'],
  ['an encoding declared, and line ends', declared,         'the text becomes UTF-8'],
])('%s is marked: the cells, those that were missing, and the list (%s)', async (_, change) => {
  const before = zip(change(make(ROWS)));
  const marks = [markOn('A', 2), markOn('B', 2, 'warning'), markOn('C', 2, 'kept'), markOn('B', 4), markOn('D', 5), markOn('A', 9, 'blocking', 'é\n2')];
  const after = await mark(before, marks);
  const [one, other] = await Promise.all([reader.read(before), reader.read(after!)]);
  expect(other[0]).toEqual(one[0]);
  expect(other[1]).toEqual({ name: 'Anomalies Habilis', rows: [{ number: 1, cells: [{ kind: 'text', text: '=1+1' }] }] });

  const { worksheets: [sheet, list] } = await load(after!);
  expect(['A1', 'A2', 'B2', 'C2', 'B4', 'D5', 'A9'].map((cell) => fillIn(sheet!, cell))).toEqual([undefined, 'solid', 'lightUp', 'solid', 'solid', 'solid', 'solid']);
  expect(noteIn(sheet!, 'B4')).toBe('B4 & <note>');
  expect(noteIn(sheet!, 'A9')).toBe('é\n2');
  expect(sheet!.getCell('A2').numFmt).toBe((await load(before)).worksheets[0]!.getCell('A2').numFmt);
  expect(list!.getCell('A1').value).toBe('=1+1');
  const [, listed] = [...(await partsOf(after!))].find(([name]) => name === 'xl/worksheets/sheet1.xml')!;
  expect(listed).toContain(`<hyperlink ref="A1" location="'Été'!B2"/>`);
  expect(list!.getCell('A1').numFmt).toBe('0.000');
});

test('cells and rows without references are counted, and marked where they are', async () => {
  const rows =
    '<row><c t="inlineStr"><is><t>a</t></is></c><c><v>1</v></c></row><row><c/><c><v>2</v></c></row>';
  const before = zip(make(rows));
  const after = await mark(before, [markOn('B', 1), markOn('B', 2, 'warning'), markOn('C', 2)]);
  expect((await reader.read(after!))[0]).toEqual((await reader.read(before))[0]);
  const sheet = (await partsOf(after!)).get('xl/worksheets/Feuille.xml')!;
  expect(sheet).toMatch(
    /<row><c t="inlineStr"><is><t>a<\/t><\/is><\/c><c s="\d+"><v>1<\/v><\/c><\/row><row><c\/><c s="\d+"><v>2<\/v><\/c><c r="C2" s="\d+"\/><\/row>/,
  );
});

test('a cell that was missing looks like its row, or else its column', async () => {
  const rows = '<row r="1" s="3" customFormat="1"/><row r="2"><c r="A2"><v>1</v></c></row>';
  const sheet = sheetXml(rows).replace(
    '<sheetData>',
    '<cols><col min="2" max="3" style="4"/></cols><sheetData>',
  );
  const after = await mark(zip(parts(sheet)), [markOn('B', 1), markOn('C', 2), markOn('D', 2)]);
  const [drawn] = (await load(after!)).worksheets;
  expect(['B1', 'C2', 'D2'].map((cell) => drawn!.getCell(cell).numFmt)).toEqual(['0000000', '0h', undefined]);
});

test('all that is not marked stays to the letter: sheets, widths, rules, merges, properties', async () => {
  const before = await sample('micro-creche-fratries-10-2026');
  const after = await mark(before, [markOn('F', 3)], 'Déclaration');
  const [one, other] = await Promise.all([partsOf(before), partsOf(after!)]);
  const changed = [...one.keys()].filter((name) => one.get(name) !== other.get(name));
  expect(changed.toSorted()).toEqual([
    '[Content_Types].xml',
    'xl/_rels/workbook.xml.rels',
    'xl/styles.xml',
    'xl/workbook.xml',
    'xl/worksheets/sheet1.xml',
  ]);
  const sheet = 'xl/worksheets/sheet1.xml';
  const style = /<c r="F3" s="(\d+)"/.exec(one.get(sheet)!)![1];
  const unmarked = other
    .get(sheet)!
    .replace(/<legacyDrawing[^>]*>/, '')
    .replace(/<c r="F3" s="\d+"/, `<c r="F3" s="${style}"`);
  expect(unmarked).toBe(one.get(sheet));
});

const noted = async (): Promise<Buffer> => {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('Été');
  sheet.addRow(['a', 1, 2]);
  sheet.getCell('A1').note = 'de la directrice';
  sheet.getCell('B1').note = 'de la comptable';
  return Buffer.from(await workbook.xlsx.writeBuffer());
};

test('somebody else’s notes stay, and ours are added under theirs', async () => {
  const after = await mark(await noted(), [markOn('B', 1), markOn('C', 1)]);
  const [sheet] = (await load(after!)).worksheets;
  expect(noteIn(sheet!, 'A1')).toBe('de la directrice');
  expect(noteIn(sheet!, 'B1')).toBe('de la comptable\n\n— Habilis —\nB1 & <note>');
  expect(noteIn(sheet!, 'C1')).toBe('C1 & <note>');
  const drawing = [...(await partsOf(after!))].find(([name]) => name.endsWith('.vml'))![1];
  expect(drawing.match(/<v:shape\s/g)).toHaveLength(3);
});

/** Columns and rows over which a box is, in pixels from its cell's column and row, as the drawing says. */
const boxOf = (drawing: string, row: number, column: number): number[] =>
  new RegExp(
    `<x:Anchor>([^<]*)</x:Anchor>(?:(?!<x:Anchor>).)*<x:Row>${row - 1}</x:Row><x:Column>${column}<`,
    's',
  )
    .exec(drawing)![1]!
    .split(',')
    .map(Number);

const drawingIn = async (bytes: Buffer): Promise<string> =>
  [...(await partsOf(bytes))].find(([name]) => name.endsWith('.vml'))![1];

// oxfmt-ignore
test.each<[string, string, number[], string]>([
  ['columns of usual width',        '', [1, 0, 0, 0, 6, 10, 2, 10], '330 pixels are five columns of 64 and some; 50 are two rows of 20'],
  ['narrow and hidden columns',     '<cols><col min="2" max="2" width="10"/><col min="3" max="9" hidden="1" width="9"/></cols>', [1, 0, 0, 0, 13, 4, 2, 10], 'a box is as wide over more columns'],
  ['all that follows hidden',       '<cols><col min="2" max="16384" hidden="1" width="9"/></cols>', [], 'it is drawn over its own cell rather than nowhere'],
])('a note is shown whole whatever the sizes of its sheet: %s', async (_, cols, expected) => {
  const sheet = sheetXml('<row r="1" ht="15"><c r="A1"><v>1</v></c></row>').replace('<sheetData>', `${cols}<sheetData>`);
  const drawing = await drawingIn((await mark(zip(parts(sheet)), [markOn('A', 1, 'blocking', 'à\ncorriger')]))!);
  const [fromColumn, , , , toColumn] = boxOf(drawing, 1, 0);
  if (expected.length > 0) expect(boxOf(drawing, 1, 0)).toEqual(expected);
  else expect([fromColumn, toColumn]).toEqual([0, 16_383]);
});

test('a longer note has a taller box, and so has somebody else’s that was added to', async () => {
  const text = 'Vérifiez le nom de l’enfant. '.repeat(20);
  const after = await mark(await noted(), [
    markOn('B', 1, 'blocking', text),
    markOn('C', 1, 'blocking', text),
  ]);
  const drawing = await drawingIn(after!);
  const [theirs, ours] = [boxOf(drawing, 1, 1), boxOf(drawing, 1, 2)];
  expect(ours[6]).toBeGreaterThanOrEqual(10);
  expect(theirs[6]).toBeGreaterThan(ours[6]!);
  expect(boxOf(drawing, 1, 0)).toEqual(boxOf(await drawingIn(await noted()), 1, 0));
});

test('marked again, what was corrected is clean, and there is one list', async () => {
  const first = await mark(await noted(), [markOn('A', 1), markOn('B', 1), markOn('C', 1)]);
  const second = await mark(first!, [markOn('B', 1, 'warning', 'encore')]);
  const { worksheets } = await load(second!);
  const [sheet] = worksheets;
  expect(['A1', 'B1', 'C1'].map((cell) => fillIn(sheet!, cell))).toEqual([undefined, 'lightUp', undefined]);
  expect(['A1', 'B1', 'C1'].map((cell) => noteIn(sheet!, cell))).toEqual([
    'de la directrice',
    'de la comptable\n\n— Habilis —\nencore',
    '',
  ]);
  expect(worksheets.map(({ name }) => name)).toEqual(['Été', 'Anomalies Habilis']);
});

// oxfmt-ignore
test.each<[string, () => Promise<Buffer> | Buffer, string, string]>([
  ['without that sheet',       () => zip(make(ROWS)), 'Autre', 'there is nothing to mark'],
  ['of which a part is cut',   () => zip(make(ROWS.slice(0, -6))), 'Été', 'it would be made worse'],
  ['that is no workbook',      () => Buffer.from('rien'), 'Été', 'never seen by the reader'],
])('a file %s is not marked (%s: %s)', async (_, bytes, sheet) => {
  expect(await mark(await bytes(), [markOn('A', 1)], sheet)).toBeUndefined();
});

test('a file that takes too long is given up', async () => {
  const path = join(folder, 'slow.xlsx');
  await writeFile(path, await drawFilled('home_care', []));
  const hasty = openMarker({ deadline: 1 });
  expect(await hasty.mark(path, { sheet: 'Déclaration', marks: [], list: LIST, looks })).toBeUndefined();
  await hasty.close();
});
