/** Readers of one cell. What has one meaning is read; what needs a guess is an anomaly, with a proposal the depositor may accept. */
import { isDay, isMonth, slashMonth, type Day, type Month } from '../kernel/calendar.js';
import type { Cents } from '../kernel/money.js';
import type { Cell } from '../kernel/sheet.js';

export type CellCode =
  | 'MISSING'
  | 'CELL_ERROR'
  | 'NOT_A_MONTH'
  | 'NOT_AN_ALLOCATAIRE'
  | 'ALLOCATAIRE_SHORT'
  | 'ALLOCATAIRE_WITH_KEY'
  | 'ALLOCATAIRE_SPACED'
  | 'NOT_A_NAME'
  | 'NAME_WITH_EMOJI'
  | 'NOT_A_DAY'
  | 'DAY_IMPOSSIBLE'
  | 'NOT_HOURS'
  | 'HOURS_NOT_WHOLE'
  | 'NEGATIVE'
  | 'NOT_AN_AMOUNT'
  | 'AMOUNT_NOT_CENTS'
  | 'AMOUNT_TOO_LARGE';

/** `proposed` is a text that, typed in the same cell, is read without anomaly. */
export type Reading<T> = { value: T } | { code: CellCode; proposed?: string };
export type Reader<T> = (cell: Cell | undefined) => Reading<T>;

/** Amounts stay below ten million euros. */
const AMOUNT_LIMIT: Cents = 1_000_000_000;
/** Far above any month: what is larger is not a number of hours. */
const HOURS_LIMIT = 99_999;
const NAME_LENGTH = 100;
/** Years of a birth or of an end of care, both included. */
const [FIRST_YEAR, LAST_YEAR] = [1900, 2100];

/** The cell of what a person typed in a correction form; none when it is blank. */
export const typed = (text: string): Cell | undefined =>
  text.trim() === '' ? undefined : { kind: 'text', text: text.trim() };

const reader =
  <T>(read: (cell: Exclude<Cell, { kind: 'error' }>, text: string) => Reading<T>): Reader<T> =>
  (cell) => {
    if (!cell) return { code: 'MISSING' };
    if (cell.kind === 'error') return { code: 'CELL_ERROR' };
    return read(cell, cell.text.trim());
  };

/** A cell that may stay blank. */
export const optional =
  <T>(read: Reader<T>): Reader<T | null> =>
  (cell) =>
    cell ? read(cell) : { value: null };

const MONTH_NAMES = [
  'janvier',
  'fevrier',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'aout',
  'septembre',
  'octobre',
  'novembre',
  'decembre',
];

const unaccented = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The one month whose name starts so, from 1; `jui` may be two. */
const monthNamed = (start: string): number | undefined => {
  const matching = MONTH_NAMES.filter((name) => name.startsWith(unaccented(start)));
  return start.length >= 3 && matching.length === 1 ? MONTH_NAMES.indexOf(matching[0]!) + 1 : undefined;
};

const monthOfParts = (year: number, month: number | undefined): Month | undefined => {
  const text = `${year < 100 ? 2000 + year : year}-${String(month ?? 0).padStart(2, '0')}`;
  return isMonth(text) ? text : undefined;
};

/** `10/2026`, `1-2026`, `2026-10`, `oct-26`, `octobre 2026`. */
function monthIn(text: string): Month | undefined {
  const numbers = /^(\d{1,2})\s?[/.-]\s?(\d{4})$/.exec(text);
  if (numbers) return monthOfParts(Number(numbers[2]), Number(numbers[1]));
  const iso = /^(\d{4})-(\d{1,2})$/.exec(text);
  if (iso) return monthOfParts(Number(iso[1]), Number(iso[2]));
  const named = /^(\p{L}+)\.?[\s-](\d{4}|\d{2})$/u.exec(text);
  return named ? monthOfParts(Number(named[2]), monthNamed(named[1]!)) : undefined;
}

