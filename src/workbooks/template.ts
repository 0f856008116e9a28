/** The kit to write a workbook down once: the same columns draw it, recognise it and read it back. */
import type { Day, Month } from '../kernel/calendar.js';
import type { Cents } from '../kernel/money.js';
import type { Cell } from '../kernel/sheet.js';
import type { Reader } from './cells.js';

export type TemplateCode = 'micro_creche' | 'home_care';

/** What a row says, each value null when absent or unreadable. */
export interface RowValues {
  month: Month | null;
  /** Seven digits, without the key letter. */
  allocataire: string | null;
  lastName: string | null;
  firstName: string | null;
  birthDate: Day | null;
  /** Whole hours of care, the specific ones included. */
  hours: number | null;
  specificHours: number | null;
  amountCents: Cents | null;
  endOfCare: Day | null;
}

/** A column names the value it fills, but for the amount, which the workbook has in euros. */
export type ColumnKey = Exclude<keyof RowValues, 'amountCents'> | 'amount';
export type ValueOf<K extends ColumnKey> = K extends keyof RowValues
  ? RowValues[K]
  : RowValues['amountCents'];

/** A row as deposited, by column key: `number` is the one Excel shows. */
export interface DepositedRow {
  number: number;
  cells: Partial<Record<ColumnKey, Cell>>;
}

export interface Column<K extends ColumnKey = ColumnKey> {
  key: K;
  /** The column's title, to the letter. */
  header: string;
  /** What the row under the titles says. */
  hint?: string;
  reads: Reader<ValueOf<K>>;
  /** Whether every row must have it. */
  required: boolean;
  /** `A`, `B`… as Excel shows. */
  letter: string;
}

export interface Template {
  code: TemplateCode;
  /** For people, in French. */
  label: string;
  sheet: string;
  columns: Column[];
}

type ColumnTable = {
  [K in ColumnKey]?: {
    reads: Reader<NonNullable<ValueOf<K>>> | Reader<ValueOf<K>>;
    header: string;
    hint?: string;
    required?: false;
  };
};

/** Columns come in the order of the table, from A. */
export const defineWorkbook = (definition: {
  code: TemplateCode;
  label: string;
  sheet: string;
  columns: ColumnTable;
}): Template => ({
  ...definition,
  columns: Object.entries(definition.columns).map(
    ([key, { required = true, ...column }], at) =>
      ({ key, required, letter: String.fromCharCode(65 + at), ...column }) as Column,
  ),
});

/** The key of the value that a column fills. */
export const valueKey = (key: ColumnKey): keyof RowValues => (key === 'amount' ? 'amountCents' : key);
