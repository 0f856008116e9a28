/** The rows of a draft: written from a deposit, corrected, set aside, and checked again as a whole each time. */
import type { Context } from '../kernel/context.js';
import type { Facts } from '../kernel/journal.js';
import { insertAll } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import type { CheckedRow, DepositedRow } from '../workbooks/index.js';
import { check, templates, typed } from '../workbooks/index.js';
import { besideOf } from './beside.js';
import { ready, settle } from './change.js';
import type { Seen } from './change.js';
import type { Declaration } from './declaration.js';
import { RowNotFound, UnknownColumn } from './refusals.js';
import { DeclarationRow, RowAnomaly } from './row.js';
import { types } from './types.js';

type Counts = Pick<Declaration, 'rowCount' | 'setAsideCount' | 'blockingCount' | 'warningCount'>;

export const templateOf = ({ type }: Pick<Declaration, 'type'>) => templates[types[type].template];

const rowOf = (declarationId: string, { number, cells }: DepositedRow): DeclarationRow =>
  Object.assign(new DeclarationRow(), {
    id: newId(),
    declarationId,
    number,
    cells,
    corrected: false,
    setAside: false,
    setAsideReason: null,
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
async function checked(ctx: Context, declaration: Declaration, rows: DeclarationRow[]): Promise<Checked> {
  const { type, month } = declaration;
  const kept = rows.filter(({ setAside }) => !setAside);
  const at = { month, today: ctx.today() };
  const results = await check(types[type].template, kept, at, await besideOf(ctx, declaration));
  for (const [index, row] of kept.entries()) Object.assign(row, results[index]!.values);
  const anomalies = kept
    .flatMap((row, index) => anomaliesOf(row, results[index]!))
    .map((anomaly, position) => Object.assign(anomaly, { position }));
  const blockingCount = anomalies.filter(({ blocking }) => blocking).length;
  const setAsideCount = rows.length - kept.length;
  const warningCount = anomalies.length - blockingCount;
  return { rows, anomalies, counts: { rowCount: rows.length, setAsideCount, blockingCount, warningCount } };
}

/** Writes what is wrong, in place of what was. */
async function writeAnomalies(
  { em }: Context,
  { id: declarationId }: Declaration,
  { anomalies }: Checked,
): Promise<void> {
  await em.delete(RowAnomaly, { declarationId });
  await insertAll(em, RowAnomaly, anomalies);
}

/** The rows of a new deposit, read and checked. */
export const readRows = (
  ctx: Context,
  declaration: Declaration,
  deposited: readonly DepositedRow[],
): Promise<Checked> =>
  checked(
    ctx,
    declaration,
    deposited.map((row) => rowOf(declaration.id, row)),
  );

/** Replaces the rows of a draft by those of a new deposit. */
export async function replaceRows(
  ctx: Context,
  declaration: Declaration,
  replacing: Checked,
): Promise<Counts> {
  const { id: declarationId } = declaration;
  await ctx.em.delete(RowAnomaly, { declarationId });
  await ctx.em.delete(DeclarationRow, { declarationId });
  await insertAll(ctx.em, DeclarationRow, replacing.rows);
  await writeAnomalies(ctx, declaration, replacing);
  return replacing.counts;
}

export const rowsOf = (ctx: Context, declarationId: string): Promise<DeclarationRow[]> =>
  ctx.em.find(DeclarationRow, { where: { declarationId }, order: { number: 'ASC' } });

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
function retype(declaration: Declaration, row: DeclarationRow, corrections: Correction[]): void {
  const known = templateOf(declaration).columns.map(({ key }) => key);
  for (const { column, text } of corrections) {
    const key = known.find((name) => name === column);
    if (!key) throw UnknownColumn({ column, known });
    const cell = typed(text);
    if (cell) row.cells[key] = cell;
    else delete row.cells[key];
  }
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
  changeRow(ctx, seen, 'correct', rowId, (declaration, row) => {
    retype(declaration, row, corrections);
    row.corrected = true;
    return { columns: corrections.map(({ column }) => column).join(',') };
  });

/** Keeps a row out of the declaration, with its reason; it stays shown. */
export const setRowAside = (ctx: Context, seen: Seen, rowId: string, reason: string): Promise<Declaration> =>
  changeRow(ctx, seen, 'setAside', rowId, (_declaration, row) => {
    Object.assign(row, { setAside: true, setAsideReason: reason.trim().slice(0, 500) });
  });

/** Takes a row back into the declaration. */
export const restoreRow = (ctx: Context, seen: Seen, rowId: string): Promise<Declaration> =>
  changeRow(ctx, seen, 'restore', rowId, (_declaration, row) => {
    Object.assign(row, { setAside: false, setAsideReason: null });
  });

/** @param change  changes the row, and answers what the journal is told beside its number */
async function changeRow(
  ctx: Context,
  seen: Seen,
  step: 'correct' | 'setAside' | 'restore',
  rowId: string,
  change: (declaration: Declaration, row: DeclarationRow) => Facts | void,
): Promise<Declaration> {
  const declaration = await ready(ctx, seen, step);
  const { rows, row } = await rowAmong(ctx, declaration, rowId);
  const facts = change(declaration, row) ?? {};
  const next = await checked(ctx, declaration, rows);
  const { id, ...columns } = row;
  return ctx.transaction(async (ctx) => {
    const declaration = await ready(ctx, seen, step);
    await ctx.em.update(DeclarationRow, { id }, columns);
    await writeAnomalies(ctx, declaration, next);
    return settle(ctx, declaration, step, next.counts, { row: row.number, ...facts });
  });
}
