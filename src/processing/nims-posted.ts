/** Decisions that a Caf's own NIMS gives back: each stands for a version of an attestation, and the first one stands. */
import { In } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { enqueue } from '../kernel/jobs.js';
import { BadInput } from '../kernel/refusal.js';
import type { Registry } from '../allocataires/index.js';
import { Attestation } from '../attestations/index.js';
import type { Declaration } from '../declarations/index.js';
import { Declaration as Declared, decideOutcomes } from '../declarations/index.js';
import { decidedFrom, keep } from './nims.js';
import { NimsEntry } from './nims-entry.js';
import { heldDecider } from './nims-decider.js';
import { Outcome } from './outcome.js';
import type { OutcomeKind } from './outcome.js';
import type { Reason } from './reasons.js';

export interface Posted {
  number: string;
  version: number;
  kind: OutcomeKind;
  reason?: Reason | null;
}

/** What comes of a decision that was posted. */
export const postedResults = [
  'recorded',
  'already',
  'decided_otherwise',
  'overtaken',
  'unknown',
  'decided_here',
] as const;
export type PostedResult = (typeof postedResults)[number];

/** How it is told in French. */
export const postedResultNames: Record<PostedResult, string> = {
  recorded: 'Décision enregistrée',
  already: 'Déjà enregistrée, à l’identique',
  decided_otherwise: 'Une autre décision est déjà enregistrée : la première vaut',
  overtaken: 'Une version suivante remplace cette attestation, ou elle a été retirée',
  unknown: 'Aucune attestation en attente de décision sous ce numéro et cette version',
  decided_here: 'L’automate de ce service décide pour cette Caf',
};

export const MOST_POSTED = 200;

function demandPosted(posted: readonly Posted[]): void {
  if (posted.length === 0 || posted.length > MOST_POSTED)
    throw BadInput({ field: 'outcomes', expected: `de 1 à ${MOST_POSTED} décisions` });
  if (posted.some(({ kind, reason }) => (kind === 'reassigned') !== Boolean(reason)))
    throw BadInput({
      field: 'outcomes',
      expected: 'un motif pour ce qui est confié à un gestionnaire, et là seulement,',
    });
}

type Known = Map<string, { attestation: Attestation; outcome: Outcome | undefined; isAttested: boolean }>;

const nameOf = ({ number, version }: Pick<Posted, 'number' | 'version'>): string => `${number}:${version}`;

async function knownOf({ em }: Context, caf: string, posted: readonly Posted[]): Promise<Known> {
  const numbers = [...new Set(posted.map(({ number }) => number))];
  const attestations = await em.findBy(Attestation, { caf, number: In(numbers) });
  if (attestations.length === 0) return new Map();
  const outcomes = await em.findBy(Outcome, { attestationId: In(attestations.map(({ id }) => id)) });
  const entries = await em.findBy(NimsEntry, {
    attestationId: In(attestations.map(({ id }) => id)),
    kind: 'attestation',
  });
  return new Map(
    attestations.map((attestation) => [
      nameOf(attestation),
      {
        attestation,
        outcome: outcomes.find(({ attestationId }) => attestationId === attestation.id),
        isAttested: entries.some(({ attestationId }) => attestationId === attestation.id),
      },
    ]),
  );
}

function resultOf(posted: Posted, known: Known): PostedResult {
  const found = known.get(nameOf(posted));
  if (!found?.isAttested) return 'unknown';
  const { attestation, outcome } = found;
  if (outcome)
    return outcome.kind === posted.kind && outcome.reason === (posted.reason ?? null)
      ? 'already'
      : 'decided_otherwise';
  return attestation.standing === 'current' ? 'recorded' : 'overtaken';
}

async function record(
  ctx: Context,
  registry: Registry,
  declaration: Declaration,
  reasons: ReadonlyMap<string, Reason | null>,
): Promise<void> {
  const rows = await decidedFrom(ctx, declaration, registry, (rowId) => reasons.has(rowId));
  const decided = rows.map((row) => ({
    ...row,
    reason: reasons.get(row.row.id) ?? null,
    matching: { ...row.matching, evidence: null },
  }));
  await keep(ctx, registry, decided);
  const attestationId = In(decided.map(({ attestation }) => attestation.id));
  await ctx.em.update(NimsEntry, { attestationId, kind: 'attestation' }, { acknowledgedAt: ctx.instant() });
  const { id, caf } = declaration;
  const open = await ctx.em.countBy(Attestation, { declarationId: id, standing: 'current' });
  const done = await ctx.em.countBy(Outcome, { declarationId: id });
  // The automaton closes it, in its own name.
  if (done >= open) await enqueue(ctx, decideOutcomes, { id, caf }, 'posted');
}

/**
 * Records decisions for attestations of that Caf, each with its own result; posted again, nothing changes.
 *
 * @throws NOT_FOUND to whoever may not, BAD_INPUT
 */
export const postNimsOutcomes = (
  ctx: Context,
  caf: string,
  posted: readonly Posted[],
  registry: Registry,
): Promise<(Pick<Posted, 'number' | 'version'> & { result: PostedResult })[]> =>
  ctx.transaction(async (ctx) => {
    ctx.demand('decide', Object.assign(new NimsEntry(), { id: caf, caf }), 'Données destinées à NIMS');
    demandPosted(posted);
    const told = posted.map(({ number, version }) => ({ number, version }));
    if ((await heldDecider(ctx, caf)) !== 'outside')
      return told.map((it) => ({ ...it, result: 'decided_here' as const }));
    const known = await knownOf(ctx, caf, posted);
    const results: PostedResult[] = [];
    const byDeclaration = new Map<string, Map<string, Reason | null>>();
    for (const each of posted) {
      const result = resultOf(each, known);
      results.push(result);
      if (result !== 'recorded') continue;
      const { attestation } = known.get(nameOf(each))!;
      // The same one twice in a call: the first stands.
      known.get(nameOf(each))!.outcome = Object.assign(new Outcome(), {
        kind: each.kind,
        reason: each.reason ?? null,
      });
      const reasons = byDeclaration.get(attestation.declarationId) ?? new Map<string, Reason | null>();
      byDeclaration.set(attestation.declarationId, reasons.set(attestation.rowId, each.reason ?? null));
    }
    for (const [id, reasons] of byDeclaration)
      await record(ctx, registry, await ctx.em.findOneByOrFail(Declared, { id }), reasons);
    return told.map((it, at) => ({ ...it, result: results[at]! }));
  });
