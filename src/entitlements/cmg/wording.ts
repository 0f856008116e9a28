/** French numbers, written without Intl: a trace has twenty of them, and Intl takes longer than all the rules. */
import type { Cents } from '../../kernel/money.js';

const THOUSANDS = '\u202f';
const BEFORE_SIGN = '\u00a0';

/** `22809` → `22 809`. */
export const grouped = (value: number): string => {
  if (value < 1000) return String(value);
  const rest = value % 1000;
  return `${grouped((value - rest) / 1000)}${THOUSANDS}${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}`;
};

/** `22809` → `22 809 €`. */
export const wholeEuros = (value: number): string => `${grouped(value)}${BEFORE_SIGN}€`;

/** `125818` → `1 258,18 €`, for amounts that are not negative. */
export const euros = (cents: Cents): string => {
  const rest = cents % 100;
  return `${grouped((cents - rest) / 100)},${rest < 10 ? '0' : ''}${rest}${BEFORE_SIGN}€`;
};

/** `16` → `16 heures`, `1` → `1 heure`. */
export const hoursText = (hours: number): string =>
  `${grouped(hours)}${BEFORE_SIGN}heure${hours < 2 ? '' : 's'}`;

export const percent = (value: number): string => `${value}${BEFORE_SIGN}%`;
