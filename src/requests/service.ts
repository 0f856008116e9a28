/** Sending habilitation requests, and deciding them, one by one or many at once. */
import type { Context } from '../kernel/context.js';
import type { Instant } from '../kernel/calendar.js';
import { enqueue } from '../kernel/jobs.js';
import { Overtaken, Refusal } from '../kernel/refusal.js';
import { takeTurn } from '../kernel/turn.js';
import { reasonIn } from '../kernel/words.js';
import type { Decision, RequestClick } from './cycle.js';
import { requestCycle } from './cycle.js';
import type { Seen } from './drafts.js';
import { readRequest } from './drafts.js';
import type { Concerned } from './effects.js';
import { takeEffect } from './effects.js';
import type { Facts } from './facts.js';
import { factsOf } from './facts.js';
import { ReasonInvalid, TooManyDecisions } from './refusals.js';
import { HabilitationRequest } from './request.js';

const WHAT = requestCycle.what;
/** Requests decided at once, at most. */
export const MOST_DECISIONS = 200;

interface Clicked {
  by: string;
  at: Instant;
  reason: string;
}

const sent = ({ by: submittedBy, at: submittedAt }: Clicked) => ({ submittedBy, submittedAt });
const decided = ({ by: decidedBy, at: decidedAt }: Clicked) => ({ decidedBy, decidedAt });

/** What a click leaves on the request, beside its state. */
const marks = {
  submit: sent,
  remove: sent,
  withdraw: () => ({}),
  accept: decided,
  refuse: (clicked) => ({ ...decided(clicked), reason: clicked.reason }),
} satisfies Record<RequestClick, (clicked: Clicked) => Partial<HabilitationRequest>>;

/** The clicks by which people gain or lose roles. */
const acting: readonly RequestClick[] = ['accept', 'remove'];

async function effectOf(
  ctx: Context,
  request: HabilitationRequest,
  step: RequestClick,
  { convention }: Facts,
): Promise<Partial<Concerned & HabilitationRequest>> {
  // Once decided or withdrawn, it keeps the convention it was made under.
  const conventionId = convention?.id ?? request.conventionId;
  if (!acting.includes(step)) return { conventionId };
  const concerned = await takeEffect(ctx, Object.assign(request, { conventionId }));
  return { conventionId, ...concerned };
}

/** @throws OVERTAKEN when somebody else was faster */
async function settle(
  ctx: Context,
  request: HabilitationRequest,
  step: RequestClick,
  changes: Partial<HabilitationRequest>,
): Promise<HabilitationRequest> {
  const { id, revision: seen, caf, kind } = request;
  const { to, queue = [] } = requestCycle.steps[step];
  const revision = seen + 1;
  const next = { ...changes, state: to!, revision };
  const { affected } = await ctx.em.update(HabilitationRequest, { id, revision: seen }, next);
  if (!affected) throw Overtaken({ what: WHAT, id, revision: seen });
  ctx.record(step, 'habilitationRequest', request, { kind, state: to!, revision });
  for (const job of queue) await enqueue(ctx, job, { id, caf, revision }, revision);
  return ctx.em.findOneByOrFail(HabilitationRequest, { id });
}

/**
 * Takes one step of the cycle: right, rule, effect, state and letters, all or nothing.
 *
 * @throws NOT_FOUND, OVERTAKEN, STEP_NOT_OPEN, REASON_INVALID, TOO_MANY_DECLARANTS, or the refusal of the step
 */
export async function advanceRequest(
  ctx: Context,
  { id, revision }: Seen,
  step: RequestClick,
  text?: string | null,
): Promise<HabilitationRequest> {
  const { structureId } = await readRequest(ctx, id);
  return ctx.transaction(async (ctx) => {
    // Those of one structure take effect one after the other: each sees what the one before it gave.
    if (acting.includes(step)) await takeTurn(ctx, structureId);
    const request = await readRequest(ctx, id);
    ctx.demand(step, request, WHAT);
    if (request.revision !== revision) throw Overtaken({ what: WHAT, id, revision });
    const facts = await factsOf(ctx, request);
    requestCycle.take(request, step, facts);
    const reason = step === 'refuse' ? reasonIn(text, ReasonInvalid) : '';
    const marked = marks[step]({ by: ctx.actor.id, at: ctx.instant(), reason });
    return settle(ctx, request, step, { ...marked, ...(await effectOf(ctx, request, step, facts)) });
  });
}

export interface Decided extends Seen {
  decision: Decision;
  reason?: string | null;
}

/** What became of one decision: the request, or why it was not taken. */
export interface DecisionResult {
  id: string;
  request: HabilitationRequest | null;
  refusal: { code: string; sentence: string } | null;
}

async function resultOf(ctx: Context, { decision, reason, ...seen }: Decided): Promise<DecisionResult> {
  const { id } = seen;
  try {
    return { id, request: await advanceRequest(ctx, seen, decision, reason), refusal: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { id, request: null, refusal: { code: error.code, sentence: error.message } };
  }
}

/**
 * Decides many requests in their order, each in a transaction of its own: one that is refused holds up no other.
 *
 * @throws TOO_MANY_DECISIONS
 */
export async function decideRequests(ctx: Context, decisions: readonly Decided[]): Promise<DecisionResult[]> {
  if (decisions.length > MOST_DECISIONS) throw TooManyDecisions({ most: MOST_DECISIONS });
  const results: DecisionResult[] = [];
  for (const decision of decisions) results.push(await resultOf(ctx, decision));
  return results;
}
