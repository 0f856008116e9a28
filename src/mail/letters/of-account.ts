/** Letters about an account: they go to the person whose it is. */
import type { Context } from '../../kernel/context.js';
import { Person } from '../../identity/index.js';
import { readerOf } from '../recipients.js';
import type { Draft } from './kind.js';

/** @throws NOT_FOUND when there is no such account, or none for this automaton to read */
export async function toAccount(
  ctx: Context,
  personId: string,
  tell: (person: Person) => Pick<Draft, 'holds' | 'says'>,
): Promise<Draft> {
  const person = await ctx.find(Person, personId, 'Compte');
  return {
    caf: person.caf,
    readers: [readerOf(person)],
    because: 'votre adresse est celle d’un compte Habilis',
    ...tell(person),
  };
}
