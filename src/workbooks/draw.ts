/** Draws the Caf's workbook from its table, blank or filled. */
import type { Book, BookRow, BookValue, Entry, Look } from '../kernel/book/index.js';
import { bytesOf } from '../kernel/book/index.js';
import type { Month } from '../kernel/calendar.js';
import type { Cell } from '../kernel/sheet.js';
import { isDay, isMonth } from '../kernel/calendar.js';
import { GUIDE_LOOKS, guideSheet } from './guide.js';
import type { Column, ColumnKey, DepositedRow, Template, TemplateCode } from './template.js';
import { templates } from './templates/index.js';

/** One row to draw. Months, days and cents are given as the program writes them; any other text is written as it is. */
export interface FilledRow {
  /** `YYYY-MM`. */
  month?: string;
  allocataire?: string | number;
  lastName?: string;
  firstName?: string;
  /** `YYYY-MM-DD`. */
  birthDate?: string;
  hours?: number | string;
  specificHours?: number | string;
  /** Euro cents; a text is written in the amount column as it is. */
  amountCents?: number | string;
  /** `YYYY-MM-DD`. */
  endOfCare?: string;
}

const TITLE_ROWS = 2;
const FIRST_ROW = TITLE_ROWS + 1;
/** Rows ready to fill: bounded, so that the file does not carry whole columns. */
const READY_ROWS = 200;
/** Rows left ready under many filled ones. */
const SPARE_ROWS = 20;

const BORDER = '8EA9C1';
const centred = { horizontal: 'center', vertical: 'center', wrap: true } as const;

const headerLook: Look = {
  font: { size: 10, bold: true, colour: 'FFFFFF' },
  fill: '1F4E79',
  align: centred,
  border: BORDER,
};
const hintLook: Look = {
  font: { size: 9, italic: true, colour: '595959' },
  fill: 'F2F2F2',
  align: centred,
  border: BORDER,
};
const cellLook = ({ holds: { format, align } }: Column): Look => ({
  format,
  border: BORDER,
  align: { horizontal: align, vertical: 'center' },
});

/** @param month  the month that the workbook is for: no other can then be typed in it */
export const drawBlank = (code: TemplateCode, month?: Month): Promise<Buffer> => drawFilled(code, [], month);

/** The workbook with its first rows filled, in order, from row 3. */
export function drawFilled(code: TemplateCode, rows: readonly FilledRow[], month?: Month): Promise<Buffer> {
  const template = templates[code];
  const filled = rows.map((row) => ({
    values: template.columns.map(({ key }) => drawnValue(key, row)),
  }));
  return bytesOf(bookOf(template, filled, month));
}

/** What a cell holds, to be drawn again. */
function redrawn(cell: Cell | undefined): BookValue {
  if (!cell) return undefined;
  if (cell.kind === 'date') return isDay(cell.day) ? { day: cell.day } : cell.text;
  if (cell.kind === 'error') return { error: cell.text.startsWith('#') ? cell.text : '#VALUE!' };
  return cell.kind === 'text' ? cell.text : cell.value;
}

/** The workbook with deposited rows, each at its number: what stands for a file that cannot be given back itself. */
export function drawDeposited(template: Template, rows: readonly DepositedRow[]): Promise<Buffer> {
  const redrawnRows = rows.map(({ number, cells }) => ({
    number,
    values: template.columns.map(({ key }) => redrawn(cells[key])),
  }));
  return bytesOf(bookOf(template, redrawnRows));
}

function bookOf(template: Template, filled: readonly BookRow[], month?: Month): Book {
  const { columns, label, sheet: name } = template;
  const titles = titleRows(columns).slice(0, (filled[0]?.number ?? FIRST_ROW) - 1);
  const lastFilled = filled.at(-1)?.number ?? TITLE_ROWS + filled.length;
  const last = Math.max(TITLE_ROWS + READY_ROWS, lastFilled + SPARE_ROWS);
  const blanks = Array.from({ length: last - lastFilled }, () => ({ values: [] }));
  return {
    title: label,
    looks: {
      header: headerLook,
      hint: hintLook,
      ...Object.fromEntries(columns.map((column) => [column.key, cellLook(column)])),
      ...GUIDE_LOOKS,
    },
    sheets: [
      {
        name,
        columns: columns.map(({ key, width }) => ({ width, look: key })),
        rows: [...titles, ...filled, ...blanks],
        titleRows: titles.length,
        landscape: true,
        entries: columns.map((column) => entryOf(column, last, month)),
      },
      guideSheet(template, month),
    ],
  };
}

const titleRows = (columns: readonly Column[]): BookRow[] => [
  { height: 48, values: columns.map(({ header }) => header), looks: columns.map(() => 'header') },
  { height: 51, values: columns.map(({ hint }) => hint), looks: columns.map(() => 'hint') },
];

/** Bounded to the rows that are ready: a rule on a whole column weighs on every program that opens the file. */
const entryOf = ({ letter, header, help, holds }: Column, last: number, month?: Month): Entry => ({
  cells: `${letter}${FIRST_ROW}:${letter}${last}`,
  rule: holds.typing?.(month),
  title: header.length > 32 ? `${header.slice(0, 31)}…` : header,
  prompt: help,
});

function drawnValue(key: ColumnKey, row: FilledRow): BookValue {
  const value = key === 'amount' ? row.amountCents : row[key];
  if (typeof value === 'number') return key === 'amount' ? value / 100 : value;
  if (value === undefined) return undefined;
  if (key === 'month' && isMonth(value)) return { day: `${value}-01` };
  return (key === 'birthDate' || key === 'endOfCare') && isDay(value) ? { day: value } : value;
}
