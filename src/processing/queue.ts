/** The reassignment queue: advisers claim, work and close the cases that the automaton could not decide. */
import { IsNull } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { DAY_MS } from '../kernel/calendar.js';
import type { Facts } from '../kernel/journal.js';
import { Overtaken, refusal } from '../kernel/refusal.js';
import { defineWorkflow } from '../kernel/workflow.js';
import type { Role } from '../habilitations/index.js';
import { Habilitation } from '../habilitations/index.js';
import { bodyIn } from '../messages/index.js';
import { askPartner } from './asking.js';
import type { ClosingOutcome, ReassignmentState } from './outcome.js';
import { Reassignment } from './outcome.js';

/** Somebody has it, whether they wait for an answer or not. */
const inHand: ReassignmentState[] = ['claimed', 'asked'];

/** The life of a case. Of advisers, only the one who holds it may put it back or close it: see the rights. */
// oxfmt-ignore
export const reassignmentCycle = defineWorkflow<ReassignmentState, Reassignment, Role>()('Réaffectation', {
  claim:    { from: ['open'],    to: 'claimed', by: ['adviser'] },
  assign:   { from: ['open'],    to: 'claimed', by: ['supervisor'] },
  handOver: { from: inHand,                     by: ['supervisor'] },
  putBack:  { from: inHand,      to: 'open',    by: ['adviser', 'supervisor'] },
  ask:      { from: ['claimed'], to: 'asked',   by: ['adviser'] },
  answer:   { from: ['asked'],   to: 'claimed', by: ['automaton'] },
  close:    { from: inHand,      to: 'closed',  by: ['adviser'] },
  replace:  { from: ['open', ...inHand], to: 'replaced', by: ['automaton'] },
});

export type ReassignmentStep = (typeof reassignmentCycle.names)[number];

/** How a state of a case is called in French. */
export const reassignmentStateNames: Record<ReassignmentState, string> = {
  open: 'À prendre',
  claimed: 'Prise en charge',
  asked: 'En attente d’une réponse de la structure',
  closed: 'Close',
  replaced: 'Sans objet : ligne rectifiée',
};

export const ClosingIncomplete = refusal<{ missing: string }>(
  'CLOSING_INCOMPLETE',
  () => 'Indiquez ce qu’il advient de l’attestation et un commentaire avant de clore.',
);

/** Characters of a comment, at most. */
export const MOST_COMMENT = 2_000;

export const CommentTooLong = refusal<{ most: number }>(
  'COMMENT_TOO_LONG',
  ({ most }) => `Le commentaire dépasse ${most} caractères. Raccourcissez-le, puis recommencez.`,
);

export const NotAnAdviser = refusal<{ adviserId: string | null }>(
  'NOT_AN_ADVISER',
  () =>
    'Choisissez à qui confier cette réaffectation : une personne qui est aujourd’hui gestionnaire conseil de la Caf.',
);

const WHAT = reassignmentCycle.what;

/** A case comes with its row and its attestation. */
export async function readReassignment(ctx: Context, id: string): Promise<Reassignment> {
  const reassignment = await ctx.find(Reassignment, id, WHAT);
  ctx.saw('reassignment', reassignment);
  return reassignment;
}

/** What a person says with the step they take: more than the step asks for changes nothing. */
export interface Said {
  outcome?: ClosingOutcome | null | undefined;
  comment?: string | null | undefined;
  /** To whom a supervisor gives the case. */
  adviserId?: string | null | undefined;
  /** What the partner is asked. */
  question?: string | null | undefined;
}

type Changes = Partial<Reassignment>;

function closing(ctx: Context, { outcome, comment }: Said): Changes {
  const words = comment?.trim();
  if (!outcome || !words) throw ClosingIncomplete({ missing: outcome ? 'comment' : 'outcome' });
  if (words.length > MOST_COMMENT) throw CommentTooLong({ most: MOST_COMMENT });
  return { outcome, comment: words, closedAt: ctx.instant() };
}

