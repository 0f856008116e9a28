/** Changing a convention: the right, the rule, the revision, the journal and the jobs, all or nothing. */
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import type { Context } from '../kernel/context.js';
import type { Facts } from '../kernel/journal.js';
import { enqueue } from '../kernel/jobs.js';
import { Overtaken } from '../kernel/refusal.js';
import { Convention } from './convention.js';
import type { ConventionStep } from './cycle.js';
import { conventionCycle } from './cycle.js';

/** A convention as the person saw it: a step engages on nothing else. */
export interface SeenConvention {
  id: string;
  revision: number;
}

const WHAT = conventionCycle.what;

/** @throws NOT_FOUND when there is none, or none this person may read */
export const readConvention = (ctx: Context, id: string): Promise<Convention> =>
  ctx.find(Convention, id, WHAT);

/**
 * The convention, once the person may take the step on it, it is still the one they saw, and its cycle allows it.
 *
 * @throws NOT_FOUND, OVERTAKEN, STEP_NOT_OPEN, or the refusal of the step
 */
export async function ready(
  ctx: Context,
  { id, revision }: SeenConvention,
  step: ConventionStep,
): Promise<Convention> {
  const convention = await readConvention(ctx, id);
  ctx.demand(step, convention, WHAT);
  if (convention.revision !== revision) throw Overtaken({ what: WHAT, id, revision });
  conventionCycle.take(convention, step, { today: ctx.today() });
  return convention;
}

/**
 * Writes the step: compare-and-swap on the revision, journal entry, jobs.
 *
 * @throws OVERTAKEN when somebody else was faster
 */
export async function settle(
  ctx: Context,
  convention: Convention,
  step: ConventionStep,
  changes: QueryDeepPartialEntity<Convention> = {},
  facts: Facts = {},
): Promise<Convention> {
  const { id, revision, caf } = convention;
  const { to: state = convention.state, queue = [] } = conventionCycle.steps[step];
  const next = { ...changes, state, revision: revision + 1 };
  const { affected } = await ctx.em.update(Convention, { id, revision }, next);
  if (!affected) throw Overtaken({ what: WHAT, id, revision });
  ctx.record(step, 'convention', convention, { state, revision: revision + 1, ...facts });
  // The step may be taken again later, at another revision: its work is then another.
  for (const job of queue) await enqueue(ctx, job, { id, caf, revision: revision + 1 }, revision + 1);
  return ctx.em.findOneByOrFail(Convention, { id });
}
