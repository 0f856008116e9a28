/** What a declaration refuses, each as a state of affairs. */
import type { Month } from '../kernel/calendar.js';
import { frenchMonthName } from '../kernel/calendar.js';
import { refusal } from '../kernel/refusal.js';
import type { DepositState } from './deposit.js';

export const DeclarationEmpty = refusal<{ reference: string }>(
  'DECLARATION_EMPTY',
  () => 'Aucune ligne à déclarer. Déposez le fichier du mois avant de soumettre.',
);

export const DeclarationBlocked = refusal<{ reference: string; blocking: number }>(
  'DECLARATION_BLOCKED',
  ({ blocking }) =>
    `${blocking} anomalie(s) bloquante(s). Corrigez-les, écartez les lignes concernées ou déposez à nouveau, puis soumettez.`,
);

export const ConditionsNotAccepted = refusal<{ reference: string }>(
  'CONDITIONS_NOT_ACCEPTED',
  () => 'Les conditions ne sont pas acceptées pour ce dépôt. Lisez-les et acceptez-les avant de soumettre.',
);

export const ConditionsOutdated = refusal<{ version: string; current: string }>(
  'CONDITIONS_OUTDATED',
  () => 'Ces conditions ont changé. Relisez le texte en vigueur, puis acceptez-le.',
);

export const DeclarationExists = refusal<{ id: string; reference: string; month: Month }>(
  'DECLARATION_EXISTS',
  ({ reference, month }) =>
    `Une déclaration existe déjà pour ${frenchMonthName(month)} : ${reference}. Ouvrez-la pour la compléter.`,
);

export const TypeNotForStructure = refusal<{ type: string; kind: string }>(
  'TYPE_NOT_FOR_STRUCTURE',
  () => 'Ce type de déclaration ne correspond pas à la structure. Choisissez celui de son mode de garde.',
);

export const MonthNotOver = refusal<{ month: Month }>(
  'MONTH_NOT_OVER',
  ({ month }) =>
    `Le mois ${frenchMonthName(month)} n’est pas terminé. Il se déclare à partir du mois suivant.`,
);

export const MonthTooOld = refusal<{ month: Month; monthsBack: number }>(
  'MONTH_TOO_OLD',
  ({ month, monthsBack }) =>
    `Le mois ${frenchMonthName(month)} remonte à plus de ${monthsBack} mois. Adressez-vous à votre Caf.`,
);

export const CommentMissing = refusal<{ field: string }>(
  'COMMENT_MISSING',
  () => 'Écrivez en quelques mots ce qui est à revoir : la personne qui a déposé le lira.',
);

export const OwnDeclaration = refusal<{ reference: string; otherApprovers: number }>(
  'OWN_DECLARATION',
  ({ otherApprovers }) =>
    `Vous avez déposé, corrigé ou soumis cette déclaration : un autre approbateur de la structure doit l’approuver. ${
      otherApprovers > 0
        ? 'Elle attend dans sa liste ; s’il est absent, demandez à votre gestionnaire des habilitations d’en désigner un autre.'
        : 'Il n’y en a pas : demandez à votre gestionnaire des habilitations d’en désigner un, ou renvoyez-la pour qu’un autre télédéclarant la dépose.'
    }`,
);

export const UnknownColumn = refusal<{ column: string; known: string[] }>(
  'UNKNOWN_COLUMN',
  ({ column, known }) =>
    `La colonne « ${column} » n’existe pas dans ce modèle. Colonnes : ${known.join(', ')}.`,
);

export const RowNotFound = refusal<{ rowId: string }>(
  'ROW_NOT_FOUND',
  () => 'Cette ligne ne fait plus partie de la déclaration. Rechargez la page.',
);

export const DepositUnread = refusal<{ number: number; state: DepositState }>('DEPOSIT_UNREAD', ({ state }) =>
  state === 'refused'
    ? 'Ce fichier a été refusé et n’est pas conservé. Déposez un autre fichier.'
    : 'Ce fichier n’est pas encore lu. Suivez son dépôt, puis téléchargez-le une fois lu.',
);

export const DepositDamaged = refusal<{ number: number; isDraft: boolean }>('FILE_DAMAGED', ({ isDraft }) =>
  isDraft
    ? 'Ce fichier est endommagé : il n’est pas remis. Ses lignes, lues au dépôt, sont intactes. Déposez votre classeur de nouveau pour qu’il soit conservé.'
    : 'Ce fichier est endommagé : il n’est pas remis. Ses lignes, lues au dépôt, sont intactes et la déclaration reste valable. Gardez le classeur que vous avez déposé.',
);

export const DepositInfected = refusal<{ number: number }>(
  'DEPOSIT_INFECTED',
  () =>
    'L’antivirus a reconnu un logiciel malveillant dans ce fichier. Ne l’ouvrez plus et prévenez votre service informatique, puis refaites la déclaration depuis le modèle vierge.',
);

export const DepositTooLargeToScan = refusal<{ number: number }>(
  'DEPOSIT_TOO_LARGE_TO_SCAN',
  () =>
    'Ce fichier est trop volumineux pour être analysé par l’antivirus. Recopiez vos lignes dans le modèle vierge, puis déposez-le.',
);

export const DepositorGone = refusal<{ number: number }>(
  'DEPOSITOR_GONE',
  () =>
    'La personne ou le logiciel qui a déposé ce fichier n’y est plus autorisé. Une personne habilitée doit le déposer de nouveau.',
);

export const IdempotencyKeyReused = refusal<{ number: number }>(
  'IDEMPOTENCY_KEY_REUSED',
  ({ number }) =>
    `Cette clé d’idempotence désigne déjà le dépôt n° ${number}, d’un autre fichier. Envoyez celui-ci sous une autre clé.`,
);

export const ProposalNotFound = refusal<{ code: string | null }>(
  'PROPOSAL_NOT_FOUND',
  () =>
    'Aucune proposition à accepter ici : elle l’est déjà, ou la ligne a changé. Rechargez la page pour voir ce qui est proposé.',
);

export const AmendmentExists = refusal<{ id: string; month: Month }>(
  'AMENDMENT_EXISTS',
  ({ month }) =>
    `La déclaration de ${frenchMonthName(month)} est déjà rectifiée par une version suivante. Ouvrez cette version pour la compléter, ou rectifiez-la si elle est envoyée.`,
);

export const AmendmentUnchanged = refusal<{ reference: string }>(
  'AMENDMENT_UNCHANGED',
  () =>
    'Cette rectification ne change aucune ligne de la version déjà envoyée. Corrigez ce qui doit l’être, ou abandonnez-la.',
);
