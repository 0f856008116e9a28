/** Every letter: the work that causes it, to whom it goes, while what is true, and what it says. */
import { tellProcessed, tellReturned, tellSent, tellSubmitted } from '../../declarations/index.js';
import { report } from '../../processing/index.js';
import { tellTokenExpired, tellTokenExpiring } from '../../habilitations/index.js';
import { tellActivation, tellReset } from '../../identity/index.js';
import {
  conventionCycle,
  conventionStates,
  tellActivated,
  tellDenounced,
  tellEnded,
  tellMaintained,
  tellManagerReplaced,
  tellPrepared,
  tellReceived,
  tellRefused,
  tellRequested,
  tellReturned as tellConventionReturned,
  tellSentBack,
  tellSigned,
  tellWithdrawn,
} from '../../conventions/index.js';
import type { MailKind } from '../mail.js';
import {
  conventionActivated,
  conventionDenounced,
  conventionEnded,
  conventionMaintained,
  conventionManager,
  conventionPrepared,
  conventionReceived,
  conventionRefused,
  conventionRequested,
  conventionReturned,
  conventionSentBack,
  conventionSigned,
  conventionWithdrawn,
} from './conventions.js';
import type { LetterKind } from './kind.js';
import { ofDamagedDeposit, ofDamagedFiles } from './damaged-files.js';
import { activation, ofLink, reset } from './links.js';
import { ofConvention } from './of-convention.js';
import { ofDeclaration } from './of-declaration.js';
import { requestLetters } from './of-request.js';
import { messageLetters } from './of-message.js';
import { ofOpenIdLink } from './openid-linked.js';
import { ofPasswordChange } from './password-changed.js';
import { processed } from './processed.js';
import { returned } from './returned.js';
import { secondFactorLetters } from './second-factor.js';
import { sent } from './sent.js';
import { submitted } from './submitted.js';
import { ofToken, tokenExpired, tokenExpiring } from './tokens.js';

export const reportAddress = (home: string, declarationId: string): string =>
  `${home}/declarations/${declarationId}/report`;

export const documentAddress = (home: string, conventionId: string): string =>
  `${home}/conventions/${conventionId}/pdf`;

export const letters: Record<MailKind, LetterKind> = {
  submitted: ofDeclaration({
    cause: tellSubmitted,
    to: ['approvers'],
    in: ['awaiting_approval'],
    says: submitted,
  }),
  returned: ofDeclaration({
    cause: tellReturned,
    to: ['declarant'],
    in: ['returned'],
    says: (about, { comment }) => returned(about, comment!),
  }),
  sent: ofDeclaration({
    cause: tellSent,
    to: ['declarantUnlessApprover'],
    in: ['sent', 'attested', 'processed'],
    says: (about, { approvedAt, approvedAlone }) => sent(about, approvedAt!, approvedAlone),
  }),
  processed: ofDeclaration({
    cause: tellProcessed,
    to: ['declarant', 'approver'],
    in: ['processed'],
    says: async (about, { id }, ctx) =>
      processed(about, (await report(ctx, id)).counts, reportAddress(about.home, id)),
  }),
  ...messageLetters,
  filesDamaged: ofDamagedFiles,
  depositDamaged: ofDamagedDeposit,
  activation: ofLink(tellActivation, 'activation', activation),
  reset: ofLink(tellReset, 'mot-de-passe', reset),
  tokenExpiring: ofToken(tellTokenExpiring, 'active', tokenExpiring),
  tokenExpired: ofToken(tellTokenExpired, 'expired', tokenExpired),
  passwordChanged: ofPasswordChange,
  ...secondFactorLetters,
  openIdLinked: ofOpenIdLink,
  conventionReceived: ofConvention({
    cause: tellReceived,
    to: ['applicant'],
    in: conventionStates,
    says: conventionReceived,
  }),
  conventionRequested: ofConvention({
    cause: tellRequested,
    to: ['officers'],
    in: ['requested'],
    says: conventionRequested,
  }),
  conventionReturned: ofConvention({
    cause: tellConventionReturned,
    to: ['applicant'],
    in: ['returned'],
    says: (about, { reason }) => conventionReturned(about, reason!),
  }),
  conventionPrepared: ofConvention({
    cause: tellPrepared,
    to: ['applicant'],
    in: ['prepared'],
    says: (about, { id }) => conventionPrepared(about, documentAddress(about.home, id)),
  }),
  conventionSigned: ofConvention({
    cause: tellSigned,
    to: ['officers'],
    in: ['signed'],
    says: conventionSigned,
  }),
  conventionSentBack: ofConvention({
    cause: tellSentBack,
    to: ['applicant'],
    in: ['prepared'],
    says: (about, { reason }) => conventionSentBack(about, reason!),
  }),
  conventionActivated: ofConvention({
    cause: tellActivated,
    to: ['itsPeople'],
    in: ['active'],
    says: conventionActivated,
  }),
  conventionRefused: ofConvention({
    cause: tellRefused,
    to: ['applicant'],
    in: ['refused'],
    says: (about, { reason }) => conventionRefused(about, reason!),
  }),
  conventionWithdrawn: ofConvention({
    cause: tellWithdrawn,
    to: ['officers'],
    in: ['withdrawn'],
    says: (about, { reason }) => conventionWithdrawn(about, reason),
  }),
  conventionManager: ofConvention({
    cause: tellManagerReplaced,
    to: ['applicant', 'managers'],
    in: conventionCycle.steps.replaceManager.from,
    says: conventionManager,
  }),
  conventionDenounced: ofConvention({
    cause: tellDenounced,
    to: ['officers', 'itsPeople'],
    in: ['denounced'],
    says: (about, { endsOn }) => conventionDenounced(about, endsOn!),
  }),
  conventionMaintained: ofConvention({
    cause: tellMaintained,
    to: ['officers', 'itsPeople'],
    in: ['active'],
    says: conventionMaintained,
  }),
  conventionEnded: ofConvention({
    cause: tellEnded,
    to: ['itsLastPeople'],
    in: ['ended'],
    says: conventionEnded,
  }),
  ...requestLetters,
};
