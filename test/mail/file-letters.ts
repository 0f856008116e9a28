/** What each letter about damaged files says, word for word. */
import type { AboutDamage } from '../../src/mail/index.js';
import { depositDamaged, filesDamaged } from '../../src/mail/index.js';
import { about } from './about.js';

const HELLO = 'Bonjour Madame Nadia Ferrand,';
const OPEN = 'Ouvrir Habilis : https://habilis.caf.example';

const damage: AboutDamage = {
  caf: about.caf,
  counts: { found: 1, made_again: 1, lost: 1, restored: 0 },
  latest: [
    ['Attestation A-493-202610-000123, version 1', 'contenu altéré, refait sous une nouvelle version'],
    ['Convention signée C-493-2026-0001', 'fichier absent, ne peut pas être refait'],
  ],
  stopped: ['attestation'],
  home: about.home,
};

export const fileLetters = {
  filesDamaged: {
    letter: filesDamaged(damage),
    subject: 'Fichiers endommagés : Caf de Maine-et-Loire',
    says: [
      'Des fichiers conservés sont endommagés',
      HELLO,
      'Les fichiers conservés sont relus chaque nuit par sondage, et tous chaque mois. Certains ne sont plus ce qui avait été enregistré.',
      'Fichiers endommagés : 3',
      'Attestations refaites : 1',
      'Attestations à refaire : 1',
      'Ne peuvent pas être refaits : 1',
      'Attestation A-493-202610-000123, version 1 : contenu altéré, refait sous une nouvelle version',
      'Convention signée C-493-2026-0001 : fichier absent, ne peut pas être refait',
      'Trop de fichiers sont en défaut à la fois (attestation) : la vérification s’est arrêtée et n’a rien refait. Faites vérifier sans attendre que le volume ou le seau des fichiers est bien celui du service. Elle recommencera d’elle-même.',
      'Ce qui ne peut pas être refait est laissé en place, comme preuve. Faites-le rétablir depuis une sauvegarde : la vérification suivante le constatera.',
      OPEN,
    ],
  },
  depositDamaged: {
    letter: depositDamaged(about, { number: 2, depositedAt: '2026-11-05T08:00:00.000Z', isDraft: false }),
    subject: 'Un classeur déposé est endommagé : Micro-crèche Pirouette, octobre 2026',
    says: [
      'Un classeur que vous avez déposé est endommagé',
      HELLO,
      'Le fichier que nous conservions n’est plus lisible : il ne peut plus être téléchargé. Ses lignes avaient été lues au dépôt ; elles sont intactes, et la déclaration reste valable.',
      'Référence : D-493-202610-0007',
      'Dépôt : n° 2, du 5 novembre 2026 à 09:00 (heure de Paris)',
      'Vous n’avez rien à refaire. Gardez le classeur que vous avez déposé : il est désormais le seul exemplaire.',
      OPEN,
    ],
  },
};
