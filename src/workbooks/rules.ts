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
  type Month,
} from '../kernel/calendar.js';
import { frenchEuros } from '../kernel/money.js';
import { figure, type Figure } from '../parameters/index.js';
import { said, type At, type Kind } from './anomaly-kind.js';
import type { RowValues } from './template.js';

/** A row all of whose values that a rule needs are there. */
export type Known = { [K in keyof RowValues]: NonNullable<RowValues[K]> };

/** The first of its cells carries the anomaly. */
interface Rule extends Kind {
  /** The values without which the rule says nothing. */
  needs: readonly (keyof RowValues)[];
  fails: (values: Known, at: At) => boolean;
  proposes?: (at: At) => string | undefined;
}

const monthsBack = ({ today }: At): Figure => figure('months_back', monthOf(today));
const ageLimit = ({ month }: At): Figure => figure('age_limit', month);
const minimumHours = ({ month }: At): Figure => figure('minimum_hours', month);
const priceCeiling = ({ month }: At): Figure => figure('hourly_price_ceiling', month);

const declared = ({ month }: At): string => slashMonth(month);
const isOver = (month: Month, { today }: At): boolean => month < monthOf(today);
const declaredIfOver = (at: At): string | undefined => (isOver(at.month, at) ? declared(at) : undefined);

