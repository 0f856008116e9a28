/** What each letter says, word for word. */
import { describe, expect, test } from '@jest/globals';
import type { AboutToken } from '../../src/mail/index.js';
import {
  activation,
  draw,
  mailKinds,
  passwordChanged,
  processed,
  reset,
  returned,
  sent,
  submitted,
  tokenExpired,
  tokenExpiring,
} from '../../src/mail/index.js';
import { about } from './about.js';
import { accountLetters } from './account-letters.js';
import type { Expected } from './convention-letters.js';
import { conventionLetters } from './convention-letters.js';
import { fileLetters } from './file-letters.js';
import { messageLetters } from './message-letters.js';
import { requestLetters } from './request-letters.js';

const aboutToken: AboutToken = {
  name: 'Crèches & Cie',
  partner: 'Association Pirouette',
  caf: about.caf,
  structures: 2,
  expiresAt: '2026-12-05T08:00:00.000Z',
  lastUsedAt: '2026-11-04T17:12:00.000Z',
  home: about.home,
};
const REPORT = 'https://habilis.caf.example/declarations/0192/report';
const counts = { processed: 6, reassigned: 2, closed: 0, pending: 0, amended: 0, set_aside: 1 };
const frame = { to: 'Madame Nadia Ferrand', because: `vous agissez pour ${about.structure}` };

const FOOT =
  'Message automatique, envoyé parce que vous agissez pour Micro-crèche Pirouette. N’y répondez pas : personne ne lirait votre réponse.';
const LINK = 'https://habilis.caf.example/activation#0192.secret';
const identity = [
  'Référence : D-493-202610-0007',
  'Structure : Micro-crèche Pirouette',
  'Mois : octobre 2026',
];

