/** The automata's part in conventions: printing them, and ending those whose last day is over. */
import {
  expireConvention,
  expireNow,
  printConvention,
  printPaper,
  queueExpiries,
} from '../src/conventions/index.js';
import type { Task } from './schedule.js';
import { handle } from './worker.js';

// Twice is once: one that is printed is left as it is.
export const printing = handle(printConvention, (ctx, { id }) => printPaper(ctx, id));

// Twice is once: one that has ended is left as it is.
export const expiring = handle(expireConvention, (ctx, { id }) => expireNow(ctx, id));

export const conventionsWatch: Task = {
  name: 'conventions.queueExpiries',
  minutes: 15,
  what: 'Met fin aux conventions dont le dernier jour est passé',
  by: 'each Caf',
  why: 'a convention ends after its last day, and takes back what it gave, without anybody having to think of it',
  run: queueExpiries,
};
