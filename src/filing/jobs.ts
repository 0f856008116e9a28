/** The work that kept files ask of the automata; it is done in workers/. */
import { defineJob } from '../kernel/jobs.js';

export const checkFiles = defineJob('filing.check', { priority: 'bulk' });
export const makeFileAgain = defineJob('filing.makeAgain');

/** Telling those concerned, by letter. */
export const tellDamagedFiles = defineJob('mail.filesDamaged');
export const tellDamagedDeposit = defineJob('mail.depositDamaged');
