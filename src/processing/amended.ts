/** What an amendment makes of what was decided: cases and ends of care of the rows that it changed stand no more. */
import { In } from 'typeorm';
import type { Context } from '../kernel/context.js';
import type { Registry } from '../allocataires/index.js';
import { Attestation } from '../attestations/index.js';
import type { Declaration } from '../declarations/index.js';
import { Reassignment } from './outcome.js';
import { reassignmentCycle, settleCase } from './queue.js';

/** Looked for at once: well under the engines' limits on parameters. */
const AT_ONCE = 500;

/** An adviser who acts at the same moment is first: the work is done again after them. */
async function replaceCase(ctx: Context, reassignment: Reassignment): Promise<void> {
  ctx.demand('replace', reassignment, reassignmentCycle.what);
  await settleCase(ctx, reassignment, 'replace');
}

/** In the transaction that decides the amendment; what was decided before stays written, with its row. */
export async function overtake(
  ctx: Context,
  { id: endedBy, amendsId }: Declaration,
  registry: Registry,
): Promise<void> {
  if (!amendsId) return;
  const ended = await ctx.em.findBy(Attestation, { endedBy });
  for (let at = 0; at < ended.length; at += AT_ONCE) {
    const rowIds = ended.slice(at, at + AT_ONCE).map(({ rowId }) => rowId);
    const cases = await ctx.em.findBy(Reassignment, {
      rowId: In(rowIds),
      state: In([...reassignmentCycle.steps.replace.from]),
    });
    for (const reassignment of cases) await replaceCase(ctx, reassignment);
    await registry.takeBackEnds(ctx, rowIds);
  }
}
