/** How each job and each task of the clock is done, on the things of the matrix. */
import { Consultation } from '../../../src/kernel/consultation.js';
import { AccessToken } from '../../../src/habilitations/index.js';
import { Attempts, Session } from '../../../src/identity/index.js';
import { Attachment } from '../../../src/messages/index.js';
import { FileCheck } from '../../../src/filing/index.js';
import { Job } from '../../../src/kernel/jobs.js';
import type { Recipe } from './recipe.js';
import { job, task } from './recipe.js';

// oxfmt-ignore
export const automataRecipes: Record<string, Recipe> = {
  'job attestations.issue': job(({ sent }) => sent.id),
  'job attestations.file': job(({ numbered }) => numbered.id),
  'job deposits.read': job(({ receivedId }) => receivedId),
  'job processing.decide': job(({ attested }) => attested.id),
  'job processing.notify': job(({ processed }) => processed.id),
  'job processing.decide, of an amendment': job(({ amendment }) => amendment.id),
  'job filing.check': job(({ fileCheckId }) => fileCheckId),
  'job filing.lookAtAttestation': job(({ unseenId }) => unseenId),
  'job filing.lookAtDeposit': job(({ lostDepositId }) => lostDepositId),
  'job filing.makeAgain': job(({ damageId }) => damageId),
  'job mail.filesDamaged': job(({ caf }) => caf),
  'job mail.depositDamaged': job(({ toldDepositId }) => toldDepositId),
  'task filing.beginChecks': task(async ({ house: { database } }, { dueCheckId: id }) => database.reader.existsBy(FileCheck, { id, revision: 2 })),
  'task partners.queueChecks': task(async ({ house: { database } }, { structureId }) =>
    (await database.reader.findBy(Job, { kind: 'partners.checkStructure' })).some(({ payload }) => payload.id === structureId)),
  'task consultations.forget': task(async ({ house: { database } }, { oldConsultationId: id }) => !(await database.reader.existsBy(Consultation, { id }))),
  'job partners.checkStructure': job(({ structureId }) => structureId),
  'job mail.submitted': job(({ waiting }) => waiting.id),
  'job mail.returned': job(({ returned }) => returned.id),
  'job mail.sent': job(({ sent }) => sent.id),
  'job mail.processed': job(({ processed }) => processed.id),
  'job mail.messageToPartner': job(({ fromCafId }) => fromCafId),
  'job mail.messageToCaf': job(({ exchange }) => exchange.id),
  'job messages.takeAnswer': job(({ answeredId }) => answeredId),
  'job messages.dropAttachment': job(({ droppedId }) => droppedId),
  'task messages.dropUnsent': task(async ({ house: { database } }, { unsentId: id }) =>
    (await database.reader.findOneBy(Attachment, { id }))?.state === 'dropped'),
  'job mail.send': job(({ mailId }) => mailId),
  'job mail.send, of an account': job(({ accountMailId }) => accountMailId),
  'task habilitations.watchTokens': task(async ({ house: { database } }, { dueTokenId: id }) =>
    (await database.reader.findOneBy(AccessToken, { id }))?.warnedAt),
  'task habilitations.watchTokens, of a token past its end': task(async ({ house: { database } }, { endingTokenId: id }) =>
    (await database.reader.findOneBy(AccessToken, { id }))?.state === 'expired'),
  'job habilitations.tellTokenExpiring': job(({ warnedTokenId }) => warnedTokenId),
  'job habilitations.tellTokenExpired': job(({ expiredTokenId }) => expiredTokenId),
  'job identity.resolveForgotten': job(({ forgottenId }) => forgottenId),
  'job identity.tellPasswordChanged': job(({ changedId }) => changedId),
  'job identity.tellActivation': job(({ activationId }) => activationId),
  'job identity.tellReset': job(({ resetId }) => resetId),
  'job identity.tellSecondFactorOn': job(({ factorOnId }) => factorOnId),
  'job identity.tellSecondFactorOff': job(({ factorOffId }) => factorOffId),
  'job identity.tellOpenIdLinked': job(({ changedId }) => changedId),
  'job identity.tellRecoveryCodeUsed': job(({ usedCodeId }) => usedCodeId),
  'task identity.sweepSessions': task(async ({ house: { database } }, { leftSessionId: id }) =>
    (await database.reader.findOneBy(Session, { id }))?.endedAt),
  'task identity.sweepAttempts': task(async ({ house: { database } }, { triesId: id }) => !(await database.reader.existsBy(Attempts, { id }))),
  'job conventions.print': job(({ unprinted }) => unprinted.id),
  'job mail.conventionReceived': job(({ requested }) => requested.id),
  'job mail.conventionRequested': job(({ requested }) => requested.id),
  'job mail.conventionReturned': job(({ sentBack }) => sentBack.id),
  'job mail.conventionPrepared': job(({ printed }) => printed.id),
  'job mail.conventionSigned': job(({ signed }) => signed.id),
  'job mail.conventionSentBack': job(({ printed }) => printed.id),
  'job mail.conventionActivated': job(({ convention }) => convention.id),
  'job mail.conventionRefused': job(({ refused: it }) => it.id),
  'job mail.conventionWithdrawn': job(({ withdrawn }) => withdrawn.id),
  'job mail.conventionManager': job(({ convention }) => convention.id),
  'job mail.conventionDenounced': job(({ denounced }) => denounced.id),
  'job mail.conventionMaintained': job(({ convention }) => convention.id),
  'job conventions.expire': job(({ overId }) => overId),
  'task conventions.queueExpiries': task(async ({ house: { database } }, { overId }) =>
    (await database.reader.findBy(Job, { kind: 'conventions.expire' })).some(({ payload }) => payload.id === overId)),
  'job mail.conventionEnded': job(({ endedId }) => endedId),
  'job mail.requested': job(({ requestSent }) => requestSent.id),
  'job mail.removalDone': job(({ requestDone }) => requestDone.id),
  'job mail.requestAccepted': job(({ requestAccepted }) => requestAccepted.id),
  'job mail.requestRefused': job(({ requestRefused }) => requestRefused.id),
  'job mail.habilitated': job(({ requestAccepted }) => requestAccepted.id),
  'job mail.removed': job(({ requestDone }) => requestDone.id),
};
