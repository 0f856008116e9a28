/** The program that bears a token: what it may touch, what it was last used for, and what it was refused. */
import { Not } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { instant } from '../kernel/calendar.js';
import type { Context, House } from '../kernel/context.js';
import { refusal } from '../kernel/refusal.js';
import type { Structure } from '../partners/index.js';
import type { TokenState } from './token.js';
import { AccessToken, AccessTokenRefusal, stateAt } from './token.js';
import { hashSecret, isSecret } from './token-secret.js';
import { structuresOf } from './tokens.js';

export const TokenRefused = refusal<{ state: TokenState | 'unknown' }>(
  'TOKEN_REFUSED',
  ({ state }) =>
    `Jeton d’accès ${{ unknown: 'inconnu', active: 'refusé', expired: 'expiré', revoked: 'révoqué' }[state]}. Demandez-en un autre au gestionnaire des habilitations du partenaire.`,
);

export interface Software {
  token: AccessToken;
  structures: Structure[];
}

/** Read at each request, so that a revocation acts at once. */
export async function softwareOf(house: House, secret: string): Promise<Software | undefined> {
  if (!isSecret(secret)) return undefined;
  const em = house.database.reader;
  const token = await em.findOneBy(AccessToken, { tokenHash: hashSecret(house, secret) });
  return token ? { token, structures: await structuresOf({ em }, token) } : undefined;
}

/** A program as it is now, for what it began and does not wait for it; none once its token opens nothing. */
export async function softwareNow(house: House, id: string): Promise<Software | undefined> {
  const em = house.database.reader;
  const token = await em.findOneBy(AccessToken, { id });
  if (!token || stateAt(token, instant(house.clock())) !== 'active') return undefined;
  return { token, structures: await structuresOf({ em }, token) };
}

/** How often the last use is written: a program may call many times a second. */
const NOTED_EVERY = 60_000;

/** @param operation  the field of the API, or the door */
export async function noteUse(ctx: Context, token: AccessToken, operation: string): Promise<void> {
  const before = instant(new Date(ctx.now().getTime() - NOTED_EVERY));
  if (token.lastUsedAt !== null && token.lastUsedAt > before) return;
  await ctx.transaction(({ em }) =>
    em
      .createQueryBuilder()
      .update(AccessToken)
      .set({ lastUsedAt: ctx.instant(), lastUsedFor: operation })
      .where('id = :id and (lastUsedAt is null or lastUsedAt <= :before)', { id: token.id, before })
      .execute(),
  );
}

/** The refused calls of an hour that are written in the journal, with their number: a loop writes four lines. */
const JOURNALLED = [1, 10, 100, 1_000];
const MOST_COUNTED = JOURNALLED.at(-1)!;

async function countOne({ em }: Context, of: { tokenId: string; operation: string }, hour: Instant) {
  const take = () => em.increment(AccessTokenRefusal, { ...of, hour }, 'count', 1);
  if (!(await take()).affected) {
    // Inserted only when missing: two inserts of what exists would lock each other out.
    if (!(await em.existsBy(AccessTokenRefusal, of))) {
      const line = { ...of, hour, count: 0 };
      await em.createQueryBuilder().insert().into(AccessTokenRefusal).values(line).orIgnore().execute();
    }
    await em.update(AccessTokenRefusal, { ...of, hour: Not(hour) }, { hour, count: 0 });
    await take();
  }
  return (await em.findOneByOrFail(AccessTokenRefusal, of)).count;
}

/**
 * Counts a call that the token was refused, and tells the journal of the first, the tenth… of the hour. It locks
 * nobody out: a program that errs in one place goes on in the others.
 *
 * @param operation  the field of the API, or the door; `expired` or `revoked` when it was the token itself
 */
export async function noteRefusal(
  ctx: Context,
  { id: tokenId, caf }: AccessToken,
  operation: string,
): Promise<void> {
  const of = { tokenId, operation };
  const hour = `${ctx.instant().slice(0, 13)}:00:00.000Z`;
  const counted = await ctx.em.findOneBy(AccessTokenRefusal, { ...of, hour });
  if (counted && counted.count >= MOST_COUNTED) return;
  await ctx.transaction(async (ctx) => {
    const count = await countOne(ctx, of, hour);
    if (JOURNALLED.includes(count))
      ctx.record('refuse', 'accessToken', { id: tokenId, caf }, { operation, hour, count });
  });
}
