/** The kinds of value of a workbook, each once: how it is read, how its cells look, what Excel lets one type in them. */
import type { Day, Month } from '../kernel/calendar.js';
import { firstDayOf, lastDayOf, slashMonth } from '../kernel/calendar.js';
import { serialOf } from '../kernel/book/index.js';
import type { Cents } from '../kernel/money.js';
import * as cells from './cells.js';
import type { Reader } from './cells.js';

/** What Excel refuses while typing; the operands are those of its data validation. */
export interface TypingRule {
  type: 'date' | 'whole' | 'decimal' | 'textLength';
  operator: 'between' | 'equal' | 'greaterThanOrEqual';
  operands: readonly (string | number)[];
  /** In French. */
  error: string;
}

export interface ValueKind<T> {
  reads: Reader<T>;
  /** The number format of its cells; `@` keeps leading zeros. None that follows the computer: a day is a French day everywhere. */
  format: string;
  align: 'left' | 'center' | 'right';
  /** @param month  the month that the workbook is for, when it is for one */
  typing?: (month?: Month) => TypingRule;
}

/** No month has more hours. */
const MOST_HOURS = 744;

const between = (from: Day, to: Day, error: string): TypingRule => ({
  type: 'date',
  operator: 'between',
  operands: [serialOf(from), serialOf(to)],
  error,
});

export const month: ValueKind<Month> = {
  reads: cells.month,
  format: 'mm/yyyy',
  align: 'center',
  typing: (month) =>
    month
      ? between(
          firstDayOf(month),
          lastDayOf(month),
          `Ce classeur est celui du mois ${slashMonth(month)} : écrivez ${slashMonth(month)}.`,
        )
      : between('2000-01-01', '2099-12-31', 'Un mois sous la forme MM/AAAA, par exemple 10/2026.'),
};

export const allocataireNumber: ValueKind<string> = {
  reads: cells.allocataireNumber,
  format: '@',
  align: 'center',
  typing: () => ({
    type: 'textLength',
    operator: 'equal',
    operands: [7],
    error: 'Sept chiffres, zéros du début compris, sans la lettre clé.',
  }),
};

export const name: ValueKind<string> = { reads: cells.name, format: '@', align: 'left' };

export const day: ValueKind<Day> = {
  reads: cells.day,
  format: 'dd/mm/yyyy',
  align: 'center',
  typing: () =>
    between('2000-01-01', '2099-12-31', 'Une date sous la forme JJ/MM/AAAA, par exemple 02/04/2024.'),
};

export const wholeHours: ValueKind<number> = {
  reads: cells.wholeHours,
  format: '0',
  align: 'right',
  typing: () => ({
    type: 'whole',
    operator: 'between',
    operands: [0, MOST_HOURS],
    error: 'Un nombre entier d’heures, arrondi en dessous : 15 pour 15 h 30.',
  }),
};

export const euros: ValueKind<Cents> = {
  reads: cells.cents,
  format: '#,##0.00',
  align: 'right',
  typing: () => ({
    type: 'decimal',
    operator: 'greaterThanOrEqual',
    operands: [0],
    error: 'Un montant en euros, par exemple 985,60.',
  }),
};
