/** Why a message is not taken. */
import { refusal } from '../kernel/refusal.js';
import { MOST_ATTACHMENTS } from './kinds.js';

/** Characters, at most. */
export const MOST_BODY = 5_000;
export const MOST_SUBJECT = 120;

export const MessageInvalid = refusal<{ field: 'body' | 'subject'; most: number }>(
  'MESSAGE_INVALID',
  ({ field, most }) =>
    field === 'body'
      ? `Écrivez votre message : ${most} caractères au plus.`
      : `Donnez un objet à votre message : ${most} caractères au plus, sur une ligne.`,
);

export const TooManyAttachments = refusal<{ most: number }>(
  'TOO_MANY_ATTACHMENTS',
  ({ most }) => `Au plus ${most} fichiers par message. Envoyez les autres dans un autre message.`,
);

export const TooManyUnsent = refusal<{ most: number }>(
  'TOO_MANY_UNSENT',
  ({ most }) =>
    `Vous avez déjà ${most} fichiers joints à des messages qui ne sont pas envoyés. Envoyez-les, puis recommencez.`,
);

export const AttachmentGone = refusal<{ ids: string[] }>(
  'ATTACHMENT_GONE',
  () =>
    'Un des fichiers joints n’est plus là, ou est déjà envoyé : un fichier qui n’est pas envoyé dans la journée est retiré. Joignez-le de nouveau.',
);

export const AttachmentDamaged = refusal<{ id: string }>(
  'FILE_DAMAGED',
  () =>
    'Ce fichier est endommagé : il n’est pas remis. Demandez-le de nouveau, par un message, à la personne qui l’avait envoyé.',
);

/** @throws MESSAGE_INVALID */
export function bodyIn(said: string): string {
  const body = said.trim();
  if (body === '' || body.length > MOST_BODY) throw MessageInvalid({ field: 'body', most: MOST_BODY });
  return body;
}

/** @throws MESSAGE_INVALID */
export function subjectIn(said: string): string {
  const subject = said.trim();
  const fits = subject !== '' && subject.length <= MOST_SUBJECT && !/\p{Cc}/u.test(subject);
  if (!fits) throw MessageInvalid({ field: 'subject', most: MOST_SUBJECT });
  return subject;
}

/** @throws TOO_MANY_ATTACHMENTS */
export function demandFew(ids: readonly string[]): void {
  if (ids.length > MOST_ATTACHMENTS) throw TooManyAttachments({ most: MOST_ATTACHMENTS });
}
