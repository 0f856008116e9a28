/** Amending a month that was sent, by the next version: nothing sent is overwritten. */
import type { Context } from '../kernel/context.js';
import { insertAll } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import type { Seen } from './change.js';
import { ready, settle } from './change.js';
import { Declaration } from './declaration.js';
import { rowsOf } from './parts.js';
import { DeclarationRow, RowAnomaly } from './row.js';
import { checked } from './rows.js';
import { demandMonth, versionsOf } from './service.js';

/** `D-493-202610-0007` is amended by `D-493-202610-0007-2`, then by `D-493-202610-0007-3`. */
const referenceOf = ({ reference, version, amendsId }: Declaration, next: number): string =>
  `${amendsId ? reference.slice(0, -`-${version}`.length) : reference}-${next}`;

/** Whatever was sent, as a draft of the next version: whose content it is, and its conditions, begin anew. */
const draftOf = (ctx: Context, amended: Declaration): Declaration => {
  const { id: amendsId, structureId, caf, type, month, depositId } = amended;
  const opened = { id: newId(), version: 0, state: 'draft' as const, revision: 1, createdAt: ctx.instant() };
  return Object.assign(new Declaration(), { ...opened, amendsId, structureId, caf, type, month, depositId });
};

const copyOf = (row: DeclarationRow, declarationId: string): DeclarationRow =>
  Object.assign(new DeclarationRow(), row, { id: newId(), declarationId, carriedFrom: null });

/**
 * Opens the amendment of a declaration that was sent: the next version, with the same rows, to be corrected or replaced
 * by a deposit.
 *
 * @throws AMENDMENT_EXISTS when a version amends it already, MONTH_TOO_OLD, and those of `ready`
 */
export async function amend(ctx: Context, seen: Seen): Promise<Declaration> {
  const amended = await ready(ctx, seen, 'amend');
  demandMonth(ctx, amended.month);
  const draft = draftOf(ctx, amended);
  const rows = (await rowsOf(ctx, amended.id)).map((row) => copyOf(row, draft.id));
  // What was sent changes no more: it is copied before the transaction.
  const { anomalies, counts } = await checked(ctx, draft, rows);
  return ctx.transaction(async (ctx) => {
    const amended = await ready(ctx, seen, 'amend');
    const version = (await versionsOf(ctx, amended))[0]!.version + 1;
    const reference = referenceOf(amended, version);
    await settle(ctx, amended, 'amend', { amendedById: draft.id }, { version });
    await ctx.em.insert(Declaration, Object.assign(draft, counts, { version, reference }));
    await insertAll(ctx.em, DeclarationRow, rows);
    await insertAll(ctx.em, RowAnomaly, anomalies);
    ctx.record('create', 'declaration', draft, { type: draft.type, month: draft.month, version });
    ctx.saw('declaration', amended, rows.length);
    return ctx.em.findOneByOrFail(Declaration, { id: draft.id });
  });
}
