/** Finding cases in the queue: by what one asks of them, in the order that one wants. */
import type { SelectQueryBuilder } from 'typeorm';
import type { Instant, Month } from '../kernel/calendar.js';
import { DAY_MS, instant } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import type { ReassignmentState } from './outcome.js';
import { Reassignment } from './outcome.js';
import { settleCase } from './queue.js';
import type { Reason } from './reasons.js';

/** How long ago a case was opened, in whole days: at least the first, under the second. */
export const ageBrackets = {
  under_7_days: { from: 0, under: 7, label: 'Moins de 7 jours' },
  from_7_to_13_days: { from: 7, under: 14, label: 'De 7 à 13 jours' },
  from_14_to_29_days: { from: 14, under: 30, label: 'De 14 à 29 jours' },
  from_30_days: { from: 30, under: Infinity, label: '30 jours ou plus' },
} as const;
export type AgeBracket = keyof typeof ageBrackets;

/** The instants between which a case of that age was opened: after the first, up to the second. */
export function openedWithin(ctx: Context, bracket: AgeBracket): { after: Instant; until: Instant } {
  const { from, under } = ageBrackets[bracket];
  const ago = (days: number) => instant(new Date(Math.max(0, ctx.now().getTime() - days * DAY_MS)));
  return { after: ago(under), until: ago(from) };
}

/** In what order: by deadline, or the oldest first. */
export const caseOrders = { age: 'id', deadline: 'turn' } as const;
export type CaseOrder = keyof typeof caseOrders;

/** What one asks of the cases of a list; what is not said keeps them all. */
export interface CasesAsked {
  state?: ReassignmentState | null | undefined;
  /** Those of which somebody still has something to do. */
  pending?: boolean | null | undefined;
  /** Those among them whose deadline has passed. */
  overdue?: boolean | null | undefined;
  age?: AgeBracket | null | undefined;
  reason?: Reason | null | undefined;
  adviserId?: string | null | undefined;
  structureId?: string | null | undefined;
  month?: Month | null | undefined;
}

type Cases = SelectQueryBuilder<Reassignment>;

const equal = (cases: Cases, column: string, value: string | null | undefined): void => {
  if (value) cases.andWhere(`reassignment.${column} = :${column}`, { [column]: value });
};

/** @param cases  a query on `reassignment` */
export function casesAsked(ctx: Context, cases: Cases, asked: CasesAsked): Cases {
  const { pending, overdue, age } = asked;
  equal(cases, 'state', asked.state);
  equal(cases, 'reason', asked.reason);
  equal(cases, 'claimedBy', asked.adviserId);
  equal(cases, 'structureId', asked.structureId);
  equal(cases, 'month', asked.month);
  if (pending || overdue) cases.andWhere('reassignment.closedAt is null');
  // By the turn, which the indexes are on: it begins with the deadline.
  if (overdue) cases.andWhere('reassignment.turn < :today', { today: ctx.today() });
  if (age) {
    cases.andWhere(
      'reassignment.openedAt > :after and reassignment.openedAt <= :until',
      openedWithin(ctx, age),
    );
  }
  return cases;
}

export async function listReassignments(
  ctx: Context,
  request: PageRequest,
  asked: CasesAsked = {},
  order: CaseOrder = 'age',
): Promise<Page<Reassignment>> {
  const cases = casesAsked(ctx, ctx.scope(Reassignment, 'reassignment'), asked);
  const found = await page(cases, request, caseOrders[order]);
  for (const reassignment of found.nodes) ctx.saw('reassignment', reassignment);
  return found;
}

/** Cases looked at by one reading: others may be taking the first ones. */
const LOOKED_AT = 20;

/** The case, now this adviser's; nothing when somebody else has taken it, or is taking it. */
const claimIfFree = (ctx: Context, { id, revision }: Reassignment): Promise<Reassignment | undefined> =>
  ctx.transaction(async (ctx) => {
    // One row by its key: a lock on the search would hold them all.
    const still = ctx.scope(Reassignment, 'reassignment', 'claim').andWhere({ id, revision });
    const free = await ctx.free(still).getOne();
    if (!free) return undefined;
    ctx.saw('reassignment', free);
    return settleCase(ctx, free, 'claim');
  });

/**
 * The case whose deadline comes first, of those that nobody has, now this adviser's; null when none is left.
 *
 * @param asked  among which cases
 */
export async function claimNext(ctx: Context, asked: CasesAsked = {}): Promise<Reassignment | null> {
  for (let turn = ''; ;) {
    const open = ctx.scope(Reassignment, 'reassignment', 'claim');
    const next = await casesAsked(ctx, open, { ...asked, state: 'open' })
      .andWhere('reassignment.turn > :turn', { turn })
      .orderBy('reassignment.turn')
      .limit(LOOKED_AT)
      .getMany();
    for (const free of next) {
      const claimed = await claimIfFree(ctx, free);
      if (claimed) return claimed;
      ({ turn } = free);
    }
    if (next.length === 0) return null;
  }
}
