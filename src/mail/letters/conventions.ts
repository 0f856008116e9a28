/** Letters about a convention: to the person who asked for it, the officers of the Caf, and those it habilitates. */
import type { Day } from '../../kernel/calendar.js';
import { frenchDay } from '../../kernel/calendar.js';
import type { Content } from '../content.js';

/** What every letter about a convention may say of it: no person. */
export interface AboutConvention {
  reference: string;
  /** `CMG` */
  service: string;
  /** The name of the partner. */
  partner: string;
  /** `Caf de Maine-et-Loire` */
  caf: string;
  /** Where the service is. */
  home: string;
}

const identityOf = ({ reference, service, partner, caf }: AboutConvention) => ({
  facts: [
    ['Référence', reference],
    ['Service', service],
    ['Partenaire', partner],
    ['Caf', caf],
  ] as const,
});

const open = ({ home }: AboutConvention) => ({ leadsTo: 'Ouvrir Habilis', link: home });

const subjectOf = ({ reference }: AboutConvention, what: string): string => `Convention ${reference} ${what}`;

const quoted = (title: string, words: string) => ({ title, quotes: words });

/** To the person who asked. Word for word the same whether they had an account or not. */
export const conventionReceived = (about: AboutConvention): Content => ({
  subject: subjectOf(about, 'demandée'),
  title: 'Votre demande de convention est enregistrée',
  blocks: [
    { says: `La ${about.caf} a reçu cette demande, faite avec votre adresse. Elle va la vérifier.` },
    identityOf(about),
    {
      says: 'Vous la suivez avec votre compte Habilis. Si vous n’en aviez pas, un autre message vous donne le lien pour choisir votre mot de passe.',
    },
    open(about),
    {
      says: 'Si vous n’avez rien demandé, abandonnez cette demande dans Habilis ou signalez-le à la Caf : sans exemplaire signé, elle n’a aucun effet.',
    },
  ],
});

/** To the officers. */
export const conventionRequested = (about: AboutConvention): Content => ({
  subject: subjectOf(about, 'à vérifier'),
  title: 'Une demande de convention attend votre vérification',
  blocks: [
    { says: 'Un partenaire demande cette convention.' },
    identityOf(about),
    {
      says: 'Vérifiez le partenaire, ses structures et les personnes désignées, puis préparez la convention, renvoyez la demande avec un motif ou refusez-la.',
    },
    open(about),
  ],
});

/** To the person who asked. */
export const conventionReturned = (about: AboutConvention, reason: string): Content => ({
  subject: subjectOf(about, 'renvoyée'),
  title: 'Votre demande de convention vous est renvoyée',
  blocks: [
    { says: `La ${about.caf} vous demande de compléter ou de corriger cette demande.` },
    identityOf(about),
    quoted('Son motif', reason),
    { says: 'Corrigez la demande, puis soumettez-la de nouveau.' },
    open(about),
  ],
});

/** To the person who asked. @param document  where the PDF is */
export const conventionPrepared = (about: AboutConvention, document: string): Content => ({
  subject: subjectOf(about, 'à relire et à signer'),
  title: 'Votre convention est prête à signer',
  blocks: [
    { says: `La ${about.caf} a vérifié votre demande et préparé la convention.` },
    identityOf(about),
    {
      says: 'Relisez-la : structures, gestionnaire des habilitations, télédéclarants. Si tout est exact, faites-la signer, numérisez-la en PDF et renvoyez-la dans Habilis. Sinon, reprenez la demande pour la corriger.',
    },
    { leadsTo: 'La convention en PDF, après connexion', link: document },
  ],
});

/** To the officers. */
export const conventionSigned = (about: AboutConvention): Content => ({
  subject: subjectOf(about, 'signée, à activer'),
  title: 'Un exemplaire signé vous est renvoyé',
  blocks: [
    { says: 'Le partenaire a renvoyé son exemplaire signé de cette convention.' },
    identityOf(about),
    {
      says: 'Vérifiez-le, puis activez la convention, ou renvoyez l’exemplaire avec un motif. L’activer ouvre les comptes des personnes désignées.',
    },
    open(about),
  ],
});

/** To the person who asked. */
export const conventionSentBack = (about: AboutConvention, reason: string): Content => ({
  subject: subjectOf(about, ': exemplaire signé à refaire'),
  title: 'Votre exemplaire signé ne convient pas',
  blocks: [
    { says: `La ${about.caf} n’a pas pu retenir l’exemplaire signé de cette convention.` },
    identityOf(about),
    quoted('Son motif', reason),
    { says: 'La convention n’a pas changé. Renvoyez un exemplaire signé qui convienne.' },
    open(about),
  ],
});

