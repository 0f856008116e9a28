/** Every letter: the step that causes it, to whom it goes, while what is true, and what it says. */
import type { Context } from '../../kernel/context.js';
import type { JobKind } from '../../kernel/jobs.js';
import type { Declaration, State } from '../../declarations/index.js';
import { tellProcessed, tellReturned, tellSent, tellSubmitted } from '../../declarations/index.js';
import { report } from '../../processing/index.js';
import type { About, Content } from '../content.js';
import type { MailKind } from '../mail.js';
import type { Recipient } from '../recipients.js';
import { processed } from './processed.js';
import { returned } from './returned.js';
import { sent } from './sent.js';
import { submitted } from './submitted.js';

export interface LetterKind {
  cause: JobKind;
  to: readonly Recipient[];
  /** In any other state of the declaration, what it says is no longer so. */
  in: readonly State[];
  says: (about: About, declaration: Declaration, ctx: Context) => Content | Promise<Content>;
}

export const reportAddress = (home: string, declarationId: string): string =>
  `${home}/declarations/${declarationId}/report`;

export const letters: Record<MailKind, LetterKind> = {
  submitted: {
    cause: tellSubmitted,
    to: ['approvers'],
    in: ['awaiting_approval'],
    says: submitted,
  },
  returned: {
    cause: tellReturned,
    to: ['declarant'],
    in: ['returned'],
    says: (about, { comment }) => returned(about, comment!),
  },
  sent: {
    cause: tellSent,
    to: ['declarantUnlessApprover'],
    in: ['sent', 'attested', 'processed'],
    says: (about, { approvedAt }) => sent(about, approvedAt!),
  },
  processed: {
    cause: tellProcessed,
    to: ['declarant', 'approver'],
    in: ['processed'],
    says: async (about, { id }, ctx) =>
      processed(about, (await report(ctx, id)).counts, reportAddress(about.home, id)),
  },
};
