/** Who decides for a Caf: the automaton of the house, or a NIMS of its own that reads the feed and posts decisions back. */
import type { Context } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
import { enqueue } from '../kernel/jobs.js';
import { NotFound } from '../kernel/refusal.js';
import { takeTurn } from '../kernel/turn.js';
import { Declaration, decideOutcomes } from '../declarations/index.js';
import type { NimsDecider } from '../partners/index.js';
import { Caf, readCafSettings } from '../partners/index.js';

/** Held by this transaction alone until its end: decisions of one Caf are written one after the other. */
export async function heldDecider(ctx: Context, code: string): Promise<NimsDecider> {
  await takeTurn(ctx, code);
  const { nimsDecider } = await ctx
    .alone(ctx.em.createQueryBuilder(Caf, 'caf').where({ code }))
    .getOneOrFail();
  return nimsDecider;
}

/** Held as it is until the end of this transaction, by any number of them. */
export async function currentDecider(ctx: Context, code: string): Promise<NimsDecider> {
  const { nimsDecider } = await ctx
    .held(ctx.em.createQueryBuilder(Caf, 'caf').where({ code }))
    .getOneOrFail();
  return nimsDecider;
}

/** What waits for a NIMS outside is the automaton's from now on. */
async function takeOver(ctx: Context, caf: string): Promise<void> {
  const waiting = await ctx.em.find(Declaration, { where: { caf, state: 'attested' }, select: { id: true } });
  const turn = newId();
  for (const { id } of waiting) await enqueue(ctx, decideOutcomes, { id, caf }, turn);
}

/**
 * Says who decides for that Caf from now on. Already so, nothing is written.
 *
 * @throws NOT_FOUND to whoever may not
 */
export const setNimsDecider = (ctx: Context, code: string, decider: NimsDecider): Promise<Caf> =>
  ctx.transaction(async (ctx) => {
    const caf = await readCafSettings(ctx, code);
    if (!ctx.can('setNimsDecider', caf)) throw NotFound({ what: 'Caf', id: code });
    if ((await heldDecider(ctx, code)) === decider) return readCafSettings(ctx, code);
    await ctx.em.update(Caf, { code }, { nimsDecider: decider });
    ctx.record('setNimsDecider', 'caf', { id: code, caf: code }, { decider });
    if (decider === 'house') await takeOver(ctx, code);
    return readCafSettings(ctx, code);
  });
