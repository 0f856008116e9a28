/** What stands beside the rows of a draft when they are checked. */
import type { Context } from '../kernel/context.js';
import type { Beside } from '../workbooks/index.js';
import type { Declaration } from './declaration.js';
import { rowsSentBefore } from './last-month.js';
import { registerChecks } from './register.js';

export async function besideOf(ctx: Context, declaration: Declaration): Promise<Beside> {
  const sent = await rowsSentBefore(ctx, declaration);
  return { ...(sent && { previous: sent.rows }), ...(await registerChecks(ctx, declaration)) };
}
