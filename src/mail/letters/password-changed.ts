/** To whom an account belongs: its password was chosen, maybe by somebody else. */
import type { Instant } from '../../kernel/calendar.js';
import { frenchInstant } from '../../kernel/calendar.js';
import { tellPasswordChanged } from '../../identity/index.js';
import type { Content } from '../content.js';
import type { LetterKind } from './kind.js';
import { toAccount } from './of-account.js';

/** @param home  where the service is */
export const passwordChanged = (home: string, at: Instant): Content => ({
  subject: 'Le mot de passe de votre compte Habilis est changé',
  title: 'Votre mot de passe est changé',
  blocks: [
    {
      says: `Un mot de passe a été choisi pour votre compte le ${frenchInstant(at)} (heure de Paris). Les sessions ouvertes avant ont été fermées.`,
    },
    { says: 'Si c’est vous, vous n’avez rien à faire.' },
    {
      says: 'Si ce n’est pas vous, choisissez-en un autre sans attendre, puis prévenez votre Caf.',
    },
    { leadsTo: 'Choisir un autre mot de passe', link: `${home}/mot-de-passe` },
  ],
});

export const ofPasswordChange: LetterKind = {
  cause: tellPasswordChanged,
  to: ['the person'],
  while: 'always',
  open: (ctx, id) =>
    toAccount(ctx, id, ({ passwordSetAt }) => ({
      holds: true,
      says: () => passwordChanged(ctx.house.publicUrl, passwordSetAt!),
    })),
};
