/** Letters about an access token: to those who manage the habilitations of its partner now. */
import type { Instant } from '../../kernel/calendar.js';
import { frenchInstant } from '../../kernel/calendar.js';
import type { JobKind } from '../../kernel/jobs.js';
import { readToken, stateAt } from '../../habilitations/index.js';
import type { AccessToken, TokenState } from '../../habilitations/index.js';
import { readCaf } from '../../partners/index.js';
import type { Content } from '../content.js';
import { openHabilis } from '../content.js';
import { holdersOf, managersOf } from '../recipients.js';
import type { LetterKind } from './kind.js';

/** What a letter says of a token: nothing that would let anybody use it. */
export interface AboutToken {
  /** As the manager called it. */
  name: string;
  partner: string;
  caf: string;
  structures: number;
  expiresAt: Instant;
  lastUsedAt: Instant | null;
  home: string;
}

type Says = (about: AboutToken) => Content;

const factsOf = ({ name, partner, caf, structures, lastUsedAt }: AboutToken): [string, string][] => [
  ['Jeton', name],
  ['Partenaire', partner],
  ['Caf', caf],
  ['Structures', String(structures)],
  ['Dernier usage', lastUsedAt ? frenchInstant(lastUsedAt) : 'aucun'],
];

const forWhom = ({ structures }: AboutToken): string =>
  structures > 0 ? 'pour vos structures' : 'pour votre Caf';

export const tokenExpiring: Says = (about) => ({
  subject: `Un jeton d’accès expire bientôt : ${about.partner}`,
  title: 'Un jeton d’accès expire bientôt',
  blocks: [
    {
      says: `Un logiciel agit ${forWhom(about)} avec ce jeton d’accès, qui expire le ${frenchInstant(about.expiresAt)} (heure de Paris). Ses appels seront alors refusés.`,
    },
    { facts: factsOf(about) },
    {
      says: 'Pour que le logiciel continue, créez un autre jeton, faites-le installer, puis révoquez celui-ci. S’il ne sert plus, révoquez-le sans attendre.',
    },
    openHabilis(about),
  ],
});

export const tokenExpired: Says = (about) => ({
  subject: `Un jeton d’accès a expiré : ${about.partner}`,
  title: 'Un jeton d’accès a expiré',
  blocks: [
    {
      says: `Ce jeton d’accès a expiré le ${frenchInstant(about.expiresAt)} (heure de Paris). Le logiciel qui s’en servait n’agit plus ${forWhom(about)}.`,
    },
    { facts: factsOf(about) },
    { says: 'Si le logiciel doit continuer, créez un autre jeton et faites-le installer.' },
    openHabilis(about),
  ],
});

/** @param state  in any other state of the token, what it says is no longer so */
export const ofToken = (cause: JobKind, state: TokenState, says: Says): LetterKind => ({
  cause,
  to: ['managers', 'officers'],
  while: state,
  async open(ctx, id) {
    const token: AccessToken = await readToken(ctx, id);
    const { name: caf } = await readCaf(ctx, token.caf);
    const { name, partner, partnerId, structureIds, expiresAt, lastUsedAt } = token;
    const home = ctx.house.publicUrl;
    const structures = structureIds.length;
    return {
      caf: token.caf,
      holds: stateAt(token, ctx.instant()) === state,
      readers: await (partnerId === null
        ? holdersOf(ctx, { role: 'conventionOfficer', caf: token.caf })
        : managersOf(ctx, { caf: token.caf, partnerId })),
      because: partner
        ? `vous gérez les habilitations de ${partner.name}`
        : `vous répondez des logiciels de la ${caf}`,
      says: () => says({ name, partner: partner?.name ?? caf, caf, structures, expiresAt, lastUsedAt, home }),
    };
  },
});
