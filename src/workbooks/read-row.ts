/** A deposited row as it is read, and how what is wrong in it is noted. */
import { monthOf, slashMonth } from '../kernel/calendar.js';
import type { Cell } from '../kernel/sheet.js';
import { anomalies, type AnomalyCode } from './anomalies.js';
import type { Reading } from './cells.js';
import { say, type At, type Facts } from './anomaly-kind.js';
import {
  valueKey,
  type Column,
  type ColumnKey,
  type DepositedRow,
  type RowValues,
  type Template,
} from './template.js';

/** What is wrong, where Excel shows it, and what to do. */
export interface Anomaly {
  code: AnomalyCode;
  blocking: boolean;
  row: number;
  /** The column letter. */
  column: string;
  key: ColumnKey;
  header: string;
  /** What the cell shows; empty for a blank one, and for what has no row of its own. */
  seen: string;
  sentence: string;
  expected: string;
  /** A text that, typed in the same cell, is read without anomaly. */
  proposed: string | null;
}

export interface CheckedRow {
  number: number;
  values: RowValues;
  /** In the order of the columns. */
  anomalies: Anomaly[];
}

export interface ReadRow extends CheckedRow {
  cells: DepositedRow['cells'];
  readings: Map<ColumnKey, Reading<unknown>>;
  /** False for a total, a signature, a remark. */
  declares: boolean;
}

const NO_VALUES: RowValues = {
  month: null,
  allocataire: null,
  lastName: null,
  firstName: null,
  birthDate: null,
  hours: null,
  specificHours: null,
  amountCents: null,
  endOfCare: null,
};

/** The cells that make a row a declaration: text in all of them that means nothing is a total or a signature. */
const IDENTIFYING = ['month', 'allocataire', 'birthDate'] as const satisfies ColumnKey[];

export function readRow({ columns }: Template, { number, cells }: DepositedRow): ReadRow {
  const values: RowValues = { ...NO_VALUES };
  const readings = new Map<ColumnKey, Reading<unknown>>();
  for (const { key, reads } of columns) {
    const reading: Reading<unknown> = reads(cells[key]);
    readings.set(key, reading);
    if ('value' in reading) Object.assign(values, { [valueKey(key)]: reading.value });
  }
  return { number, cells, values, readings, declares: declares(cells, readings), anomalies: [] };
}

/** Whether something in the row tries to say which month, which family or which child. */
const declares = (cells: ReadRow['cells'], readings: ReadRow['readings']): boolean =>
  IDENTIFYING.some((key) => {
    const reading = readings.get(key);
    const meant = cells[key]?.kind === 'number' || cells[key]?.kind === 'error';
    return cells[key] && reading && (meant || 'value' in reading || reading.proposed !== undefined);
  });

export interface More {
  proposed?: string | undefined;
  facts?: Facts;
  /** What is not on the row: nothing of it is seen. */
  elsewhere?: boolean;
}

/** Notes an anomaly at a cell of the row. */
export type Note = (row: ReadRow, key: ColumnKey, code: AnomalyCode, more?: More) => void;

/** How anomalies of that workbook are noted, for that month and day. */
export function noting(template: Template, at: At): Note {
  const columns = new Map(template.columns.map((column) => [column.key, column]));
  return (row, key, code, { proposed, facts, elsewhere = false } = {}) => {
    const { blocking, sentence, expected } = anomalies[code];
    const { letter, header } = columns.get(key) as Column;
    row.anomalies.push({
      code,
      blocking,
      row: row.number,
      column: letter,
      key,
      header,
      seen: elsewhere ? '' : seenIn(row.cells[key], key),
      sentence: say(sentence, at, facts),
      expected: say(expected, at, facts),
      proposed: proposed ?? null,
    });
  };
}

/** A date in the month column shows as the workbook writes months. */
const seenIn = (cell: Cell | undefined, key: ColumnKey): string =>
  key === 'month' && cell?.kind === 'date' ? slashMonth(monthOf(cell.day)) : (cell?.text ?? '');
