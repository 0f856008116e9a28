/** The automata's part in accounts: whether somebody has one at the address that was given, and what may be forgotten. */
import { resolve, resolveForgotten, sweepAttempts, sweepSessions } from '../src/identity/index.js';
import type { Task } from './schedule.js';
import { handle } from './worker.js';

// Twice is once: the request goes in the transaction of its link.
export const resolving = handle(resolveForgotten, (ctx, { id }) => resolve(ctx, id));

export const sessionsWatch: Task = {
  name: 'identity.sweepSessions',
  minutes: 10,
  what: 'Ferme les sessions laissées sans activité',
  by: 'the house',
  why: 'a session that its person has left is over by itself; the journal is told when it was',
  run: sweepSessions,
};

export const sweeping: Task = {
  name: 'identity.sweepAttempts',
  minutes: 10,
  what: 'Efface les essais de connexion qui ne comptent plus',
  by: 'the house',
  why: 'whoever invents addresses leaves a line for each: none stays longer than it counts',
  run: sweepAttempts,
};