/** A month: a date cell of any day in it, or a text with one meaning. `10/26` may be a day: a proposal. */
export const month = reader<Month>((cell, text) => {
  if (cell.kind === 'date') return { value: cell.day.slice(0, 7) };
  if (cell.kind === 'number') return cell.day ? { value: cell.day.slice(0, 7) } : { code: 'NOT_A_MONTH' };
  const written = dayIn(text);
  const value = written && exists(written) ? written.slice(0, 7) : monthIn(text);
  if (value) return { value };
  const short = /^(\d{1,2})\/(\d{2})$/.exec(text);
  const guess = short && monthOfParts(Number(short[2]), Number(short[1]));
  return { code: 'NOT_A_MONTH', ...(guess ? { proposed: slashMonth(guess) } : {}) };
});

/** Seven digits without the key letter; a lost zero, a key or a space is proposed away, never dropped. */
export const allocataireNumber = reader<string>((cell, text) => {
  if (cell.kind !== 'text' && cell.kind !== 'number') return { code: 'NOT_AN_ALLOCATAIRE' };
  const parts = /^(\d{1,7})([A-Za-z]?)$/.exec(text.replace(/\s/gu, ''));
  if (!parts || Number(parts[1]) === 0) return { code: 'NOT_AN_ALLOCATAIRE' };
  const [, digits, key] = parts as unknown as [string, string, string];
  const proposed = digits.padStart(7, '0');
  if (key) return { code: 'ALLOCATAIRE_WITH_KEY', proposed };
  if (digits.length < 7) return { code: 'ALLOCATAIRE_SHORT', proposed };
  return text === digits ? { value: digits } : { code: 'ALLOCATAIRE_SPACED', proposed };
});

/** Marks without a drawing of their own, which copying from a page or a message brings along. */
const UNSEEN = /[\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff]/gu;
/** Marks that turn the order in which a text is shown: what is read may not be what is seen. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/gu;
/** A drawing, or what colours, joins and marks drawings. */
const EMOJI =
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|[\u{e0020}-\u{e007f}]|\u200d|\ufe0f|\u20e3/gu;

