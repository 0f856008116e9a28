/** The work a declaration asks of the automata; it is done in workers/. */
import { defineJob } from '../kernel/jobs.js';

export const issueAttestations = defineJob('attestations.issue', { priority: 'bulk' });
export const decideOutcomes = defineJob('processing.decide', { priority: 'bulk' });

/** Telling the families of a processed declaration. */
export const notifyFamilies = defineJob('processing.notify', { priority: 'bulk' });

/** Takes up a deposit that was kept and whose reading is not over; whoever received it reads it first. */
export const readWorkbook = defineJob('deposits.read', { priority: 'awaited', delay: 60_000 });

/** Somebody was not given a file that is damaged: it is checked without waiting for the night. */
export const lookAtDeposit = defineJob('filing.lookAtDeposit');

/** Telling the people concerned, by letter. */
export const tellSubmitted = defineJob('mail.submitted');
export const tellReturned = defineJob('mail.returned');
export const tellSent = defineJob('mail.sent');
export const tellProcessed = defineJob('mail.processed');
