/** The automata's part in kept files: looking at them again, and making again what can be. */
import { lookAtAttestation } from '../src/attestations/index.js';
import { lookAtDeposit } from '../src/declarations/index.js';
import { beginChecks, checkFiles, lookAtOne, makeFileAgain, repair, stepCheck } from '../src/filing/index.js';
import type { Task } from './schedule.js';
import { handle } from './worker.js';

export const filing = [
  // Twice is once: a step is of one revision of its check, what is damaged is written down once.
  handle(checkFiles, (ctx, { id, revision }) => stepCheck(ctx, id, revision!)),
  handle(lookAtAttestation, (ctx, { id }) => lookAtOne(ctx, 'attestation', id)),
  handle(lookAtDeposit, (ctx, { id }) => lookAtOne(ctx, 'deposit', id)),
  // Twice is once: the next version of a number is one, whoever numbers it.
  handle(makeFileAgain, (ctx, { id }) => repair(ctx, id)),
];

export const checkingFiles: Task = {
  name: 'filing.beginChecks',
  minutes: 60,
  what: 'Commence la relecture des fichiers conservés, un échantillon chaque nuit et tous chaque mois',
  by: 'each Caf',
  why: 'a kept file that is lost or damaged is found before somebody needs it: some are read again each night, all of them each month',
  run: beginChecks,
};