const isName = (text: string): boolean =>
  text.length <= NAME_LENGTH && /^\p{L}(?:[\p{L}\p{M}\s'’·.-]|\u200c|\u200d)*$/u.test(text);

/** One space for any blank, one hyphen for any hyphen, accents composed. */
const evenName = (text: string): string =>
  text
    .replace(UNSEEN, '')
    .replace(/[\u2010\u2011]/gu, '-')
    .replace(/\s+/gu, ' ')
    .trim()
    .normalize('NFC');

/** A last or first name in any script: letters, spaces, hyphens, apostrophes and dots. What else is in it is proposed away. */
export const name = reader<string>((cell, text) => {
  if (cell.kind !== 'text') return { code: 'NOT_A_NAME' };
  const value = evenName(text);
  if (isName(value)) return { value };
  const code = value.search(EMOJI) < 0 ? 'NOT_A_NAME' : 'NAME_WITH_EMOJI';
  const proposed = evenName(value.replace(TURNING, '').replace(EMOJI, ''));
  return proposed !== value && isName(proposed) ? { code, proposed } : { code };
});

const twoDigits = (text: string): string => text.padStart(2, '0');

/** The text of a day written day first, or ISO; it may not exist. */
function dayIn(text: string): Day | undefined {
  const french = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  if (french) return `${french[3]}-${twoDigits(french[2]!)}-${twoDigits(french[1]!)}`;
  return /^(\d{4}-\d{2}-\d{2})(T[\d:.]+Z?)?$/.exec(text)?.[1];
}

const exists = (value: Day): boolean =>
  isDay(value) && Number(value.slice(0, 4)) >= FIRST_YEAR && Number(value.slice(0, 4)) <= LAST_YEAR;

/** A day: a date cell, its serial, JJ/MM/AAAA or ISO. A year of two digits is proposed in this century. */
export const day = reader<Day>((cell, text) => {
  const value = cell.kind === 'date' ? cell.day : cell.kind === 'number' ? cell.day : dayIn(text);
  if (value) return exists(value) ? { value } : { code: 'DAY_IMPOSSIBLE' };
  const short = /^(\d{1,2}[/.-]\d{1,2}[/.-])(\d{2})$/.exec(text);
  const guess = short && dayIn(`${short[1]}20${short[2]}`);
  if (!guess || !exists(guess)) return { code: 'NOT_A_DAY' };
  return { code: 'NOT_A_DAY', proposed: guess.split('-').toReversed().join('/') };
});

/** The number without the noise of binary fractions: 985.6000000000001 → 985.6. */
const quiet = (value: number): number => Number(value.toPrecision(12));

const plain = (value: number): string => String(value).replace('.', ',');

/** Whole hours. 15,5 or 15h30 is not rounded on the quiet: 15 is proposed. */
export const wholeHours = reader<number>((cell, text) => {
  if (cell.kind === 'date' || cell.kind === 'boolean') return { code: 'NOT_HOURS' };
  const written = cell.kind === 'number' ? undefined : hoursIn(text);
  const hours = cell.kind === 'number' ? quiet(cell.value) : written?.hours;
  if (hours === undefined || hours > HOURS_LIMIT) return { code: 'NOT_HOURS' };
  if (hours < 0) return { code: 'NEGATIVE' };
  if (Number.isInteger(hours) && !written?.guessed) return { value: hours };
  return { code: 'HOURS_NOT_WHOLE', proposed: plain(Math.floor(hours)) };
});

/** Hours in a text; `guessed` when they are written otherwise than as a plain number. */
function hoursIn(text: string): { hours: number; guessed: boolean } | undefined {
  const tight = text.replace(/\s/gu, '');
  const clock = /^(\d{1,4})(?:h|:)(\d{2})?(?::\d{2})?$/i.exec(tight);
  if (clock) return { hours: Number(clock[1]), guessed: true };
  const number = /^-?\d{1,6}(?:[.,]\d{1,6})?$/.exec(tight);
  return number ? { hours: Number(number[0].replace(',', '.')), guessed: tight !== text } : undefined;
}

/** Euro cents below ten million euros. */
export const cents = reader<Cents>((cell, text) => {
  if (cell.kind === 'date' || cell.kind === 'boolean') return { code: 'NOT_AN_AMOUNT' };
  const written = cell.kind === 'number' ? undefined : eurosIn(text);
  const euros = cell.kind === 'number' ? quiet(cell.value) : written?.euros;
  if (euros === undefined) return { code: 'NOT_AN_AMOUNT' };
  if (euros < 0) return { code: 'NEGATIVE' };
  const value = Math.round(quiet(euros * 100));
  if (value >= AMOUNT_LIMIT) return { code: 'AMOUNT_TOO_LARGE' };
  const proposed = (value / 100).toFixed(2).replace('.', ',');
  if (written?.guessed) return { code: 'NOT_AN_AMOUNT', proposed };
  return Math.abs(euros * 100 - value) < 1e-4 ? { value } : { code: 'AMOUNT_NOT_CENTS', proposed };
});

/**
 * Euros in a text. Thousands by spaces and a decimal comma are the French way; a decimal dot is read when only cents
 * can follow it; spaces elsewhere and dots between thousands are guesses; `1.234` is not guessed.
 */
function eurosIn(text: string): { euros: number; guessed: boolean } | undefined {
  const bare = text
    .replace(/\s*(€|euros?|eur)$/iu, '')
    .replace(/^€\s*/u, '')
    .replace(/^\u2212/u, '-');
  const tight = bare.replace(/\s/gu, '');
  if (/^-?\d+(,\d+)?$|^-?\d+\.\d{1,2}$/.test(tight)) {
    const grouped = tight === bare || /^-?\d{1,3}(\s\d{3})+(?!\d)\S*$/u.test(bare);
    return { euros: Number(tight.replace(',', '.')), guessed: !grouped };
  }
  if (!/^\d{1,3}(\.\d{3})+(,\d{1,2})$/.test(tight)) return undefined;
  return { euros: Number(tight.replaceAll('.', '').replace(',', '.')), guessed: true };
}
