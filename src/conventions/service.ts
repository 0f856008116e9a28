/** Reading conventions, ending them, and finding the one that covers a structure. */
import { IsNull } from 'typeorm';
import type { Context } from '../kernel/context.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import { Overtaken, refusal } from '../kernel/refusal.js';
import { Habilitation, revokeTokens, withdraw } from '../habilitations/index.js';
import { Structure } from '../partners/index.js';
import { Convention, ConventionStructure, serviceOf } from './convention.js';
import { conventionCycle } from './cycle.js';

export const EndReasonInvalid = refusal<{ field: string; most: number }>(
  'END_REASON_INVALID',
  ({ most }) =>
    `Le motif de fin de la convention manque ou dépasse ${most} caractères. Écrivez-le, puis recommencez.`,
);

/** Characters of a reason, at most: what its column keeps. */
const LONGEST_REASON = 1000;

/** @throws NOT_FOUND when there is none, or none this person may read */
export const readConvention = (ctx: Context, id: string): Promise<Convention> =>
  ctx.find(Convention, id, conventionCycle.what);

export const listConventions = (ctx: Context, request: PageRequest): Promise<Page<Convention>> =>
  page(ctx.scope(Convention, 'convention'), request, 'id', 'DESC');

/** The steps this person could take now. */
export const conventionSteps = (ctx: Context, convention: Convention): string[] =>
  conventionCycle.openTo(convention).filter((step) => ctx.can(step, convention));

/** The structures of a convention that the actor has read. */
export const structuresOf = ({ em }: Context, { id }: Convention): Promise<ConventionStructure[]> =>
  em.find(ConventionStructure, { where: { conventionId: id }, order: { siret: 'ASC' } });

/**
 * The convention in force for a structure, at its Caf and for its service; null when there is none, or when its last
 * day is over. The caller has found the structure, with its own right.
 */
export async function conventionCovering(ctx: Context, structureId: string): Promise<Convention | null> {
  const structure = await ctx.em.findOneBy(Structure, { id: structureId });
  if (!structure) return null;
  const covered = await ctx.em.findOne(ConventionStructure, {
    where: { structureId, inForce: serviceOf(structure.kind) },
    relations: { convention: true },
  });
  const convention = covered?.convention;
  if (!convention || convention.caf !== structure.caf) return null;
  return convention.endsOn && convention.endsOn < ctx.today() ? null : convention;
}

function reasonOf(text: string): string {
  const reason = text.trim();
  if (!reason || reason.length > LONGEST_REASON)
    throw EndReasonInvalid({ field: 'reason', most: LONGEST_REASON });
  return reason;
}

/**
 * Ends a convention now: whatever was given under it is taken back in the same transaction.
 *
 * @throws NOT_FOUND, OVERTAKEN, STEP_NOT_OPEN, END_REASON_INVALID
 */
export const endConvention = (
  ctx: Context,
  { id, revision }: { id: string; revision: number },
  text: string,
): Promise<Convention> =>
  ctx.transaction(async (ctx) => {
    const convention = await readConvention(ctx, id);
    ctx.demand('end', convention, conventionCycle.what);
    if (convention.revision !== revision) throw Overtaken({ what: conventionCycle.what, id, revision });
    conventionCycle.take(convention, 'end');
    const ended = {
      state: 'ended' as const,
      reason: reasonOf(text),
      endedAt: ctx.instant(),
      revision: revision + 1,
    };
    const { affected } = await ctx.em.update(Convention, { id, revision }, ended);
    if (!affected) throw Overtaken({ what: conventionCycle.what, id, revision });
    ctx.record('end', 'convention', convention, { state: ended.state, revision: ended.revision });
    await ctx.em.update(ConventionStructure, { conventionId: id }, { inForce: null });
    await withdraw(ctx, await ctx.em.findBy(Habilitation, { conventionId: id, until: IsNull() }));
    await revokeTokens(ctx, id);
    return ctx.em.findOneByOrFail(Convention, { id });
  });
