/** Why the NIMS automaton hands an attestation to an adviser: the first reason that holds, in this order. */
import type { AllocataireRecord, Doubt, Matching } from '../allocataires/index.js';
import type { Month } from '../kernel/calendar.js';
import type { Parameter } from '../parameters/index.js';

/** What the automaton knows of a row; `record` is absent when the number is not affiliated to the Caf. */
export interface Matter {
  month: Month;
  record: AllocataireRecord | undefined;
  matching: Pick<Matching, 'doubt'>;
  /** Hours are declared after an end of care that closed the right, and no adviser has said that care resumed. */
  afterEnd: boolean;
}

export const reasonCodes = [
  'NOT_AFFILIATED',
  'OTHER_CAF',
  'RECORD_UPDATING',
  'CMG_REQUEST_UNKNOWN',
  'TWINS',
  'HOMONYMS',
  'NAMES_NOT_MATCHING',
  'BIRTH_DATE_NOT_MATCHING',
  'CHILD_NOT_MATCHING',
  'CARE_ENDED',
] as const;
export type Reason = (typeof reasonCodes)[number];

interface ReasonRule {
  /** What the partner and the adviser read. */
  sentence: string;
  /** What the adviser does first. */
  hint: string;
  /** In how many days it should be closed. */
  deadline: Parameter;
  holds: (matter: Matter) => boolean;
}

const doubting =
  (doubt: Doubt): ReasonRule['holds'] =>
  ({ matching }) =>
    matching.doubt === doubt;

export const reasons: Record<Reason, ReasonRule> = {
  NOT_AFFILIATED: {
    sentence: 'Numéro d’allocataire non affilié à cette Caf',
    hint: 'Rechercher l’allocataire par l’enfant ; vérifier une mutation vers une autre Caf.',
    deadline: 'case_days_identity',
    holds: doubting('NOT_AFFILIATED'),
  },
  OTHER_CAF: {
    sentence: 'Numéro d’allocataire affilié à une autre Caf',
    hint: 'Vérifier la mutation du dossier ; faire déclarer à la Caf de la famille si elle a changé.',
    deadline: 'case_days_identity',
    holds: doubting('OTHER_CAF'),
  },
  RECORD_UPDATING: {
    sentence: 'Dossier de l’allocataire en cours de mise à jour',
    hint: 'Terminer la mise à jour du dossier, puis traiter l’attestation.',
    deadline: 'case_days_record',
    holds: ({ record }) => record?.updating === true,
  },
  CMG_REQUEST_UNKNOWN: {
    sentence: 'Demande de CMG non connue pour ce mois',
    hint: 'Demander à la famille de déposer sa demande de CMG.',
    deadline: 'case_days_family',
    holds: ({ record, month }) =>
      record !== undefined && (record.cmgRequestedFrom === null || record.cmgRequestedFrom > month),
  },
  TWINS: {
    sentence: 'Enfants nés le même jour au même dossier',
    hint: 'Rattacher l’attestation au bon enfant.',
    deadline: 'case_days_identity',
    holds: doubting('TWINS'),
  },
  HOMONYMS: {
    sentence: 'Homonymes : le numéro d’allocataire est à vérifier',
    hint: 'Comparer les dossiers qui portent cet enfant ; rattacher l’attestation au bon numéro.',
    deadline: 'case_days_identity',
    holds: doubting('HOMONYMS'),
  },
  NAMES_NOT_MATCHING: {
    sentence: 'Nom ou prénom de l’enfant différents de ceux du dossier',
    hint: 'Comparer l’état civil au dossier ; faire corriger la structure si besoin.',
    deadline: 'case_days_identity',
    holds: doubting('NAMES_NOT_MATCHING'),
  },
  BIRTH_DATE_NOT_MATCHING: {
    sentence: 'Date de naissance de l’enfant différente de celle du dossier',
    hint: 'Vérifier la date au dossier, et que la ligne n’est pas celle d’un frère ou d’une sœur.',
    deadline: 'case_days_identity',
    holds: doubting('BIRTH_DATE_NOT_MATCHING'),
  },
  CHILD_NOT_MATCHING: {
    sentence: 'Enfant non retrouvé au dossier',
    hint: 'Rechercher l’enfant ; l’ajouter au dossier, ou faire corriger le numéro par la structure.',
    deadline: 'case_days_identity',
    holds: doubting('CHILD_NOT_MATCHING'),
  },
  CARE_ENDED: {
    sentence: 'Fin de garde déjà enregistrée pour cet enfant',
    hint: 'Vérifier que la garde a repris ; traiter l’attestation rouvre le droit pour les mois suivants.',
    deadline: 'case_days_record',
    holds: ({ afterEnd }) => afterEnd,
  },
};

/** The first reason that holds, or none: then the automaton processes the row. */
export const reasonFor = (matter: Matter): Reason | undefined =>
  reasonCodes.find((code) => reasons[code].holds(matter));
