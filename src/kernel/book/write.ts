/** Puts the parts of a workbook together, in a stream: no sheet is ever whole in memory. */
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Book, BookSheet, ComingRows } from './book.js';
import { looksOf, stylesPart } from './looks.js';
import { comingSheetPart, filteredRange } from './sheet.js';
import { XML, quotedSheet, xmlText } from './xml.js';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The same file whenever it is written: its own date says nothing. */
const MTIME = new Date('2020-01-01T00:00:00Z');

/** A file a tenth larger than at the usual level, deflated in a third of the time. */
const LEVEL = 3;

const pathOf = (at: number): string => `worksheets/sheet${at + 1}.xml`;

const contentTypes = ({ sheets }: Book): string => {
  const overrides = [
    ['/xl/workbook.xml', `${TYPES}.sheet.main+xml`],
    ['/xl/styles.xml', `${TYPES}.styles+xml`],
    ['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
    ...sheets.map((_, at) => [`/xl/${pathOf(at)}`, `${TYPES}.worksheet+xml`]),
  ].map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`);
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`;
};

const relations = (targets: readonly (readonly [type: string, target: string])[]): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${targets
    .map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

const properties = ({ title }: Book): string =>
  `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${xmlText(title)}</dc:title><dc:creator>Habilis</dc:creator><dc:language>fr-FR</dc:language></cp:coreProperties>`;

/** Names that Excel gives a meaning to. */
function definedNames(sheets: readonly BookSheet<ComingRows>[], lastRows: readonly number[]): string {
  const named = (name: string, at: number, range: string, more = '') =>
    `<definedName name="_xlnm.${name}" localSheetId="${at}"${more}>${xmlText(`${quotedSheet(sheets[at]!.name)}!${range}`)}</definedName>`;
  const names = sheets.flatMap((sheet, at) => [
    ...(sheet.filtered
      ? [
          named(
            '_FilterDatabase',
            at,
            filteredRange(sheet, lastRows[at]!).replace(/([A-Z]+)(\d+)/g, '$$$1$$$2'),
            ' hidden="1"',
          ),
        ]
      : []),
    ...(sheet.titleRows ? [named('Print_Titles', at, `$1:$${sheet.titleRows}`)] : []),
  ]);
  return names.length > 0 ? `<definedNames>${names.join('')}</definedNames>` : '';
}

const workbookPart = ({ sheets }: Book, lastRows: readonly number[]): string =>
  `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${sheets
    .map(({ name }, at) => `<sheet name="${xmlText(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
    .join('')}</sheets>${definedNames(sheets, lastRows)}</workbook>`;

/** The .xlsx, made as it is read; an error of the rows is one of the stream. */
export function writeBook(book: Book): Readable {
  const looks = looksOf(book.looks);
  const lastRows: number[] = [];
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const add = (name: string, chunks: () => Iterable<string> | AsyncIterable<string>): void => {
    zip.addReadStreamLazy(name, { mtime: MTIME, compressionLevel: LEVEL }, (done) => {
      const stream = Readable.from(chunks(), { objectMode: false });
      stream.once('error', (error) => output.destroy(error));
      done(null, stream);
    });
  };
  add('[Content_Types].xml', () => [contentTypes(book)]);
  add('_rels/.rels', () => [
    relations([
      [`${OFFICE}/officeDocument`, 'xl/workbook.xml'],
      [`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
    ]),
  ]);
  add('docProps/core.xml', () => [properties(book)]);
  add('xl/styles.xml', () => [stylesPart(looks)]);
  for (const [at, sheet] of book.sheets.entries()) {
    add(`xl/${pathOf(at)}`, async function* () {
      lastRows[at] = yield* comingSheetPart(sheet, { looks, namespace: MAIN, isFirst: at === 0 });
    });
  }
  // After the sheets: it says where they end.
  add('xl/workbook.xml', () => [workbookPart(book, lastRows)]);
  add('xl/_rels/workbook.xml.rels', () => [
    relations([
      ...book.sheets.map((_, at) => [`${OFFICE}/worksheet`, pathOf(at)] as const),
      [`${OFFICE}/styles`, 'styles.xml'],
    ]),
  ]);
  zip.end();
  return output;
}

/** The same, whole. */
export const bytesOf = async (book: Book): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of writeBook(book)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};
