/** Telling the people whom a habilitation request concerns, by letter. */
import { defineJob } from '../kernel/jobs.js';

/** The officers of the Caf. */
export const tellRequested = defineJob('mail.requested');
export const tellRemovalDone = defineJob('mail.removalDone');
/** The manager. */
export const tellAccepted = defineJob('mail.requestAccepted');
export const tellRefused = defineJob('mail.requestRefused');
/** The person. */
export const tellHabilitated = defineJob('mail.habilitated');
export const tellRemoved = defineJob('mail.removed');
