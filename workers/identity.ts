/** The automata's part in accounts: whether somebody has one at the address that was given. */
import { resolve, resolveForgotten } from '../src/identity/index.js';
import { handle } from './worker.js';

// Twice is once: the request goes in the transaction of its link.
export const resolving = handle(resolveForgotten, (ctx, { id }) => resolve(ctx, id));
