/** The NIMS automaton: decides each row of an attested declaration, records ends of care, hands over the doubtful. */
import type { Context } from '../kernel/context.js';
import { insertAll } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import type { Registry } from '../allocataires/index.js';
import { Attestation } from '../attestations/index.js';
import type { Declaration, DeclarationRow } from '../declarations/index.js';
import { pass, read, rowsOf } from '../declarations/index.js';
import { readStructure } from '../partners/index.js';
import { overtake } from './amended.js';
import { dueFrom } from './deadline.js';
import type { Estimate } from './estimate.js';
import { estimateRow } from './estimate.js';
import { EndOfCare, Outcome, Reassignment } from './outcome.js';
import type { Reason } from './reasons.js';
import { reasonFor } from './reasons.js';

interface Decided {
  row: DeclarationRow;
  attestation: Attestation;
  reason: Reason | null;
  estimate: Estimate | null;
}

const outcomeOf = (ctx: Context, { row, attestation, reason, estimate }: Decided): Outcome => ({
  id: newId(),
  rowId: row.id,
  declarationId: row.declarationId,
  attestationId: attestation.id,
  kind: reason ? 'reassigned' : 'processed',
  reason,
  caf: attestation.caf,
  estimate,
  decidedAt: ctx.instant(),
});

const reassignmentOf = (ctx: Context, { row, attestation, reason }: Decided): Reassignment[] =>
  reason
    ? [
        {
          id: newId(),
          caf: attestation.caf,
          declarationId: row.declarationId,
          rowId: row.id,
          attestationId: attestation.id,
          reason,
          state: 'open',
          revision: 1,
          openedAt: ctx.instant(),
          structureId: attestation.structureId,
          month: attestation.month,
          ...dueFrom(ctx, reason),
          claimedBy: null,
          claimedAt: null,
          assignedBy: null,
          questionNumber: null,
          closedAt: null,
          outcome: null,
          comment: null,
        },
      ]
    : [];

const endOf = ({ row, attestation }: Decided): EndOfCare[] =>
  row.endOfCare
    ? [
        {
          id: newId(),
          rowId: row.id,
          caf: attestation.caf,
          structureId: attestation.structureId,
          allocataire: attestation.allocataire,
          day: row.endOfCare,
        },
      ]
    : [];

async function decideRows(ctx: Context, declaration: Declaration, registry: Registry): Promise<Decided[]> {
  const { id, caf, month, structureId } = declaration;
  const { kind } = await readStructure(ctx, structureId);
  const attestations = await ctx.em.findBy(Attestation, { declarationId: id });
  const byRow = new Map(attestations.map((attestation) => [attestation.rowId, attestation]));
  const rows = (await rowsOf(ctx, id)).filter((row) => byRow.has(row.id));
  const records = await registry.find(
    caf,
    rows.map(({ allocataire }) => allocataire!),
  );
  ctx.saw('declaration', declaration, rows.length);
  for (const record of records.values()) ctx.saw('allocataire', { id: record.id, caf });
  return rows.map((row) => {
    const record = records.get(row.allocataire!);
    const reason = reasonFor({ row, month, record }) ?? null;
    return {
      row,
      attestation: byRow.get(row.id)!,
      reason,
      estimate: record ? estimateRow(row, month, kind, record) : null,
    };
  });
}

/**
 * Decides every row, of an amendment only those it changed, and closes the declaration, all at once: run again, it
 * finds the declaration closed and does nothing.
 */
export async function decide(ctx: Context, declarationId: string, registry: Registry): Promise<void> {
  const declaration = await read(ctx, declarationId);
  if (declaration.state === 'processed') return;
  const decided = await decideRows(ctx, declaration, registry);
  await ctx.transaction(async (ctx) => {
    ctx.complete();
    const closed = await pass(ctx, declarationId, 'close');
    if (closed.revision === declaration.revision) return;
    const { em } = ctx;
    await overtake(ctx, declaration);
    await insertAll(
      em,
      Outcome,
      decided.map((row) => outcomeOf(ctx, row)),
    );
    await insertAll(
      em,
      Reassignment,
      decided.flatMap((row) => reassignmentOf(ctx, row)),
    );
    await insertAll(em, EndOfCare, decided.flatMap(endOf));
    for (const { row, attestation, reason } of decided) {
      ctx.record(reason ? 'reassign' : 'process', 'attestation', attestation, { row: row.number, reason });
    }
  });
}
