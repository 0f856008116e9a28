/** The automata's part in conventions: printing them. */
import { printConvention, printPaper } from '../src/conventions/index.js';
import { handle } from './worker.js';

// Twice is once: one that is printed is left as it is.
export const printing = handle(printConvention, (ctx, { id }) => printPaper(ctx, id));
