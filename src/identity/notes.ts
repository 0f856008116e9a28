/** What was refused already, and the journal is told of once in a while. */
import type { Context } from '../kernel/context.js';
import { count, tried } from './attempts.js';
import type { LimitName } from './limits.js';
import type { AccessLink } from './links.js';
import type { Origin } from './origin.js';
import { networkOf } from './origin.js';
import type { Session } from './session.js';

const note = (ctx: Context, limit: LimitName, whose: string, personId?: string): Promise<unknown> =>
  count(ctx, [tried(ctx.house, limit, whose)], personId);

/** A request with many credentials. */
export const noteFlood = (ctx: Context, { address }: Origin): Promise<unknown> =>
  note(ctx, 'flood', networkOf(address));

/** A link that has served. */
export const noteReplay = (ctx: Context, { id, personId }: AccessLink): Promise<unknown> =>
  note(ctx, 'replay', id, personId);

/** A session that somebody ended. */
export const noteEndedSession = (ctx: Context, { id, personId }: Session): Promise<unknown> =>
  note(ctx, 'ended', id, personId);

/** A session that was open when its person lost a role. */
export const noteRemovedSession = (ctx: Context, { id, personId }: Session): Promise<unknown> =>
  note(ctx, 'removed', id, personId);
