/** The work that attestations ask of the automata; it is done in workers/. */
import { defineJob } from '../kernel/jobs.js';

/** Somebody was not given a file that is damaged: it is checked without waiting for the night. */
export const lookAtAttestation = defineJob('filing.lookAtAttestation');
