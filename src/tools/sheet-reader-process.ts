/** The child that reads one workbook: whatever a file does to it, the service does not feel it. */
import { Readable } from 'node:stream';
import type ExcelJS from 'exceljs';
import WorkbookReader from 'exceljs/lib/stream/xlsx/workbook-reader.js';
import { MAX_DATA_ROWS, type Cell, type Sheet, type SheetRow } from '../kernel/sheet.js';
import { Refusal } from '../kernel/refusal.js';
import { WorkbookRefused, type WorkbookFacts, type WorkbookReason } from '../kernel/sheet-refusals.js';
import { readParts } from './sheet-archive.js';
import { even, type EvenWorkbook } from './sheet-evening.js';

/** What the child answers. A fault carries its code (`ENOENT`) and nothing of the file. */
export type Answer = ({ sheets: Sheet[] } | { refused: WorkbookReason } | { fault: string }) & {
  /** Nothing of the file was parsed: the child is as new, and may take another. */
  asNew?: boolean;
};

const limits = {
  /** Filled rows over all sheets: those of a declaration, and room for titles, hints and a notice. */
  rows: MAX_DATA_ROWS + 100,
  columns: 64,
  /** Characters of a text; the rest is replaced by an ellipsis, which no template accepts. */
  text: 500,
};

/** Whole numbers between these may be the serial of a day, 1954 to 2119. */
const [FIRST_SERIAL, LAST_SERIAL] = [20_000, 80_000];
const SERIAL_OF_1970 = 25_569;
const SERIAL_SHIFT_1904 = 1_462;
const DAY_MS = 86_400_000;
const SLICE_BYTES = 64 * 1024;

async function read({ archive, from1904 }: EvenWorkbook): Promise<Sheet[]> {
  const reader = new WorkbookReader(Readable.from(slices(archive)), {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
  });
  const sheets: Sheet[] = [];
  let left = limits.rows;
  for await (const worksheet of reader) {
    const rows: SheetRow[] = [];
    for await (const row of worksheet) {
      const cells = cellsOf(row, from1904);
      if (cells.length === 0) continue;
      if (left-- === 0) throw WorkbookRefused({ reason: 'too_many_rows' });
      rows.push({ number: row.number, cells });
    }
    sheets.push({ name: nameOf(worksheet), rows });
  }
  return sheets;
}

/** exceljs hands over all the rows of a chunk at once: small ones keep few in memory, and stop early. */
function* slices(archive: Buffer): Iterable<Buffer> {
  for (let start = 0; start < archive.length; start += SLICE_BYTES)
    yield archive.subarray(start, start + SLICE_BYTES);
}

/** The name is read by exceljs and missing from its types. */
const nameOf = (worksheet: ExcelJS.stream.xlsx.WorksheetReader): string =>
  (worksheet as unknown as { name: string }).name;

function cellsOf(row: ExcelJS.Row, from1904: boolean): SheetRow['cells'] {
  const cells: SheetRow['cells'] = [];
  row.eachCell({ includeEmpty: false }, (source) => {
    const cell = cellOf(source, from1904);
    if (!cell) return;
    const column = Number(source.col);
    if (column > limits.columns) throw WorkbookRefused({ reason: 'too_many_columns' });
    while (cells.length < column) cells.push(undefined);
    cells[column - 1] = cell;
  });
  return cells;
}

function cellOf({ value, numFmt }: ExcelJS.Cell, from1904: boolean): Cell | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return textCell(value);
  if (typeof value === 'boolean') return { kind: 'boolean', value, text: value ? 'VRAI' : 'FAUX' };
  if (typeof value === 'number') return numberCell(value, numFmt, from1904);
  if (value instanceof Date) return dateCell(value, numFmt, from1904);
  if ('richText' in value) return textCell(value.richText.map(({ text }) => text ?? '').join(''));
  if ('error' in value) return { kind: 'error', text: value.error };
  if ('formula' in value && value.result === '') return undefined;
  return { kind: 'error', text: 'formule sans résultat' };
}

const textCell = (text: string): Cell | undefined => {
  if (text.trim() === '') return undefined;
  return { kind: 'text', text: text.length > limits.text ? `${text.slice(0, limits.text - 1)}…` : text };
};

/** 15 significant digits, as Excel shows: the noise of binary fractions is beyond them. */
function numberCell(value: number, format: string, from1904: boolean): Cell {
  if (!Number.isFinite(value)) return { kind: 'error', text: 'formule sans résultat' };
  const plain = String(Number(value.toPrecision(15))).replace('.', ',');
  const text = /^0+$/.test(format ?? '') && /^\d+$/.test(plain) ? plain.padStart(format.length, '0') : plain;
  const maybeDay = Number.isInteger(value) && value >= FIRST_SERIAL && value <= LAST_SERIAL;
  if (!maybeDay) return { kind: 'number', value, text };
  const shift = from1904 ? SERIAL_SHIFT_1904 : 0;
  return { kind: 'number', value, text, day: dayOf(new Date((value + shift - SERIAL_OF_1970) * DAY_MS)) };
}

/** exceljs takes some formats of numbers and of durations for dates: the format decides again here. */
function dateCell(date: Date, format: string, from1904: boolean): Cell {
  if (Number.isNaN(date.getTime())) return { kind: 'error', text: '########' };
  const serial = date.getTime() / DAY_MS + SERIAL_OF_1970 - (from1904 ? SERIAL_SHIFT_1904 : 0);
  const shows = shownBy(format);
  if (shows === 'number') return numberCell(Number(serial.toFixed(6)), '', from1904);
  if (shows === 'duration') return textCell(durationText(Math.round(serial * 24 * 60)))!;
  const day = dayOf(date);
  if (!/^\d{4}-/.test(day)) return { kind: 'error', text: '########' };
  return { kind: 'date', day, text: day.split('-').toReversed().join('/') };
}

/** By the letters of a format, once its literals, colours and fractions of seconds are out; exceljs drops the backslashes. */
function shownBy(format: string): 'day' | 'duration' | 'number' {
  const letters = format
    .replace(/"[^"]*"|[_*]./g, '')
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '')
    .replace(/s\.0+/gi, 's');
  if (/[0#?]/.test(letters)) return 'number';
  if (/[yd]/i.test(letters)) return 'day';
  if (/[hs]/i.test(letters)) return 'duration';
  return /m/i.test(letters) ? 'day' : 'number';
}

const durationText = (minutes: number): string =>
  `${Math.trunc(minutes / 60)}:${String(Math.abs(minutes % 60)).padStart(2, '0')}`;

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

async function answerTo(path: string): Promise<Answer> {
  try {
    const workbook = await readParts(path).then(even).catch(asNew);
    return 'archive' in workbook ? { sheets: await read(workbook) } : workbook;
  } catch (error) {
    return answerFor(error);
  }
}

const asNew = (error: unknown): Answer => ({ ...answerFor(error), asNew: true });

function answerFor(error: unknown): Answer {
  if (error instanceof Refusal) return { refused: (error.facts as WorkbookFacts).reason };
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code && syscall ? { fault: code } : { refused: 'damaged' };
}

// The parent ends the child once it has the answer: an exit from here could overtake a long one.
process.once('disconnect', () => process.exit());
process.on('message', (path: string) => {
  void answerTo(path).then((answer) => process.send?.(answer));
});
process.send?.('ready');
