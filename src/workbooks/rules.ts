/** What may be wrong in the values of one row, as a table: when, where, and what people are told. */
import {
  addMonths,
  ageAt,
  firstDayOf,
  frenchMonthName,
  hoursIn,
  lastDayOf,
  monthOf,
  monthsBetween,
  slashMonth,
  type Day,
  type Month,
} from '../kernel/calendar.js';
import { frenchEuros } from '../kernel/money.js';
import { figure, type Figure } from '../parameters/index.js';
import type { ColumnKey, RowValues, TemplateCode } from './template.js';

/** The month of the declaration and the day of the check. */
export interface At {
  month: Month;
  today: Day;
}

/** A row all of whose values that a rule needs are there. */
export type Known = { [K in keyof RowValues]: NonNullable<RowValues[K]> };

export type Text = string | ((at: At) => string);

export interface Kind {
  /** A blocking anomaly stops the submission; a warning travels with the declaration. */
  blocking: boolean;
  /** What is wrong and what to do, in French. */
  sentence: Text;
  /** What the cell should hold, in French. */
  expected: Text;
}

interface Rule extends Kind {
  /** The cell that carries the anomaly. */
  cell: ColumnKey;
  /** The values without which the rule says nothing. */
  needs: (keyof RowValues)[];
  fails: (values: Known, at: At) => boolean;
  /** The only templates concerned, when it is not all of them. */
  only?: readonly TemplateCode[];
  proposes?: (at: At) => string | undefined;
}

const monthsBack = ({ today }: At): Figure => figure('months_back', monthOf(today));
const ageLimit = ({ month }: At): Figure => figure('age_limit', month);
const minimumHours = ({ month }: At): Figure => figure('minimum_hours', month);
const priceCeiling = ({ month }: At): Figure => figure('hourly_price_ceiling', month);

/** A figure that is not confirmed says so wherever it decides. */
const said = ({ value, status }: Figure): string =>
  status === 'to confirm' ? `${value} (chiffre à confirmer)` : String(value);

const declared = ({ month }: At): string => slashMonth(month);
const isOver = (month: Month, { today }: At): boolean => month < monthOf(today);
const declaredIfOver = (at: At): string | undefined => (isOver(at.month, at) ? declared(at) : undefined);

