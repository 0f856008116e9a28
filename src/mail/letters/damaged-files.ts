/** Letters about kept files that were found damaged: to whoever answers for them at the Caf, and to who sent one. */
import type { Instant } from '../../kernel/calendar.js';
import { DAY_MS, frenchInstant, instant } from '../../kernel/calendar.js';
import type { DamageTold } from '../../filing/index.js';
import {
  damageSince,
  damageStateNames,
  fileKindNames,
  flawNames,
  readDamagedDeposit,
  tellDamagedDeposit,
  tellDamagedFiles,
} from '../../filing/index.js';
import { cycle } from '../../declarations/index.js';
import { readCaf } from '../../partners/index.js';
import type { About, Block, Content } from '../content.js';
import { countsOf, openHabilis } from '../content.js';
import { holdersOf, readersOf } from '../recipients.js';
import type { LetterKind } from './kind.js';
import { aboutOf } from './of-declaration.js';

export interface AboutDamage extends Pick<DamageTold, 'counts'> {
  caf: string;
  /** Each of the latest, by its reference, with what is wrong and what became of it. */
  latest: readonly (readonly [string, string])[];
  /** Kinds of files whose check was stopped. */
  stopped: readonly string[];
  home: string;
}

const stoppedBlocks = ({ stopped }: AboutDamage): Block[] =>
  stopped.length === 0
    ? []
    : [
        {
          says: `Trop de fichiers sont en défaut à la fois (${stopped.join(', ')}) : la vérification s’est arrêtée et n’a rien refait. Faites vérifier sans attendre que le volume ou le seau des fichiers est bien celui du service. Elle recommencera d’elle-même.`,
        },
      ];

const lostBlocks = ({ counts }: AboutDamage): Block[] =>
  counts.lost === 0
    ? []
    : [
        {
          says: 'Ce qui ne peut pas être refait est laissé en place, comme preuve. Faites-le rétablir depuis une sauvegarde : la vérification suivante le constatera.',
        },
      ];

const damageBlocks = ({ counts, latest }: AboutDamage): Block[] => {
  const { found, made_again: madeAgain, lost, restored } = counts;
  const total = found + madeAgain + lost + restored;
  if (total === 0) return [];
  return [
    {
      facts: countsOf([
        ['Fichiers endommagés', total],
        ['Attestations refaites', madeAgain],
        ['Attestations à refaire', found],
        ['Ne peuvent pas être refaits', lost],
        ['Rétablis', restored],
      ]),
    },
    { facts: latest },
  ];
};

/** To the technical administrators. */
export const filesDamaged = (about: AboutDamage): Content => ({
  subject: `Fichiers endommagés : ${about.caf}`,
  title: 'Des fichiers conservés sont endommagés',
  blocks: [
    {
      says: 'Les fichiers conservés sont relus chaque nuit par sondage, et tous chaque mois. Certains ne sont plus ce qui avait été enregistré.',
    },
    ...damageBlocks(about),
    ...stoppedBlocks(about),
    ...lostBlocks(about),
    openHabilis(about),
  ],
});

/** About a Caf: what was found there in the last day. */
export const ofDamagedFiles: LetterKind = {
  cause: tellDamagedFiles,
  to: ['technicalAdministrators'],
  while: 'something was found in the last day',
  async open(ctx, code) {
    const { name: caf } = await readCaf(ctx, code);
    const { counts, latest, stopped } = await damageSince(
      ctx,
      instant(new Date(ctx.now().getTime() - DAY_MS)),
    );
    return {
      caf: code,
      holds: latest.length + stopped.length > 0,
      readers: await holdersOf(ctx, { role: 'technicalAdministrator', caf: code }),
      because: `vous êtes administrateur technique de la ${caf}`,
      says: () =>
        filesDamaged({
          caf,
          counts,
          latest: latest.map(({ damage: { kind, flaw, state }, name }) => [
            `${fileKindNames[kind]} ${name}`,
            `${flawNames[flaw]}, ${damageStateNames[state]}`,
          ]),
          stopped: stopped.map((kind) => fileKindNames[kind].toLowerCase()),
          home: ctx.house.publicUrl,
        }),
    };
  },
};

export interface AboutDamagedDeposit {
  number: number;
  depositedAt: Instant;
  /** Another workbook may be deposited in its place. */
  isDraft: boolean;
}

/** To the declarant, who alone may have the file still. */
export const depositDamaged = (
  about: About,
  { number, depositedAt, isDraft }: AboutDamagedDeposit,
): Content => ({
  subject: `Un classeur déposé est endommagé : ${about.structure}, ${about.month}`,
  title: 'Un classeur que vous avez déposé est endommagé',
  blocks: [
    {
      says: 'Le fichier que nous conservions n’est plus lisible : il ne peut plus être téléchargé. Ses lignes avaient été lues au dépôt ; elles sont intactes, et la déclaration reste valable.',
    },
    {
      facts: [
        ['Référence', about.reference],
        ['Dépôt', `n° ${number}, du ${frenchInstant(depositedAt)} (heure de Paris)`],
      ],
    },
    {
      says: isDraft
        ? 'Déposez de nouveau votre classeur : il sera conservé à la place de celui-ci.'
        : 'Vous n’avez rien à refaire. Gardez le classeur que vous avez déposé : il est désormais le seul exemplaire.',
    },
    openHabilis(about),
  ],
});

/** About a deposit. */
export const ofDamagedDeposit: LetterKind = {
  cause: tellDamagedDeposit,
  to: ['declarant'],
  while: 'it is not restored',
  async open(ctx, id) {
    const { deposit, isLost } = await readDamagedDeposit(ctx, id);
    const { number, depositedAt, declaration } = deposit;
    const about = await aboutOf(ctx, declaration);
    const isDraft = cycle.steps.deposit.from.includes(declaration.state);
    return {
      caf: declaration.caf,
      holds: isLost,
      readers: await readersOf(ctx, ['declarant'], declaration),
      because: `vous agissez pour ${about.structure}`,
      says: () => depositDamaged(about, { number, depositedAt, isDraft }),
    };
  },
};
