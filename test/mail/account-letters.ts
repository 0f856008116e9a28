/** What each letter about how one signs in says, word for word. */
import { openIdLinked, recoveryCodeUsed, secondFactorOff, secondFactorOn } from '../../src/mail/index.js';

const HOME = 'https://habilis.caf.example';
const AT = '2026-11-05T08:00:00.000Z';
const HELLO = 'Bonjour Madame Nadia Ferrand,';
const unlessIt = [
  'Si c’est vous, vous n’avez rien à faire.',
  'Si ce n’est pas vous, changez de mot de passe sans attendre, puis prévenez votre Caf.',
  'Choisir un autre mot de passe : https://habilis.caf.example/mot-de-passe',
];

export const accountLetters = {
  openIdLinked: {
    letter: openIdLinked(HOME),
    subject: 'Une identité est liée à votre compte Habilis',
    says: [
      'Une identité est liée à votre compte',
      HELLO,
      'Pour la première fois, une connexion à votre compte est passée par un fournisseur d’identité, qui vous y connaît par votre adresse. Cette identité ouvre désormais votre compte.',
      'Si c’est vous, vous n’avez rien à faire.',
      'Si ce n’est pas vous, connectez-vous par mot de passe, déliez cette identité et fermez les autres sessions, puis prévenez votre Caf.',
      'Ouvrir Habilis : https://habilis.caf.example',
    ],
  },
  secondFactorOn: {
    letter: secondFactorOn(HOME, AT),
    subject: 'Un second facteur protège votre compte Habilis',
    says: [
      'Un second facteur est activé',
      HELLO,
      'Depuis le 5 novembre 2026 à 09:00 (heure de Paris), un code est demandé à chaque connexion à votre compte, en plus du mot de passe. Gardez les codes de secours à l’abri : ils servent si vous perdez votre appareil.',
      ...unlessIt,
    ],
  },
  secondFactorOff: {
    letter: secondFactorOff(HOME, AT),
    subject: 'Le second facteur de votre compte Habilis est désactivé',
    says: [
      'Le second facteur est désactivé',
      HELLO,
      'Le second facteur de votre compte a été désactivé le 5 novembre 2026 à 09:00 (heure de Paris). Les codes de secours qui restaient ne servent plus.',
      ...unlessIt,
    ],
  },
  recoveryCodeUsed: {
    letter: recoveryCodeUsed(HOME, AT, 9),
    subject: 'Un code de secours de votre compte Habilis a servi',
    says: [
      'Un code de secours a servi',
      HELLO,
      'Un code de secours de votre compte a été utilisé le 5 novembre 2026 à 09:00 (heure de Paris). Il ne sert plus.',
      'Codes de secours restants : 9',
      ...unlessIt,
    ],
  },
};
