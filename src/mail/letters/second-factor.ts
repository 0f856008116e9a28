/** To whom an account belongs: how it is signed in to has changed, maybe by somebody else. */
import type { Instant } from '../../kernel/calendar.js';
import { frenchInstant } from '../../kernel/calendar.js';
import {
  RecoveryCode,
  SecondFactor,
  codesLeft,
  tellRecoveryCodeUsed,
  tellSecondFactorOff,
  tellSecondFactorOn,
} from '../../identity/index.js';
import type { Content } from '../content.js';
import type { LetterKind } from './kind.js';
import { toAccount } from './of-account.js';

const at = (moment: Instant): string => `le ${frenchInstant(moment)} (heure de Paris)`;

const unlessIt = (home: string): Content['blocks'] => [
  { says: 'Si c’est vous, vous n’avez rien à faire.' },
  { says: 'Si ce n’est pas vous, changez de mot de passe sans attendre, puis prévenez votre Caf.' },
  { leadsTo: 'Choisir un autre mot de passe', link: `${home}/mot-de-passe` },
];

/** @param home  where the service is */
export const secondFactorOn = (home: string, since: Instant): Content => ({
  subject: 'Un second facteur protège votre compte Habilis',
  title: 'Un second facteur est activé',
  blocks: [
    {
      says: `Depuis ${at(since)}, un code est demandé à chaque connexion à votre compte, en plus du mot de passe. Gardez les codes de secours à l’abri : ils servent si vous perdez votre appareil.`,
    },
    ...unlessIt(home),
  ],
});

/** @param home  where the service is */
export const secondFactorOff = (home: string, ended: Instant): Content => ({
  subject: 'Le second facteur de votre compte Habilis est désactivé',
  title: 'Le second facteur est désactivé',
  blocks: [
    {
      says: `Le second facteur de votre compte a été désactivé ${at(ended)}. Les codes de secours qui restaient ne servent plus.`,
    },
    ...unlessIt(home),
  ],
});

/**
 * @param home  where the service is
 * @param left  recovery codes that have not served
 */
export const recoveryCodeUsed = (home: string, used: Instant, left: number): Content => ({
  subject: 'Un code de secours de votre compte Habilis a servi',
  title: 'Un code de secours a servi',
  blocks: [
    { says: `Un code de secours de votre compte a été utilisé ${at(used)}. Il ne sert plus.` },
    { facts: [['Codes de secours restants', String(left)]] },
    ...unlessIt(home),
  ],
});

export const secondFactorLetters: Record<
  'secondFactorOn' | 'secondFactorOff' | 'recoveryCodeUsed',
  LetterKind
> = {
  secondFactorOn: {
    cause: tellSecondFactorOn,
    to: ['the person'],
    while: 'it is on',
    async open(ctx, id) {
      const factor = await ctx.find(SecondFactor, id, 'Second facteur');
      const { confirmedAt } = factor;
      const says = () => secondFactorOn(ctx.house.publicUrl, confirmedAt!);
      return toAccount(ctx, factor.personId, () => ({ holds: confirmedAt !== null, says }));
    },
  },
  secondFactorOff: {
    cause: tellSecondFactorOff,
    to: ['the person'],
    while: 'always',
    async open(ctx, id) {
      const factor = await ctx.find(SecondFactor, id, 'Second facteur');
      const says = () => secondFactorOff(ctx.house.publicUrl, factor.endedAt!);
      return toAccount(ctx, factor.personId, () => ({ holds: true, says }));
    },
  },
  recoveryCodeUsed: {
    cause: tellRecoveryCodeUsed,
    to: ['the person'],
    while: 'always',
    async open(ctx, id) {
      const code = await ctx.find(RecoveryCode, id, 'Code de secours');
      const says = async () =>
        recoveryCodeUsed(ctx.house.publicUrl, code.usedAt!, await codesLeft(ctx, code.personId));
      return toAccount(ctx, code.personId, () => ({ holds: true, says }));
    },
  },
};
