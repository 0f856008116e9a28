/** The most that a month can be worth: the published amount of the family's band, uplifted, halved or not. */
import type { Cents } from '../../kernel/money.js';
import type { Figure, Parameter } from '../../parameters/index.js';
import { figure } from '../../parameters/index.js';
import type { Rate } from './age.js';
import { cares, type CmgInput, type Household, type Scale } from './input.js';

export type Band = 1 | 2 | 3;

export interface Banding {
  band: Band;
  /** The two ceilings for this household and number of children, both inclusive, in whole euros. */
  ceilings: readonly [Figure, Figure];
}

/** The names of the parameters, spelt once. */
const ceilingNames = {
  couple: [
    { first: 'ceiling1_couple_first_child', next: 'ceiling1_couple_next_child' },
    { first: 'ceiling2_couple_first_child', next: 'ceiling2_couple_next_child' },
  ],
  single: [
    { first: 'ceiling1_single_first_child', next: 'ceiling1_single_next_child' },
    { first: 'ceiling2_single_first_child', next: 'ceiling2_single_next_child' },
  ],
} as const satisfies Record<Household, unknown>;

/** First value + (n − 1) × increment: as sure as the less sure of the two. */
function ceilingFor(rank: 0 | 1, { month, household, childrenInCharge }: CmgInput): Figure {
  const names = ceilingNames[household][rank];
  const [first, next] = [figure(names.first, month), figure(names.next, month)];
  const { unit, status, source } = next.status === 'confirmed' ? first : next;
  return { value: first.value + (childrenInCharge - 1) * next.value, unit, status, source };
}

/** @throws ParameterMissing for a month whose ceilings are not known */
export function bandOf(input: CmgInput): Banding {
  const ceilings = [ceilingFor(0, input), ceilingFor(1, input)] as const;
  if (input.incomeN2 <= ceilings[0].value) return { band: 1, ceilings };
  return { band: input.incomeN2 <= ceilings[1].value ? 2 : 3, ceilings };
}

const namesOf = <S extends Scale, B extends Band>(scale: S, band: B) =>
  ({
    couple: {
      full: `amount_${scale}_band${band}_couple_full`,
      half: `amount_${scale}_band${band}_couple_half`,
    },
    single: {
      full: `amount_${scale}_band${band}_single_full`,
      half: `amount_${scale}_band${band}_single_half`,
    },
  }) as const;

const amountNames = {
  A: { 1: namesOf('A', 1), 2: namesOf('A', 2), 3: namesOf('A', 3) },
  B: { 1: namesOf('B', 1), 2: namesOf('B', 2), 3: namesOf('B', 3) },
} as const;

/**
 * The published amount, in cents.
 *
 * @throws ParameterMissing for a month whose amounts are not known
 */
export const amountFor = (
  { month, careType }: CmgInput,
  band: Band,
  household: Household,
  rate: Rate,
): Figure => figure(amountNames[cares[careType].scale][band][household][rate], month);

/** An uplift of the amount, beside the single parent's, which the published amounts hold already. */
export interface Uplift {
  rule: 'AAH' | 'AEEH' | 'ATYPICAL_HOURS';
  figure: Figure;
}

interface UpliftRule {
  rule: Uplift['rule'];
  parameter: Parameter;
  holds: (input: CmgInput) => boolean;
}

const upliftRules: readonly UpliftRule[] = [
  { rule: 'AAH', parameter: 'aah_uplift', holds: ({ aah }) => aah },
  { rule: 'AEEH', parameter: 'aeeh_uplift', holds: ({ aeeh }) => aeeh },
  {
    rule: 'ATYPICAL_HOURS',
    parameter: 'atypical_hours_uplift',
    holds: ({ specificHours, atypicalHoursCondition, month }) =>
      atypicalHoursCondition && specificHours >= figure('atypical_hours_threshold', month).value,
  },
];

export const upliftsOf = (input: CmgInput): Uplift[] =>
  upliftRules
    .filter(({ holds }) => holds(input))
    .map(({ rule, parameter }) => ({ rule, figure: figure(parameter, input.month) }));

/** An amount before its one rounding: whole cents over a whole number. */
interface Exact {
  cents: number;
  over: number;
}

/** The nearest cent, half a cent going up: the one rounding of the amount. */
export const rounded = ({ cents, over }: Exact): Cents => {
  const twice = 2 * cents + over;
  return (twice - (twice % (2 * over))) / (2 * over);
};

/** What an amount is computed from, apart from the input itself. */
export interface Basis {
  band: Band;
  rate: Rate;
  uplifts: readonly Uplift[];
  /** 1 when the uplifts add up, each on the couple's amount; 0 when they multiply. */
  added: number;
}

/** How many uplifts there are to combine, the single parent's included. */
export const upliftCount = ({ household }: CmgInput, { uplifts }: Basis): number =>
  uplifts.length + (household === 'single' ? 1 : 0);

/** The published amount with its uplifts. */
export function uplifted(input: CmgInput, { band, rate, uplifts, added }: Basis): Exact {
  const published = amountFor(input, band, input.household, rate).value;
  const shares = uplifts.map(({ figure }) => figure.value);
  if (added === 0) {
    return {
      cents: shares.reduce((cents, share) => cents * (100 + share), published),
      over: 100 ** shares.length,
    };
  }
  const base = amountFor(input, band, 'couple', rate).value;
  return { cents: published * 100 + base * shares.reduce((sum, share) => sum + share, 0), over: 100 };
}

/** What is left of an amount with a PreParE for half-time work or less. */
export const prepareShare = ({ prepare, month }: CmgInput): Figure | undefined =>
  prepare === 'half' ? figure('prepare_half_time_share', month) : undefined;

function maximumOf(input: CmgInput, basis: Basis): Cents {
  const { cents, over } = uplifted(input, basis);
  return rounded({ cents: cents * (prepareShare(input)?.value ?? 100), over: over * 100 });
}

/** The share of the spend that is never exceeded: what is under a cent is left to the family. */
function limitOf({ spendCents, month }: CmgInput): Cents {
  const hundredths = spendCents * figure('share_of_spend', month).value;
  return (hundredths - (hundredths % 100)) / 100;
}

export interface Worth {
  /** The most that the month can be worth, rounded. */
  maximum: Cents;
  /** The share of the spend that is never exceeded. */
  limit: Cents;
  /** The lesser of the two. */
  paid: Cents;
}

export function worthOf(input: CmgInput, basis: Basis): Worth {
  const [maximum, limit] = [maximumOf(input, basis), limitOf(input)];
  return { maximum, limit, paid: Math.min(maximum, limit) };
}
