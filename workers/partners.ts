/** The automata's part in structures: asking the company directory again. */
import { check, checkStructure, queueChecks } from '../src/partners/index.js';
import type { Task } from './schedule.js';
import { handle } from './worker.js';

// Twice is once: the last answer stands.
export const checking = handle(checkStructure, (ctx, { id }) => check(ctx, id));

export const rechecking: Task = {
  name: 'partners.queueChecks',
  minutes: 60,
  what: 'Demande à l’annuaire des entreprises les établissements à confirmer, ou à revoir',
  by: 'each Caf',
  why: 'an establishment that could not be confirmed, or was a month ago, is asked about again: nobody waited for it',
  run: queueChecks,
};
