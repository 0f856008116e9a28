/** What a habilitation request refuses, each as a state of affairs. */
import { refusal } from '../kernel/refusal.js';
import type { PersonRole, StructureRole } from '../habilitations/index.js';
import { roleNames } from '../habilitations/index.js';
import type { Content } from './request.js';

type Field = keyof Content;

/** How a field is called in French. */
export const fieldNames: Record<Field, string> = {
  formerEmail: 'ancienne adresse électronique',
  civility: 'civilité',
  firstName: 'prénom',
  lastName: 'nom',
  email: 'adresse électronique',
  roles: 'rôles',
};

const named = (roles: readonly PersonRole[]): string => roles.map((role) => roleNames[role]).join(', ');

export const RequestIncomplete = refusal<{ missing: Field[] }>(
  'REQUEST_INCOMPLETE',
  ({ missing }) =>
    `La demande est incomplète : ${missing.map((field) => fieldNames[field]).join(', ')}. Complétez-la, puis soumettez-la.`,
);

export const MalformedEmail = refusal<{ field: Field }>(
  'MALFORMED_EMAIL',
  ({ field }) =>
    `Le champ « ${fieldNames[field]} » n’est pas une adresse électronique. Écrivez-la sous la forme nom@domaine.fr.`,
);

export const RoleNotForStructure = refusal<{ role: PersonRole }>(
  'ROLE_NOT_FOR_STRUCTURE',
  ({ role }) =>
    `Le rôle « ${roleNames[role]} » ne se donne pas sur une structure. Choisissez parmi : fournisseur de données d’activité, fournisseur de données financières, approbateur. Le gestionnaire des habilitations, lui, est désigné par la convention.`,
);

export const RoleAlreadyHeld = refusal<{ roles: StructureRole[] }>(
  'ROLE_ALREADY_HELD',
  ({ roles }) =>
    `Cette personne a déjà, dans cette structure : ${named(roles)}. Ne demandez que les rôles qui lui manquent, ou demandez une modification.`,
);

export const PersonNotThere = refusal<{ field: Field }>(
  'PERSON_NOT_THERE',
  ({ field }) =>
    `Personne n’a de rôle dans cette structure sous cette adresse (champ « ${fieldNames[field]} »). Vérifiez l’adresse et la structure.`,
);

export const NoConvention = refusal<{ structureId: string }>(
  'NO_CONVENTION',
  () =>
    'Aucune convention en vigueur ne couvre cette structure. Une habilitation se demande une fois la convention en vigueur : adressez-vous à votre Caf.',
);

export const NotConventionManager = refusal<{ convention: string }>(
  'NOT_CONVENTION_MANAGER',
  ({ convention }) =>
    `La convention ${convention} désigne un autre gestionnaire des habilitations que la personne qui fait cette demande. C’est à ce gestionnaire de la faire ; refusez-la si elle vous est soumise.`,
);

export const RemovalAtOnce = refusal<{ reference: string }>(
  'REMOVAL_AT_ONCE',
  () =>
    'Un retrait ne se soumet pas à la Caf : il prend effet dès que vous le confirmez. Prenez l’étape « retirer ».',
);

export const NotRemoval = refusal<{ reference: string }>(
  'NOT_REMOVAL',
  () => 'Cette demande n’est pas un retrait : soumettez-la à la Caf, qui décide.',
);

export const AccountShared = refusal<{ reference: string }>(
  'ACCOUNT_SHARED',
  () =>
    'Cette personne agit aussi ailleurs avec ce compte : un partenaire seul ne change pas son nom. Refusez la demande, en invitant à la refaire avec le nom actuel.',
);

export const ReasonInvalid = refusal<{ field: string; most: number }>(
  'REASON_INVALID',
  ({ most }) =>
    `Le motif du refus manque ou dépasse ${most} caractères. Écrivez-le : le gestionnaire des habilitations le lira.`,
);

export const TooManyDecisions = refusal<{ most: number }>(
  'TOO_MANY_DECISIONS',
  ({ most }) => `On décide de ${most} demandes à la fois au plus. Faites-en plusieurs envois.`,
);
