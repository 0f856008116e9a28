/** The automata's part in deposits: what was received and is not read yet. */
import { readWorkbook, takeUp } from '../src/declarations/index.js';
import { depositor } from '../src/rights/index.js';
import { handle } from './worker.js';

// Twice is once: a deposit that is done or refused is left as it is.
export const depositReading = handle(readWorkbook, (ctx, { id }) =>
  takeUp(ctx, id, (sender) => depositor(ctx.house, sender)),
);
