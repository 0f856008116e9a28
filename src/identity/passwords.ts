/** Choosing a password: by a link that opens once, or with the one before. */
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { IsNull } from 'typeorm';
import { monthOf } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import { enqueue } from '../kernel/jobs.js';
import { refusal } from '../kernel/refusal.js';
import { figure } from '../parameters/index.js';
import { forgive, giveBack, take, tried } from './attempts.js';
import { tellPasswordChanged } from './jobs.js';
import type { LinkPurpose } from './links.js';
import { AccessLink, opens } from './links.js';
import { noteReplay } from './notes.js';
import { demandStrong, LONGEST_PASSWORD } from './password-rule.js';
import { own } from './people.js';
import { HOUSE, Person } from './person.js';
import { endSessions, openSessionsOf } from './session-ends.js';

export const LinkNotValid = refusal<Record<string, never>>(
  'LINK_NOT_VALID',
  () =>
    'Ce lien ne sert plus : il a déjà servi, il a expiré, ou un autre vous a été envoyé depuis. Ouvrez le dernier message reçu, ou demandez un nouveau lien par « mot de passe oublié ».',
);

export const PasswordWrong = refusal<Record<string, never>>(
  'PASSWORD_WRONG',
  () => 'Mot de passe actuel incorrect. Vérifiez-le, puis recommencez.',
);

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, ARGON);

/** Compared when the account does not exist or has no password yet, so that the answer takes as long. */
const decoy = hashPassword(randomBytes(16).toString('hex'));

/** Whether it is that account's password: one computation of argon2, whatever there is to compare. */
export const matches = async (person: Person | null, password: string): Promise<boolean> =>
  verify(person?.passwordHash || (await decoy), password.length <= LONGEST_PASSWORD ? password : '');

/** The link that this secret opens now. The secret is the right: nobody is signed in yet. */
async function linkOf(ctx: Context, secret: string): Promise<AccessLink> {
  const [id = ''] = secret.split('.');
  const link = await ctx.em.findOne(AccessLink, { where: { id }, relations: { person: true } });
  if (!link || !opens(ctx.house, link, secret)) throw LinkNotValid({});
  const { usedAt, expiresAt } = link;
  if (usedAt !== null) await noteReplay(ctx, link);
  if (usedAt !== null || expiresAt <= ctx.instant() || !(await isLast(ctx, link))) throw LinkNotValid({});
  return link;
}

/** A newer link for the same purpose makes the older ones void. */
async function isLast(ctx: Context, { id, personId, purpose }: AccessLink): Promise<boolean> {
  const [last] = await ctx.em.find(AccessLink, {
    where: { personId, purpose },
    order: { createdAt: 'DESC', id: 'DESC' },
    take: 1,
  });
  return last?.id === id;
}

/** What else is known of somebody: the words of the places where they act. */
export type WordsAround = (ctx: Context, person: Person) => Promise<readonly string[]>;

async function demandGood(
  ctx: Context,
  person: Person,
  password: string,
  wordsAround: WordsAround,
): Promise<void> {
  const { firstName, lastName, email } = person;
  const known = [firstName, lastName, email, ...(await wordsAround(ctx, person))];
  await demandStrong(password, known, figure('password_bits', monthOf(ctx.today())).value);
}

/**
 * Puts a password in the place of the one that was read, in the current transaction. Every session ends, every link
 * of the person is void, and the person is told.
 *
 * @throws LINK_NOT_VALID when another password was chosen in between
 */
async function keep(
  ctx: Context,
  { id, passwordRevision: before }: Person,
  passwordHash: string,
  by: LinkPurpose | 'password',
): Promise<void> {
  const now = ctx.instant();
  const chosen = { passwordHash, passwordRevision: before + 1, passwordSetAt: now };
  const { affected } = await ctx.em.update(Person, { id, passwordRevision: before }, chosen);
  if (!affected) throw LinkNotValid({});
  await ctx.em.update(AccessLink, { personId: id, usedAt: IsNull() }, { usedAt: now });
  await endSessions(ctx, await openSessionsOf(ctx, id), 'newPassword');
  ctx.record('setPassword', 'person', { id, caf: HOUSE }, { by });
  const revision = chosen.passwordRevision;
  await enqueue(ctx, tellPasswordChanged, { id, caf: HOUSE, revision }, revision);
}

/**
 * Chooses the password of the account that a link opens; twice with the same link is refused. Whoever reads the
 * person's letters is the person: what others tried before no longer counts.
 *
 * @returns the person
 * @throws LINK_NOT_VALID, PASSWORD_REFUSED
 */
export async function setPassword(
  ctx: Context,
  secret: string,
  password: string,
  wordsAround: WordsAround,
): Promise<Person> {
  const link = await linkOf(ctx, secret);
  const { id, person, purpose } = link;
  await demandGood(ctx, person, password, wordsAround);
  const passwordHash = await hashPassword(password);
  const opened = await ctx.transaction(async (inside) => {
    const used = { usedAt: inside.instant() };
    const { affected } = await inside.em.update(AccessLink, { id, usedAt: IsNull() }, used);
    if (!affected) return false;
    await keep(inside, person, passwordHash, purpose);
    await forgive(inside, [tried(inside.house, 'account', person.email)]);
    return true;
  });
  // Used by somebody else while this one computed: refused, and told, like one that had served before.
  if (!opened) {
    await noteReplay(ctx, link);
    throw LinkNotValid({});
  }
  return person;
}

/**
 * Whether whoever is signed in is who they were: a session left open is not enough for what changes the account.
 *
 * @throws TOO_MANY_ATTEMPTS, PASSWORD_WRONG
 */
export async function demandOwnPassword(ctx: Context, person: Person, password: string): Promise<void> {
  const tries = [tried(ctx.house, 'own', person.id)];
  await take(ctx, tries, person.id);
  if (!(await matches(person, password))) throw PasswordWrong({});
  await ctx.transaction((inside) => giveBack(inside, tries));
}

/**
 * Puts another password in the place of one's own, and signs out everywhere.
 *
 * @throws NOT_FOUND for whoever is not signed in, TOO_MANY_ATTEMPTS, PASSWORD_WRONG, PASSWORD_REFUSED
 */
export async function changePassword(
  ctx: Context,
  current: string,
  password: string,
  wordsAround: WordsAround,
): Promise<void> {
  const person = await own(ctx, 'changePassword');
  await demandOwnPassword(ctx, person, current);
  await demandGood(ctx, person, password, wordsAround);
  const passwordHash = await hashPassword(password);
  await ctx.transaction((inside) => keep(inside, person, passwordHash, 'password'));
}
