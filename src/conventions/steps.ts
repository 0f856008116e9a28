/** The steps of a convention that a click takes. */
import type { Context } from '../kernel/context.js';
import type { Instant } from '../kernel/calendar.js';
import type { SeenConvention } from './change.js';
import { ready, settle } from './change.js';
import { Convention } from './convention.js';
import type { ConventionClick } from './cycle.js';
import { enterForce, leaveForce } from './force.js';
import { ConventionReasonInvalid } from './refusals.js';

/** Characters of a reason, at most: what its column keeps. */
const LONGEST_REASON = 1000;

/** The steps that owe somebody a reason. */
const reasoned: readonly ConventionClick[] = ['return', 'sendBack', 'refuse', 'end'];

function reasonOf(text: string | null | undefined): string {
  const reason = text?.trim() ?? '';
  if (!reason || reason.length > LONGEST_REASON)
    throw ConventionReasonInvalid({ field: 'reason', most: LONGEST_REASON });
  return reason;
}

/** A copy that goes back is forgotten by the convention; its file stays. */
const unsigned = { signedDigest: null, signedAt: null, signedBy: null };

/** What a click leaves on the convention, beside its state and its reason. */
const marks: Partial<Record<ConventionClick, (ctx: Context) => Partial<Convention>>> = {
  submit: () => ({ reason: null }),
  prepare: () => ({ reason: null, documentDigest: null }),
  takeBack: () => ({ documentDigest: null }),
  sendBack: () => unsigned,
  activate: (ctx) => ({ reason: null, activatedOn: ctx.today() }),
  end: (ctx) => ({ endedAt: ctx.instant() satisfies Instant }),
};

/** What a click does beyond the convention. */
const effects: Partial<Record<ConventionClick, (ctx: Context, convention: Convention) => Promise<void>>> = {
  activate: enterForce,
  end: leaveForce,
};

/**
 * Takes one step of the cycle: right, rule, state, effects and jobs, all or nothing.
 *
 * @throws CONVENTION_REASON_INVALID when a step that owes a reason has none, those of `ready` and of `enterForce`
 */
export const advanceConvention = (
  ctx: Context,
  seen: SeenConvention,
  step: ConventionClick,
  reason?: string | null,
): Promise<Convention> =>
  ctx.transaction(async (ctx) => {
    const convention = await ready(ctx, seen, step);
    const words = reasoned.includes(step) ? { reason: reasonOf(reason) } : {};
    const settled = await settle(ctx, convention, step, { ...marks[step]?.(ctx), ...words });
    await effects[step]?.(ctx, settled);
    return ctx.em.findOneByOrFail(Convention, { id: seen.id });
  });
