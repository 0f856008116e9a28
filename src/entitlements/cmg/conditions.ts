/** What takes the right away, in order. A condition that cannot be in doubt comes before one that can. */
import { figure, mayTurn } from '../../parameters/index.js';
import type { DecidingChild } from './age.js';
import { cares, type CmgInput } from './input.js';
import type { NoRightReason, TraceStep } from './trace.js';
import { doubt } from './trace.js';
import { euros, hoursText } from './wording.js';

export interface Verdict {
  step: TraceStep;
  /** Why there is no right; absent when the condition holds. */
  refuses?: NoRightReason | undefined;
  /** Whether a figure to confirm could turn the verdict. */
  isDoubtful?: boolean;
}

/** A condition says nothing when it does not concern this month. */
type Condition = (input: CmgInput, child: DecidingChild) => Verdict | undefined;

const careGiven: Condition = ({ hours, spendCents }) => {
  if (hours > 0 && spendCents > 0) return undefined;
  const noCare = hours === 0;
  return {
    step: {
      rule: 'CARE_GIVEN',
      sentence: noCare
        ? 'Aucune heure de garde ce mois-ci.'
        : 'Aucune dépense ce mois-ci : rien à prendre en charge.',
      inputs: { hours, spendCents },
    },
    refuses: noCare ? 'NO_CARE' : 'NO_SPEND',
  };
};

const refusedAges: Partial<Record<DecidingChild['rate'], NoRightReason>> = {
  unborn: 'NOT_BORN',
  over: 'TOO_OLD',
};

const age: Condition = ({ month }, { rate, sentence, figure, birthDate }) => ({
  step: { rule: 'AGE', sentence, inputs: { birthDate, month }, figure },
  refuses: refusedAges[rate],
});

const prepareStop: Condition = ({ prepare }) =>
  prepare === 'full'
    ? {
        step: {
          rule: 'PREPARE_STOP',
          sentence: 'PreParE pour un arrêt complet d’activité : le CMG ne s’y ajoute pas.',
          inputs: { prepare },
        },
        refuses: 'PREPARE_FULL_STOP',
      }
    : undefined;

/** Hours are declared rounded down: they may hide up to one more, which counts in the family's favour. */
const hourlyPrice: Condition = ({ careType, hours, spendCents, month }) => {
  if (!cares[careType].hasPriceCeiling) return undefined;
  const ceiling = figure('hourly_price_ceiling', month);
  const isAbove = (price: number) => spendCents > price * (hours + 1);
  const above = isAbove(ceiling.value);
  const isDoubtful = mayTurn(ceiling, isAbove);
  const most = `${euros(ceiling.value)} de l’heure, soit ${euros(ceiling.value * (hours + 1))} en comptant l’heure arrondie`;
  return {
    step: {
      rule: 'HOURLY_PRICE',
      sentence: above
        ? `${euros(spendCents)} pour ${hoursText(hours)} : plus de ${most}. Le CMG n’est pas dû.${doubt(ceiling, isDoubtful)}`
        : `${euros(spendCents)} pour ${hoursText(hours)} : pas plus de ${most}.${doubt(ceiling, isDoubtful)}`,
      inputs: { spendCents, hours },
      figure: ceiling,
    },
    refuses: above ? 'PRICE_ABOVE_CEILING' : undefined,
    isDoubtful,
  };
};

const minimumHours: Condition = ({ hours, month }) => {
  const minimum = figure('minimum_hours', month);
  const isBelow = (least: number) => hours < least;
  const below = isBelow(minimum.value);
  const isDoubtful = mayTurn(minimum, isBelow);
  const compared = `${hoursText(hours)} de garde, ${below ? 'moins que les' : 'au moins les'} ${minimum.value} demandées`;
  return {
    step: {
      rule: 'MINIMUM_HOURS',
      sentence: `${compared}${below ? ' : le CMG n’est pas dû' : ''}.${doubt(minimum, isDoubtful)}`,
      inputs: { hours },
      figure: minimum,
    },
    refuses: below ? 'HOURS_BELOW_MINIMUM' : undefined,
    isDoubtful,
  };
};

export const conditions: readonly Condition[] = [careGiven, age, prepareStop, hourlyPrice, minimumHours];
