/** The age of the child in care, month by month: full amount, half, or no right any more. */
import { frenchDay, lastDayOf, monthOf, type Day, type Month } from '../../kernel/calendar.js';
import { figure, type Figure } from '../../parameters/index.js';
import type { CmgInput } from './input.js';

/** The two amounts: under three and extended, or from three to six. */
export type Rate = 'full' | 'half';

export interface Standing {
  rate: Rate | 'over' | 'unborn';
  sentence: string;
  figure: Figure;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** The month of a birthday; born on 29 February, one turns a year older on 1 March. */
export function birthdayMonth(birth: Day, age: number): Month {
  const year = Number(birth.slice(0, 4)) + age;
  return `${year}-${birth.endsWith('-02-29') && !isLeap(year) ? '03' : birth.slice(5, 7)}`;
}

/** The last month at the full amount: that of the third birthday, or August when it falls earlier in the year. */
function lastFullMonth(third: Month, month: Month): Month {
  const last = `${third.slice(0, 4)}-${String(figure('full_amount_last_month', month).value).padStart(2, '0')}`;
  return third < last ? last : third;
}

/**
 * What the age of a child opens in a month. A change of age counts from the
 * first day of the month after the birthday (R. 552-3).
 *
 * @throws ParameterMissing before 2020, when the extension to 31 August starts
 */
export function standingOf(birth: Day, month: Month): Standing {
  const [three, six] = [figure('full_amount_age', month), figure('age_limit', month)];
  const born = `Enfant né le ${frenchDay(birth)}`;
  if (monthOf(birth) > month) return { rate: 'unborn', sentence: `${born}, après ce mois.`, figure: three };
  const sixth = birthdayMonth(birth, six.value);
  if (month > sixth) {
    return { rate: 'over', sentence: `${born} : ${six.value} ans passés, le droit a pris fin.`, figure: six };
  }
  const third = birthdayMonth(birth, three.value);
  if (month < third) {
    return {
      rate: 'full',
      sentence: `${born} : moins de ${three.value} ans, montant entier.`,
      figure: three,
    };
  }
  const last = lastFullMonth(third, month);
  if (month > last) {
    const end =
      month === sixth
        ? `${six.value} ans ce mois-ci, dernier mois de droit`
        : `de ${three.value} à ${six.value} ans`;
    return { rate: 'half', sentence: `${born} : ${end}, montant de moitié.`, figure: six };
  }
  const extended = last > third;
  return {
    rate: 'full',
    sentence: `${born} : ${three.value} ans atteints, montant entier jusqu’au ${frenchDay(lastDayOf(last))}.`,
    figure: extended ? figure('full_amount_last_month', month) : three,
  };
}

export interface DecidingChild extends Standing {
  birthDate: Day;
  /** Whether the row names the child: home care does not. */
  isNamed: boolean;
  /** The other amount, when another child of the family may be the one in care. */
  otherwise: Rate | undefined;
}

const youngestBorn = (children: readonly Day[], month: Month): Day | undefined => {
  const born = children.filter((birth) => monthOf(birth) <= month);
  return (born.length > 0 ? born : children).reduce<Day | undefined>(
    (youngest, birth) => (youngest !== undefined && youngest > birth ? youngest : birth),
    undefined,
  );
};

/**
 * The child whose age decides: the one in care or, for a family's amount, the
 * youngest that is known among those born.
 *
 * @throws RangeError when no child is known: see `missing`
 */
export function decidingChild({
  month,
  careType,
  childBirthDate,
  familyBirthDates = [],
}: CmgInput): DecidingChild {
  const family = careType === 'home_care' ? familyBirthDates : [];
  const children = childBirthDate ? [childBirthDate, ...family] : family;
  const birthDate = youngestBorn(children, month);
  if (birthDate === undefined) throw new RangeError('No birth date to decide by');
  const { rate, sentence, figure } = standingOf(birthDate, month);
  const isNamed = birthDate === childBirthDate;
  const mayBeHalf =
    !isNamed && rate === 'full' && children.some((birth) => standingOf(birth, month).rate === 'half');
  return { rate, sentence, figure, birthDate, isNamed, otherwise: mayBeHalf ? 'half' : undefined };
}