const given = (ctx: Context, { adviserId }: Said): Changes => ({
  claimedBy: adviserId!,
  claimedAt: ctx.instant(),
  assignedBy: ctx.actor.id,
});

/** What a step leaves on the case, beside its state. */
const marks: Record<ReassignmentStep, (ctx: Context, said: Said) => Changes> = {
  claim: (ctx) => ({ claimedBy: ctx.actor.id, claimedAt: ctx.instant(), assignedBy: null }),
  assign: given,
  handOver: given,
  putBack: () => ({ claimedBy: null, claimedAt: null, assignedBy: null }),
  ask: () => ({}),
  answer: () => ({}),
  close: closing,
  replace: (ctx) => ({ closedAt: ctx.instant() }),
};

/** What the journal keeps of what was said. */
const factsOf = (step: ReassignmentStep, { outcome, adviserId }: Said): Facts => ({
  ...(step === 'close' && { outcome: outcome! }),
  ...((step === 'assign' || step === 'handOver') && { adviserId: adviserId! }),
});

/**
 * Writes a step on a case, in the current transaction.
 *
 * @throws STEP_NOT_OPEN, OVERTAKEN when somebody else was faster
 */
export async function settleCase(
  ctx: Context,
  reassignment: Reassignment,
  step: ReassignmentStep,
  said: Said = {},
): Promise<Reassignment> {
  const { id, revision, reason } = reassignment;
  const { to: state = reassignment.state } = reassignmentCycle.take(reassignment, step);
  const changes = { ...marks[step](ctx, said), state, revision: revision + 1 };
  const { affected } = await ctx.em.update(Reassignment, { id, revision }, changes);
  if (!affected) throw Overtaken({ what: WHAT, id, revision });
  ctx.record(step, 'reassignment', reassignment, { reason, ...factsOf(step, said) });
  return Object.assign(reassignment, changes);
}

/** @throws NOT_AN_ADVISER unless that person is, at that Caf, until the end of the transaction */
async function demandAdviser(ctx: Context, { caf }: Reassignment, { adviserId = null }: Said): Promise<void> {
  const held = { personId: adviserId ?? '', role: 'adviser' as const, caf, until: IsNull() };
  const found = ctx.em.createQueryBuilder(Habilitation, 'held').where(held);
  if (!(await ctx.held(found).getOne())) throw NotAnAdviser({ adviserId });
}

/**
 * Takes one step on a case, as the person saw it.
 *
 * @throws NOT_FOUND, OVERTAKEN, STEP_NOT_OPEN, CLOSING_INCOMPLETE, COMMENT_TOO_LONG, NOT_AN_ADVISER, MESSAGE_INVALID
 */
export const advanceReassignment = (
  ctx: Context,
  { id, revision }: { id: string; revision: number },
  step: ReassignmentStep,
  said: Said = {},
): Promise<Reassignment> =>
  ctx.transaction(async (ctx) => {
    const reassignment = await ctx.find(Reassignment, id, WHAT);
    // Another adviser's claim is told as such, before the right that it took away.
    if (reassignment.revision !== revision) throw Overtaken({ what: WHAT, id, revision });
    ctx.demand(step, reassignment, WHAT);
    if (step === 'assign' || step === 'handOver') await demandAdviser(ctx, reassignment, said);
    const question = step === 'ask' ? bodyIn(said.question ?? '') : null;
    ctx.saw('reassignment', reassignment);
    const settled = await settleCase(ctx, reassignment, step, said);
    return question ? askPartner(ctx, settled, question) : settled;
  });

export const openReassignmentSteps = (ctx: Context, reassignment: Reassignment): ReassignmentStep[] =>
  reassignmentCycle.openTo(reassignment).filter((step) => ctx.can(step, reassignment));

/** Whole days since the case was opened. */
export const ageInDays = (ctx: Context, { openedAt }: Reassignment): number =>
  Math.floor((ctx.now().getTime() - Date.parse(openedAt)) / DAY_MS);
