/** The automata's part in accounts: whether somebody has one at the address that was given, and what may be forgotten. */
import { resolve, resolveForgotten, sweepAttempts } from '../src/identity/index.js';
import type { Task } from './schedule.js';
import { handle } from './worker.js';

// Twice is once: the request goes in the transaction of its link.
export const resolving = handle(resolveForgotten, (ctx, { id }) => resolve(ctx, id));

export const sweeping: Task = {
  name: 'identity.sweepAttempts',
  minutes: 10,
  why: 'whoever invents addresses leaves a line for each: none stays longer than it counts',
  ofHouse: true,
  run: sweepAttempts,
};
