/** Letters about a habilitation request: to the officers of the Caf, to the manager, to the person. */
import type { StructureRole } from '../../habilitations/index.js';
import { roleNames } from '../../habilitations/index.js';
import type { Content } from '../content.js';

/** What every letter about a request may say of it. The person is named in no letter but to the manager who named them. */
export interface AboutRequest {
  /** `H-493-2026-0001` */
  reference: string;
  /** `Ajout d’une personne` */
  kind: string;
  structure: string;
  /** `Caf de Maine-et-Loire` */
  caf: string;
  /** Where the service is. */
  home: string;
}

const subjectOf = (what: string, { structure }: AboutRequest): string => `${what} : ${structure}`;

const identityOf = ({ reference, kind, structure }: AboutRequest): [string, string][] => [
  ['Référence', reference],
  ['Demande', kind],
  ['Structure', structure],
];

const open = ({ home }: AboutRequest) => ({ leadsTo: 'Ouvrir Habilis', link: home });

export const requested = (about: AboutRequest): Content => ({
  subject: subjectOf(`Demande d’habilitation ${about.reference} à examiner`, about),
  title: 'Une demande d’habilitation vous attend',
  blocks: [
    { says: 'Un gestionnaire des habilitations vous adresse cette demande.' },
    { facts: identityOf(about) },
    {
      says: 'Vérifiez qu’elle vient du gestionnaire désigné par la convention, puis acceptez-la ou refusez-la avec un motif.',
    },
    open(about),
  ],
});

export const removalDone = (about: AboutRequest): Content => ({
  subject: subjectOf(`Habilitations retirées, ${about.reference}`, about),
  title: 'Des habilitations ont été retirées',
  blocks: [
    { says: 'Le gestionnaire des habilitations a retiré une personne de sa structure, avec effet immédiat.' },
    { facts: identityOf(about) },
    { says: 'Vous n’avez rien à faire : ce message vous en informe.' },
    open(about),
  ],
});

/** @param person  whom the manager named: `Madame Nadia Ferrand` */
export const requestAccepted = (about: AboutRequest, person: string): Content => ({
  subject: subjectOf(`Demande d’habilitation ${about.reference} acceptée`, about),
  title: 'Votre demande est acceptée',
  blocks: [
    { says: `La ${about.caf} a accepté cette demande.` },
    { facts: [...identityOf(about), ['Personne', person]] },
    {
      says: 'La personne en est informée. Si elle n’avait pas encore de compte, elle reçoit un lien pour choisir son mot de passe.',
    },
    open(about),
  ],
});

/** @param reason  as the officer wrote it */
export const requestRefused = (about: AboutRequest, reason: string): Content => ({
  subject: subjectOf(`Demande d’habilitation ${about.reference} refusée`, about),
  title: 'Votre demande est refusée',
  blocks: [
    { says: `La ${about.caf} a refusé cette demande. Aucune habilitation n’a changé.` },
    { facts: identityOf(about) },
    { title: 'Son motif', quotes: reason },
    { says: 'Corrigez ce qui doit l’être dans une nouvelle demande, ou adressez-vous à votre Caf.' },
    open(about),
  ],
});

export const habilitated = (about: AboutRequest, roles: readonly StructureRole[]): Content => ({
  subject: subjectOf('Vos habilitations ont changé', about),
  title: 'Vos habilitations ont changé',
  blocks: [
    {
      says: `À la demande de votre gestionnaire des habilitations, et avec l’accord de la ${about.caf}, voici ce que vous pouvez faire dans cette structure.`,
    },
    {
      facts: [
        ['Structure', about.structure],
        ['Rôles', roles.map((role) => roleNames[role]).join(', ')],
      ],
    },
    { says: 'Vous agissez avec votre compte habituel : rien d’autre n’a changé.' },
    open(about),
  ],
});

export const removed = (about: AboutRequest): Content => ({
  subject: subjectOf('Vos habilitations ont été retirées', about),
  title: 'Vos habilitations ont été retirées',
  blocks: [
    {
      says: 'Votre gestionnaire des habilitations a retiré celles que vous aviez dans cette structure avec cette adresse. Ce que vous faites ailleurs n’a pas changé.',
    },
    { facts: [['Structure', about.structure]] },
    { says: 'Si cela vous surprend, adressez-vous au gestionnaire des habilitations de la structure.' },
  ],
});
