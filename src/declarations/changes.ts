/** Changes of cells: made, kept with before and after, told to the journal by their digest, read again. */
import { createHash } from 'node:crypto';
import type { Context } from '../kernel/context.js';
import { insertAll } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import { inSlices } from '../kernel/slices.js';
import type { ColumnKey } from '../workbooks/index.js';
import { typed } from '../workbooks/index.js';
import type { Declaration } from './declaration.js';
import { told } from './pages.js';
import type { DeclarationRow } from './row.js';
import type { ChangeKind } from './row-change.js';
import { RowChange } from './row-change.js';

/** What goes in place of a cell. */
interface Typed {
  key: ColumnKey;
  /** The letter that Excel shows. */
  column: string;
  text: string;
  /** The anomaly that the cell carries, if any. */
  code: string | null;
}

/** Types in a cell of the row, as in the workbook; a blank text empties it. */
export function retype(
  ctx: Context,
  { id: declarationId, depositId }: Declaration,
  row: DeclarationRow,
  { kind, key, column, text, code }: Typed & { kind: ChangeKind },
): RowChange {
  const before = row.cells[key]?.text ?? null;
  const cell = typed(text);
  if (cell) row.cells[key] = cell;
  else delete row.cells[key];
  row.corrected = true;
  return Object.assign(new RowChange(), {
    id: newId(),
    declarationId,
    depositId,
    rowNumber: row.number,
    column,
    columnKey: key,
    code,
    kind,
    before,
    after: cell?.text ?? null,
    by: ctx.actor.id,
    at: ctx.instant(),
  });
}

/**
 * SHA-256 of the change, in hexadecimal: what the journal says of it. Its id is of it and is told nowhere, so that
 * nobody finds what was in the cell by trying.
 */
export const changeDigest = (change: RowChange): string => {
  const { id, declarationId, depositId, rowNumber, columnKey, code, kind, before, after, by, at } = change;
  const said = [id, declarationId, depositId, rowNumber, columnKey, code, kind, before, after, by, at];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
};

/** Keeps the changes, and tells the journal of each. */
export async function keepChanges(
  ctx: Context,
  declaration: Declaration,
  changes: readonly RowChange[],
): Promise<void> {
  await insertAll(ctx.em, RowChange, changes);
  await inSlices(changes, (change) => {
    const { kind, rowNumber: row, columnKey: column, code } = change;
    ctx.record('change', 'declaration', declaration, {
      kind,
      row,
      column,
      code,
      digest: changeDigest(change),
    });
  });
}

/** The first one first, whatever deposit has replaced the rows since. */
export const pageOfChanges = async (
  ctx: Context,
  declaration: Declaration,
  request: PageRequest,
): Promise<Page<RowChange>> => {
  const { id } = declaration;
  const changes = ctx.em
    .createQueryBuilder(RowChange, 'changed')
    .where('changed.declarationId = :id', { id });
  return told(ctx, declaration, await page(changes, request));
};
