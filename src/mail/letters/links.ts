/** Letters that carry a link which opens once: to the person whose account it is, and nobody else. */
import type { Instant } from '../../kernel/calendar.js';
import { frenchInstant } from '../../kernel/calendar.js';
import type { JobKind } from '../../kernel/jobs.js';
import { readLink, secretOf } from '../../identity/index.js';
import type { Content } from '../content.js';
import { readerOf } from '../recipients.js';
import type { LetterKind } from './kind.js';

type Says = (link: string, expiresAt: Instant) => Content;

export const activation: Says = (link, expiresAt) => ({
  subject: 'Activez votre compte Habilis',
  title: 'Un compte vous est ouvert',
  blocks: [
    {
      says: 'Vous êtes désormais appelé à agir sur Habilis, où les structures d’accueil et leur Caf échangent leurs déclarations. Choisissez votre mot de passe pour commencer.',
    },
    { leadsTo: 'Choisir mon mot de passe', link },
    {
      says: `Ce lien vous est personnel : il sert une seule fois, jusqu’au ${frenchInstant(expiresAt)} (heure de Paris). Passé ce délai, demandez-en un autre à la personne qui vous a désigné ou par « mot de passe oublié ».`,
    },
    { says: 'Si vous ne savez pas pourquoi vous recevez ce message, n’en faites rien.' },
  ],
});

export const reset: Says = (link, expiresAt) => ({
  subject: 'Choisissez un nouveau mot de passe Habilis',
  title: 'Mot de passe oublié',
  blocks: [
    { says: 'Quelqu’un, sans doute vous, a demandé à remplacer le mot de passe de votre compte.' },
    { leadsTo: 'Choisir un nouveau mot de passe', link },
    {
      says: `Ce lien vous est personnel : il sert une seule fois, jusqu’au ${frenchInstant(expiresAt)} (heure de Paris). Vos sessions ouvertes seront alors fermées.`,
    },
    { says: 'Si ce n’est pas vous, n’en faites rien : votre mot de passe reste le même.' },
  ],
});

/** @param page  where the link leads, on the service */
export const ofLink = (cause: JobKind, page: string, says: Says): LetterKind => ({
  cause,
  to: ['the person'],
  while: 'the link is neither used nor expired',
  async open(ctx, id) {
    const link = await readLink(ctx, id);
    const { expiresAt, usedAt, person } = link;
    // The secret travels in the fragment, which a browser sends to no server.
    const address = `${ctx.house.publicUrl}/${page}#${secretOf(ctx.house, link)}`;
    return {
      caf: link.caf,
      holds: usedAt === null && expiresAt > ctx.instant(),
      readers: [readerOf(person)],
      because: 'votre adresse est celle d’un compte Habilis',
      says: () => says(address, expiresAt),
    };
  },
});
