/** What one cell says, from what its XML holds. */
import type { Cell } from '../kernel/sheet.js';
import { workbookLimits as limits } from '../kernel/sheet-limits.js';
import { PLAIN, type Format } from './sheet-formats.js';
import { refused } from './sheet-archive.js';

/** A cell as written. */
export interface RawCell {
  /** `s` shared text, `str` text of a formula, `inlineStr`, `b`, `e`, `d`, or `n`: a number. */
  type: string;
  /** The style by its rank. */
  style: number;
  value: string;
  /** The text written in the cell itself. */
  inline: string;
  formula: boolean;
}

/** What cells name by a number. */
export interface Shared {
  texts: readonly (Cell | undefined)[];
  formats: readonly Format[];
  from1904: boolean;
  /** The days met so far, by serial: a workbook repeats them. */
  days: Map<number, Cell>;
}

const NO_RESULT: Cell = { kind: 'error', text: 'formule sans résultat' };
const BEYOND_TIME: Cell = { kind: 'error', text: '########' };
const TRUE: Cell = { kind: 'boolean', value: true, text: 'VRAI' };
const FALSE: Cell = { kind: 'boolean', value: false, text: 'FAUX' };

/** Whole numbers between these may be the serial of a day, 1954 to 2119. */
const [FIRST_SERIAL, LAST_SERIAL] = [20_000, 80_000];
const SERIAL_OF_1970 = 25_569;
const SERIAL_SHIFT_1904 = 1_462;
/** Excel counts a 29 February 1900 that never was; days before it are one serial later than they should. */
const FICTITIOUS_DAY = 60;
/** 31 December 9999. */
const LAST_DAY = 2_958_465;
const DAY_MS = 86_400_000;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Digits that a number is sure to keep. */
const SURE_DIGITS = 15;

/** Nothing when the cell is blank to the eye. */
export function cellOf(raw: RawCell, shared: Shared): Cell | undefined {
  const { type, value, inline, formula } = raw;
  if (type === 'inlineStr') return textCell(inline || value);
  if (value === '') return formula && type !== 'str' ? NO_RESULT : undefined;
  if (type === 's') return sharedText(value, shared);
  if (type === 'str') return textCell(value);
  if (type === 'b') return value.trim() === '1' || value.trim() === 'true' ? TRUE : FALSE;
  if (type === 'e') return { kind: 'error', text: cut(value) };
  if (type === 'd') return isoCell(value);
  return numberCell(value.trim(), shared.formats[raw.style] ?? PLAIN, shared);
}

function sharedText(rank: string, { texts }: Shared): Cell | undefined {
  const at = Number(rank);
  if (!Number.isInteger(at) || at < 0 || at >= texts.length) throw refused('damaged');
  return texts[at];
}

const cut = (text: string): string =>
  text.length > limits.textLength.most ? `${text.slice(0, limits.textLength.most - 1)}…` : text;

export function textCell(written: string): Cell | undefined {
  const text = written.includes('_x') ? unescaped(written) : written;
  return text.trim() === '' ? undefined : { kind: 'text', text: cut(text) };
}

/** Characters that XML cannot carry, and what looks like them: `_x000D_`. */
const unescaped = (text: string): string =>
  text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** Strict Open XML writes days as ISO texts; a clock alone stays a text. */
function isoCell(value: string): Cell | undefined {
  const day = /^(\d{4}-\d{2}-\d{2})(T|$)/.exec(value.trim())?.[1];
  return day ? { kind: 'date', day, text: frenchDay(day) } : textCell(value);
}

function numberCell(written: string, format: Format, shared: Shared): Cell {
  if (!NUMBER.test(written)) return { kind: 'error', text: cut(written) };
  const value = Number(written);
  if (!Number.isFinite(value)) return format.shows === 'number' ? NO_RESULT : BEYOND_TIME;
  if (format.shows === 'day') return dateCell(value, shared);
  if (format.shows === 'duration') return { kind: 'text', text: durationText(Math.round(value * 24 * 60)) };
  const plain = plainText(value, written);
  const text = format.digits && /^\d+$/.test(plain) ? plain.padStart(format.digits, '0') : plain;
  const maybeDay = Number.isInteger(value) && value >= FIRST_SERIAL && value <= LAST_SERIAL;
  return maybeDay
    ? { kind: 'number', value, text, day: dayOf(value, shared.from1904)! }
    : { kind: 'number', value, text };
}

/** 15 significant digits, as Excel shows: the noise of binary fractions is beyond them. */
const plainText = (value: number, written: string): string =>
  String(written.length <= SURE_DIGITS ? value : Number(value.toPrecision(SURE_DIGITS))).replace('.', ',');

function dateCell(serial: number, { from1904, days }: Shared): Cell {
  let cell = days.get(serial);
  if (!cell) {
    const day = dayOf(serial, from1904);
    cell = day === undefined ? BEYOND_TIME : { kind: 'date', day, text: frenchDay(day) };
    days.set(serial, cell);
  }
  return cell;
}

/** The day Excel shows for a number; days that never were are told as they are shown, and belong to no calendar. */
function dayOf(written: number, from1904: boolean): string | undefined {
  const serial = Math.floor(Math.round(written * DAY_MS) / DAY_MS) + (from1904 ? SERIAL_SHIFT_1904 : 0);
  if (written < 0 || serial > LAST_DAY) return undefined;
  if (serial === 0) return '1900-01-00';
  if (serial === FICTITIOUS_DAY) return '1900-02-29';
  const days = serial - SERIAL_OF_1970 + (serial < FICTITIOUS_DAY ? 1 : 0);
  return new Date(days * DAY_MS).toISOString().slice(0, 10);
}

const frenchDay = (day: string): string => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;

const durationText = (minutes: number): string =>
  `${minutes < 0 ? '-' : ''}${Math.trunc(Math.abs(minutes) / 60)}:${String(Math.abs(minutes % 60)).padStart(2, '0')}`;
