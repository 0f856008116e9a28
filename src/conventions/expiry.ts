/** Conventions that end by themselves, after their last day. */
import type { Context } from '../kernel/context.js';
import { enqueue } from '../kernel/jobs.js';
import { readConvention, ready, settle } from './change.js';
import { Convention } from './convention.js';
import { conventionCycle } from './cycle.js';
import { leaveForce } from './force.js';
import { expireConvention } from './jobs.js';

/** Queues the end of the conventions of this Caf whose last day is over. */
export async function queueExpiries(ctx: Context): Promise<void> {
  const over = await ctx
    .scope(Convention, 'convention')
    .andWhere('convention.state in (:...states) and convention.endsOn < :today', {
      states: conventionCycle.steps.expire.from,
      today: ctx.today(),
    })
    .getMany();
  // One job a day for each, however often it is queued: the day gives another chance to one that failed for good.
  for (const { id, caf } of over) await enqueue(ctx, expireConvention, { id, caf }, ctx.today());
}

/** Ends a convention whose last day is over; another one is left as it is. */
export const expireNow = (ctx: Context, id: string): Promise<void> =>
  ctx.transaction(async (ctx) => {
    ctx.complete();
    const seen = await readConvention(ctx, id);
    if (!conventionCycle.openTo(seen, { today: ctx.today() }).includes('expire')) return;
    const convention = await ready(ctx, seen, 'expire');
    await leaveForce(ctx, await settle(ctx, convention, 'expire', { endedAt: ctx.instant() }));
  });