/** To the person who asked and to those the convention habilitates. */
export const conventionActivated = (about: AboutConvention): Content => ({
  subject: subjectOf(about, 'en vigueur'),
  title: 'La convention est en vigueur',
  blocks: [
    { says: `La ${about.caf} a activé cette convention.` },
    identityOf(about),
    {
      says: 'Le gestionnaire des habilitations et les télédéclarants qu’elle désigne peuvent agir dès maintenant. Ceux qui n’ont pas encore de compte reçoivent un lien pour choisir leur mot de passe.',
    },
    open(about),
  ],
});

/** To the person who asked. */
export const conventionRefused = (about: AboutConvention, reason: string): Content => ({
  subject: subjectOf(about, 'refusée'),
  title: 'Votre demande de convention est refusée',
  blocks: [
    { says: `La ${about.caf} a refusé cette demande.` },
    identityOf(about),
    quoted('Son motif', reason),
    { says: 'Si ce motif peut être levé, faites une nouvelle demande ou adressez-vous à la Caf.' },
    open(about),
  ],
});

/** To the officers. @param reason  as the person wrote it, if they did */
export const conventionWithdrawn = (about: AboutConvention, reason: string | null): Content => ({
  subject: subjectOf(about, 'abandonnée'),
  title: 'Une demande de convention est abandonnée',
  blocks: [
    { says: 'Le demandeur a abandonné cette demande. Vous n’avez rien à faire.' },
    identityOf(about),
    ...(reason ? [quoted('Son motif', reason)] : []),
    open(about),
  ],
});

/** To the person who asked, the manager, and whoever was until then. Word for word the same: it names nobody. */
export const conventionManager = (about: AboutConvention): Content => ({
  subject: subjectOf(about, ': autre gestionnaire des habilitations'),
  title: 'Le gestionnaire des habilitations est remplacé',
  blocks: [
    {
      says: `La ${about.caf} a remplacé, à la demande du partenaire, le gestionnaire des habilitations que désigne cette convention.`,
    },
    identityOf(about),
    {
      says: 'Le nouveau gestionnaire peut agir dès maintenant ; s’il n’a pas encore de compte, un autre message lui donne le lien pour choisir son mot de passe. Le précédent n’agit plus à ce titre. Les autres habilitations ne changent pas.',
    },
    open(about),
    { says: 'Si le partenaire n’a rien demandé, signalez-le à la Caf sans attendre.' },
  ],
});

/** To the officers, the person who asked and those who hold something under it. @param endsOn  its last day */
export const conventionDenounced = (about: AboutConvention, endsOn: Day): Content => ({
  subject: subjectOf(about, `dénoncée, jusqu’au ${frenchDay(endsOn)}`),
  title: 'La convention est dénoncée',
  blocks: [
    {
      says: `Cette convention avec la ${about.caf} est dénoncée. Elle reste en vigueur jusqu’au ${frenchDay(endsOn)}, ce jour compris.`,
    },
    identityOf(about),
    {
      says: 'Après ce jour, les habilitations qu’elle donne sont retirées : ce qui n’a pas été envoyé à la Caf ne peut plus l’être par ce moyen. Terminez avant lui les déclarations en cours.',
    },
    open(about),
  ],
});

/** To the officers, the person who asked and those who hold something under it. */
export const conventionMaintained = (about: AboutConvention): Content => ({
  subject: subjectOf(about, 'maintenue'),
  title: 'La convention est maintenue',
  blocks: [
    {
      says: `Cette convention avec la ${about.caf} n’est plus dénoncée : elle reste en vigueur, et les habilitations qu’elle donne aussi.`,
    },
    identityOf(about),
    open(about),
  ],
});

/** To the person who asked and to those who held something under it. */
export const conventionEnded = (about: AboutConvention): Content => ({
  subject: subjectOf(about, 'terminée'),
  title: 'La convention est terminée',
  blocks: [
    { says: `Cette convention avec la ${about.caf} a pris fin.` },
    identityOf(about),
    {
      says: 'Les habilitations qu’elle donnait sont retirées. Les déclarations déjà envoyées sont traitées jusqu’au bout.',
    },
    { says: 'Pour toute question, adressez-vous à la Caf.' },
  ],
});
