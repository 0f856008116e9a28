/** Changing a declaration: the right, the rule, the revision, the journal and the jobs, all or nothing. */
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import type { Context } from '../kernel/context.js';
import type { Facts } from '../kernel/journal.js';
import { enqueue } from '../kernel/jobs.js';
import { Overtaken } from '../kernel/refusal.js';
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
  cycle.take(declaration, step);
  return declaration;
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
  const next = { ...changes, state, revision: revision + 1 };
  const { affected } = await ctx.em.update(Declaration, { id, revision }, next);
  if (!affected) throw Overtaken({ what: cycle.what, id, revision });
  ctx.record(step, 'declaration', declaration, { state, revision: revision + 1, ...facts });
  // The step may be taken again later, at another revision: its work is then another.
  for (const job of queue) await enqueue(ctx, job, { id, caf, revision: revision + 1 }, revision + 1);
  return ctx.em.findOneByOrFail(Declaration, { id });
}
