/** What the invented directory knows: the structures of the demonstration, and one SIRET for each other answer. */
import type { Day } from '../kernel/calendar.js';
import { structures } from '../seed/world.js';
import { hirondelles } from './hirondelles.js';

export interface Listed {
  siret: string;
  name: string;
  legalForm: string;
  naf: string;
  createdOn: Day;
  workforce: string;
  address: readonly string[];
  closedOn?: Day;
  masked?: boolean;
}

const forms: readonly [RegExp, string][] = [
  [/^Association/, '9220'],
  [/SAS$/, '5710'],
  [/SARL$/, '5499'],
  [/^Ville/, '7210'],
];

const workforces = ['02', '12', '03', '01'];

const comers = hirondelles.structures.map((structure) => ({ ...structure, partner: hirondelles.partner }));

const planted: Listed[] = [...structures, ...comers].map(({ siret, partner, address }, at) => ({
  siret,
  name: partner.toUpperCase(),
  legalForm: forms.find(([shape]) => shape.test(partner))?.[1] ?? '9220',
  naf: '88.91A',
  createdOn: `${2014 + at}-09-01`,
  workforce: workforces[at % workforces.length]!,
  address: address.map((line) => line.toUpperCase()),
}));

/** SIRETs to try the other answers with; their keys hold, and no company bears them. */
export const special = {
  closed: '99997011400016',
  notDiffusible: '99997122900011',
  /** The search answers with other establishments of the town. */
  unknown: '99997233400018',
  /** The directory breaks down on it. */
  unavailable: '99997344900013',
} as const;

export const listed: readonly Listed[] = [
  ...planted,
  {
    siret: special.closed,
    name: 'LES ANCIENS LUTINS',
    legalForm: '5499',
    naf: '88.91A',
    createdOn: '2012-03-01',
    workforce: 'NN',
    address: ['5 RUE DU PORT', '49000 ANGERS'],
    closedOn: '2025-12-31',
  },
  {
    siret: special.notDiffusible,
    name: '[NON-DIFFUSIBLE]',
    legalForm: '1000',
    naf: '88.91A',
    createdOn: '2020-01-15',
    workforce: 'NN',
    address: [],
    masked: true,
  },
];
