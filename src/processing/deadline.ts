/** By when a case should be closed: what orders the queue, and tells what is late. */
import { addDays, monthOf } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
import { figure } from '../parameters/index.js';
import type { Reassignment } from './outcome.js';
import type { Reason } from './reasons.js';
import { reasons } from './reasons.js';

/** Of a case opened today for that reason. */
export function dueFrom(ctx: Context, reason: Reason): Pick<Reassignment, 'dueOn' | 'turn'> {
  const today = ctx.today();
  const dueOn = addDays(today, figure(reasons[reason].deadline, monthOf(today)).value);
  return { dueOn, turn: `${dueOn} ${newId()}` };
}

export const isOverdue = (ctx: Context, { dueOn, closedAt }: Reassignment): boolean =>
  closedAt === null && dueOn < ctx.today();
