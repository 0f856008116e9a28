/** The steps of a convention that a click takes. */
import type { Context } from '../kernel/context.js';
import type { Day } from '../kernel/calendar.js';
import { reasonIn } from '../kernel/words.js';
import type { SeenConvention } from './change.js';
import { ready, settle } from './change.js';
import { Convention } from './convention.js';
import type { ConventionClick } from './cycle.js';
import { enterForce, leaveForce } from './force.js';
import { ConventionEndInvalid, ConventionReasonInvalid } from './refusals.js';

/** What a person says with a click. */
export interface Said {
  /** Owed when returning, sending back, refusing, denouncing or ending; welcome when withdrawing. */
  reason?: string | null;
  /** The last day in force: owed when denouncing; the term, if any, when preparing. */
  endsOn?: Day | null;
}

/** The steps that owe somebody a reason. */
const reasoned: readonly ConventionClick[] = ['return', 'sendBack', 'refuse', 'denounce', 'end'];

/** A copy that goes back is forgotten by the convention; its file stays. */
const unsigned = { signedDigest: null, signedAt: null, signedBy: null };

/**
 * The last day that was said: from today on, and within the term.
 *
 * @throws CONVENTION_END_INVALID
 */
function lastDay(ctx: Context, said: Day | null | undefined, term: Day | null = null): Day {
  const today = ctx.today();
  if (!said || said < today || (term && said > term))
    throw ConventionEndInvalid({ field: 'endsOn', from: today, to: term });
  return said;
}

type Mark = (ctx: Context, said: Said, convention: Convention) => Partial<Convention>;

/** What a click leaves on the convention, beside its state and its reason. */
const marks: Partial<Record<ConventionClick, Mark>> = {
  submit: () => ({ reason: null }),
  prepare(ctx, { endsOn }) {
    const termOn = endsOn ? lastDay(ctx, endsOn) : null;
    return { reason: null, documentDigest: null, termOn, endsOn: termOn };
  },
  takeBack: () => ({ documentDigest: null }),
  sendBack: () => unsigned,
  withdraw: (_ctx, { reason }) => ({ reason: reason ? reasonIn(reason, ConventionReasonInvalid) : null }),
  activate: (ctx) => ({ reason: null, activatedOn: ctx.today(), managerSince: ctx.instant() }),
  denounce: (ctx, { endsOn }, { termOn }) => ({ endsOn: lastDay(ctx, endsOn, termOn) }),
  maintain: (_ctx, _said, { termOn }) => ({ reason: null, endsOn: termOn }),
  end: (ctx) => ({ endedAt: ctx.instant() }),
};

/** What a click does beyond the convention. */
const effects: Partial<Record<ConventionClick, (ctx: Context, convention: Convention) => Promise<void>>> = {
  activate: enterForce,
  end: leaveForce,
};

/**
 * Takes one step of the cycle: right, rule, state, effects and jobs, all or nothing.
 *
 * @throws CONVENTION_REASON_INVALID or CONVENTION_END_INVALID when a step that owes one has none, those of `ready` and
 *   of `enterForce`
 */
export const advanceConvention = (
  ctx: Context,
  seen: SeenConvention,
  step: ConventionClick,
  said: Said = {},
): Promise<Convention> =>
  ctx.transaction(async (ctx) => {
    const convention = await ready(ctx, seen, step);
    const words = reasoned.includes(step) ? { reason: reasonIn(said.reason, ConventionReasonInvalid) } : {};
    const marked = { ...marks[step]?.(ctx, said, convention), ...words };
    const { endsOn } = marked;
    const settled = await settle(ctx, convention, step, marked, endsOn === undefined ? {} : { endsOn });
    await effects[step]?.(ctx, settled);
    return ctx.em.findOneByOrFail(Convention, { id: seen.id });
  });
