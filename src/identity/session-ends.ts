/** How sessions end: by their person, by a new password, or by the clock. Each end is journalled. */
import { IsNull } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { instant } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import { NotFound } from '../kernel/refusal.js';
import { HOUSE } from './person.js';
import { IDLE_MINUTES, Session } from './session.js';

export type Ending = 'signOut' | 'revoked' | 'newPassword' | 'idle' | 'expired';

/** The last moment at which a session may have been seen to have gone idle since. */
export const idleSince = (now: Date): Instant => instant(new Date(now.getTime() - IDLE_MINUTES * 60_000));

/** Why the clock has ended a session, if it has. */
export function clockEnding({ expiresAt, lastSeenAt }: Session, now: Date): Ending | undefined {
  if (expiresAt <= instant(now)) return 'expired';
  return lastSeenAt <= idleSince(now) ? 'idle' : undefined;
}

async function endOne(ctx: Context, { id }: Pick<Session, 'id'>, why: Ending): Promise<boolean> {
  const { affected } = await ctx.em.update(Session, { id, endedAt: IsNull() }, { endedAt: ctx.instant() });
  if (affected) ctx.record('endSession', 'session', { id, caf: HOUSE }, { why });
  return Boolean(affected);
}

/** Ends those that are still open, in the current transaction; answers how many. */
export async function endSessions(ctx: Context, open: readonly Session[], why: Ending): Promise<number> {
  let ended = 0;
  for (const session of open) ended += Number(await endOne(ctx, session, why));
  return ended;
}

/** Those of a person, in the current transaction: another one opens after it, or is among them. */
export const openSessionsOf = (ctx: Context, personId: string): Promise<Session[]> =>
  ctx
    .held(
      ctx.em
        .createQueryBuilder(Session, 'it')
        .where('it.personId = :personId and it.endedAt is null', { personId }),
    )
    .getMany();

/** What one person sees of theirs. */
const MOST_SHOWN = 100;

/** One's own, the last seen first. */
export async function listSessions(ctx: Context): Promise<Session[]> {
  const open = await ctx
    .scope(Session, 'it')
    .andWhere('it.endedAt is null')
    .orderBy('it.lastSeenAt', 'DESC')
    .addOrderBy('it.id', 'DESC')
    .limit(MOST_SHOWN)
    .getMany();
  return open.filter((session) => !clockEnding(session, ctx.now()));
}

/**
 * Ends one of one's own; twice is once.
 *
 * @throws NOT_FOUND
 */
export const revokeSession = (ctx: Context, id: string): Promise<void> =>
  ctx.transaction(async (ctx) => {
    const session = await ctx.scope(Session, 'it', 'revoke').andWhere('it.id = :id', { id }).getOne();
    if (!session) throw NotFound({ what: 'Session', id });
    await endOne(ctx, session, 'revoked');
  });

/**
 * Ends all of one's own but that one; answers how many.
 *
 * @param id  of the session that stays
 */
export const revokeOtherSessions = (ctx: Context, id: string): Promise<number> =>
  ctx.transaction(async (ctx) => {
    const others = await ctx
      .scope(Session, 'it', 'revoke')
      .andWhere('it.endedAt is null and it.id <> :id', { id })
      .getMany();
    return endSessions(ctx, others, 'revoked');
  });

const SWEPT = 500;

/** Ends, some at a time, those that the clock has ended: they served nobody since, and the journal is told. */
export async function sweepSessions(ctx: Context): Promise<void> {
  const now = ctx.now();
  const over = await ctx
    .scope(Session, 'it', 'end')
    .andWhere('it.endedAt is null and (it.expiresAt <= :now or it.lastSeenAt <= :idle)', {
      now: instant(now),
      idle: idleSince(now),
    })
    .limit(SWEPT)
    .getMany();
  for (const session of over) await endOne(ctx, session, clockEnding(session, now)!);
}
