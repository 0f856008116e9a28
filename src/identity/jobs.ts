/** The work that accounts ask of the automata. */
import { defineJob } from '../kernel/jobs.js';

export const tellActivation = defineJob('identity.tellActivation');
export const tellReset = defineJob('identity.tellReset');
export const tellPasswordChanged = defineJob('identity.tellPasswordChanged');
export const resolveForgotten = defineJob('identity.resolveForgotten');
