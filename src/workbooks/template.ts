/** The kit to write a workbook down once: the same columns draw it, recognise it and read it back. */
import type { Day, Month } from '../kernel/calendar.js';
import type { Cents } from '../kernel/money.js';
import type { Cell } from '../kernel/sheet.js';
import type { Reader } from './cells.js';
import { optional } from './cells.js';
import type { ValueKind } from './value-kinds.js';

export type TemplateCode = 'micro_creche' | 'family_creche' | 'home_care';

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

/** A column as its template writes it down; the checks of its values are the rules that name its key. */
interface ColumnLine<K extends ColumnKey = ColumnKey> {
  /** The kind of value: how it is read, typed and drawn. */
  holds: ValueKind<NonNullable<ValueOf<K>>>;
  /** The column's title, to the letter. */
  header: string;
  /** What the row under the titles says. */
  hint?: string;
  /** In characters. */
  width: number;
  /** What to write there, in French. */
  help: string;
  /** As one types it. */
  example: string;
}

export interface Column<K extends ColumnKey = ColumnKey> extends ColumnLine<K> {
  key: K;
  reads: Reader<ValueOf<K>>;
  /** Whether every row must have it. */
  required: boolean;
  /** `A`, `B`… as Excel shows. */
  letter: string;
}

/** Whether the Caf's own layout was seen, or another one stands for it until it is. */
export type LayoutStatus = 'confirmed' | 'to confirm';

export interface Template {
  code: TemplateCode;
  /** For people, in French. */
  label: string;
  sheet: string;
  layout: LayoutStatus;
  /** What people are told of the workbook as a whole, in French. */
  notice?: string;
  columns: Column[];
}

export type ColumnTable = { [K in ColumnKey]?: ColumnLine<K> & { required?: false } };

const columnOf = <K extends ColumnKey>(
  [key, { required: stated, ...line }]: [K, ColumnLine<K> & { required?: false }],
  at: number,
): Column<K> => {
  const { reads } = line.holds;
  const required = stated ?? true;
  return {
    ...line,
    key,
    required,
    letter: String.fromCharCode(65 + at),
    reads: (required ? reads : optional(reads)) as Reader<ValueOf<K>>,
  };
};

/** Columns come in the order of the table, from A. */
export const defineWorkbook = ({
  columns,
  ...template
}: Omit<Template, 'columns'> & { columns: ColumnTable }): Template => ({
  ...template,
  columns: (Object.entries(columns) as [ColumnKey, ColumnLine & { required?: false }][]).map(columnOf),
});

/** The key of the value that a column fills. */
export const valueKey = (key: ColumnKey): keyof RowValues => (key === 'amount' ? 'amountCents' : key);

/** Whether its rows are children; otherwise they are families. */
export const rowsAreChildren = ({ columns }: Template): boolean =>
  columns.some(({ key }) => key === 'birthDate');
