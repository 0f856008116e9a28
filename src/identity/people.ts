/** Finding people by their address, and making their account: one for each address. */
import type { Context } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
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

/** Whether it reads as one address: `nom@domaine.fr`, without a name around it. Letters are what tells more. */
export const isMailbox = (email: string): boolean =>
  email.length <= LONGEST_MAILBOX && MAILBOX.test(mailbox(email));

export const personAt = (ctx: Context, email: string): Promise<Person | null> =>
  ctx.em.findOneBy(Person, { email: mailbox(email) });

/**
 * The account of that address, made in the current transaction when there is none. An account that exists keeps its
 * own names: nobody renames somebody by naming them.
 */
export async function personOf(ctx: Context, { email, ...names }: Named): Promise<Person> {
  const known = await personAt(ctx, email);
  if (known) return known;
  const id = newId();
  const person = { id, email: mailbox(email), passwordHash: '', ...names };
  await ctx.em.createQueryBuilder().insert().into(Person).values(person).orIgnore().execute();
  const kept = await ctx.em.findOneByOrFail(Person, { email: person.email });
  if (kept.id === id) ctx.record('create', 'person', { id, caf: HOUSE });
  return kept;
}
