/** Passwords said to be forgotten: noted alike for every address, with or without an account; the automaton looks. */
import { Entity } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { CafColumn, Id, InstantColumn, TextColumn } from '../kernel/columns.js';
import type { Context } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
import { enqueue } from '../kernel/jobs.js';
import { BadInput } from '../kernel/refusal.js';
import { takeTurn } from '../kernel/turn.js';
import { take } from './attempts.js';
import { resolveForgotten } from './jobs.js';
import { sendLink, wasSentLately } from './links.js';
import type { Origin } from './origin.js';
import { linkTries } from './origin.js';
import { isMailbox, personAt } from './people.js';
import { HOUSE } from './person.js';

/** What was asked, until the automaton has resolved it: the address goes with the row. */
@Entity()
export class ForgottenPassword {
  @Id()
  id: string;

  @CafColumn({ default: HOUSE })
  caf: string;

  /** As it was typed; nobody may have it. */
  @TextColumn(254)
  email: string;

  @InstantColumn()
  askedAt: Instant;
}

/**
 * Asks for a link. No account is looked for here, so that neither the answer nor its time tells of one.
 *
 * @throws BAD_INPUT for what cannot be an address, TOO_MANY_ATTEMPTS
 */
export async function forgotPassword(ctx: Context, email: string, origin: Origin): Promise<void> {
  if (!isMailbox(email))
    throw BadInput({ field: 'Adresse électronique', expected: 'un texte comme nom@domaine.fr' });
  await take(ctx, linkTries(ctx.house, email, origin));
  await ctx.transaction(async (inside) => {
    const asked: ForgottenPassword = { id: newId(), caf: HOUSE, email, askedAt: inside.instant() };
    await inside.em.insert(ForgottenPassword, asked);
    await enqueue(inside, resolveForgotten, { id: asked.id, caf: HOUSE });
  });
}

/** Sends what was asked for to whoever has an account there, and forgets the address. Twice is once. */
export const resolve = (ctx: Context, id: string): Promise<void> =>
  ctx.transaction(async (ctx) => {
    ctx.complete();
    const asked = await ctx.scope(ForgottenPassword, 'asked').andWhere('asked.id = :id', { id }).getOne();
    if (!asked) return;
    ctx.demand('resolve', asked, 'Demande');
    const { affected } = await ctx.em.delete(ForgottenPassword, { id });
    const person = affected ? await personAt(ctx, asked.email) : null;
    if (!person) return;
    await takeTurn(ctx, person.id);
    if (await wasSentLately(ctx, person)) return;
    await sendLink(ctx, person, person.passwordHash === '' ? 'activation' : 'reset');
  });
