/** Changing a declaration: the right, the rule, the revision, the journal and the jobs, all or nothing. */
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import type { Context } from '../kernel/context.js';
import { failpoint } from '../kernel/failpoint.js';
import type { Facts } from '../kernel/journal.js';
import { enqueue } from '../kernel/jobs.js';
import { Overtaken } from '../kernel/refusal.js';
import type { Standing } from '../habilitations/index.js';
import { standingAt } from '../habilitations/index.js';
import type { Step } from './cycle.js';
import { cycle } from './cycle.js';
import { Declaration } from './declaration.js';

/** A declaration as the person saw it: a step engages on nothing else. */
export interface Seen {
  id: string;
  revision: number;
}

/** @throws NOT_FOUND when there is none, or none this person may read */
export const read = (ctx: Context, id: string): Promise<Declaration> => ctx.find(Declaration, id, cycle.what);

/** Whoever else comes for that declaration waits for the end of the transaction, then sees what it has become. */
export const holdAlone = (ctx: Context, id: string): Promise<Declaration | null> =>
  ctx.alone(ctx.em.createQueryBuilder(Declaration, 'it').where({ id })).getOne();

/** What the guards of the cycle ask of the person. It decides where they may approve what they prepared, and only there. */
export const standingOf = (ctx: Context, declaration: Declaration): Promise<Standing> => {
  const { id } = ctx.actor;
  const decides = declaration.preparedBy?.includes(id) && cycle.opens(declaration, 'approve');
  return decides && ctx.can('approve', declaration)
    ? standingAt(ctx, declaration.structureId)
    : Promise.resolve({ id, alone: false, approvers: [] });
};

/**
 * The declaration, once the person may take the step on it, it is still the
 * one they saw, and its cycle allows the step.
 *
 * @throws NOT_FOUND, OVERTAKEN, STEP_NOT_OPEN, or the refusal of the step
 */
export async function ready(ctx: Context, { id, revision }: Seen, step: Step): Promise<Declaration> {
  const declaration = await read(ctx, id);
  ctx.demand(step, declaration, cycle.what);
  if (declaration.revision !== revision) throw Overtaken({ what: cycle.what, id, revision });
  cycle.take(declaration, step, await standingOf(ctx, declaration));
  return declaration;
}

/** The steps after which the content is also theirs. */
const prepares: readonly Step[] = ['correct', 'acceptProposal', 'setAside', 'restore', 'submit'];

/** Whose content it is after the step: a deposit replaces all there was. */
function preparersAfter({ actor }: Context, { preparedBy }: Declaration, step: Step): string[] | null {
  if (step === 'deposit') return [actor.id];
  return prepares.includes(step) ? [...new Set([...(preparedBy ?? []), actor.id])] : preparedBy;
}

/**
 * Writes the step: compare-and-swap on the revision, journal entry, jobs.
 *
 * @throws OVERTAKEN when somebody else was faster
 */
export async function settle(
  ctx: Context,
  declaration: Declaration,
  step: Step,
  changes: QueryDeepPartialEntity<Declaration> = {},
  facts: Facts = {},
): Promise<Declaration> {
  const { id, revision, caf } = declaration;
  const { to: state = declaration.state, queue = [] } = cycle.steps[step];
  failpoint(`declaration.${step}.before`);
  const preparedBy = preparersAfter(ctx, declaration, step);
  const next = { ...changes, preparedBy, state, revision: revision + 1 };
  const { affected } = await ctx.em.update(Declaration, { id, revision }, next);
  if (!affected) throw Overtaken({ what: cycle.what, id, revision });
  ctx.record(step, 'declaration', declaration, { state, revision: revision + 1, ...facts });
  // The step may be taken again later, at another revision: its work is then another.
  for (const job of queue) await enqueue(ctx, job, { id, caf, revision: revision + 1 }, revision + 1);
  failpoint(`declaration.${step}.queued`);
  ctx.afterCommit(() => failpoint(`declaration.${step}.after`));
  return ctx.em.findOneByOrFail(Declaration, { id });
}
