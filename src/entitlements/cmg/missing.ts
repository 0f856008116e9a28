/** What has to be known before a month can be computed, and what cannot be, both said in French. */
import { hoursIn, isDay, isMonth, frenchMonthName, type Month } from '../../kernel/calendar.js';
import { figure, knownFor, parameters } from '../../parameters/index.js';
import { careTypes, households, prepareKinds, type PartialCmgInput } from './input.js';

const scale = parameters.filter((parameter) => /^(ceiling|amount)/.test(parameter)).map(knownFor);

/** The months for which both the ceilings and the amounts are known. */
export const scaleMonths: { readonly first: Month; readonly last: Month } = {
  first: scale
    .map(({ first }) => first)
    .toSorted()
    .at(-1)!,
  last: scale.map(({ last }) => last ?? '9999-12').toSorted()[0]!,
};

const isScaleKnown = (month: Month): boolean => month >= scaleMonths.first && month <= scaleMonths.last;

const lacks = (value: unknown): boolean => value === null || value === undefined;

const hasNoChild = ({ careType, childBirthDate, familyBirthDates }: PartialCmgInput): boolean =>
  lacks(childBirthDate) && !(careType === 'home_care' && familyBirthDates && familyBirthDates.length > 0);

const birthWanted = ({ careType }: PartialCmgInput): string =>
  careType === 'home_care'
    ? 'la date de naissance d’un enfant de la famille (la garde à domicile ne nomme pas l’enfant)'
    : 'la date de naissance de l’enfant';

const incomeWanted = ({ month }: PartialCmgInput): string =>
  `les revenus nets catégoriels de ${month ? Number(month.slice(0, 4)) - 2 : 'l’année N-2'}`;

/** The condition is asked only when there are enough specific hours for it to decide. */
const lacksAtypical = ({ month, specificHours, atypicalHoursCondition }: PartialCmgInput): boolean =>
  lacks(atypicalHoursCondition) &&
  Boolean(month) &&
  (specificHours ?? 0) >= figure('atypical_hours_threshold', month!).value;

interface Need {
  isMissing: (partial: PartialCmgInput) => boolean;
  wanted: string | ((partial: PartialCmgInput) => string);
}

const needs: readonly Need[] = [
  { isMissing: ({ month }) => lacks(month), wanted: 'le mois' },
  {
    isMissing: ({ month }) => Boolean(month) && !isScaleKnown(month!),
    wanted: ({ month }) =>
      `le barème de ${frenchMonthName(month!)} (connu de ${frenchMonthName(scaleMonths.first)} à ${frenchMonthName(scaleMonths.last)})`,
  },
  { isMissing: ({ careType }) => lacks(careType), wanted: 'le mode de garde' },
  { isMissing: hasNoChild, wanted: birthWanted },
  { isMissing: ({ hours }) => lacks(hours), wanted: 'le nombre d’heures de garde' },
  { isMissing: ({ specificHours }) => lacks(specificHours), wanted: 'le nombre d’heures spécifiques' },
  { isMissing: ({ spendCents }) => lacks(spendCents), wanted: 'le montant de la dépense' },
  {
    isMissing: ({ household }) => lacks(household),
    wanted: 'la situation de famille (couple ou parent seul)',
  },
  { isMissing: ({ childrenInCharge }) => lacks(childrenInCharge), wanted: 'le nombre d’enfants à charge' },
  { isMissing: ({ incomeN2 }) => lacks(incomeN2), wanted: incomeWanted },
  { isMissing: ({ prepare }) => lacks(prepare), wanted: 'le bénéfice de la PreParE' },
  { isMissing: ({ aah }) => lacks(aah), wanted: 'le bénéfice de l’AAH' },
  { isMissing: ({ aeeh }) => lacks(aeeh), wanted: 'le bénéfice de l’AEEH pour l’enfant' },
  { isMissing: lacksAtypical, wanted: 'la condition d’horaires de travail atypiques des parents' },
];

/** What is missing to compute the month, in French; nothing when it can be computed. */
export const missing = (partial: PartialCmgInput): string[] =>
  needs
    .filter(({ isMissing }) => isMissing(partial))
    .map(({ wanted }) => (typeof wanted === 'string' ? wanted : wanted(partial)));

const isWhole = (value: number, least: number, most = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** Ten million euros: above, the integers of the rules are no longer exact. */
const MOST_CENTS = 1_000_000_000;

const impossibilities: readonly { fails: (partial: PartialCmgInput) => boolean; sentence: string }[] = [
  { fails: ({ month }) => !lacks(month) && !isMonth(month!), sentence: 'Le mois s’écrit AAAA-MM.' },
  {
    fails: ({ careType }) => !lacks(careType) && !careTypes.includes(careType!),
    sentence: 'Ce mode de garde n’ouvre pas droit au CMG d’une structure.',
  },
  {
    fails: ({ childBirthDate, familyBirthDates }) =>
      [childBirthDate, ...(familyBirthDates ?? [])].some((birth) => !lacks(birth) && !isDay(birth!)),
    sentence: 'Une date de naissance s’écrit AAAA-MM-JJ et doit exister.',
  },
  {
    fails: ({ household }) => !lacks(household) && !households.includes(household!),
    sentence: 'La situation de famille est couple ou parent seul.',
  },
  {
    fails: ({ childrenInCharge }) => !lacks(childrenInCharge) && !isWhole(childrenInCharge!, 1, 99),
    sentence: 'Le nombre d’enfants à charge est un nombre entier, à partir de 1.',
  },
  {
    fails: ({ incomeN2 }) => !lacks(incomeN2) && !isWhole(incomeN2!, 0),
    sentence: 'Les revenus sont un nombre entier d’euros, à partir de 0.',
  },
  {
    fails: ({ month, hours }) =>
      !lacks(hours) && !isWhole(hours!, 0, month && isMonth(month) ? hoursIn(month) : 744),
    sentence: 'Les heures de garde sont un nombre entier, au plus celui des heures du mois.',
  },
  {
    fails: ({ hours, specificHours }) => !lacks(specificHours) && !isWhole(specificHours!, 0, hours ?? 744),
    sentence: 'Les heures spécifiques sont un nombre entier, au plus le total des heures de garde.',
  },
  {
    fails: ({ spendCents }) => !lacks(spendCents) && !isWhole(spendCents!, 0, MOST_CENTS),
    sentence: 'La dépense est un nombre entier de centimes, à partir de 0.',
  },
  {
    fails: ({ prepare }) => !lacks(prepare) && !prepareKinds.includes(prepare!),
    sentence: 'La PreParE est none, half, part ou full.',
  },
];

/** What no month can hold, in French; nothing when every value that is there is possible. */
export const impossible = (partial: PartialCmgInput): string[] =>
  impossibilities.filter(({ fails }) => fails(partial)).map(({ sentence }) => sentence);
