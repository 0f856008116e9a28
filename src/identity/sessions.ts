/** Signing in and out: a password against an opaque token, kept here as a keyed hash only. */
import { createHmac, randomBytes } from 'node:crypto';
import { verify } from '@node-rs/argon2';
import { IsNull } from 'typeorm';
import type { Context, House } from '../kernel/context.js';
import { instant } from '../kernel/calendar.js';
import { newId } from '../kernel/id.js';
import { refusal } from '../kernel/refusal.js';
import { hashPassword } from './passwords.js';
import { Person } from './person.js';
import { Session } from './session.js';

/** A working day: after it, one signs in again. */
export const SESSION_HOURS = 12;

export const SignInRefused = refusal<Record<string, never>>(
  'SIGN_IN_REFUSED',
  () => 'Adresse électronique ou mot de passe incorrect. Vérifiez-les, puis recommencez.',
);

/** Compared when the account does not exist or has no password yet, so that the answer takes as long. */
const decoy = hashPassword(randomBytes(16).toString('hex'));

const hashToken = (token: string, secret: string): string =>
  createHmac('sha256', secret).update(token).digest('hex');

export interface Opened {
  token: string;
  session: Session;
  person: Person;
}

/** @throws SIGN_IN_REFUSED, the same and as slowly whether the account exists or not */
export async function signIn(ctx: Context, email: string, password: string): Promise<Opened> {
  const person = await ctx.em.findOneBy(Person, { email: email.trim().toLowerCase() });
  const matches = await verify(person?.passwordHash || (await decoy), password);
  if (!person || !matches) throw SignInRefused({});
  const token = randomBytes(32).toString('base64url');
  const now = ctx.now();
  const session: Session = Object.assign(new Session(), {
    id: newId(),
    personId: person.id,
    tokenHash: hashToken(token, ctx.house.secret),
    createdAt: instant(now),
    expiresAt: instant(new Date(now.getTime() + SESSION_HOURS * 3_600_000)),
    endedAt: null,
  });
  await ctx.transaction(({ em }) => em.insert(Session, session));
  return { token, session, person };
}

/** Ends the session of that token; twice is once. */
export const signOut = (ctx: Context, token: string): Promise<unknown> =>
  ctx.transaction(({ em }) =>
    em.update(
      Session,
      { tokenHash: hashToken(token, ctx.house.secret), endedAt: IsNull() },
      { endedAt: ctx.instant() },
    ),
  );

/** Whose session bears that token; nobody once it has ended. */
export async function sessionOf(house: House, token: string): Promise<Session | undefined> {
  const session = await house.database.reader.findOne(Session, {
    where: { tokenHash: hashToken(token, house.secret), endedAt: IsNull() },
    relations: { person: true },
  });
  return session && session.expiresAt > instant(house.clock()) ? session : undefined;
}
