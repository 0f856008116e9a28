import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { workbookLimits } from '../../src/kernel/sheet-limits.js';
import { workbookReasons } from '../../src/kernel/sheet-refusals.js';
import { openRows } from '../../src/tools/sheet-rows.js';
import type { Shared } from '../../src/tools/sheet-values.js';
import type { SheetRow } from '../../src/kernel/sheet.js';
import { letter, row, sharedTexts, t } from './corpus/package.js';
import { parts, readerInPlace, sheetXml, zip, type Entry } from './files.js';

const folder = mkdtempSync(join(tmpdir(), 'limits-'));
afterAll(() => rmSync(folder, { recursive: true }));

const {
  entries,
  unpackedBytes,
  ratio,
  filledRows,
  columns,
  textsLength,
  sharedTexts: shared,
  depth,
} = workbookLimits;
const one = '<row r="1"><c r="A1"><v>1</v></c></row>';
const plain = parts(sheetXml(one));
const size = (all: Entry[]): number => all.reduce((sum, { data }) => sum + Buffer.from(data).length, 0);

/** With a part that is never read, so that the directory announces so much in all. */
const announcing = (total: (fileBytes: number) => number, filler: number): Buffer => {
  const filled = [...plain, { name: 'xl/media/b', data: Buffer.alloc(filler) }];
  const packed = (announced: number) =>
    zip([...filled, { name: 'xl/media/a', data: 'x', announced, method: 8 }]);
  return packed(total(packed(1).length) - size(filled));
};

type Limit = keyof typeof workbookLimits;
const refusedBeyond = (limit: Limit): string =>
  (workbookLimits as Record<Limit, { refused?: string }>)[limit].refused!;

const cases: [Limit, (most: number) => Buffer, number][] = [
  [
    'entries',
    (most) =>
      zip([
        ...plain,
        ...Array.from({ length: most - plain.length }, (_, at) => ({ name: `xl/${at}`, data: '' })),
      ]),
    entries.most,
  ],
  ['unpackedBytes', (most) => announcing(() => most, 400_000), unpackedBytes.most],
  ['ratio', (most) => announcing((bytes) => ratio.most * bytes + most - ratio.most, 60_000), ratio.most],
  [
    'filledRows',
    (most) =>
      zip(
        parts(
          sheetXml(
            Array.from(
              { length: most },
              (_, at) => `<row r="${at + 1}"><c r="A${at + 1}"><v>1</v></c></row>`,
            ).join(''),
          ),
        ),
      ),
    filledRows.most,
  ],
  [
    'columns',
    (most) =>
      zip(parts(sheetXml(`<row r="1"><c r="${letter(most - 1)}1"><v>1</v></c><c r="XFD1" s="1"/></row>`))),
    columns.most,
  ],
  [
    'textsLength',
    (most) => {
      const full = Array.from({ length: 1_024 }, (_, at) =>
        row(
          at + 1,
          Array.from({ length: 64 }, () => '<c t="s"><v>0</v></c>'),
        ),
      );
      const over = most > textsLength.most ? row(2_000, [t('x')]) : '';
      return zip(sharedTexts(parts(sheetXml(full.join('') + over)), [`<si><t>${'x'.repeat(64)}</t></si>`]));
    },
    textsLength.most,
  ],
  ['sharedTexts', (most) => zip(sharedTexts(plain, [`<si><t>a</t></si>`.repeat(most)])), shared.most],
  [
    'depth',
    (most) =>
      zip(
        parts(
          sheetXml(one).replace(
            '</worksheet>',
            `${'<a>'.repeat(most - 1)}${'</a>'.repeat(most - 1)}</worksheet>`,
          ),
        ),
      ),
    depth.most,
  ],
];