const table: Record<(typeof mailKinds)[number], Expected> = {
  ...conventionLetters,
  ...requestLetters,
  ...accountLetters,
  ...fileLetters,
  ...messageLetters,
  submitted: {
    letter: submitted(about),
    subject: 'Déclaration D-493-202610-0007 à approuver : Micro-crèche Pirouette, octobre 2026',
    says: [
      'Une déclaration attend votre approbation',
      'Bonjour Madame Nadia Ferrand,',
      'Cette déclaration de votre structure a été soumise. Elle n’est pas encore envoyée à la Caf de Maine-et-Loire.',
      ...identity,
      'Lignes déclarées : 8',
      'Lignes écartées : 1',
      'Relisez-la, puis approuvez-la ou renvoyez-la avec un commentaire. L’approuver engage votre structure et l’envoie à la Caf.',
      'Ouvrir Habilis : https://habilis.caf.example',
    ],
  },
  returned: {
    letter: returned(about, 'Ligne 4 : 12 h ou 120 h ?\r\n<b>À revoir</b> & à "corriger".\n'),
    subject: 'Déclaration D-493-202610-0007 renvoyée : Micro-crèche Pirouette, octobre 2026',
    says: [
      'Une déclaration vous est renvoyée',
      'Bonjour Madame Nadia Ferrand,',
      'L’approbateur vous renvoie cette déclaration. Elle n’a pas été envoyée à la Caf de Maine-et-Loire.',
      ...identity,
      'Son commentaire :',
      '  Ligne 4 : 12 h ou 120 h ?',
      '  <b>À revoir</b> & à "corriger".',
      'Corrigez les lignes ou déposez de nouveau le fichier, puis soumettez la déclaration.',
      'Ouvrir Habilis : https://habilis.caf.example',
    ],
  },
  sent: {
    letter: sent({ ...about, warnings: 2 }, '2026-11-05T08:00:00.000Z', true),
    subject: 'Déclaration D-493-202610-0007 envoyée à la Caf : Micro-crèche Pirouette, octobre 2026',
    says: [
      'Votre déclaration est envoyée à la Caf',
      'Bonjour Madame Nadia Ferrand,',
      'Cette déclaration a été approuvée le 5 novembre 2026 à 09:00 et envoyée à la Caf de Maine-et-Loire.',
      ...identity,
      'Lignes déclarées : 8',
      'Lignes écartées : 1',
      'Alertes : 2',
      'Elle a été approuvée par une personne qui l’avait préparée, seule habilitée alors dans la structure : la Caf en est informée.',
      'Vous n’avez rien à faire : une attestation est établie pour chaque ligne déclarée, puis le bilan de traitement vous est annoncé.',
      'Ouvrir Habilis : https://habilis.caf.example',
    ],
  },
  processed: {
    letter: processed(about, counts, REPORT),
    subject: 'Déclaration D-493-202610-0007 traitée : Micro-crèche Pirouette, octobre 2026',
    says: [
      'Votre déclaration est traitée',
      'Bonjour Madame Nadia Ferrand,',
      'La Caf de Maine-et-Loire a traité cette déclaration. Voici ce que sont devenues ses lignes.',
      ...identity,
      'Traitée : 6',
      'Confiée à un gestionnaire : 2',
      'Écartée, non déclarée : 1',
      'Ce qui est confié à un gestionnaire est repris par une personne de la Caf : vous n’avez rien à faire. Le bilan dit pourquoi, ligne par ligne.',
      `Bilan de traitement (PDF), après connexion : ${REPORT}.pdf`,
      `Le même, en classeur Excel : ${REPORT}`,
    ],
  },
  activation: {
    letter: activation(LINK, '2026-11-12T08:00:00.000Z'),
    subject: 'Activez votre compte Habilis',
    says: [
      'Un compte vous est ouvert',
      'Bonjour Madame Nadia Ferrand,',
      'Vous êtes désormais appelé à agir sur Habilis, où les structures d’accueil et leur Caf échangent leurs déclarations. Choisissez votre mot de passe pour commencer.',
      `Choisir mon mot de passe : ${LINK}`,
      'Ce lien vous est personnel : il sert une seule fois, jusqu’au 12 novembre 2026 à 09:00 (heure de Paris). Passé ce délai, demandez-en un autre à la personne qui vous a désigné ou par « mot de passe oublié ».',
      'Si vous ne savez pas pourquoi vous recevez ce message, n’en faites rien.',
    ],
  },
  reset: {
    letter: reset(LINK, '2026-11-05T09:00:00.000Z'),
    subject: 'Choisissez un nouveau mot de passe Habilis',
    says: [
      'Mot de passe oublié',
      'Bonjour Madame Nadia Ferrand,',
      'Quelqu’un, sans doute vous, a demandé à remplacer le mot de passe de votre compte.',
      `Choisir un nouveau mot de passe : ${LINK}`,
      'Ce lien vous est personnel : il sert une seule fois, jusqu’au 5 novembre 2026 à 10:00 (heure de Paris). Vos sessions ouvertes seront alors fermées.',
      'Si ce n’est pas vous, n’en faites rien : votre mot de passe reste le même.',
    ],
  },
  tokenExpiring: {
    letter: tokenExpiring(aboutToken),
    subject: 'Un jeton d’accès expire bientôt : Association Pirouette',
    says: [
      'Un jeton d’accès expire bientôt',
      'Bonjour Madame Nadia Ferrand,',
      'Un logiciel agit pour vos structures avec ce jeton d’accès, qui expire le 5 décembre 2026 à 09:00 (heure de Paris). Ses appels seront alors refusés.',
      'Jeton : Crèches & Cie',
      'Partenaire : Association Pirouette',
      'Caf : Caf de Maine-et-Loire',
      'Structures : 2',
      'Dernier usage : 4 novembre 2026 à 18:12',
      'Pour que le logiciel continue, créez un autre jeton, faites-le installer, puis révoquez celui-ci. S’il ne sert plus, révoquez-le sans attendre.',
      'Ouvrir Habilis : https://habilis.caf.example',
    ],
  },
  tokenExpired: {
    letter: tokenExpired({ ...aboutToken, lastUsedAt: null }),
    subject: 'Un jeton d’accès a expiré : Association Pirouette',
    says: [
      'Un jeton d’accès a expiré',
      'Bonjour Madame Nadia Ferrand,',
      'Ce jeton d’accès a expiré le 5 décembre 2026 à 09:00 (heure de Paris). Le logiciel qui s’en servait n’agit plus pour vos structures.',
      'Jeton : Crèches & Cie',
      'Partenaire : Association Pirouette',
      'Caf : Caf de Maine-et-Loire',
      'Structures : 2',
      'Dernier usage : aucun',
      'Si le logiciel doit continuer, créez un autre jeton et faites-le installer.',
      'Ouvrir Habilis : https://habilis.caf.example',
    ],
  },
  passwordChanged: {
    letter: passwordChanged(about.home, '2026-11-05T08:00:00.000Z'),
    subject: 'Le mot de passe de votre compte Habilis est changé',
    says: [
      'Votre mot de passe est changé',
      'Bonjour Madame Nadia Ferrand,',
      'Un mot de passe a été choisi pour votre compte le 5 novembre 2026 à 09:00 (heure de Paris). Les sessions ouvertes avant ont été fermées.',
      'Si c’est vous, vous n’avez rien à faire.',
      'Si ce n’est pas vous, choisissez-en un autre sans attendre, puis prévenez votre Caf.',
      'Choisir un autre mot de passe : https://habilis.caf.example/mot-de-passe',
    ],
  },
};

