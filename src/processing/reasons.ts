/** Why the NIMS automaton hands an attestation to an adviser: the first reason that holds, in this order. */
import type { Month } from '../kernel/calendar.js';
import type { AllocataireRecord, ChildRecord } from '../allocataires/index.js';
import type { DeclarationRow } from '../declarations/index.js';
import type { Parameter } from '../parameters/index.js';

/** What the automaton knows of a row; `record` is absent when the number is not affiliated to the Caf. */
export interface Matter {
  row: Pick<DeclarationRow, 'lastName' | 'firstName' | 'birthDate'>;
  month: Month;
  record: AllocataireRecord | undefined;
}

export const reasonCodes = [
  'NOT_AFFILIATED',
  'RECORD_UPDATING',
  'CMG_REQUEST_UNKNOWN',
  'TWINS',
  'CHILD_NOT_MATCHING',
] as const;
export type Reason = (typeof reasonCodes)[number];

interface ReasonRule {
  /** What the partner and the adviser read. */
  sentence: string;
  /** What the adviser does first. */
  hint: string;
  /** In how many days it should be closed. */
  deadline: Parameter;
  holds: (matter: Required<Matter> & { record: AllocataireRecord }) => boolean;
}

/** Without accents, case, hyphens or apostrophes: `Léa-Rose` is `LEA ROSE`. */
const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toUpperCase();

const isSameChild = (child: ChildRecord, row: Matter['row']): boolean =>
  child.birthDate === row.birthDate &&
  plain(child.lastName) === plain(row.lastName ?? '') &&
  plain(child.firstName) === plain(row.firstName ?? '');

export const reasons: Record<Exclude<Reason, 'NOT_AFFILIATED'>, ReasonRule> & {
  NOT_AFFILIATED: Omit<ReasonRule, 'holds'>;
} = {
  NOT_AFFILIATED: {
    sentence: 'Numéro d’allocataire non affilié à cette Caf',
    hint: 'Rechercher l’allocataire par l’enfant ; vérifier une mutation vers une autre Caf.',
    deadline: 'case_days_identity',
  },
  RECORD_UPDATING: {
    sentence: 'Dossier de l’allocataire en cours de mise à jour',
    hint: 'Terminer la mise à jour du dossier, puis traiter l’attestation.',
    deadline: 'case_days_record',
    holds: ({ record }) => record.updating,
  },
  CMG_REQUEST_UNKNOWN: {
    sentence: 'Demande de CMG non connue pour ce mois',
    hint: 'Demander à la famille de déposer sa demande de CMG.',
    deadline: 'case_days_family',
    holds: ({ record, month }) => record.cmgRequestedFrom === null || record.cmgRequestedFrom > month,
  },
  TWINS: {
    sentence: 'Enfants nés le même jour au même dossier',
    hint: 'Rattacher l’attestation au bon enfant.',
    deadline: 'case_days_identity',
    holds: ({ record, row }) =>
      record.children.filter(({ birthDate }) => birthDate === row.birthDate).length > 1,
  },
  CHILD_NOT_MATCHING: {
    sentence: 'Enfant non retrouvé au dossier : nom, prénom ou date de naissance différents',
    hint: 'Comparer l’état civil au dossier ; faire corriger la structure si besoin.',
    deadline: 'case_days_identity',
    holds: ({ record, row }) =>
      row.birthDate !== null && !record.children.some((child) => isSameChild(child, row)),
  },
};

/** The first reason that holds, or none: then the automaton processes the row. */
export const reasonFor = ({ row, month, record }: Matter): Reason | undefined => {
  if (!record) return 'NOT_AFFILIATED';
  return reasonCodes.find((code) => code !== 'NOT_AFFILIATED' && reasons[code].holds({ row, month, record }));
};
