/** What an amendment makes of the attestations there were: carried over, replaced by their next version, withdrawn. */
import { In } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { updateAll } from '../kernel/database.js';
import type { Declaration } from '../declarations/index.js';
import { DeclarationRow, pairsOf } from '../declarations/index.js';
import { Attestation } from './attestation.js';

/** Looked for at once: well under the engines' limits on parameters. */
const AT_ONCE = 500;

/** The row that was given the attestation, and the outcome: this one, or one of an earlier version. */
export const originOf = ({ id, carriedFrom }: Pick<DeclarationRow, 'id' | 'carriedFrom'>): string =>
  carriedFrom ?? id;

/** The attestations that stand for these rows, by row. */
async function standingFor({ em }: Context, rowIds: readonly string[]): Promise<Map<string, Attestation>> {
  const found = new Map<string, Attestation>();
  for (let at = 0; at < rowIds.length; at += AT_ONCE) {
    const chunk = rowIds.slice(at, at + AT_ONCE);
    for (const attestation of await em.findBy(Attestation, { rowId: In(chunk), standing: 'current' }))
      found.set(attestation.rowId, attestation);
  }
  return found;
}

/** Those of rows that are declared no more: kept and read, they stand for nothing. */
async function withdraw(ctx: Context, { id: endedBy }: Declaration, gone: Attestation[]): Promise<void> {
  const ended = {
    standing: 'withdrawn' as const,
    endReason: 'undeclared' as const,
    endedAt: ctx.instant(),
    endedBy,
  };
  for (let at = 0; at < gone.length; at += AT_ONCE) {
    const chunk = gone.slice(at, at + AT_ONCE).map(({ id }) => id);
    await ctx.em.update(Attestation, { id: In(chunk), standing: 'current' }, ended);
  }
  for (const attestation of gone)
    ctx.record('withdraw', 'attestation', attestation, { number: attestation.number });
}

/** What the rows of an amendment become, by row. */
export interface Replay {
  /** An attestation that the next version of is to be issued. */
  replaced: Map<string, Attestation>;
  /** Rows that keep what they have. */
  carried: Set<string>;
}

/**
 * Carries over the attestations of unchanged rows, withdraws those of removed ones, and tells whose next version the
 * changed ones are. Run again, it does the same.
 */
export async function replay(
  ctx: Context,
  declaration: Declaration,
  rows: DeclarationRow[],
): Promise<Replay> {
  const pairs = await pairsOf(ctx, declaration);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const carried = pairs.flatMap(({ kind, row, former }) => {
    if (kind !== 'unchanged') return [];
    return [Object.assign(byId.get(row.id)!, { carriedFrom: originOf(former) })];
  });
  await updateAll(ctx.em, DeclarationRow, carried, ['carriedFrom']);
  const others = pairs.flatMap(({ kind, former }) =>
    kind !== 'unchanged' && former ? originOf(former) : [],
  );
  const standing = await standingFor(ctx, others);
  const removed = pairs.flatMap(({ kind, former }) =>
    kind === 'removed' ? (standing.get(originOf(former)) ?? []) : [],
  );
  await withdraw(ctx, declaration, removed);
  const replaced = pairs.flatMap(({ kind, row, former }) => {
    const attestation = kind === 'changed' ? standing.get(originOf(former)) : undefined;
    return attestation ? [[row!.id, attestation] as const] : [];
  });
  return { replaced: new Map(replaced), carried: new Set(carried.map(({ id }) => id)) };
}

/** What ended an attestation whose next version is of this declaration: an amendment, or the loss of its file. */
const endOf = ({ declarationId }: Attestation, next: string): Pick<Attestation, 'endReason' | 'endedBy'> =>
  declarationId === next ? { endReason: 'damaged', endedBy: null } : { endReason: 'amended', endedBy: next };

/** Once its next version is filed, an attestation stands for nothing any more. */
export async function replaceFormer(
  ctx: Context,
  { number, version, declarationId }: Attestation,
): Promise<void> {
  if (version === 1) return;
  const former = await ctx.em.findOneBy(Attestation, { number, version: version - 1, standing: 'current' });
  if (!former) return;
  const end = endOf(former, declarationId);
  const ended = { standing: 'replaced' as const, endedAt: ctx.instant(), ...end };
  await ctx.em.update(Attestation, { id: former.id }, ended);
  const facts = { number, version: former.version, by: version, reason: end.endReason };
  ctx.record('replace', 'attestation', former, facts);
}
