/** The rows of a draft: written from a deposit, corrected, set aside, and checked again as a whole each time. */
import type { Context } from '../kernel/context.js';
import type { Facts } from '../kernel/journal.js';
import { insertAll, updateAll } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import { inSlices } from '../kernel/slices.js';
import type { CheckedRow, DepositedRow } from '../workbooks/index.js';
import { check } from '../workbooks/index.js';
import { besideOf } from './beside.js';
import { ready, settle } from './change.js';
import type { Seen } from './change.js';
import { keepChanges, retype } from './changes.js';
import type { Step } from './cycle.js';
import type { Declaration } from './declaration.js';
import type { DifferenceCounts } from './differences.js';
import { countDifferences } from './differences.js';
import { clear, rowsOf } from './parts.js';
import { RowNotFound, UnknownColumn } from './refusals.js';
import { DeclarationRow, RowAnomaly } from './row.js';
import type { RowChange } from './row-change.js';
import { templateOf, types } from './types.js';

type Counts = Pick<Declaration, 'rowCount' | 'setAsideCount' | 'blockingCount' | 'warningCount'> &
  DifferenceCounts;

const rowOf = (declarationId: string, { number, cells }: DepositedRow): DeclarationRow =>
  Object.assign(new DeclarationRow(), {
    id: newId(),
    declarationId,
    number,
    cells,
    corrected: false,
    setAside: false,
    setAsideReason: null,
    carriedFrom: null,
  });

const anomaliesOf = (row: DeclarationRow, { anomalies }: CheckedRow): Omit<RowAnomaly, 'position'>[] =>
  anomalies.map(
    ({ code, blocking, row: rowNumber, column, key, header, seen, sentence, expected, proposed }) =>
      Object.assign(new RowAnomaly(), {
        id: newId(),
        rowId: row.id,
        declarationId: row.declarationId,
        code,
        blocking,
        rowNumber,
        column,
        columnKey: key,
        header,
        seen,
        sentence,
        expected,
        proposed,
      }),
  );

/** The rows of a draft as they are to be, and what is wrong in those that are kept. */
export interface Checked {
  rows: DeclarationRow[];
  anomalies: RowAnomaly[];
  counts: Counts;
}

/**
 * Checks the rows that are kept: each has its values after that.
 *
 * Asked before the transaction, which writes one at a time on the embedded engine and must not wait for it: rows change
 * with the revision of their draft only, and a transaction that finds another revision writes nothing.
 */
export async function checked(
  ctx: Context,
  declaration: Declaration,
  rows: DeclarationRow[],
): Promise<Checked> {
  const { type, month } = declaration;
  const kept = rows.filter(({ setAside }) => !setAside);
  const at = { month, today: ctx.today() };
  const results = await check(types[type].template, kept, at, await besideOf(ctx, declaration));
  for (const [index, row] of kept.entries()) Object.assign(row, results[index]!.values);
  const anomalies: RowAnomaly[] = [];
  await inSlices(kept, (row, index) => {
    for (const anomaly of anomaliesOf(row, results[index]!))
      anomalies.push(Object.assign(anomaly, { position: anomalies.length }));
  });
  const blockingCount = anomalies.filter(({ blocking }) => blocking).length;
  const setAsideCount = rows.length - kept.length;
  const warningCount = anomalies.length - blockingCount;
  const differences = await countDifferences(ctx, declaration, kept);
  const counts = { rowCount: rows.length, setAsideCount, blockingCount, warningCount, ...differences };
  return { rows, anomalies, counts };
}

/** Writes what is wrong, in place of what was. */
async function writeAnomalies(
  { em }: Context,
  { id: declarationId }: Declaration,
  { anomalies }: Checked,
): Promise<void> {
  await clear(em, RowAnomaly, 'rowNumber', declarationId);
  await insertAll(em, RowAnomaly, anomalies);
}

/** The rows of a new deposit, read and checked. */
export async function readRows(
  ctx: Context,
  declaration: Declaration,
  deposited: readonly DepositedRow[],
): Promise<Checked> {
  const rows: DeclarationRow[] = [];
  await inSlices(deposited, (row) => {
    rows.push(rowOf(declaration.id, row));
  });
  return checked(ctx, declaration, rows);
}

/** Replaces the rows of a draft by those of a new deposit. */
export async function replaceRows(
  ctx: Context,
  declaration: Declaration,
  replacing: Checked,
): Promise<Counts> {
  const { id: declarationId } = declaration;
  await clear(ctx.em, RowAnomaly, 'rowNumber', declarationId);
  await clear(ctx.em, DeclarationRow, 'number', declarationId);
  await insertAll(ctx.em, DeclarationRow, replacing.rows);
  await insertAll(ctx.em, RowAnomaly, replacing.anomalies);
  return replacing.counts;
}

