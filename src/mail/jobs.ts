/** The work that letters ask of the automata. */
import { defineJob } from '../kernel/jobs.js';

/** Tried for about eight hours: a mail server that is down in the evening is up in the morning. */
export const sendMail = defineJob('mail.send', { attempts: 100 });
