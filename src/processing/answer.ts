/** The partner has answered: the case comes back to whoever asked. */
import type { Context } from '../kernel/context.js';
import { readConversation } from '../messages/index.js';
import { Reassignment } from './outcome.js';
import { reassignmentCycle, settleCase } from './queue.js';

/** What was written before the question is no answer to it. Twice is once: the case then waits no more. */
export const comeBack = (ctx: Context, conversationId: string): Promise<void> =>
  ctx.transaction(async (ctx) => {
    const { aboutId, partnerNumber } = await readConversation(ctx, conversationId);
    const reassignment = await ctx.em.findOneBy(Reassignment, { id: aboutId ?? '', state: 'asked' });
    if (!reassignment || partnerNumber <= reassignment.questionNumber!) return;
    ctx.demand('answer', reassignment, reassignmentCycle.what);
    await settleCase(ctx, reassignment, 'answer');
    ctx.complete();
  });