async function rowAmong(ctx: Context, declaration: Declaration, rowId: string) {
  const rows = await rowsOf(ctx, declaration.id);
  const row = rows.find(({ id }) => id === rowId);
  if (!row) throw RowNotFound({ rowId });
  return { rows, row };
}

/** What a person typed in place of a cell. */
export interface Correction {
  column: string;
  text: string;
}

/** Types the corrections in the cells of the row. @throws UNKNOWN_COLUMN */
async function retyped(
  ctx: Context,
  declaration: Declaration,
  row: DeclarationRow,
  corrections: Correction[],
): Promise<RowChange[]> {
  const { columns } = templateOf(declaration);
  const carried = await ctx.em.find(RowAnomaly, { where: { rowId: row.id }, order: { position: 'ASC' } });
  return corrections.map(({ column: name, text }) => {
    const column = columns.find(({ key }) => key === name);
    if (!column) throw UnknownColumn({ column: name, known: columns.map(({ key }) => key) });
    const { key, letter } = column;
    const code = carried.find(({ columnKey }) => columnKey === key)?.code ?? null;
    return retype(ctx, declaration, row, { kind: 'corrected', key, column: letter, text, code });
  });
}

/**
 * Corrects cells of one row, as if they had been typed in the workbook.
 *
 * @throws UNKNOWN_COLUMN, ROW_NOT_FOUND, and those of `ready`
 */
export const correctRow = (
  ctx: Context,
  seen: Seen,
  rowId: string,
  corrections: Correction[],
): Promise<Declaration> =>
  changeRow(ctx, seen, 'correct', rowId, (declaration, row) => retyped(ctx, declaration, row, corrections));

/** Keeps a row out of the declaration, with its reason; it stays shown. */
export const setRowAside = (ctx: Context, seen: Seen, rowId: string, reason: string): Promise<Declaration> =>
  changeRow(ctx, seen, 'setAside', rowId, async (_declaration, row) => {
    Object.assign(row, { setAside: true, setAsideReason: reason.trim().slice(0, 500) });
    return [];
  });

/** Takes a row back into the declaration. */
export const restoreRow = (ctx: Context, seen: Seen, rowId: string): Promise<Declaration> =>
  changeRow(ctx, seen, 'restore', rowId, async (_declaration, row) => {
    Object.assign(row, { setAside: false, setAsideReason: null });
    return [];
  });

/** @param change  changes the row, and answers which of its cells */
async function changeRow(
  ctx: Context,
  seen: Seen,
  step: 'correct' | 'setAside' | 'restore',
  rowId: string,
  change: (declaration: Declaration, row: DeclarationRow) => Promise<RowChange[]>,
): Promise<Declaration> {
  const declaration = await ready(ctx, seen, step);
  const { rows, row } = await rowAmong(ctx, declaration, rowId);
  const changes = await change(declaration, row);
  const next = await checked(ctx, declaration, rows);
  const columns = changes.map(({ columnKey }) => columnKey).join(',');
  const facts = { row: row.number, ...(columns && { columns }) };
  return writeRows(ctx, { seen, step, next, changed: [row], changes, facts });
}

/** The columns of a row that a step on its content may change. */
const changing = [
  'month',
  'allocataire',
  'lastName',
  'firstName',
  'birthDate',
  'hours',
  'specificHours',
  'amountCents',
  'endOfCare',
  'cells',
  'corrected',
  'setAside',
  'setAsideReason',
] as const satisfies (keyof DeclarationRow)[];

interface Written {
  seen: Seen;
  step: Step;
  next: Checked;
  /** Those of the rows that are others than before. */
  changed: DeclarationRow[];
  changes: RowChange[];
  facts: Facts;
}

/** Writes a step on the content, checked beforehand. @throws those of `ready` when the draft moved meanwhile */
export const writeRows = (ctx: Context, written: Written): Promise<Declaration> =>
  ctx.transaction(async (ctx) => {
    const { seen, step, next, changed, changes, facts } = written;
    const declaration = await ready(ctx, seen, step);
    await updateAll(ctx.em, DeclarationRow, changed, changing);
    await writeAnomalies(ctx, declaration, next);
    await keepChanges(ctx, declaration, changes);
    return settle(ctx, declaration, step, next.counts, facts);
  });
