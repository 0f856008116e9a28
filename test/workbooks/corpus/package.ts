/** Open XML written by hand: the parts of a workbook, and cells in all the ways that programs write them. */
import { deflateRawSync } from 'node:zlib';
import { templates, type TemplateCode } from '../../../src/workbooks/index.js';
import { MAIN, OFFICE, parts, type Entry } from '../files.js';

export type Parts = Entry[];

export const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** The `r` of a cell is put by its row. */
export const n = (value: number | string, style = 0): string =>
  `<c${style ? ` s="${style}"` : ''}><v>${value}</v></c>`;
export const t = (text: string): string =>
  `<c t="inlineStr"><is><t xml:space="preserve">${escape(text)}</t></is></c>`;
export const f = (formula: string, value?: string | number, attributes = ''): string =>
  `<c${attributes}><f>${escape(formula)}</f>${value === undefined ? '' : `<v>${value}</v>`}</c>`;
export const blank = (style = 0): string => `<c s="${style}"/>`;

export const letter = (at: number): string =>
  at < 26 ? String.fromCharCode(65 + at) : letter(Math.floor(at / 26) - 1) + letter(at % 26);

/** A row whose cells follow from A, each with its reference. */
export const row = (number: number, cells: string[], attributes = ''): string =>
  `<row r="${number}"${attributes}>${cells
    .map((cell, at) => (cell === '' ? '' : cell.replace('<c', `<c r="${letter(at)}${number}"`)))
    .join('')}</row>`;

const titles = (code: TemplateCode) => templates[code].columns.map(({ header }) => t(header));
const hints = (code: TemplateCode) => templates[code].columns.map(({ hint }) => (hint ? t(hint) : ''));

/** Titles and hints on the first two rows, then the rows given from row 3. */
export const declared = (
  rows: string[][],
  { code = 'home_care', from = 1, hint = true }: { code?: TemplateCode; from?: number; hint?: boolean } = {},
): string =>
  [titles(code), ...(hint ? [hints(code)] : []), ...rows].map((cells, at) => row(from + at, cells)).join('');

/** October 2026 under a month format, and one family after another. */
export const OCTOBER = 46_296;
export const family = (
  allocataire: string,
  hours: number | string = 36,
  amount: number | string = 828,
): string[] => [n(OCTOBER, 1), t(allocataire), n(hours), n(0), n(amount)];
export const families = [family('3047215'), family('0410933', 48, 1176)];

export const sheet = (rows: string, after = '', before = ''): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}">${before}<sheetData>${rows}</sheetData>${after}</worksheet>`;

/** A workbook of one sheet. */
export const book = (rows: string, after = '', before = ''): Parts => parts(sheet(rows, after, before));

/** The same parts, one of them changed. */
export const change = (all: Parts, name: string, change: (data: string) => string): Parts =>
  all.map((part) => (part.name === name ? { ...part, data: change(String(part.data)) } : part));

export const add = (all: Parts, ...more: { name: string; data: string | Buffer }[]): Parts => [
  ...all,
  ...more,
];

export const rename = (all: Parts, from: string, to: string): Parts =>
  all.map((part) => (part.name === from ? { ...part, name: to } : part));

export const SHEET = 'xl/worksheets/Feuille.xml';
export const WORKBOOK = 'xl/workbook.xml';
export const RELATIONS = 'xl/_rels/workbook.xml.rels';
export const TYPES = '[Content_Types].xml';

/** Every part deflated, as programs do. */
export const deflated = (all: Parts): Parts =>
  all.map((part) =>
    part.method === undefined && part.announced === undefined
      ? {
          ...part,
          data: deflateRawSync(Buffer.from(part.data), { level: 9 }),
          method: 8,
          announced: Buffer.from(part.data).length,
          of: Buffer.from(part.data),
        }
      : part,
  );

/** A relation of the workbook, and in it a sheet that names it. */
export const related = (all: Parts, id: string, type: string, target: string, sheetName?: string): Parts => {
  const withRelation = change(all, RELATIONS, (xml) =>
    xml.replace(
      '</Relationships>',
      `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/></Relationships>`,
    ),
  );
  if (!sheetName) return withRelation;
  return change(withRelation, WORKBOOK, (xml) =>
    xml.replace('</sheets>', `<sheet name="${sheetName}" sheetId="9" r:id="${id}"/></sheets>`),
  );
};

export const sharedTexts = (all: Parts, texts: string[]): Parts =>
  add(related(all, 'rId8', 'sharedStrings', 'sharedStrings.xml'), {
    name: 'xl/sharedStrings.xml',
    data: `<sst xmlns="${MAIN}" count="9" uniqueCount="9">${texts.join('')}</sst>`,
  });

/** A number format of one's own, given to style 5. */
export const withFormat = (all: Parts, code: string): Parts =>
  change(all, 'xl/styles.xml', (xml) =>
    xml
      .replace('</numFmts>', `<numFmt numFmtId="170" formatCode="${escape(code)}"/></numFmts>`)
      .replace('</cellXfs>', '<xf numFmtId="170"/></cellXfs>'),
  );

export interface Case {
  template?: TemplateCode;
  why: string;
  parts: Parts;
  /** Packed without compression, as written. */
  stored?: boolean;
}

export const plain = book(declared(families));

export const everywhere = (all: Parts, how: (text: string) => string): Parts =>
  all.map((part) => ({ ...part, data: how(String(part.data)) }));

export const child = (cells: Partial<Record<number, string>> = {}): string[] =>
  [n(OCTOBER, 1), t('3047215'), t('AUBREVAL'), t('Jeanne'), n(45_336, 1), n(112), n(0), n(985.6)].map(
    (cell, at) => cells[at] ?? cell,
  );

export const children = (...rows: string[][]): Parts => book(declared(rows, { code: 'micro_creche' }));
