/** What each letter about a habilitation request says, word for word. */
import type { AboutRequest } from '../../src/mail/index.js';
import {
  habilitated,
  removalDone,
  removed,
  requestAccepted,
  requestRefused,
  requested,
} from '../../src/mail/index.js';

const asked: AboutRequest = {
  reference: 'H-493-2026-0012',
  kind: 'Ajout d’une personne',
  structure: 'Micro-crèche Pirouette',
  caf: 'Caf de Maine-et-Loire',
  home: 'https://habilis.caf.example',
};
const ofRequest = [
  'Référence : H-493-2026-0012',
  'Demande : Ajout d’une personne',
  'Structure : Micro-crèche Pirouette',
];
const OPEN = 'Ouvrir Habilis : https://habilis.caf.example';

export const requestLetters = {
  requested: {
    letter: requested(asked),
    subject: 'Demande d’habilitation H-493-2026-0012 à examiner : Micro-crèche Pirouette',
    says: [
      'Une demande d’habilitation vous attend',
      'Bonjour Madame Nadia Ferrand,',
      'Un gestionnaire des habilitations vous adresse cette demande.',
      ...ofRequest,
      'Vérifiez qu’elle vient du gestionnaire désigné par la convention, puis acceptez-la ou refusez-la avec un motif.',
      OPEN,
    ],
  },
  removalDone: {
    letter: removalDone({ ...asked, kind: 'Retrait d’une personne' }),
    subject: 'Habilitations retirées, H-493-2026-0012 : Micro-crèche Pirouette',
    says: [
      'Des habilitations ont été retirées',
      'Bonjour Madame Nadia Ferrand,',
      'Le gestionnaire des habilitations a retiré une personne de sa structure, avec effet immédiat.',
      'Référence : H-493-2026-0012',
      'Demande : Retrait d’une personne',
      'Structure : Micro-crèche Pirouette',
      'Vous n’avez rien à faire : ce message vous en informe.',
      OPEN,
    ],
  },
  requestAccepted: {
    letter: requestAccepted(asked, 'Monsieur Luc <Martin>'),
    subject: 'Demande d’habilitation H-493-2026-0012 acceptée : Micro-crèche Pirouette',
    says: [
      'Votre demande est acceptée',
      'Bonjour Madame Nadia Ferrand,',
      'La Caf de Maine-et-Loire a accepté cette demande.',
      ...ofRequest,
      'Personne : Monsieur Luc <Martin>',
      'La personne en est informée. Si elle n’avait pas encore de compte, elle reçoit un lien pour choisir son mot de passe.',
      OPEN,
    ],
  },
  requestRefused: {
    letter: requestRefused(asked, 'La fiche de poste manque.\nÀ refaire.'),
    subject: 'Demande d’habilitation H-493-2026-0012 refusée : Micro-crèche Pirouette',
    says: [
      'Votre demande est refusée',
      'Bonjour Madame Nadia Ferrand,',
      'La Caf de Maine-et-Loire a refusé cette demande. Aucune habilitation n’a changé.',
      ...ofRequest,
      'Son motif :',
      '  La fiche de poste manque.',
      '  À refaire.',
      'Corrigez ce qui doit l’être dans une nouvelle demande, ou adressez-vous à votre Caf.',
      OPEN,
    ],
  },
  habilitated: {
    letter: habilitated(asked, ['activityProvider', 'approver']),
    subject: 'Vos habilitations ont changé : Micro-crèche Pirouette',
    says: [
      'Vos habilitations ont changé',
      'Bonjour Madame Nadia Ferrand,',
      'À la demande de votre gestionnaire des habilitations, et avec l’accord de la Caf de Maine-et-Loire, voici ce que vous pouvez faire dans cette structure.',
      'Structure : Micro-crèche Pirouette',
      'Rôles : Fournisseur de données d’activité (télédéclarant), Approbateur',
      'Vous agissez avec votre compte habituel : rien d’autre n’a changé.',
      OPEN,
    ],
  },
  removed: {
    letter: removed(asked),
    subject: 'Vos habilitations ont été retirées : Micro-crèche Pirouette',
    says: [
      'Vos habilitations ont été retirées',
      'Bonjour Madame Nadia Ferrand,',
      'Votre gestionnaire des habilitations a retiré celles que vous aviez dans cette structure avec cette adresse. Ce que vous faites ailleurs n’a pas changé.',
      'Structure : Micro-crèche Pirouette',
      'Si cela vous surprend, adressez-vous au gestionnaire des habilitations de la structure.',
    ],
  },
};
