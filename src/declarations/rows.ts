/** The rows of a draft: written from a deposit, corrected, set aside, and checked again as a whole each time. */
import type { Context } from '../kernel/context.js';
import { insertAll } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import type { CheckedRow, DepositedRow } from '../workbooks/index.js';
import { check, templates, typed } from '../workbooks/index.js';
import { ready, settle } from './change.js';
import type { Seen } from './change.js';
import type { Declaration } from './declaration.js';
import { RowNotFound, UnknownColumn } from './refusals.js';
import { DeclarationRow, RowAnomaly } from './row.js';
import { types } from './types.js';

type Counts = Pick<Declaration, 'rowCount' | 'setAsideCount' | 'blockingCount' | 'warningCount'>;

export const templateOf = ({ type }: Pick<Declaration, 'type'>) => templates[types[type].template];

const rowOf = (
  declarationId: string,
  { number, cells }: DepositedRow,
  { values }: CheckedRow,
): DeclarationRow =>
  Object.assign(new DeclarationRow(), {
    id: newId(),
    declarationId,
    number,
    cells,
    ...values,
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

/** Checks the rows that are kept, writes their anomalies in place of the former ones, and counts. */
async function recheck(
  ctx: Context,
  declaration: Declaration,
  rows: DeclarationRow[],
): Promise<{ counts: Counts; checked: Map<string, CheckedRow> }> {
  const kept = rows.filter(({ setAside }) => !setAside);
  const at = { month: declaration.month, today: ctx.today() };
  const results = check(types[declaration.type].template, kept, at);
  const anomalies = kept.flatMap((row, index) => anomaliesOf(row, results[index]!));
  await ctx.em.delete(RowAnomaly, { declarationId: declaration.id });
  await insertAll(
    ctx.em,
    RowAnomaly,
    anomalies.map((anomaly, position) => Object.assign(anomaly, { position })),
  );
  const blockingCount = anomalies.filter(({ blocking }) => blocking).length;
  return {
    checked: new Map(kept.map((row, index) => [row.id, results[index]!])),
    counts: {
      rowCount: rows.length,
      setAsideCount: rows.length - kept.length,
      blockingCount,
      warningCount: anomalies.length - blockingCount,
    },
  };
}

/** Replaces the rows of a draft by those of a new deposit. */
export async function replaceRows(
  ctx: Context,
  declaration: Declaration,
  deposited: DepositedRow[],
): Promise<Counts> {
  const { id: declarationId, month } = declaration;
  await ctx.em.delete(RowAnomaly, { declarationId });
  await ctx.em.delete(DeclarationRow, { declarationId });
  const results = check(types[declaration.type].template, deposited, { month, today: ctx.today() });
  const rows = deposited.map((row, index) => rowOf(declarationId, row, results[index]!));
  await insertAll(ctx.em, DeclarationRow, rows);
  return (await recheck(ctx, declaration, rows)).counts;
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
  ctx.transaction(async (ctx) => {
    const declaration = await ready(ctx, seen, 'correct');
    const { rows, row } = await rowAmong(ctx, declaration, rowId);
    const { columns } = templateOf(declaration);
    const known = columns.map(({ key }) => key);
    for (const { column, text } of corrections) {
      const key = known.find((name) => name === column);
      if (!key) throw UnknownColumn({ column, known });
      const cell = typed(text);
      if (cell) row.cells[key] = cell;
      else delete row.cells[key];
    }
    const { counts, checked } = await recheck(ctx, declaration, rows);
    const values = checked.get(row.id)?.values ?? {};
    await ctx.em.update(DeclarationRow, { id: row.id }, { cells: row.cells, corrected: true, ...values });
    return settle(ctx, declaration, 'correct', counts, {
      row: row.number,
      columns: corrections.map(({ column }) => column).join(','),
    });
  });

/** Keeps a row out of the declaration, with its reason; it stays shown. */
export const setRowAside = (ctx: Context, seen: Seen, rowId: string, reason: string): Promise<Declaration> =>
  moveRow(ctx, seen, 'setAside', rowId, { setAside: true, setAsideReason: reason.trim().slice(0, 500) });

/** Takes a row back into the declaration. */
export const restoreRow = (ctx: Context, seen: Seen, rowId: string): Promise<Declaration> =>
  moveRow(ctx, seen, 'restore', rowId, { setAside: false, setAsideReason: null });

const moveRow = (
  ctx: Context,
  seen: Seen,
  step: 'setAside' | 'restore',
  rowId: string,
  change: Pick<DeclarationRow, 'setAside' | 'setAsideReason'>,
): Promise<Declaration> =>
  ctx.transaction(async (ctx) => {
    const declaration = await ready(ctx, seen, step);
    const { rows, row } = await rowAmong(ctx, declaration, rowId);
    Object.assign(row, change);
    await ctx.em.update(DeclarationRow, { id: row.id }, change);
    const { counts } = await recheck(ctx, declaration, rows);
    return settle(ctx, declaration, step, counts, { row: row.number });
  });
