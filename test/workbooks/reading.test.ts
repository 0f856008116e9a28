import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Cell } from '../../src/kernel/sheet.js';
import { recognise } from '../../src/workbooks/index.js';
import { openBench, parts, sheetXml, zip } from './files.js';

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const inRow = (cells: string) => sheetXml(`<row r="1">${cells}</row>`);

const cases: [string, string, object | undefined, string][] = [
  [
    'a day',
    '<c r="A1" s="1"><v>46296</v></c>',
    { kind: 'date', day: '2026-10-01', text: '01/10/2026' },
    'a serial under a date format',
  ],
  [
    'a day and an hour',
    '<c r="A1" s="1"><v>46296.99</v></c>',
    { kind: 'date', day: '2026-10-01', text: '01/10/2026' },
    'the day it falls in',
  ],
  [
    'an ISO date',
    '<c r="A1" t="d"><v>2026-10-01</v></c>',
    { kind: 'date', day: '2026-10-01', text: '01/10/2026' },
    'the strict way',
  ],
  [
    'a serial',
    '<c r="A1"><v>46296</v></c>',
    { kind: 'number', value: 46296, text: '46296', day: '2026-10-01' },
    'its format was lost',
  ],
  [
    'a duration',
    '<c r="A1" s="2"><v>4.6666666667</v></c>',
    { kind: 'text', text: '112:00' },
    'as Excel shows it',
  ],
  [
    'seven digits',
    '<c r="A1" s="3"><v>284617</v></c>',
    { kind: 'number', value: 284617, text: '0284617' },
    'the format shows the zero',
  ],
  [
    'a unit in the format',
    '<c r="A1" s="4"><v>112</v></c>',
    { kind: 'number', value: 112, text: '112' },
    'a letter h that is no hour of a clock',
  ],
  [
    'a binary fraction',
    '<c r="A1"><v>985.60000000000002</v></c>',
    { kind: 'number', value: 985.6, text: '985,6' },
    'comma, no noise',
  ],
  [
    'an inline text',
    '<c r="A1" t="inlineStr"><is><t>Zoé</t></is></c>',
    { kind: 'text', text: 'Zoé' },
    'no shared strings',
  ],
  [
    'an inline rich text',
    '<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>Zo</t></r><r><t>é &amp; co</t></r></is></c>',
    { kind: 'text', text: 'Zoé & co' },
    'every run counts',
  ],
  [
    'a formula',
    '<c r="A1"><f>B1*2</f><v>112</v></c>',
    { kind: 'number', value: 112, text: '112' },
    'its stored result',
  ],
  [
    'a formula on a date',
    '<c r="A1" s="1"><f>TODAY()</f><v>46296</v></c>',
    { kind: 'date', day: '2026-10-01', text: '01/10/2026' },
    'its stored result, a date',
  ],
  [
    'a formula on a text',
    '<c r="A1" t="str"><f>B1&amp;C1</f><v>Zoé</v></c>',
    { kind: 'text', text: 'Zoé' },
    'its stored result, a text',
  ],
  [
    'a formula without result',
    '<c r="A1"><f>B1*2</f></c>',
    { kind: 'error', text: 'formule sans résultat' },
    'never evaluated',
  ],
  [
    'a formula in error',
    '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    { kind: 'error', text: '#DIV/0!' },
    'as Excel shows it',
  ],
  ['a formula showing nothing', '<c r="A1" t="str"><f>""</f><v></v></c>', undefined, 'blank to the eye'],
  ['a boolean', '<c r="A1" t="b"><v>1</v></c>', { kind: 'boolean', value: true, text: 'VRAI' }, 'in French'],
  ['blanks', '<c r="A1" t="inlineStr"><is><t>  </t></is></c>', undefined, 'nothing to read'],
  ['a style', '<c r="A1" s="1"/>', undefined, 'nothing to read'],
  [
    'a long text',
    `<c r="A1" t="inlineStr"><is><t>${'x'.repeat(501)}</t></is></c>`,
    { kind: 'text', text: `${'x'.repeat(499)}…` },
    'cut, and seen to be',
  ],
  [
    'a date beyond time',
    '<c r="A1" s="1"><v>1e300</v></c>',
    { kind: 'error', text: '########' },
    'Excel shows no date either',
  ],
];

