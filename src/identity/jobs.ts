/** The work that accounts ask of the automata. */
import { defineJob } from '../kernel/jobs.js';

export const tellActivation = defineJob('identity.tellActivation', { priority: 'awaited' });
export const tellReset = defineJob('identity.tellReset', { priority: 'awaited' });
export const tellPasswordChanged = defineJob('identity.tellPasswordChanged');
export const tellSecondFactorOn = defineJob('identity.tellSecondFactorOn');
export const tellSecondFactorOff = defineJob('identity.tellSecondFactorOff');
export const tellRecoveryCodeUsed = defineJob('identity.tellRecoveryCodeUsed');
export const tellOpenIdLinked = defineJob('identity.tellOpenIdLinked');
export const resolveForgotten = defineJob('identity.resolveForgotten', { priority: 'awaited' });
