/** Asking the partner about a case: through the messages of its declaration, with its reason as the subject. */
import type { Context } from '../kernel/context.js';
import { DeclarationRow, read } from '../declarations/index.js';
import { writeAbout } from '../messages/index.js';
import { Reassignment } from './outcome.js';
import { reasons } from './reasons.js';

/** Writes the question, in the transaction of the step. */
export async function askPartner(
  ctx: Context,
  reassignment: Reassignment,
  question: string,
): Promise<Reassignment> {
  const { id, declarationId, rowId, reason } = reassignment;
  const { number: row } = await ctx.em.findOneByOrFail(DeclarationRow, { id: rowId });
  const subject = `Ligne ${row} : ${reasons[reason].sentence}`;
  const declaration = await read(ctx, declarationId);
  const questionNumber = await writeAbout(ctx, declaration, { aboutId: id, subject }, question);
  await ctx.em.update(Reassignment, { id }, { questionNumber });
  return Object.assign(reassignment, { questionNumber });
}
