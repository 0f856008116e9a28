/** The work a declaration asks of the automata; it is done in workers/. */
import { defineJob } from '../kernel/jobs.js';

export const issueAttestations = defineJob('attestations.issue');
export const decideOutcomes = defineJob('processing.decide');
