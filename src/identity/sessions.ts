/** Signing in and out: a password against an opaque token, kept here as a keyed hash only. */
import { createHmac, randomBytes } from 'node:crypto';
import { IsNull } from 'typeorm';
import type { Context, House } from '../kernel/context.js';
import { instant } from '../kernel/calendar.js';
import { newId } from '../kernel/id.js';
import { refusal } from '../kernel/refusal.js';
import { giveBack, take } from './attempts.js';
import type { Origin } from './origin.js';
import { passwordTries } from './origin.js';
import { matches } from './passwords.js';
import { personAt } from './people.js';
import { Person } from './person.js';
import { Session } from './session.js';

/** A working day: after it, one signs in again. */
export const SESSION_HOURS = 12;

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
  await ctx.transaction(async (inside) => {
    if (!(await isStill(inside, person))) throw SignInRefused({});
    await inside.em.insert(Session, session);
    await giveBack(inside, tries);
  });
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
