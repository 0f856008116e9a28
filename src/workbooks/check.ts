/** Reads deposited rows and says what is wrong in them, cell by cell, then row beside row. */
import { monthOf, monthsBetween, slashMonth } from '../kernel/calendar.js';
import type { Cell } from '../kernel/sheet.js';
import { inSlices } from '../kernel/slices.js';
import { anomalies, say, type AnomalyCode, type RowCode } from './anomalies.js';
import type { Reading } from './cells.js';
import { rules, type At, type Known, type RuleCode } from './rules.js';
import {
  valueKey,
  type Column,
  type ColumnKey,
  type DepositedRow,
  type RowValues,
  type Template,
  type TemplateCode,
} from './template.js';
import { templates } from './templates/index.js';

/** What is wrong, where Excel shows it, and what to do. */
export interface Anomaly {
  code: AnomalyCode;
  blocking: boolean;
  row: number;
  /** The column letter. */
  column: string;
  key: ColumnKey;
  header: string;
  /** What the cell shows; empty for a blank one. */
  seen: string;
  sentence: string;
  expected: string;
  /** A text that, typed in the same cell, is read without anomaly. */
  proposed: string | null;
}

export interface CheckedRow {
  number: number;
  values: RowValues;
  anomalies: Anomaly[];
}

interface ReadRow extends CheckedRow {
  cells: DepositedRow['cells'];
  readings: Map<ColumnKey, Reading<unknown>>;
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

/**
 * Checks the rows of one deposit, in their order, a slice at a time: 5,000 of them never hold the event loop. Same rows,
 * same answer; it touches nothing, and asks for no transaction.
 *
 * @param at  the month of the declaration, and the day of the check
 * @throws ParameterMissing when the law's figures do not reach back to that month
 */
export async function check(
  code: TemplateCode,
  rows: readonly DepositedRow[],
  at: At,
): Promise<CheckedRow[]> {
  const template = templates[code];
  const read: ReadRow[] = [];
  await inSlices(rows, (deposited) => {
    const row = readRow(template, deposited);
    findAlone(template, row, at);
    read.push(row);
  });
  await findTogether(template, read, at);
  return read.map(({ number, values, anomalies }) => ({ number, values, anomalies }));
}

function readRow({ columns }: Template, { number, cells }: DepositedRow): ReadRow {
  const values: RowValues = { ...NO_VALUES };
  const readings = new Map<ColumnKey, Reading<unknown>>();
  for (const { key, reads } of columns) {
    const reading: Reading<unknown> = reads(cells[key]);
    readings.set(key, reading);
    if ('value' in reading) Object.assign(values, { [valueKey(key)]: reading.value });
  }
  return { number, cells, values, readings, anomalies: [] };
}

function findAlone(template: Template, row: ReadRow, at: At): void {
  const { columns } = template;
  const first = columns.find(({ key }) => row.cells[key]) ?? columns[0]!;
  if (!isDeclaration(row)) return note(row, first, 'NOT_A_ROW', at);
  const onlyMonth = columns.every(({ key }) => (key === 'month') === (row.cells[key] !== undefined));
  if (onlyMonth) return note(row, columns[1]!, 'ROW_INCOMPLETE', at);
  for (const column of columns) {
    const reading = row.readings.get(column.key)!;
    if ('code' in reading)
      note(row, column, reading.code, at, reading.proposed ?? stockProposal(column.key, row, at));
  }
  applyRules(template, row, at);
}

/** Whether something in the row tries to say which month, which family or which child. */
const isDeclaration = ({ cells, readings }: ReadRow): boolean =>
  IDENTIFYING.some((key) => {
    const reading = readings.get(key);
    const meant = cells[key]?.kind === 'number' || cells[key]?.kind === 'error';
    return cells[key] && reading && (meant || 'value' in reading || reading.proposed !== undefined);
  });

/** What a blank cell most likely stands for: the declared month, no specific hours, no care after an end. */
function stockProposal(key: ColumnKey, { cells, values }: ReadRow, at: At): string | undefined {
  if (cells[key]) return undefined;
  if (key === 'month') return rules.MONTH_DIFFERENT.proposes(at);
  if (key === 'specificHours') return '0';
  return (key === 'hours' || key === 'amount') && values.endOfCare !== null ? '0' : undefined;
}

const isAmong = (codes: readonly TemplateCode[], code: TemplateCode): boolean => codes.includes(code);

const applies = (rule: (typeof rules)[RuleCode], { code }: Template): boolean =>
  !('only' in rule) || isAmong(rule.only, code);

/** The rules whose anomaly a column carries. */
export const rulesOf = (template: Template, { key }: Column): RuleCode[] =>
  (Object.keys(rules) as RuleCode[]).filter(
    (code) => rules[code].cell === key && applies(rules[code], template),
  );

function applyRules(template: Template, row: ReadRow, at: At): void {
  const { columns } = template;
  const marked = new Set(row.anomalies.map(({ key }) => key));
  for (const [code, rule] of Object.entries(rules) as [RuleCode, (typeof rules)[RuleCode]][]) {
    const column = columns.find(({ key }) => key === rule.cell);
    if (!column || marked.has(rule.cell) || !applies(rule, template)) continue;
    if (rule.needs.some((key) => row.values[key] === null) || !rule.fails(row.values as Known, at)) continue;
    marked.add(rule.cell);
    note(row, column, code, at, 'proposes' in rule ? rule.proposes(at) : undefined);
  }
}

function note(row: ReadRow, column: Column, code: AnomalyCode, at: At, proposed?: string): void {
  const { blocking, sentence, expected } = anomalies[code];
  const { key, letter, header } = column;
  row.anomalies.push({
    code,
    blocking,
    row: row.number,
    column: letter,
    key,
    header,
    seen: seenIn(row.cells[key], key),
    sentence: say(sentence, at),
    expected: say(expected, at),
    proposed: proposed ?? null,
  });
}

/** A date in the month column shows as the workbook writes months. */
const seenIn = (cell: Cell | undefined, key: ColumnKey): string =>
  key === 'month' && cell?.kind === 'date' ? slashMonth(monthOf(cell.day)) : (cell?.text ?? '');

/** Duplicates are found on the later row; a late month is said once. */
async function findTogether(template: Template, rows: readonly ReadRow[], at: At): Promise<void> {
  const noteAt = (row: ReadRow, key: ColumnKey, code: RowCode): void =>
    note(
      row,
      template.columns.find((column) => column.key === key)!,
      code,
      at,
    );
  const exact = new Set<string>();
  const alike = new Set<string>();
  await inSlices(rows, (row) => {
    const identity = identityOf(template, row.values);
    if (identity === undefined) return;
    const whole = JSON.stringify(row.values);
    if (exact.has(whole)) noteAt(row, 'allocataire', 'DUPLICATE');
    else if (alike.has(identity)) noteAt(row, 'allocataire', 'POSSIBLE_DUPLICATE');
    exact.add(whole);
    alike.add(identity);
  });
  const late = rows.find(({ values }) => values.month === at.month);
  if (late && monthsBetween(at.month, monthOf(at.today)) > 1) noteAt(late, 'month', 'MONTH_LATE');
}

/** The same child of the same family whatever the accents, the case, the hyphens and the order of the names. */
function identityOf({ columns }: Template, values: RowValues): string | undefined {
  const { month, allocataire, lastName, firstName, birthDate } = values;
  if (month === null || allocataire === null) return undefined;
  if (!columns.some(({ key }) => key === 'lastName')) return `${month} ${allocataire}`;
  if (lastName === null || firstName === null || birthDate === null) return undefined;
  return [month, allocataire, birthDate, ...[bareName(lastName), bareName(firstName)].toSorted()].join(' ');
}

const bareName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^\p{L}]/gu, '')
    .toLowerCase();
