/** Counting what is tried, so that nobody tries for ever; the journal is told when a limit is met, once in its time. */
import { createHmac } from 'node:crypto';
import { Entity, In, LessThanOrEqual, MoreThan, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { frenchInstant, instant } from '../kernel/calendar.js';
import { CafColumn, DigestColumn, Id, InstantColumn, IntegerColumn, TextColumn } from '../kernel/columns.js';
import type { Context, House } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
import { refusal } from '../kernel/refusal.js';
import type { LimitName } from './limits.js';
import { limits } from './limits.js';
import { HOUSE } from './person.js';

/** How many times one thing was tried, until when that is remembered. Neither an address nor an account can be read in it. */
@Entity()
@Unique('attempts_unique', ['what'])
export class Attempts {
  @Id()
  id: string;

  @CafColumn({ default: HOUSE })
  caf: string;

  @TextColumn(20)
  counted: LimitName;

  /** A keyed hash of the limit and of whose it is. */
  @DigestColumn()
  what: string;

  @IntegerColumn()
  tries: number;

  @InstantColumn()
  until: Instant;
}

export const TooManyAttempts = refusal<{ until: Instant }>(
  'TOO_MANY_ATTEMPTS',
  ({ until }) =>
    `Trop d’essais. Recommencez à partir du ${frenchInstant(until)} (heure de Paris), ou choisissez un autre mot de passe par « mot de passe oublié ».`,
);

/** One thing to count. */
export type Tried = Pick<Attempts, 'counted' | 'what'>;

export const tried = ({ secret }: Pick<House, 'secret'>, counted: LimitName, whose: string): Tried => ({
  counted,
  what: createHmac('sha256', secret).update(`attempts ${counted} ${whose}`).digest('hex'),
});

const MINUTE = 60_000;

/** The end of a limit that begins now, at a whole minute: what people are told is what holds. */
const endOf = (ctx: Context, counted: LimitName): Instant =>
  instant(new Date(Math.ceil(ctx.now().getTime() / MINUTE + limits[counted].minutes) * MINUTE));

const known = (ctx: Context, { what }: Tried): Promise<Attempts | null> =>
  ctx.held(ctx.em.createQueryBuilder(Attempts, 'it').where('it.what = :what', { what })).getOne();

/** Begins to count, or to count again once the time is over. */
async function begin(ctx: Context, { counted, what }: Tried): Promise<void> {
  const before = await known(ctx, { counted, what });
  const anew = { tries: 0, until: endOf(ctx, counted) };
  if (before && before.until > ctx.instant()) return;
  if (before) {
    await ctx.em.update(Attempts, { what, until: before.until }, anew);
    return;
  }
  const first = { id: newId(), caf: HOUSE, counted, what, ...anew };
  await ctx.em.createQueryBuilder().insert().into(Attempts).values(first).orIgnore().execute();
}

interface Count extends Pick<Attempts, 'id' | 'until'> {
  refused: boolean;
  /** The first to be refused in that time. */
  first: boolean;
}

async function addOne(ctx: Context, one: Tried): Promise<Count> {
  const { most } = limits[one.counted];
  // One beyond the limit is counted too: the first to be refused is known by it.
  const counting = { what: one.what, until: MoreThan(ctx.instant()), tries: LessThanOrEqual(most) };
  const add = async () => Boolean((await ctx.em.increment(Attempts, counting, 'tries', 1)).affected);
  let added = await add();
  if (!added) {
    await begin(ctx, one);
    added = await add();
  }
  const { id, tries, until } = (await known(ctx, one))!;
  const refused = !added || tries > most;
  return { id, until, refused, first: refused && added };
}

/**
 * Counts one try of each, in order, up to the first that is refused, for which alone it then counts; in a transaction of
 * its own, since what is refused is counted too. Counted before it is checked, so that tries made at once are as many.
 *
 * @param personId  of the account that is tried, when there is one: the journal is told of it
 * @returns until when it is refused, if it is
 */
export const count = (ctx: Context, all: readonly Tried[], personId?: string): Promise<Instant | undefined> =>
  ctx.transaction(async (ctx) => {
    for (const [at, one] of all.entries()) {
      const { id, until, refused, first } = await addOne(ctx, one);
      const facts = { limit: one.counted, until };
      if (first && personId) ctx.record('refuseAttempts', 'person', { id: personId, caf: HOUSE }, facts);
      if (first && !personId) ctx.record('refuseAttempts', 'attempts', { id, caf: HOUSE }, facts);
      if (!refused) continue;
      await giveBack(ctx, all.slice(0, at));
      return until;
    }
    return undefined;
  });

/** @throws TOO_MANY_ATTEMPTS */
export async function take(ctx: Context, all: readonly Tried[], personId?: string): Promise<void> {
  const until = await count(ctx, all, personId);
  if (until) throw TooManyAttempts({ until });
}

const whats = (all: readonly Tried[]) => In(all.map(({ what }) => what));

/** What was right is not counted: takes the try back, in the current transaction. */
export const giveBack = async ({ em }: Context, all: readonly Tried[]): Promise<unknown> =>
  all.length > 0 && em.decrement(Attempts, { what: whats(all), tries: MoreThan(0) }, 'tries', 1);

/** Forgets what was tried, in the current transaction. */
export const forgive = ({ em }: Context, all: readonly Tried[]): Promise<unknown> =>
  em.delete(Attempts, { what: whats(all) });

const SWEPT = 500;

/** Forgets, some at a time, what no longer counts. */
export async function sweepAttempts(ctx: Context): Promise<void> {
  const now = ctx.instant();
  const over = await ctx
    .scope(Attempts, 'it', 'forget')
    .andWhere('it.until <= :now', { now })
    .limit(SWEPT)
    .getMany();
  if (over.length === 0) return;
  await ctx.em.delete(Attempts, { id: In(over.map(({ id }) => id)), until: LessThanOrEqual(now) });
}
