import { afterAll, expect, test } from '@jest/globals';
import { PDFDocument } from '@cantoo/pdf-lib';
import type { Piece } from '../../src/kernel/printer.js';
import { LotUnproven, PrintFailed } from '../../src/kernel/printer.js';
import { cut } from '../../src/tools/cutter/cut.js';
import { openPrinter } from '../../src/tools/printer.js';
import { readPdf } from '../pdf.js';

const printer = openPrinter({ executablePath: process.env.PUPPETEER_EXECUTABLE_PATH! });
afterAll(() => printer.close());

const lot = (...sheets: string[]): string =>
  `<!doctype html><html lang="fr"><head><title>Lot</title><style>@page { size: A4; margin: 15mm 17mm; }
   .sheet + .sheet { break-before: page; }</style></head><body>${sheets
     .map((sheet) => `<article class="sheet">${sheet}</article>`)
     .join('')}</body></html>`;

const piece = (...marks: string[]): Piece => ({
  title: marks.join(),
  date: '2026-11-05T09:12:00.000Z',
  marks,
});

const table =
  '<table><tr><th scope="col" id="mois">Mois</th></tr><tr><td headers="mois">10/2026</td></tr></table>';
const sheet = (word: string, more = ''): string => `<h1>${word}</h1>${table}<h2>Suite</h2>${more}`;

test('a sheet becomes a file with its own title, tags and headings', async () => {
  const files = await printer.printLot(lot(sheet('ALPHA'), sheet('BRAVO')), [piece('ALPHA'), piece('BRAVO')]);
  const read = await Promise.all(files.map(readPdf));
  expect(read.map(({ title, pages }) => [title, pages.length])).toEqual([
    ['ALPHA', 1],
    ['BRAVO', 1],
  ]);
  expect(read[1]).toMatchObject({ language: 'fr', tagged: true, pages: [expect.stringContaining('BRAVO')] });
  expect(read[1]!.pages[0]).not.toContain('ALPHA');
  expect(read[1]!.roles).toEqual(read[0]!.roles);
  expect(read[1]!.roles).toEqual(expect.arrayContaining(['H1', 'Table', 'TH', 'TD', 'H2']));
});

test('the same sheet in the same lot gives the same bytes', async () => {
  const once = () => printer.printLot(lot(sheet('ALPHA'), sheet('BRAVO')), [piece('ALPHA'), piece('BRAVO')]);
  const [first, second] = [await once(), await once()];
  expect(second.map((file, at) => file.equals(first[at]!))).toEqual([true, true]);
});

test.each<[string, string, Piece[]]>([
  ['its pages are not in that order', lot(sheet('ALPHA'), sheet('BRAVO')), [piece('BRAVO'), piece('ALPHA')]],
  [
    'a page says what is of another',
    lot(sheet('ALPHA'), sheet('BRAVO', 'ALPHA')),
    [piece('ALPHA'), piece('BRAVO')],
  ],
  [
    'a page does not say all that is its own',
    lot(sheet('ALPHA')),
    [piece('ALPHA', 'https://habilis.example/verify/A')],
  ],
  [
    'a sheet takes two pages',
    lot(sheet('ALPHA', '<p>ligne</p>'.repeat(200)), sheet('BRAVO')),
    [piece('ALPHA'), piece('BRAVO')],
  ],
  [
    'a sheet has nothing and the one before it two pages',
    lot(sheet('ALPHA', '<p style="break-before: page">BRAVO</p>')),
    [piece('ALPHA'), piece('BRAVO')],
  ],
  [
    'a sheet is a little wider than its page',
    lot(sheet('ALPHA', '<p style="width: 178mm">long</p>')),
    [piece('ALPHA')],
  ],
  ['a sheet is wider than paper', lot(sheet('ALPHA', '<p style="width: 400mm">long</p>')), [piece('ALPHA')]],
])('a lot is not proven, and none of it is to be filed: %s', async (_, html, pieces) => {
  await expect(printer.printLot(html, pieces)).rejects.toBeInstanceOf(LotUnproven);
});

const blank = async (useObjectStreams: boolean): Promise<Uint8Array> => {
  const document = await PDFDocument.create();
  document.addPage();
  return document.save({ useObjectStreams });
};

test.each<[string, () => Promise<Uint8Array>]>([
  ['its table is packed, as others write it', () => blank(true)],
  ['it has no tags', () => blank(false)],
  ['its end is missing', async () => (await printer.print(lot(sheet('ALPHA')))).subarray(0, -30)],
  ['it is empty', () => Promise.resolve(new Uint8Array())],
  [
    'its objects are not where its table says',
    async () => {
      const pdf = (await printer.print(lot(sheet('ALPHA')))).toString('latin1');
      return Buffer.from(pdf.replace(/(\n00000\d{4})\d( 00000 n)/g, '$10$2'), 'latin1');
    },
  ],
])('what is not written as Chromium writes is not cut: %s', async (_, written) => {
  const pdf = await written();
  expect(() => cut(pdf, [piece('ALPHA')])).toThrow(LotUnproven);
});

test('a lot that lacks a head is a fault, as any document', async () => {
  await expect(printer.printLot('<p>ALPHA</p>', [piece('ALPHA')])).rejects.toBeInstanceOf(PrintFailed);
});