/** What is wrong in the values of one row. For one cell, the first rule that fails speaks alone. */
export const rules = {
  MONTH_NOT_OVER: {
    blocking: true,
    cells: ['month'],
    needs: ['month'],
    fails: ({ month }, at) => !isOver(month, at),
    sentence: 'Ce mois n’est pas terminé.',
    toDo: 'Déclarez un mois échu.',
    expected: 'un mois échu',
    help: 'La déclaration porte sur un mois échu : les heures et le montant d’un mois en cours ne sont pas encore connus.',
    origin: 'workbook',
    proposes: declaredIfOver,
  },
  MONTH_TOO_OLD: {
    blocking: true,
    cells: ['month'],
    needs: ['month'],
    fails: ({ month }, at) => monthsBetween(month, monthOf(at.today)) > monthsBack(at).value,
    sentence: (at) => `Ce mois remonte à plus de ${said(monthsBack(at))} mois.`,
    toDo: 'Il ne peut plus être déclaré ici : adressez-vous à votre Caf.',
    expected: (at) =>
      `un mois de ${slashMonth(addMonths(monthOf(at.today), -monthsBack(at).value))} au plus tôt`,
    help: 'Passé ce délai, la prestation ne peut en général plus être payée.',
    origin: 'monthsBack',
    proposes: declaredIfOver,
  },
  MONTH_DIFFERENT: {
    blocking: true,
    cells: ['month'],
    needs: ['month'],
    fails: ({ month }, at) => month !== at.month,
    sentence: (at) => `La déclaration porte sur ${frenchMonthName(at.month)}.`,
    toDo: 'Écrivez ce mois sur toutes les lignes ; si le fichier est celui d’un autre mois, déposez-en un autre.',
    expected: declared,
    help: 'Le mois est le même sur toutes les lignes. L’erreur vient le plus souvent d’une copie du mois précédent.',
    origin: 'workbook',
    proposes: declaredIfOver,
  },
  BIRTH_IN_FUTURE: {
    blocking: true,
    cells: ['birthDate'],
    needs: ['birthDate'],
    fails: ({ birthDate }, { today }) => birthDate > today,
    sentence: 'Cette date de naissance est dans le futur.',
    toDo: 'Vérifiez l’année.',
    expected: 'une date de naissance passée',
    help: 'Un enfant gardé est né.',
    origin: 'decided',
  },
  BIRTH_AFTER_MONTH: {
    blocking: true,
    cells: ['birthDate'],
    needs: ['birthDate'],
    fails: ({ birthDate }, { month }) => birthDate > lastDayOf(month),
    sentence: 'L’enfant serait né après le mois déclaré.',
    toDo: 'Vérifiez la date de naissance et le mois.',
    expected: ({ month }) => `une date de naissance au plus tard en ${frenchMonthName(month)}`,
    help: 'Il n’y a pas de garde avant la naissance.',
    origin: 'decided',
  },
  CHILD_TOO_OLD: {
    blocking: false,
    cells: ['birthDate'],
    needs: ['birthDate'],
    fails: ({ birthDate }, at) => ageAt(birthDate, lastDayOf(at.month)) >= ageLimit(at).value,
    sentence: (at) => `L’enfant a ${said(ageLimit(at))} ans ou plus dans le mois.`,
    toDo: 'Vérifiez la date de naissance ; si elle est juste, rien n’est à corriger.',
    expected: (at) => `un enfant de moins de ${said(ageLimit(at))} ans`,
    help: 'Le droit cesse le mois qui suit cet anniversaire. L’attestation reste possible, la famille doit seulement savoir qu’elle n’ouvrira plus de droit.',
    origin: 'ageLimit',
  },
  HOURS_ABOVE_MONTH: {
    blocking: true,
    cells: ['hours'],
    needs: ['hours'],
    fails: ({ hours }, { month }) => hours > hoursIn(month),
    sentence: ({ month }) => `Le mois ne compte que ${hoursIn(month)} heures.`,
    toDo: 'Vérifiez le total.',
    expected: ({ month }) => `au plus ${hoursIn(month)} heures`,
    help: 'Un enfant ne peut être gardé plus d’heures que le mois n’en a.',
    origin: 'decided',
  },
  SPECIFIC_ABOVE_TOTAL: {
    blocking: true,
    cells: ['specificHours'],
    needs: ['hours', 'specificHours'],
    fails: ({ hours, specificHours }) => specificHours > hours,
    sentence: 'Les heures spécifiques dépassent le total, qui les comprend.',
    toDo: 'Corrigez l’un des deux nombres.',
    expected: 'au plus le total des heures de garde',
    help: 'Les heures spécifiques sont celles de nuit (22 h à 6 h), du dimanche et des jours fériés ; le total les comprend.',
    origin: 'workbook',
  },
  AMOUNT_WITHOUT_HOURS: {
    blocking: true,
    cells: ['amount'],
    needs: ['hours', 'amountCents'],
    fails: ({ hours, amountCents }) => hours === 0 && amountCents > 0,
    sentence: 'Un montant est déclaré alors que le total d’heures est zéro.',
    toDo: 'Corrigez l’un des deux nombres.',
    expected: 'zéro quand il n’y a pas eu de garde',
    help: 'Le CMG rembourse une part de ce qui a été payé pour des heures de garde : l’un ne va pas sans l’autre.',
    origin: 'siblings',
  },
  HOURS_WITHOUT_AMOUNT: {
    blocking: true,
    cells: ['amount'],
    needs: ['hours', 'amountCents'],
    fails: ({ hours, amountCents }) => hours > 0 && amountCents === 0,
    sentence: 'Des heures sont déclarées alors que le montant est zéro.',
    toDo: 'Corrigez l’un des deux nombres.',
    expected: 'le montant payé par la famille',
    help: 'Le CMG rembourse une part de ce qui a été payé pour des heures de garde : l’un ne va pas sans l’autre.',
    origin: 'siblings',
  },
  HOURS_BELOW_MINIMUM: {
    blocking: false,
    cells: ['hours'],
    needs: ['hours'],
    fails: ({ hours }, at) => hours > 0 && hours < minimumHours(at).value,
    sentence: (at) => `Le CMG demande au moins ${said(minimumHours(at))} heures de garde dans le mois.`,
    toDo: 'Vérifiez le total ; s’il est juste, rien n’est à corriger.',
    expected: (at) => `au moins ${said(minimumHours(at))} heures, ou zéro`,
    help: 'En dessous, le mois n’ouvre pas de droit. L’attestation reste possible.',
    origin: 'minimumHours',
  },
  PRICE_ABOVE_CEILING: {
    blocking: false,
    cells: ['amount'],
    needs: ['hours', 'amountCents'],
    ofChild: true,
    // Hours are written rounded down: they may hide up to one more.
    fails: ({ hours, amountCents }, at) => hours > 0 && amountCents > priceCeiling(at).value * (hours + 1),
    sentence: (at) =>
      `Le tarif horaire dépasse ${frenchEuros(priceCeiling(at).value)}, au-delà desquels le CMG n’est pas dû.`,
    toDo: 'Vérifiez les heures et le montant.',
    expected: 'un tarif horaire qui ouvre droit au CMG',
    help: 'Les heures étant arrondies en dessous, le calcul en compte une de plus : le tarif dépasse le plafond même ainsi.',
    origin: 'hourlyPrice',
  },
  END_BEFORE_MONTH: {
    blocking: true,
    cells: ['endOfCare'],
    needs: ['endOfCare'],
    fails: ({ endOfCare }, { month }) => endOfCare < firstDayOf(month),
    sentence: 'La garde aurait pris fin avant le mois déclaré.',
    toDo: 'Corrigez la date, ou effacez-la si la garde continue.',
    expected: ({ month }) => `une date à partir du 01/${slashMonth(month)}, ou rien`,
    help: 'La date de fin ne se donne que le mois où la garde cesse.',
    origin: 'workbook',
  },
  END_BEFORE_BIRTH: {
    blocking: true,
    cells: ['endOfCare'],
    needs: ['birthDate', 'endOfCare'],
    fails: ({ birthDate, endOfCare }, { month }) => endOfCare < birthDate && birthDate <= lastDayOf(month),
    sentence: 'La garde aurait pris fin avant la naissance de l’enfant.',
    toDo: 'Corrigez l’une des deux dates.',
    expected: 'une date après la naissance, ou rien',
    help: 'Il n’y a pas de garde avant la naissance.',
    origin: 'decided',
  },
  END_AFTER_MONTH: {
    blocking: false,
    cells: ['endOfCare'],
    needs: ['endOfCare'],
    fails: ({ endOfCare }, { month }) => endOfCare > lastDayOf(month),
    sentence: ({ month }) => `La fin de garde est annoncée pour après ${frenchMonthName(month)}.`,
    toDo: 'Vérifiez la date ; si la garde cesse plus tard, effacez-la et donnez-la le mois où elle cesse.',
    expected: ({ month }) => `une date en ${frenchMonthName(month)}, ou rien`,
    help: 'La date de fin ne se donne que le mois où la garde cesse.',
    origin: 'workbook',
  },
} satisfies Record<string, Rule>;

export type RuleCode = keyof typeof rules;
