/** The reassignment queue: advisers claim, work and close the cases that the automaton could not decide. */
import type { Context } from '../kernel/context.js';
import { Overtaken, refusal } from '../kernel/refusal.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import { defineWorkflow } from '../kernel/workflow.js';
import type { Role } from '../habilitations/index.js';
import type { ClosingOutcome, ReassignmentState } from './outcome.js';
import { Reassignment } from './outcome.js';

/** The life of a case. Only the adviser who holds it may put it back or close it: see the rights. */
// oxfmt-ignore
export const reassignmentCycle = defineWorkflow<ReassignmentState, Reassignment, Role>()('Réaffectation', {
  claim:   { from: ['open'],    to: 'claimed', by: ['adviser'] },
  putBack: { from: ['claimed'], to: 'open',    by: ['adviser'] },
  close:   { from: ['claimed'], to: 'closed',  by: ['adviser'] },
  replace: { from: ['open', 'claimed'], to: 'replaced', by: ['automaton'] },
});

export type ReassignmentStep = (typeof reassignmentCycle.names)[number];

/** How a state of a case is called in French. */
export const reassignmentStateNames: Record<ReassignmentState, string> = {
  open: 'À prendre',
  claimed: 'Prise en charge',
  closed: 'Close',
  replaced: 'Sans objet : ligne rectifiée',
};

export const ClosingIncomplete = refusal<{ missing: string }>(
  'CLOSING_INCOMPLETE',
  () => 'Indiquez ce qu’il advient de l’attestation et un commentaire avant de clore.',
);

const WHAT = reassignmentCycle.what;

/** A case comes with its row and its attestation. */
export async function readReassignment(ctx: Context, id: string): Promise<Reassignment> {
  const reassignment = await ctx.find(Reassignment, id, WHAT);
  ctx.saw('reassignment', reassignment);
  return reassignment;
}

/** Oldest first. */
export async function listReassignments(
  ctx: Context,
  request: PageRequest,
  state?: ReassignmentState | null,
): Promise<Page<Reassignment>> {
  const cases = ctx.scope(Reassignment, 'reassignment');
  if (state) cases.andWhere('reassignment.state = :state', { state });
  const found = await page(cases, request);
  for (const reassignment of found.nodes) ctx.saw('reassignment', reassignment);
  return found;
}

export interface Closing {
  outcome?: ClosingOutcome | null;
  comment?: string | null;
}

function changesOf(
  ctx: Context,
  step: ReassignmentStep,
  { outcome, comment }: Closing,
): Partial<Reassignment> {
  if (step === 'claim') return { claimedBy: ctx.actor.id, claimedAt: ctx.instant() };
  if (step === 'putBack') return { claimedBy: null, claimedAt: null };
  const words = comment?.trim();
  if (!outcome || !words) throw ClosingIncomplete({ missing: outcome ? 'comment' : 'outcome' });
  return { outcome, comment: words, closedAt: ctx.instant() };
}

/**
 * Takes one step on a case, as the adviser saw it.
 *
 * @throws NOT_FOUND, OVERTAKEN, STEP_NOT_OPEN, CLOSING_INCOMPLETE
 */
export const advanceReassignment = (
  ctx: Context,
  seen: { id: string; revision: number },
  step: ReassignmentStep,
  closing: Closing = {},
): Promise<Reassignment> =>
  ctx.transaction(async (ctx) => {
    const { id, revision } = seen;
    const reassignment = await readReassignment(ctx, id);
    // Another adviser's claim is told as such, before the right that it took away.
    if (reassignment.revision !== revision && ctx.can('claim', reassignment)) {
      throw Overtaken({ what: WHAT, id, revision });
    }
    ctx.demand(step, reassignment, WHAT);
    const { to } = reassignmentCycle.take(reassignment, step);
    const changes = { ...changesOf(ctx, step, closing), state: to!, revision: revision + 1 };
    const { affected } = await ctx.em.update(Reassignment, { id, revision }, changes);
    if (!affected) throw Overtaken({ what: WHAT, id, revision });
    const { reason } = reassignment;
    ctx.record(step, 'reassignment', reassignment, { reason, outcome: closing.outcome ?? null });
    return ctx.em.findOneByOrFail(Reassignment, { id });
  });

export const openReassignmentSteps = (ctx: Context, reassignment: Reassignment): ReassignmentStep[] =>
  reassignmentCycle.openTo(reassignment).filter((step) => ctx.can(step, reassignment));

/** Whole days since the case was opened. */
export const ageInDays = (ctx: Context, { openedAt }: Reassignment): number =>
  Math.floor((ctx.now().getTime() - Date.parse(openedAt)) / 86_400_000);
