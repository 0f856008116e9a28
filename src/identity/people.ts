/** Finding people by their address, and making their account: one for each address. */
import type { Context } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
import { NotFound } from '../kernel/refusal.js';
import type { Civility } from './person.js';
import { HOUSE, Person } from './person.js';

export interface Named {
  civility: Civility;
  firstName: string;
  lastName: string;
  email: string;
}

/** What the mail's own rules allow (RFC 5321). */
const LONGEST_MAILBOX = 254;

/** An address as it is compared and kept: no space around, lower case. */
export const mailbox = (email: string): string => email.trim().toLowerCase();

const MAILBOX = /^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;[\]\\]+\.[^\s@.<>"(),:;[\]\\]{2,}$/;

/** Whether it reads as one address, `nom@domaine.fr` without a name around it: letters are what tells more. */
export const isMailbox = (email: string): boolean =>
  email.length <= LONGEST_MAILBOX && MAILBOX.test(mailbox(email));

/**
 * The account of whoever is signed in, for what they may do with it.
 *
 * @throws NOT_FOUND
 */
export async function own(ctx: Context, action: string): Promise<Person> {
  const { id } = ctx.actor;
  const person = await ctx.scope(Person, 'it', action).andWhere('it.id = :id', { id }).getOne();
  if (!person) throw NotFound({ what: 'Compte', id });
  return person;
}

export const personAt = (ctx: Context, email: string): Promise<Person | null> =>
  ctx.em.findOneBy(Person, { email: mailbox(email) });

const namesOf = ({ civility, firstName, lastName }: Omit<Named, 'email'>) => ({
  civility,
  firstName,
  lastName,
});

/**
 * The account of that address, made in the current transaction when there is none. An account that exists keeps its
 * own names: nobody renames somebody by naming them.
 */
export async function personOf(ctx: Context, named: Named): Promise<Person> {
  const known = await personAt(ctx, named.email);
  if (known) return known;
  const id = newId();
  const email = mailbox(named.email);
  const person = { ...namesOf(named), id, email, passwordHash: '' };
  await ctx.em.createQueryBuilder().insert().into(Person).values(person).orIgnore().execute();
  // Somebody else may have made it meanwhile: what is committed is read, not what the transaction began with.
  const made = ctx.em.createQueryBuilder(Person, 'person').where('person.email = :email', { email });
  const kept = await ctx.held(made).getOneOrFail();
  if (kept.id === id) ctx.record('create', 'person', { id, caf: HOUSE });
  return kept;
}

/**
 * Gives an account the names by which its only partner knows the person, in the current transaction. The caller has
 * made sure that it is nobody else's.
 */
export async function rename(ctx: Context, { id, ...before }: Person, named: Named): Promise<void> {
  const names = namesOf(named);
  if (JSON.stringify(namesOf(before)) === JSON.stringify(names)) return;
  await ctx.em.update(Person, { id }, names);
  ctx.record('rename', 'person', { id, caf: HOUSE });
}
