/** To whom an account belongs: a provider of identities signs in to it from now on. */
import { tellOpenIdLinked } from '../../identity/index.js';
import type { Content } from '../content.js';
import { openHabilis } from '../content.js';
import type { LetterKind } from './kind.js';
import { toAccount } from './of-account.js';

/** @param home  where the service is */
export const openIdLinked = (home: string): Content => ({
  subject: 'Une identité est liée à votre compte Habilis',
  title: 'Une identité est liée à votre compte',
  blocks: [
    {
      says: 'Pour la première fois, une connexion à votre compte est passée par un fournisseur d’identité, qui vous y connaît par votre adresse. Cette identité ouvre désormais votre compte.',
    },
    { says: 'Si c’est vous, vous n’avez rien à faire.' },
    {
      says: 'Si ce n’est pas vous, connectez-vous par mot de passe, déliez cette identité et fermez les autres sessions, puis prévenez votre Caf.',
    },
    openHabilis({ home }),
  ],
});

export const ofOpenIdLink: LetterKind = {
  cause: tellOpenIdLinked,
  to: ['the person'],
  while: 'always',
  open: (ctx, id) =>
    toAccount(ctx, id, () => ({ holds: true, says: () => openIdLinked(ctx.house.publicUrl) })),
};
