/** What a convention refuses, each as a state of affairs. */
import type { Day } from '../kernel/calendar.js';
import { frenchDay } from '../kernel/calendar.js';
import { refusal } from '../kernel/refusal.js';

/** One thing wrong in a request: where it is, for programs, and the sentence that people read. */
export interface Fault {
  /** `structures.1.siret`: the second structure's. */
  field: string;
  sentence: string;
}

const SHOWN = 5;

export const ConventionRequestInvalid = refusal<{ faults: readonly Fault[] }>(
  'CONVENTION_REQUEST_INVALID',
  ({ faults }) => {
    const more = faults.length > SHOWN ? ` … et ${faults.length - SHOWN} autre(s)` : '';
    const said = faults.slice(0, SHOWN).map(({ sentence }) => sentence);
    return `Demande de convention à corriger. ${said.join(' ')}${more}`;
  },
);

export const ConventionReasonInvalid = refusal<{ field: string; most: number }>(
  'CONVENTION_REASON_INVALID',
  ({ most }) => `Le motif manque ou dépasse ${most} caractères. Écrivez-le, puis recommencez.`,
);

export const ConventionEndInvalid = refusal<{ field: string; from: Day; to: Day | null }>(
  'CONVENTION_END_INVALID',
  ({ from, to }) =>
    `Le dernier jour de la convention manque ou ne convient pas : il est attendu à partir du ${frenchDay(from)}${to ? ` et au plus tard à son terme, le ${frenchDay(to)}` : ''}.`,
);

export const ConventionNotOver = refusal<{ reference: string }>(
  'CONVENTION_NOT_OVER',
  ({ reference }) =>
    `La convention ${reference} n’a pas passé son dernier jour. Attendez-le, ou mettez-y fin avec un motif.`,
);

export const ConventionOver = refusal<{ reference: string }>(
  'CONVENTION_OVER',
  ({ reference }) =>
    `Le dernier jour de la convention ${reference} est passé : elle prend fin. Une autre est à demander.`,
);

export const ConventionTermOver = refusal<{ reference: string }>(
  'CONVENTION_TERM_OVER',
  ({ reference }) =>
    `Le terme de la convention ${reference} est passé : elle n’entre plus en vigueur. Renvoyez l’exemplaire signé, pour que la demande soit reprise et préparée avec un autre terme, ou refusez-la.`,
);

export const ManagerUnchanged = refusal<{ reference: string }>(
  'MANAGER_UNCHANGED',
  ({ reference }) =>
    `La convention ${reference} désigne déjà cette adresse. Donnez celle du nouveau gestionnaire des habilitations.`,
);

export const ConventionNotPrinted = refusal<{ reference: string }>(
  'CONVENTION_NOT_PRINTED',
  ({ reference }) =>
    `La convention ${reference} n’est pas encore imprimée. Attendez le message qui vous l’annonce, relisez-la, puis renvoyez-la signée.`,
);

const faultsOfCopy = {
  not_pdf:
    'Ce fichier n’est pas un PDF. Numérisez la convention signée en PDF, puis renvoyez-la ; une photo ou un document Word ne convient pas.',
  too_large:
    'Ce fichier dépasse 20 Mo. Numérisez la convention signée avec une définition plus faible, puis renvoyez-la.',
};

export const SignedCopyRefused = refusal<{ reason: keyof typeof faultsOfCopy }>(
  'SIGNED_COPY_REFUSED',
  ({ reason }) => faultsOfCopy[reason],
);

interface AtStructure {
  siret: string;
}

export const StructureOfAnotherPartner = refusal<AtStructure>(
  'STRUCTURE_OF_ANOTHER_PARTNER',
  ({ siret }) =>
    `L’établissement ${siret} est connu comme celui d’un autre partenaire. Renvoyez l’exemplaire signé ou refusez la convention, avec ce motif.`,
);

export const StructureAtAnotherCaf = refusal<AtStructure>(
  'STRUCTURE_AT_ANOTHER_CAF',
  ({ siret }) =>
    `L’établissement ${siret} déclare à une autre Caf. Réglez son rattachement avec elle, ou refusez la convention avec ce motif.`,
);

export const StructureOfAnotherService = refusal<AtStructure>(
  'STRUCTURE_OF_ANOTHER_SERVICE',
  ({ siret }) =>
    `L’établissement ${siret} est connu pour un mode d’accueil que cette convention ne concerne pas. Refusez-la avec ce motif.`,
);

export const StructureUnderConvention = refusal<AtStructure>(
  'STRUCTURE_UNDER_CONVENTION',
  ({ siret }) =>
    `L’établissement ${siret} a déjà une convention en vigueur pour ce service. Mettez-y fin d’abord, ou refusez celle-ci avec ce motif.`,
);

export const PaperDamaged = refusal<{ id: string }>(
  'FILE_DAMAGED',
  () =>
    'Ce document est endommagé : il n’est pas remis. La convention reste valable ; demandez une copie à l’autre partie, puis écrivez à votre Caf.',
);