/** What is wrong in the values of one row. For one cell, the first rule that fails speaks alone. */
export const rules = {
  MONTH_NOT_OVER: {
    blocking: true,
    cell: 'month',
    needs: ['month'],
    fails: ({ month }, at) => !isOver(month, at),
    sentence: 'Ce mois n’est pas terminé. Déclarez un mois échu.',
    expected: 'un mois échu',
    proposes: declaredIfOver,
  },
  MONTH_TOO_OLD: {
    blocking: true,
    cell: 'month',
    needs: ['month'],
    fails: ({ month }, at) => monthsBetween(month, monthOf(at.today)) > monthsBack(at).value,
    sentence: (at) =>
      `Ce mois remonte à plus de ${said(monthsBack(at))} mois. Il ne peut plus être déclaré ici.`,
    expected: (at) =>
      `un mois de ${slashMonth(addMonths(monthOf(at.today), -monthsBack(at).value))} au plus tôt`,
    proposes: declaredIfOver,
  },
  MONTH_DIFFERENT: {
    blocking: true,
    cell: 'month',
    needs: ['month'],
    fails: ({ month }, at) => month !== at.month,
    sentence: (at) =>
      `La déclaration porte sur ${frenchMonthName(at.month)} : le mois doit être le même sur toutes les lignes.`,
    expected: declared,
    proposes: declaredIfOver,
  },
  BIRTH_IN_FUTURE: {
    blocking: true,
    cell: 'birthDate',
    needs: ['birthDate'],
    fails: ({ birthDate }, { today }) => birthDate > today,
    sentence: 'Cette date de naissance est dans le futur. Vérifiez l’année.',
    expected: 'une date de naissance passée',
  },
  BIRTH_AFTER_MONTH: {
    blocking: true,
    cell: 'birthDate',
    needs: ['birthDate'],
    fails: ({ birthDate }, { month }) => birthDate > lastDayOf(month),
    sentence: 'L’enfant serait né après le mois déclaré. Vérifiez la date de naissance et le mois.',
    expected: ({ month }) => `une date de naissance au plus tard en ${frenchMonthName(month)}`,
  },
  CHILD_TOO_OLD: {
    blocking: false,
    cell: 'birthDate',
    needs: ['birthDate'],
    fails: ({ birthDate }, at) => ageAt(birthDate, lastDayOf(at.month)) >= ageLimit(at).value,
    sentence: (at) =>
      `L’enfant a ${said(ageLimit(at))} ans ou plus dans le mois : le droit cesse le mois qui suit cet anniversaire. Vérifiez la date de naissance.`,
    expected: (at) => `un enfant de moins de ${said(ageLimit(at))} ans`,
  },
  HOURS_ABOVE_MONTH: {
    blocking: true,
    cell: 'hours',
    needs: ['hours'],
    fails: ({ hours }, { month }) => hours > hoursIn(month),
    sentence: ({ month }) => `Le mois ne compte que ${hoursIn(month)} heures. Vérifiez le total.`,
    expected: ({ month }) => `au plus ${hoursIn(month)} heures`,
  },
  SPECIFIC_ABOVE_TOTAL: {
    blocking: true,
    cell: 'specificHours',
    needs: ['hours', 'specificHours'],
    fails: ({ hours, specificHours }) => specificHours > hours,
    sentence: 'Les heures spécifiques dépassent le total, qui les comprend. Corrigez l’un des deux nombres.',
    expected: 'au plus le total des heures de garde',
  },
  AMOUNT_WITHOUT_HOURS: {
    blocking: true,
    cell: 'amount',
    needs: ['hours', 'amountCents'],
    fails: ({ hours, amountCents }) => hours === 0 && amountCents > 0,
    sentence: 'Un montant est déclaré alors que le total d’heures est zéro. Corrigez l’un des deux nombres.',
    expected: 'zéro quand il n’y a pas eu de garde',
  },
  HOURS_WITHOUT_AMOUNT: {
    blocking: true,
    cell: 'amount',
    needs: ['hours', 'amountCents'],
    fails: ({ hours, amountCents }) => hours > 0 && amountCents === 0,
    sentence: 'Des heures sont déclarées alors que le montant est zéro. Corrigez l’un des deux nombres.',
    expected: 'le montant payé par la famille',
  },
  HOURS_BELOW_MINIMUM: {
    blocking: false,
    cell: 'hours',
    needs: ['hours'],
    fails: ({ hours }, at) => hours > 0 && hours < minimumHours(at).value,
    sentence: (at) =>
      `Le CMG demande au moins ${said(minimumHours(at))} heures de garde dans le mois. Vérifiez le total.`,
    expected: (at) => `au moins ${said(minimumHours(at))} heures, ou zéro`,
  },
  PRICE_ABOVE_CEILING: {
    blocking: false,
    cell: 'amount',
    needs: ['hours', 'amountCents'],
    only: ['micro_creche', 'family_creche'],
    // Hours are written rounded down: they may hide up to one more.
    fails: ({ hours, amountCents }, at) => hours > 0 && amountCents > priceCeiling(at).value * (hours + 1),
    sentence: (at) =>
      `Le tarif horaire dépasse ${frenchEuros(priceCeiling(at).value)}, au-delà desquels le CMG n’est pas dû. Vérifiez les heures et le montant.`,
    expected: 'un tarif horaire qui ouvre droit au CMG',
  },
  END_BEFORE_MONTH: {
    blocking: true,
    cell: 'endOfCare',
    needs: ['endOfCare'],
    fails: ({ endOfCare }, { month }) => endOfCare < firstDayOf(month),
    sentence:
      'La garde aurait pris fin avant le mois déclaré. Corrigez la date, ou effacez-la si la garde continue.',
    expected: ({ month }) => `une date à partir du 01/${slashMonth(month)}, ou rien`,
  },
} satisfies Record<string, Rule>;

export type RuleCode = keyof typeof rules;