let read: Map<number, Cell | undefined>;
beforeAll(async () => {
  const rows = cases.map(
    ([, cell], index) => `<row r="${index + 1}">${cell.replace('A1', `A${index + 1}`)}</row>`,
  );
  const [sheet] = await bench.read(zip(parts(sheetXml(rows.join('')))));
  read = new Map(sheet!.rows.map(({ number, cells }) => [number, cells[0]]));
});

test.each(cases.map((each, index) => [...each, index + 1] as const))(
  '%s: %s is read as %j (%s)',
  (_, __, expected, ___, row) => {
    expect(read.get(row)).toEqual(expected);
  },
);

test('without references, cells and rows follow one another', async () => {
  const [sheet] = await bench.read(
    zip(parts(sheetXml(`<row>${cell('a')}<c/>${cell('c')}</row><row/><row>${cell('d')}</row>`))),
  );
  expect(sheet!.name).toBe('Été');
  expect(sheet!.rows.map(({ number, cells }) => [number, cells.map((cell) => cell?.text)])).toEqual([
    [1, ['a', undefined, 'c']],
    [3, ['d']],
  ]);
});

test('the rows read are told, and how many there were in the end', async () => {
  const told: number[] = [];
  const rows = Array.from({ length: 300 }, () => `<row>${cell('a')}</row>`).join('');
  await bench.read(zip(parts(sheetXml(rows))), { onRows: (count) => told.push(count) });
  expect(told.at(-1)).toBe(300);
  expect(told).toEqual([...new Set(told)].toSorted((a, b) => a - b));
});

test('a prefix on every tag changes nothing', async () => {
  const xml = inRow('<c r="B1"><v>7</v></c>')
    .replaceAll('</', '</x:')
    .replaceAll(/<(?=[a-z])/g, '<x:')
    .replace('xmlns=', 'xmlns:x=');
  const [sheet] = await bench.read(zip(parts(xml)));
  expect(sheet!.rows[0]!.cells).toEqual([undefined, { kind: 'number', value: 7, text: '7' }]);
});

test.each(['1', 'true'])('days counted from 1904 (%s) are the days shown', async (flag) => {
  const xml = inRow('<c r="A1" s="1"><v>44834</v></c><c r="B1"><v>44834</v></c>');
  const [sheet] = await bench.read(zip(parts(xml, { workbookPr: `<workbookPr date1904="${flag}"/>` })));
  expect(sheet!.rows[0]!.cells).toMatchObject([
    { kind: 'date', day: '2026-10-01' },
    { kind: 'number', day: '2026-10-01' },
  ]);
});

test('accents stay whole wherever the file is cut into chunks', async () => {
  const rows = Array.from(
    { length: 5_000 },
    (_, index) =>
      `<row r="${index + 1}"><c r="A${index + 1}" t="inlineStr"><is><t>${'x'.repeat(index % 2)}${'é'.repeat(1 + (index % 41))}</t></is></c></row>`,
  );
  const [sheet] = await bench.read(zip(parts(sheetXml(rows.join('')))));
  expect(sheet!.rows).toHaveLength(5_000);
  expect(sheet!.rows.every(({ cells }) => /^x?é+$/.test(cells[0]!.text))).toBe(true);
});

test('what the reader gives is never a declaration by chance', async () => {
  const sheets = await bench.read(zip(parts(inRow('<c r="A1"><v>7</v></c>'))));
  expect(() => recognise(sheets, 'home_care')).toThrow(
    expect.objectContaining({ facts: { reason: 'no_header' } }),
  );
});
