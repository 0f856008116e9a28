/** Finds the declaration in a workbook: its sheet, its titles, its rows. Nothing but the Caf's layout is accepted. */
import { MAX_DATA_ROWS, type Cell, type Sheet, type SheetRow } from '../kernel/sheet.js';
import { WorkbookRefused } from '../kernel/sheet-refusals.js';
import { allocataireNumber, month } from './cells.js';
import type { DepositedRow, Template, TemplateCode } from './template.js';
import { templates } from './templates/index.js';

/** Titles are looked for in these first filled rows: a name or a logo may stand above. */
const ROWS_ABOVE_DATA = 20;
/** Titles known in a row from which it is taken for the row of titles. */
const TITLES_TO_RECOGNISE = 2;

interface Found {
  sheet: Sheet;
  /** The row of titles, none when the sheet has rows that look like a declaration without it. */
  header: SheetRow | undefined;
  rows: SheetRow[];
}

/** The same words, whatever the case, the accents, the line breaks, and what a program makes of apostrophes and dashes. */
const words = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[’ʼ]/gu, "'")
    .replace(/[‐‑–—]/gu, '-')
    .replace(/\s+/gu, ' ')
    .trim()
    .toUpperCase();

const knownTitles = new Set(
  Object.values(templates).flatMap(({ columns }) => columns.map(({ header }) => words(header))),
);
const knownHints = new Set(
  Object.values(templates).flatMap(({ columns }) =>
    columns.flatMap(({ hint }) => (hint ? [words(hint)] : [])),
  ),
);

const wordsOf = (cell: Cell | undefined): string => (cell ? words(cell.text) : '');

/**
 * The rows of the one sheet that carries the declaration.
 *
 * @throws Refusal WORKBOOK_REFUSED with the one reason to start with
 */
export function recognise(sheets: Sheet[], expected: TemplateCode): { sheet: string; rows: DepositedRow[] } {
  const { sheet, header, rows } = theOne(sheets);
  const template = templates[expected];
  refuseOtherLayout(template, header);
  const added = rows.find(({ cells }) => strayIn(template, cells) >= 0);
  if (added)
    throw WorkbookRefused({ reason: 'column_added', column: letterOf(strayIn(template, added.cells)) });
  if (rows.length === 0) throw WorkbookRefused({ reason: 'no_data' });
  if (rows.length > MAX_DATA_ROWS) throw WorkbookRefused({ reason: 'too_many_rows' });
  return { sheet: sheet.name, rows: rows.map((row) => deposited(template, row)) };
}

/**
 * Which template a workbook follows; a layout that two structures share is the first one's.
 *
 * @throws Refusal WORKBOOK_REFUSED when it follows none
 */
export function detect(sheets: Sheet[]): TemplateCode {
  const { header } = theOne(sheets);
  const found = Object.values(templates).find((template) => follows(template, titlesOf(header)));
  if (!found) throw WorkbookRefused({ reason: 'no_header' });
  return found.code;
}

function theOne(sheets: Sheet[]): Found & { header: SheetRow } {
  const found = sheets.map(find).filter((each) => each !== undefined);
  const filled = found.filter(({ rows }) => rows.length > 0);
  if (filled.length > 1) throw WorkbookRefused({ reason: 'two_sheets_with_data' });
  const one = filled[0] ?? found[0];
  if (!one?.header) {
    throw WorkbookRefused({
      reason: sheets.every(({ rows }) => rows.length === 0) ? 'no_data' : 'no_header',
    });
  }
  return { ...one, header: one.header };
}

function find(sheet: Sheet): Found | undefined {
  const { rows } = sheet;
  const at = rows.slice(0, ROWS_ABOVE_DATA).findIndex(isHeader);
  if (at < 0) {
    const lines = rows.filter(looksDeclared);
    return lines.length > 0 ? { sheet, header: undefined, rows: lines } : undefined;
  }
  const below = rows.slice(at + 1);
  return { sheet, header: rows[at]!, rows: below[0] && isHint(below[0]) ? below.slice(1) : below };
}

const isHeader = ({ cells }: SheetRow): boolean =>
  cells.filter((cell) => knownTitles.has(wordsOf(cell))).length >= TITLES_TO_RECOGNISE;

const isHint = ({ cells }: SheetRow): boolean =>
  cells.some((cell) => cell) && cells.every((cell) => !cell || knownHints.has(wordsOf(cell)));

const looksDeclared = ({ cells }: SheetRow): boolean =>
  'value' in month(cells[0]) && 'value' in allocataireNumber(cells[1]);

const titlesOf = ({ cells }: SheetRow): string[] => Array.from(cells, wordsOf);

const follows = ({ columns }: Template, titles: string[]): boolean =>
  titles.length === columns.length && columns.every(({ header }, at) => words(header) === titles[at]);

function refuseOtherLayout(template: Template, header: SheetRow): void {
  const titles = titlesOf(header);
  if (follows(template, titles)) return;
  if (isOther(template, titles)) throw WorkbookRefused({ reason: 'other_template' });
  const { columns } = template;
  const own = new Set(columns.map(({ header }) => words(header)));
  const missing = columns.find(({ header }) => !titles.includes(words(header)));
  const foreign = titles.findIndex((title, at) => !own.has(title) || titles.indexOf(title) < at);
  if (missing) {
    const renamed = foreign >= 0 && titles.length === columns.length;
    throw WorkbookRefused({
      reason: renamed ? 'column_renamed' : 'column_missing',
      column: missing.letter,
      header: missing.header,
    });
  }
  if (foreign >= 0) throw WorkbookRefused({ reason: 'column_added', column: letterOf(foreign) });
  const moved = columns.find(({ header }, at) => words(header) !== titles[at])!;
  throw WorkbookRefused({ reason: 'columns_swapped', column: moved.letter, header: moved.header });
}

/** Follows another template, or carries at least two titles that only another template has. */
const isOther = (template: Template, titles: string[]): boolean =>
  Object.values(templates).some((other) => {
    if (other === template) return false;
    const own = new Set(template.columns.map(({ header }) => words(header)));
    const theirs = other.columns.filter(
      ({ header }) => !own.has(words(header)) && titles.includes(words(header)),
    );
    return follows(other, titles) || theirs.length >= 2;
  });

/** The first cell beyond the columns of the template; -1 when there is none. */
function strayIn({ columns }: Template, cells: SheetRow['cells']): number {
  for (let at = columns.length; at < cells.length; at += 1) if (cells[at]) return at;
  return -1;
}

/** Of thousands of rows at a stretch: nothing is made but what is kept. */
function deposited({ columns }: Template, { number, cells }: SheetRow): DepositedRow {
  const kept: DepositedRow['cells'] = {};
  for (let at = 0; at < columns.length; at += 1) {
    const cell = cells[at];
    if (cell) kept[columns[at]!.key] = cell;
  }
  return { number, cells: kept };
}

/** The letter of a column counted from 0; the reader stops at 64 columns. */
const letterOf = (at: number): string =>
  at < 26 ? String.fromCharCode(65 + at) : letterOf(Math.floor(at / 26) - 1) + letterOf(at % 26);
