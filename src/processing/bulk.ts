/** Many cases at once, each with its own result: one that is refused holds up no other. */
import type { Context } from '../kernel/context.js';
import { Refusal, refusal } from '../kernel/refusal.js';
import type { Reassignment } from './outcome.js';
import type { ReassignmentStep, Said } from './queue.js';
import { advanceReassignment } from './queue.js';

/** Actions of one request, at most. */
export const MOST_ACTIONS = 500;

/** Cases of one transaction: it is short, and few reach the disk for many cases. */
const SLICE = 25;

export const TooManyActions = refusal<{ most: number }>(
  'TOO_MANY_ACTIONS',
  ({ most }) => `Au plus ${most} réaffectations à la fois. Envoyez-les en plusieurs fois.`,
);

export interface CaseAction extends Said {
  id: string;
  revision: number;
  step: ReassignmentStep;
}

/** What became of one action: the case, or why it was not taken. */
export interface ActionResult {
  id: string;
  reassignment: Reassignment | null;
  refusal: { code: string; sentence: string } | null;
}

/** What is refused has written nothing: the transaction goes on without it. */
async function resultOf(ctx: Context, { id, revision, step, ...said }: CaseAction): Promise<ActionResult> {
  try {
    return { id, reassignment: await advanceReassignment(ctx, { id, revision }, step, said), refusal: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { id, reassignment: null, refusal: { code: error.code, sentence: error.message } };
  }
}

const resultsOf = (ctx: Context, slice: readonly CaseAction[]): Promise<ActionResult[]> =>
  ctx.transaction(async (ctx) => {
    const results: ActionResult[] = [];
    for (const action of slice) results.push(await resultOf(ctx, action));
    return results;
  });

/**
 * Takes steps on many cases, in their order.
 *
 * @throws TOO_MANY_ACTIONS, with nothing done
 */
export async function advanceReassignments(
  ctx: Context,
  actions: readonly CaseAction[],
): Promise<ActionResult[]> {
  if (actions.length > MOST_ACTIONS) throw TooManyActions({ most: MOST_ACTIONS });
  const results: ActionResult[] = [];
  for (let at = 0; at < actions.length; at += SLICE)
    results.push(...(await resultsOf(ctx, actions.slice(at, at + SLICE))));
  return results;
}
