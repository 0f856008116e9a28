/** What each letter about a convention says, word for word. */
import type { AboutConvention, Content, MailKind } from '../../src/mail/index.js';
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
  documentAddress,
} from '../../src/mail/index.js';

const about: AboutConvention = {
  reference: 'C-493-2026-0004',
  service: 'CMG',
  partner: 'Association Pirouette',
  caf: 'Caf de Maine-et-Loire',
  home: 'https://habilis.caf.example',
};

const HELLO = 'Bonjour Madame Nadia Ferrand,';
const OPEN = 'Ouvrir Habilis : https://habilis.caf.example';
const identity = [
  'Référence : C-493-2026-0004',
  'Service : CMG',
  'Partenaire : Association Pirouette',
  'Caf : Caf de Maine-et-Loire',
];

export interface Expected {
  letter: Content;
  subject: string;
  says: string[];
}

export const conventionLetters = {
  conventionReceived: {
    letter: conventionReceived(about),
    subject: 'Convention C-493-2026-0004 demandée',
    says: [
      'Votre demande de convention est enregistrée',
      HELLO,
      'La Caf de Maine-et-Loire a reçu cette demande, faite avec votre adresse. Elle va la vérifier.',
      ...identity,
      'Vous la suivez avec votre compte Habilis. Si vous n’en aviez pas, un autre message vous donne le lien pour choisir votre mot de passe.',
      OPEN,
      'Si vous n’avez rien demandé, abandonnez cette demande dans Habilis ou signalez-le à la Caf : sans exemplaire signé, elle n’a aucun effet.',
    ],
  },
  conventionRequested: {
    letter: conventionRequested(about),
    subject: 'Convention C-493-2026-0004 à vérifier',
    says: [
      'Une demande de convention attend votre vérification',
      HELLO,
      'Un partenaire demande cette convention.',
      ...identity,
      'Vérifiez le partenaire, ses structures et les personnes désignées, puis préparez la convention, renvoyez la demande avec un motif ou refusez-la.',
      OPEN,
    ],
  },
  conventionReturned: {
    letter: conventionReturned(about, 'Le SIRET de la structure 2 est à vérifier.'),
    subject: 'Convention C-493-2026-0004 renvoyée',
    says: [
      'Votre demande de convention vous est renvoyée',
      HELLO,
      'La Caf de Maine-et-Loire vous demande de compléter ou de corriger cette demande.',
      ...identity,
      'Son motif :',
      '  Le SIRET de la structure 2 est à vérifier.',
      'Corrigez la demande, puis soumettez-la de nouveau.',
      OPEN,
    ],
  },
  conventionPrepared: {
    letter: conventionPrepared(about, documentAddress(about.home, '0192')),
    subject: 'Convention C-493-2026-0004 à relire et à signer',
    says: [
      'Votre convention est prête à signer',
      HELLO,
      'La Caf de Maine-et-Loire a vérifié votre demande et préparé la convention.',
      ...identity,
      'Relisez-la : structures, gestionnaire des habilitations, télédéclarants. Si tout est exact, faites-la signer, numérisez-la en PDF et renvoyez-la dans Habilis. Sinon, reprenez la demande pour la corriger.',
      'La convention en PDF, après connexion : https://habilis.caf.example/conventions/0192/pdf',
    ],
  },
  conventionSigned: {
    letter: conventionSigned(about),
    subject: 'Convention C-493-2026-0004 signée, à activer',
    says: [
      'Un exemplaire signé vous est renvoyé',
      HELLO,
      'Le partenaire a renvoyé son exemplaire signé de cette convention.',
      ...identity,
      'Vérifiez-le, puis activez la convention, ou renvoyez l’exemplaire avec un motif. L’activer ouvre les comptes des personnes désignées.',
      OPEN,
    ],
  },
  conventionSentBack: {
    letter: conventionSentBack(about, 'Il manque la dernière page.'),
    subject: 'Convention C-493-2026-0004 : exemplaire signé à refaire',
    says: [
      'Votre exemplaire signé ne convient pas',
      HELLO,
      'La Caf de Maine-et-Loire n’a pas pu retenir l’exemplaire signé de cette convention.',
      ...identity,
      'Son motif :',
      '  Il manque la dernière page.',
      'La convention n’a pas changé. Renvoyez un exemplaire signé qui convienne.',
      OPEN,
    ],
  },
  conventionActivated: {
    letter: conventionActivated(about),
    subject: 'Convention C-493-2026-0004 en vigueur',
    says: [
      'La convention est en vigueur',
      HELLO,
      'La Caf de Maine-et-Loire a activé cette convention.',
      ...identity,
      'Le gestionnaire des habilitations et les télédéclarants qu’elle désigne peuvent agir dès maintenant. Ceux qui n’ont pas encore de compte reçoivent un lien pour choisir leur mot de passe.',
      OPEN,
    ],
  },
  conventionRefused: {
    letter: conventionRefused(about, 'La structure dépend d’une autre Caf.'),
    subject: 'Convention C-493-2026-0004 refusée',
    says: [
      'Votre demande de convention est refusée',
      HELLO,
      'La Caf de Maine-et-Loire a refusé cette demande.',
      ...identity,
      'Son motif :',
      '  La structure dépend d’une autre Caf.',
      'Si ce motif peut être levé, faites une nouvelle demande ou adressez-vous à la Caf.',
      OPEN,
    ],
  },
  conventionWithdrawn: {
    letter: conventionWithdrawn(about, 'Nous avons fait la demande à une autre Caf.'),
    subject: 'Convention C-493-2026-0004 abandonnée',
    says: [
      'Une demande de convention est abandonnée',
      HELLO,
      'Le demandeur a abandonné cette demande. Vous n’avez rien à faire.',
      ...identity,
      'Son motif :',
      '  Nous avons fait la demande à une autre Caf.',
      OPEN,
    ],
  },
  conventionManager: {
    letter: conventionManager(about),
    subject: 'Convention C-493-2026-0004 : autre gestionnaire des habilitations',
    says: [
      'Le gestionnaire des habilitations est remplacé',
      HELLO,
      'La Caf de Maine-et-Loire a remplacé, à la demande du partenaire, le gestionnaire des habilitations que désigne cette convention.',
      ...identity,
      'Le nouveau gestionnaire peut agir dès maintenant ; s’il n’a pas encore de compte, un autre message lui donne le lien pour choisir son mot de passe. Le précédent n’agit plus à ce titre. Les autres habilitations ne changent pas.',
      OPEN,
      'Si le partenaire n’a rien demandé, signalez-le à la Caf sans attendre.',
    ],
  },
  conventionDenounced: {
    letter: conventionDenounced(about, '2026-12-31'),
    subject: 'Convention C-493-2026-0004 dénoncée, jusqu’au 31/12/2026',
    says: [
      'La convention est dénoncée',
      HELLO,
      'Cette convention avec la Caf de Maine-et-Loire est dénoncée. Elle reste en vigueur jusqu’au 31/12/2026, ce jour compris.',
      ...identity,
      'Après ce jour, les habilitations qu’elle donne sont retirées : ce qui n’a pas été envoyé à la Caf ne peut plus l’être par ce moyen. Terminez avant lui les déclarations en cours.',
      OPEN,
    ],
  },
  conventionMaintained: {
    letter: conventionMaintained(about),
    subject: 'Convention C-493-2026-0004 maintenue',
    says: [
      'La convention est maintenue',
      HELLO,
      'Cette convention avec la Caf de Maine-et-Loire n’est plus dénoncée : elle reste en vigueur, et les habilitations qu’elle donne aussi.',
      ...identity,
      OPEN,
    ],
  },
  conventionEnded: {
    letter: conventionEnded(about),
    subject: 'Convention C-493-2026-0004 terminée',
    says: [
      'La convention est terminée',
      HELLO,
      'Cette convention avec la Caf de Maine-et-Loire a pris fin.',
      ...identity,
      'Les habilitations qu’elle donnait sont retirées. Les déclarations déjà envoyées sont traitées jusqu’au bout.',
      'Pour toute question, adressez-vous à la Caf.',
    ],
  },
} satisfies Partial<Record<MailKind, Expected>>;
