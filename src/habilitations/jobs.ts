/** The work that access tokens ask of the automata. */
import { defineJob } from '../kernel/jobs.js';

export const tellTokenExpiring = defineJob('habilitations.tellTokenExpiring');
export const tellTokenExpired = defineJob('habilitations.tellTokenExpired');
