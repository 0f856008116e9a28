/** The letters: a step told makes one mail a person, each mail is then sent by a job of its own. */
import { letters, mailKinds, send, sendMail, tell } from '../src/mail/index.js';
import type { Handler } from './worker.js';
import { handle } from './worker.js';

export const postal: Handler[] = [
  // Twice is once: a person has one mail for a step.
  ...mailKinds.map((kind) => handle(letters[kind].cause, (ctx, payload) => tell(ctx, kind, payload))),
  // Twice is once: a mail that was sent is left as it is.
  handle(sendMail, (ctx, { id }) => send(ctx, id)),
];
