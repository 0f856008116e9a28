/** The NIMS automaton: decides each row of an attested declaration, records ends of care, hands over the doubtful. */
import type { Context } from '../kernel/context.js';
import { insertAll } from '../kernel/database.js';
import { failpoint } from '../kernel/failpoint.js';
import { newId } from '../kernel/id.js';
import { Postponed } from '../kernel/jobs.js';
import type { EndOfCare, Evidence, Registry } from '../allocataires/index.js';
import { closesFrom } from '../allocataires/index.js';
import { Attestation } from '../attestations/index.js';
import type { Declaration } from '../declarations/index.js';
import { declaredRowsOf, pass, read } from '../declarations/index.js';
import { Structure, readCaf } from '../partners/index.js';
import { overtake } from './amended.js';
import { dueFrom } from './deadline.js';
import type { Estimate } from './estimate.js';
import { estimateRow } from './estimate.js';
import type { RowMatter } from './matters.js';
import { mattersOf } from './matters.js';
import { currentDecider, heldDecider } from './nims-decider.js';
import { publish } from './nims-feed.js';
import { Outcome, Reassignment } from './outcome.js';
import type { Reason } from './reasons.js';
import { reasonFor } from './reasons.js';

/** Milliseconds. */
const SOON = 1_000;

type Numbered = Pick<Attestation, 'id' | 'rowId' | 'caf' | 'structureId' | 'month' | 'allocataire'>;

export interface Decided extends Omit<RowMatter, 'matching'> {
  /** Without evidence when it was not matched here. */
  matching: { evidence: Evidence | null };
  attestation: Numbered;
  reason: Reason | null;
  estimate: Estimate | null;
}

const outcomeOf = (ctx: Context, { row, attestation, reason, estimate, matching }: Decided): Outcome => ({
  id: newId(),
  rowId: row.id,
  declarationId: row.declarationId,
  attestationId: attestation.id,
  kind: reason ? 'reassigned' : 'processed',
  reason,
  caf: attestation.caf,
  estimate,
  evidence: matching.evidence,
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

/** In doubt, the automaton closes no right: the adviser does, with the rest of the case. */
const endOf = ({ row, attestation, reason }: Decided): EndOfCare[] =>
  row.endOfCare
    ? [
        {
          id: newId(),
          rowId: row.id,
          caf: attestation.caf,
          structureId: attestation.structureId,
          allocataire: attestation.allocataire,
          birthDate: row.birthDate,
          day: row.endOfCare,
          closesFrom: reason ? null : closesFrom(row.endOfCare),
        },
      ]
    : [];

/** Of each row, without the fields that are printed; of one that was made again, the last version comes last. */
const attestationsOf = ({ em }: Context, declarationId: string): Promise<Numbered[]> =>
  em.find(Attestation, {
    where: { declarationId, state: 'filed', standing: 'current' },
    order: { id: 'ASC' },
    select: { id: true, rowId: true, caf: true, structureId: true, month: true, allocataire: true },
  });

/** The rows of a declaration, decided as the automaton would: those only that are asked for. */
export async function decidedFrom(
  ctx: Context,
  declaration: Declaration,
  registry: Registry,
  asked: (rowId: string) => boolean,
): Promise<Decided[]> {
  const { id, caf, month, structureId } = declaration;
  const { kind } = await ctx.em.findOneByOrFail(Structure, { id: structureId });
  const byRow = new Map((await attestationsOf(ctx, id)).map((it) => [it.rowId, it]));
  const rows = (await declaredRowsOf(ctx, id)).filter((row) => byRow.has(row.id) && asked(row.id));
  const matters = await mattersOf(ctx, registry, declaration, rows);
  ctx.saw('declaration', declaration, rows.length);
  const seen = new Set(matters.flatMap(({ record }) => record ?? []));
  for (const { id } of seen) ctx.saw('allocataire', { id, caf });
  return matters.map((matter) => ({
    ...matter,
    attestation: byRow.get(matter.row.id)!,
    reason: reasonFor(matter) ?? null,
    estimate: matter.record ? estimateRow(matter.row, month, kind, matter.record) : null,
  }));
}

export async function keep(ctx: Context, registry: Registry, decided: readonly Decided[]): Promise<void> {
  const { em } = ctx;
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
  await registry.recordEnds(ctx, decided.flatMap(endOf));
  for (const { row, attestation, reason } of decided) {
    ctx.record(reason ? 'reassign' : 'process', 'attestation', attestation, { row: row.number, reason });
  }
}

/** The rows that a NIMS outside has decided already keep what it said. */
async function rowsDecided({ em }: Context, declarationId: string): Promise<Set<string>> {
  const known = await em.find(Outcome, { where: { declarationId }, select: { rowId: true } });
  return new Set(known.map(({ rowId }) => rowId));
}

/** Whether a file was found damaged meanwhile, and its attestation made again: the next version is to be decided. */
async function isMadeAgain(
  { em }: Context,
  declarationId: string,
  decided: readonly Decided[],
): Promise<boolean> {
  const where = { declarationId, endReason: 'damaged' as const };
  const gone = new Set((await em.find(Attestation, { where, select: { id: true } })).map(({ id }) => id));
  return decided.some(({ attestation }) => gone.has(attestation.id));
}

/** Leaves the rows to the NIMS of the Caf: what is ready is published, and once all is decided the declaration closes. */
const handOver = (ctx: Context, declaration: Declaration, registry: Registry): Promise<void> =>
  ctx.transaction(async (ctx) => {
    ctx.complete();
    const { id, caf } = declaration;
    // Who had it decided here meanwhile has queued the work again.
    if ((await heldDecider(ctx, caf)) === 'house') return;
    const decided = await rowsDecided(ctx, id);
    const open = (await attestationsOf(ctx, id)).filter(({ rowId }) => !decided.has(rowId));
    await overtake(ctx, declaration, registry);
    if (open.length === 0) await pass(ctx, id, 'close');
    await publish(ctx, declaration, false);
  });

/**
 * Decides every row, of an amendment only those it changed, and closes the declaration, all at once: run again, it
 * finds the declaration closed and does nothing. Where the Caf has a NIMS of its own, it leaves the rows to it.
 */
export async function decide(ctx: Context, declarationId: string, registry: Registry): Promise<void> {
  const declaration = await read(ctx, declarationId);
  if (declaration.state === 'processed') return;
  const { nimsDecider } = await readCaf(ctx, declaration.caf);
  if (nimsDecider === 'outside') return handOver(ctx, declaration, registry);
  const before = await rowsDecided(ctx, declarationId);
  const decided = await decidedFrom(ctx, declaration, registry, (rowId) => !before.has(rowId));
  await ctx.transaction(async (ctx) => {
    ctx.complete();
    // A Caf that turns to its own NIMS at that moment has the row decided once, by one of the two.
    if ((await currentDecider(ctx, declaration.caf)) === 'outside')
      return handOver(ctx, declaration, registry);
    if (await isMadeAgain(ctx, declarationId, decided)) throw new Postponed(SOON);
    const closed = await pass(ctx, declarationId, 'close');
    if (closed.revision === declaration.revision) return;
    await overtake(ctx, declaration, registry);
    await keep(ctx, registry, decided);
    await publish(ctx, declaration, true);
    failpoint('processing.written');
  });
}
