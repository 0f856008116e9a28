/** Inviting again somebody who holds a role and has no password yet. */
import type { Context } from '../kernel/context.js';
import { NotFound } from '../kernel/refusal.js';
import { inviteAgain } from '../identity/index.js';
import { Habilitation } from './habilitation.js';

/**
 * Sends another activation link, on the word of whoever may for one of the person's habilitations.
 *
 * @throws NOT_FOUND, ACCOUNT_ACTIVE, LINK_SENT_LATELY
 */
export async function resendActivation(ctx: Context, personId: string): Promise<void> {
  const held = await ctx
    .scope(Habilitation, 'held', 'inviteAgain')
    .innerJoinAndSelect('held.person', 'person')
    .andWhere('held.personId = :personId and held.until is null', { personId })
    .orderBy('held.id')
    .limit(1)
    .getOne();
  if (!held) throw NotFound({ what: 'Compte', id: personId });
  await ctx.transaction((inside) => inviteAgain(inside, held.person));
}