test.each(cases)('%s: the limit is read, one more is refused', async (limit, bytes, most) => {
  const read = (count: number) => {
    const path = join(folder, `${limit}-${count}.xlsx`);
    writeFileSync(path, bytes(count));
    return readerInPlace.read(path);
  };
  const [sheet] = await read(most);
  expect(sheet!.rows.length).toBeGreaterThan(0);
  await expect(read(most + 1)).rejects.toMatchObject({ facts: { reason: refusedBeyond(limit) } });
});

test.each([
  [500, 'x'.repeat(500)],
  [501, `${'x'.repeat(499)}…`],
])('a text of %i characters is kept, cut beyond the limit and seen to be', async (length, text) => {
  const path = join(folder, `text-${length}.xlsx`);
  writeFileSync(path, zip(parts(sheetXml(row(1, [t('x'.repeat(length))])))));
  const [sheet] = await readerInPlace.read(path);
  expect(sheet!.rows[0]!.cells[0]!.text).toBe(text);
});

test('each limit is refused for a reason that people are told', () => {
  const reasons: Record<string, object> = workbookLimits;
  for (const limit of Object.values(reasons)) {
    if ('refused' in limit) expect(workbookReasons).toContain(limit.refused);
  }
});

const rowsOf = (xml: string, step: number): SheetRow[] | string => {
  const rows: SheetRow[] = [];
  const given: Shared = {
    texts: [{ kind: 'text', text: 'partagé' }],
    formats: [],
    from1904: false,
    days: new Map(),
  };
  try {
    const reader = openRows(given, { rows: 100, characters: 10_000 }, (row) => void rows.push(row));
    for (let at = 0; at < xml.length; at += step) reader.write(xml.slice(at, at + step));
    reader.end();
    return rows;
  } catch (error) {
    return (error as Error).name === 'WORKBOOK_REFUSED' ? (error as Error).message : 'damaged';
  }
};

test.each<[string, string]>([
  ['plain cells', '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" s="1"/></row>'],
  [
    'plain among others',
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1" x="1"><v>2</v></c><c r="C1"><v>3</v></c></row>',
  ],
  ['a cell in a comment', '<row r="1"><!-- > --><!-- <c r="A1"><v>9</v></c> --><c r="B1"><v>2</v></c></row>'],
  [
    'a comment that opens after a tag',
    '<row r="1"><c r="A1"><v>1</v></c><!--<c r="B1"><v>9</v></c>--></row>',
  ],
  ['cells in CDATA', '<row r="1"><c r="A1" t="str"><v><![CDATA[<c r="B1"><v>9</v></c>]]></v></c></row>'],
  [
    'an attribute that holds a tag’s end',
    '<row r="1" a="&gt;>"><c r="A1" a=">"><v>1</v></c><c r="B1"><v>2</v></c></row>',
  ],
  ['the same cell twice', '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'],
  ['a cell outside its row', '<row r="1"><c r="A2"><v>1</v></c></row>'],
  [
    'inline texts',
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Zoé &amp; co</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>',
  ],
  ['a value twice', '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>'],
  ['a row in a row', '<row r="1"><row r="2"><c r="A2"><v>1</v></c></row><c r="A1"><v>1</v></c></row>'],
  ['a cell in a cell', '<row r="1"><c r="A1"><c r="B1"><v>1</v></c></c><c r="C1"><v>1</v></c></row>'],
  [
    'cells of another vocabulary',
    '<row r="1"><y:c xmlns:y="urn:y" r="A1"><c r="B1"><v>1</v></c></y:c><c r="C1"><v>3</v></c></row>',
  ],
  ['a cell without its end', '<row r="1"><c r="A1"><v>1</v></row>'],
  ['what is not XML', '<row r="1"><c r="A1"><v>1</v></c><c r="B1"<</row>'],
])('%s: read whole or one character at a time, the same is found', (_, rows) => {
  const whole = rowsOf(sheetXml(rows), 1e9);
  for (const step of [1, 2, 7, 64]) expect(rowsOf(sheetXml(rows), step)).toEqual(whole);
});