/** Held spaces are spaces for whoever compares words. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** What a screen reader would say of the body. */
const spoken = (html: string): string =>
  html
    .replace(/^[\s\S]*<body[^>]*>/, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&\w+;/g, (entity) => entities[entity] ?? entity);

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

describe.each(mailKinds)('the letter %s', (kind) => {
  const { letter, subject, says } = table[kind];
  const drawn = draw(letter, frame);

  test('says this, in this order', () => {
    expect(plain(drawn.subject)).toBe(subject);
    expect(plain(drawn.text).trim().split(/\n+/)).toEqual(['Habilis', ...says, FOOT]);
  });

  test('says the same as HTML, word for word', () => {
    expect(words(spoken(drawn.html))).toEqual(words(drawn.text));
  });

  test('is French for a screen reader, needs no image nor style sheet, and has a title', () => {
    expect(drawn.html).toMatch(/^<!DOCTYPE html>\n<html lang="fr">/);
    expect(drawn.html).toContain('<div lang="fr" role="article"');
    expect(plain(drawn.html)).toContain(`<title>${subject}</title>`);
    expect(drawn.html).not.toMatch(/<(img|script|style|link|iframe)|url\(|<b>/i);
    expect(drawn.html).not.toMatch(/<th (?!scope="row")/);
  });

  test('no line begins with a sign that belongs to the word before', () => {
    const ours = [drawn.subject, ...drawn.text.split('\n').filter((line) => !line.startsWith('  '))];
    expect(ours.filter((line) => / [:;!?»]|« /.test(line))).toEqual([]);
  });
});

test('what is processed without an adviser asks for nothing, and counts of zero are not told', () => {
  const { text } = draw(processed(about, { ...counts, reassigned: 0, set_aside: 0 }, REPORT), frame);
  expect(plain(text)).toContain(
    'Traitée : 6\n\nVous n’avez rien à faire. Le bilan dit ce qu’est devenue chaque ligne.',
  );
});

test('a letter about an amendment says so, what it amends and how many rows differ', () => {
  const amendment = { amends: 'D-493-202610-0007', added: 1, changed: 2, removed: 0 };
  const { subject, text } = draw(
    sent({ ...about, reference: 'D-493-202610-0007-2', amendment }, '2026-11-05T08:00:00.000Z', false),
    frame,
  );
  expect(plain(subject)).toBe(
    'Rectification D-493-202610-0007-2 envoyée à la Caf : Micro-crèche Pirouette, octobre 2026',
  );
  for (const said of [
    'Votre rectification est envoyée à la Caf',
    'Rectifie : D-493-202610-0007',
    'Lignes ajoutées : 1',
    'Lignes modifiées : 2',
    'remplacent les précédentes',
  ])
    expect(plain(text)).toContain(said);
  expect(plain(text)).not.toMatch(/Lignes retirées|Cette déclaration/);
});

test('a name that looks like HTML is a name', () => {
  const { html, text, subject } = draw(submitted({ ...about, structure: 'Nid & "Cie" <b>x</b>' }), {
    to: 'Madame <i>A</i>',
    because: 'vous agissez pour Nid & "Cie" <b>x</b>',
  });
  expect(html).not.toMatch(/<[bi]>/);
  expect(words(spoken(html))).toEqual(words(text));
  expect(subject).toContain('Nid & "Cie" <b>x</b>');
});
