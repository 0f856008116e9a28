/** The work that messages ask of the automata. */
import { defineJob } from '../kernel/jobs.js';

/** Telling the other side, by letter, that something waits to be read. */
export const tellPartner = defineJob('mail.messageToPartner');
export const tellCaf = defineJob('mail.messageToCaf');

/** The partner wrote in a conversation that a case of the queue made the Caf open. */
export const takeAnswer = defineJob('messages.takeAnswer');

/** Removes a file that nobody sent in time. */
export const dropAttachment = defineJob('messages.dropAttachment');
