/** The work that conventions ask of the automata; it is done in workers/. */
import { defineJob } from '../kernel/jobs.js';

export const printConvention = defineJob('conventions.print', { priority: 'awaited' });
export const expireConvention = defineJob('conventions.expire');

/** Telling those concerned, by letter. */
export const tellReceived = defineJob('mail.conventionReceived');
export const tellRequested = defineJob('mail.conventionRequested');
export const tellReturned = defineJob('mail.conventionReturned');
export const tellPrepared = defineJob('mail.conventionPrepared');
export const tellSigned = defineJob('mail.conventionSigned');
export const tellSentBack = defineJob('mail.conventionSentBack');
export const tellActivated = defineJob('mail.conventionActivated');
export const tellRefused = defineJob('mail.conventionRefused');
export const tellWithdrawn = defineJob('mail.conventionWithdrawn');
export const tellManagerReplaced = defineJob('mail.conventionManager');
export const tellDenounced = defineJob('mail.conventionDenounced');
export const tellMaintained = defineJob('mail.conventionMaintained');
export const tellEnded = defineJob('mail.conventionEnded');
