/** Two versions of a month: one amendment at a time, and the automata take them in order. */
import type { Context } from '../kernel/context.js';
import { enqueue } from '../kernel/jobs.js';
import { holdAlone } from './change.js';
import { Declaration } from './declaration.js';
import { issueAttestations } from './jobs.js';

/** An amendment given up leaves the version that it amended to be amended again. */
export const release = ({ em }: Context, { id, amendsId }: Declaration): Promise<unknown> =>
  em.update(
    Declaration,
    { id: amendsId!, amendedById: id },
    { amendedById: null, revision: () => 'revision + 1' },
  );

/**
 * Whether an amendment that was sent must wait: what it amends is still in the hands of the automata, whose last step
 * wakes it up.
 */
export async function waitsForFormer(ctx: Context, { amendsId }: Declaration): Promise<boolean> {
  if (!amendsId) return false;
  // Alone with it: its last step either is done, or will find this amendment sent.
  const former = await ctx.transaction((ctx) => holdAlone(ctx, amendsId));
  return former!.state !== 'processed';
}

/** Once a declaration is processed, the amendment that was sent meanwhile has its turn. */
export async function wakeAmendment(ctx: Context, { amendedById, revision }: Declaration): Promise<void> {
  if (!amendedById) return;
  const amendment = await ctx
    .held(ctx.em.createQueryBuilder(Declaration, 'it').where({ id: amendedById }))
    .getOneOrFail();
  const { id, caf, state } = amendment;
  if (state === 'sent') await enqueue(ctx, issueAttestations, { id, caf }, `after ${revision}`);
}
