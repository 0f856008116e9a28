/** The automata's part in messages: bringing back the cases that waited for one, removing files that nobody sent. */
import { dropAttachment, dropUnsent, removeDropped, takeAnswer } from '../src/messages/index.js';
import { comeBack } from '../src/processing/index.js';
import type { Task } from './schedule.js';
import type { Handler } from './worker.js';
import { handle } from './worker.js';

export const exchanging: Handler[] = [
  // Twice is once: a case that has come back waits no more.
  handle(takeAnswer, (ctx, { id }) => comeBack(ctx, id)),
  // Twice is once: what is gone is gone.
  handle(dropAttachment, (ctx, { id }) => removeDropped(ctx, id)),
];

export const unsentWatch: Task = {
  name: 'messages.dropUnsent',
  minutes: 60,
  what: 'Efface les fichiers joints à aucun message',
  by: 'each Caf',
  why: 'a file that was joined to no message within a day is not kept',
  run: dropUnsent,
};
