/** Reads deposited rows and says what is wrong in them: cell by cell, row beside row, beside last month's, at the Caf. */
import type { Claim } from '../kernel/register.js';
import { inSlices } from '../kernel/slices.js';
import { concerns } from './anomalies.js';
import type { At } from './anomaly-kind.js';
import { findSince, type SentRow } from './past.js';
import { noting, readRow, type CheckedRow, type Note, type ReadRow } from './read-row.js';
import { rules, type Known, type RuleCode } from './rules.js';
import {
  rowsAreChildren,
  type Column,
  type ColumnKey,
  type DepositedRow,
  type Template,
  type TemplateCode,
} from './template.js';
import { templates } from './templates/index.js';
import { findTogether } from './together.js';

/** What stands beside the rows. */
export interface Beside {
  /** What the structure sent for the month before; absent when it sent nothing. */
  previous?: readonly SentRow[];
  /** Which of these, in order, are told to be wrong at the Caf; absent where it does not let its structures know. */
  wrongAtCaf?: (claims: readonly Claim[]) => Promise<boolean[]>;
}

/**
 * Checks the rows of one deposit, in their order, a slice at a time: 5,000 of them never hold the event loop. Same rows,
 * same answer of what stands beside them; it touches nothing, and asks for no transaction.
 *
 * @param at  the month of the declaration, and the day of the check
 * @throws ParameterMissing when the law's figures do not reach back to that month
 */
export async function check(
  code: TemplateCode,
  rows: readonly DepositedRow[],
  at: At,
  { previous, wrongAtCaf }: Beside = {},
): Promise<CheckedRow[]> {
  const template = templates[code];
  const note = noting(template, at);
  const concerned = ruleCodes.filter((rule) => concerns(rules[rule], template));
  const read: ReadRow[] = [];
  await inSlices(rows, (deposited) => {
    const row = readRow(template, deposited);
    findAlone(template, concerned, { row, at, note });
    read.push(row);
  });
  const declared = read.filter(({ declares }) => declares);
  await findTogether(template, declared, at, note);
  if (previous) await findSince({ template, previous, rows: declared }, at, note);
  if (wrongAtCaf) await findAtCaf(template, declared, wrongAtCaf, note);
  return read.map(({ number, values, anomalies }) => ({ number, values, anomalies: inOrder(anomalies) }));
}

const ruleCodes = Object.keys(rules) as RuleCode[];

/** The rules whose anomaly a column carries. */
export const rulesOf = (template: Template, { key }: Column): RuleCode[] =>
  ruleCodes.filter((code) => rules[code].cells[0] === key && concerns(rules[code], template));

const inOrder = (anomalies: ReadRow['anomalies']): ReadRow['anomalies'] =>
  anomalies.length > 1
    ? anomalies.toSorted((a, b) => (a.column < b.column ? -1 : Number(a.column > b.column)))
    : anomalies;

/** The same code at the same cell, whatever is wrong: no row says more than that. */
async function findAtCaf(
  template: Template,
  rows: readonly ReadRow[],
  wrongAtCaf: NonNullable<Beside['wrongAtCaf']>,
  note: Note,
): Promise<void> {
  const known = rows.filter(
    ({ values }) => values.allocataire !== null && (values.birthDate !== null || !rowsAreChildren(template)),
  );
  const wrong = await wrongAtCaf(
    known.map(({ values: { allocataire, birthDate } }) => ({ allocataire: allocataire!, birthDate })),
  );
  for (const [index, row] of known.entries()) if (wrong[index]) note(row, 'allocataire', 'NOT_AT_CAF');
}

interface Alone {
  row: ReadRow;
  at: At;
  note: Note;
}

function findAlone({ columns }: Template, concerned: readonly RuleCode[], alone: Alone): void {
  const { row, at, note } = alone;
  const first = columns.find(({ key }) => row.cells[key]) ?? columns[0]!;
  if (!row.declares) return note(row, first.key, 'NOT_A_ROW');
  const onlyMonth = columns.every(({ key }) => (key === 'month') === (row.cells[key] !== undefined));
  if (onlyMonth) return note(row, 'allocataire', 'ROW_INCOMPLETE');
  for (const { key } of columns) {
    const reading = row.readings.get(key)!;
    if ('code' in reading)
      note(row, key, reading.code, { proposed: reading.proposed ?? stockProposal(key, row, at) });
  }
  applyRules(concerned, alone);
}

/** What a blank cell most likely stands for: the declared month, no specific hours, no care after an end. */
function stockProposal(key: ColumnKey, { cells, values }: ReadRow, at: At): string | undefined {
  if (cells[key]) return undefined;
  if (key === 'month') return rules.MONTH_DIFFERENT.proposes(at);
  if (key === 'specificHours') return '0';
  return (key === 'hours' || key === 'amount') && values.endOfCare !== null ? '0' : undefined;
}

function applyRules(concerned: readonly RuleCode[], { row, at, note }: Alone): void {
  const marked = new Set(row.anomalies.map(({ key }) => key));
  for (const code of concerned) {
    const rule = rules[code];
    const [cell] = rule.cells as [ColumnKey];
    if (marked.has(cell)) continue;
    if (rule.needs.some((key) => row.values[key] === null) || !rule.fails(row.values as Known, at)) continue;
    marked.add(cell);
    note(row, cell, code, { proposed: 'proposes' in rule ? rule.proposes(at) : undefined });
  }
}
