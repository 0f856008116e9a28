/** Signing in and out: a password against an opaque token, kept here as a keyed hash only. */
import { createHmac, randomBytes } from 'node:crypto';
import { IsNull, Not } from 'typeorm';
import type { Context, House } from '../kernel/context.js';
import { instant } from '../kernel/calendar.js';
import { newId } from '../kernel/id.js';
import { refusal } from '../kernel/refusal.js';
import { giveBack, take } from './attempts.js';
import { noteEndedSession } from './notes.js';
import type { Origin } from './origin.js';
import { passwordTries } from './origin.js';
import { matches } from './passwords.js';
import { personAt } from './people.js';
import { HOUSE, Person } from './person.js';
import { SESSION_HOURS, Session } from './session.js';
import { clockEnding, endSessions } from './session-ends.js';

export const SignInRefused = refusal<Record<string, never>>(
  'SIGN_IN_REFUSED',
  () => 'Adresse électronique ou mot de passe incorrect. Vérifiez-les, puis recommencez.',
);

const hashToken = (token: string, secret: string): string =>
  createHmac('sha256', secret).update(token).digest('hex');

export interface Opened {
  token: string;
  session: Session;
  person: Person;
}

export interface Credentials {
  email: string;
  password: string;
}

/** Whether the password that was checked is still the one. */
const isStill = (ctx: Context, { id, passwordRevision }: Person): Promise<boolean> =>
  ctx.held(ctx.em.createQueryBuilder(Person, 'it').where({ id, passwordRevision })).getExists();

/** How somebody was known. */
export interface Known {
  by: 'password' | 'openId';
  /** Whether whoever vouched for them saw a second factor. */
  secondFactor: boolean;
}

/** Opens a session, in the current transaction. */
export async function openSession(
  ctx: Context,
  person: Person,
  { by, secondFactor }: Known,
): Promise<Opened> {
  const token = randomBytes(32).toString('base64url');
  const now = ctx.now();
  const session: Session = Object.assign(new Session(), {
    id: newId(),
    personId: person.id,
    tokenHash: hashToken(token, ctx.house.secret),
    caf: HOUSE,
    createdAt: instant(now),
    lastSeenAt: instant(now),
    expiresAt: instant(new Date(now.getTime() + SESSION_HOURS * 3_600_000)),
    secondFactorAt: secondFactor ? instant(now) : null,
    endedAt: null,
  });
  await ctx.em.insert(Session, session);
  ctx.record('signIn', 'session', session, { personId: person.id, by, secondFactor });
  return { token, session, person };
}

/** @throws SIGN_IN_REFUSED, TOO_MANY_ATTEMPTS, the same and as slowly whether the account exists or not */
export async function signIn(
  ctx: Context,
  { email, password }: Credentials,
  origin: Origin,
): Promise<Opened> {
  const person = await personAt(ctx, email);
  const tries = passwordTries(ctx.house, email, origin);
  await take(ctx, tries, person?.id);
  if (!(await matches(person, password)) || !person) throw SignInRefused({});
  return ctx.transaction(async (inside) => {
    if (!(await isStill(inside, person))) throw SignInRefused({});
    await giveBack(inside, tries);
    return openSession(inside, person, { by: 'password', secondFactor: false });
  });
}

/** Ends the session of that token; twice is once. */
export const signOut = (ctx: Context, token: string): Promise<unknown> =>
  ctx.transaction(async (ctx) => {
    const tokenHash = hashToken(token, ctx.house.secret);
    return endSessions(ctx, await ctx.em.findBy(Session, { tokenHash }), 'signOut');
  });

/**
 * Tells the journal of a session that is shown after somebody ended it. The clock's endings are nobody's doing: a browser
 * that was left open shows its session again.
 */
export async function noteEnded(ctx: Context, token: string): Promise<void> {
  const tokenHash = hashToken(token, ctx.house.secret);
  const session = await ctx.em.findOneBy(Session, { tokenHash, endedAt: Not(IsNull()) });
  if (session?.endedAt && !clockEnding(session, new Date(session.endedAt)))
    await noteEndedSession(ctx, session);
}

/** How precisely it is known when a session was last seen: each look would be a write. */
const SEEN_EVERY = 60_000;

/** Notes that a session was seen, at most once a minute. */
async function see({ database, clock }: House, { id, lastSeenAt }: Session): Promise<void> {
  const now = clock();
  if (now.getTime() - Date.parse(lastSeenAt) < SEEN_EVERY) return;
  const seen = { lastSeenAt: instant(now) };
  await database.write((em) => em.update(Session, { id, lastSeenAt, endedAt: IsNull() }, seen));
}

/** Whose session bears that token; nobody once it has ended. */
export async function sessionOf(house: House, token: string): Promise<Session | undefined> {
  // Not findOne: where there are relations, it asks twice.
  const [session] = await house.database.reader.find(Session, {
    where: { tokenHash: hashToken(token, house.secret), endedAt: IsNull() },
    relations: { person: true },
  });
  if (!session || clockEnding(session, house.clock())) return undefined;
  await see(house, session);
  return session;
}
