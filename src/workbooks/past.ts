/** What shows only beside the rows that were sent for the month before. */
import { addMonths, frenchDay, lastDayOf } from '../kernel/calendar.js';
import { frenchEuros } from '../kernel/money.js';
import { inSlices } from '../kernel/slices.js';
import { threshold, type At } from './anomaly-kind.js';
import { pairing } from './pairing.js';
import type { Note, ReadRow } from './read-row.js';
import { rowsAreChildren, type RowValues, type Template } from './template.js';

/** A row as it was sent, under the number that Excel showed. */
export type SentRow = RowValues & { number: number };

export interface Months {
  template: Template;
  previous: readonly SentRow[];
  rows: readonly ReadRow[];
}

/** Says what changed much, who is missing, and whose care had ended. */
export async function findSince(months: Months, at: At, note: Note): Promise<void> {
  const { previous, rows } = months;
  const { before, gone } = await pairing(months, at);
  const lastDay = lastDayOf(addMonths(at.month, -1));
  const ended = ({ endOfCare }: RowValues): boolean => endOfCare !== null && endOfCare <= lastDay;
  const jumps: Jump[] = [];
  await inSlices(rows, (row) => {
    const sent = before.get(row);
    if (!sent) return;
    if (ended(sent)) return findResumed(row, sent, note);
    const jump = hoursJump(row, sent, at);
    if (jump) jumps.push(jump);
    else findAmountJump(row, sent, at, note);
  });
  noteJumps(jumps, { compared: before.size, calm: threshold('said_once_from', at) }, note);
  const isAwaited = (sent: SentRow): boolean => !ended(sent);
  // A row that cannot be read may be the very one that seems missing.
  if (rows.every(isKnown(months.template)))
    findMissing({ ...months, gone: gone.filter(isAwaited), awaited: previous.filter(isAwaited) }, at, note);
}

function findResumed(row: ReadRow, { endOfCare }: SentRow, note: Note): void {
  if ((row.values.hours ?? 0) > 0)
    note(row, 'hours', 'CARE_ENDED_BEFORE', { facts: { jour: frenchDay(endOfCare!) } });
}

interface Jump {
  row: ReadRow;
  before: number;
  now: number;
}

/** Beyond both bounds: part of what it was, and so much. */
const isFar = (now: number, before: number, { most, percent }: { most: number; percent: number }): boolean =>
  Math.abs(now - before) > most && Math.abs(now - before) * 100 > percent * before;

/** A month without care, before or now, surprises nobody; nor do fewer hours when care ends. */
function hoursJump(row: ReadRow, sent: SentRow, at: At): Jump | undefined {
  const { hours: now, endOfCare } = row.values;
  const { hours: before } = sent;
  if (!now || !before || (endOfCare !== null && now < before)) return undefined;
  const bounds = { most: threshold('jump_hours', at), percent: threshold('jump_percent', at) };
  return isFar(now, before, bounds) ? { row, before, now } : undefined;
}

/** Against what last month's hourly price would make of these hours. */
function findAmountJump(row: ReadRow, sent: SentRow, at: At, note: Note): void {
  const { hours, amountCents } = row.values;
  if (!hours || !amountCents || !sent.hours || !sent.amountCents) return;
  const [before, now] = [sent.amountCents / sent.hours, amountCents / hours];
  const bounds = { most: threshold('jump_amount', at), percent: threshold('jump_percent', at) };
  if (!isFar(amountCents, before * hours, bounds)) return;
  const facts = { avant: frenchEuros(Math.round(before)), maintenant: frenchEuros(Math.round(now)) };
  note(row, 'amount', 'AMOUNT_JUMP', { facts });
}

/** When most rows jump the same way, it is said once. */
function noteJumps(
  jumps: readonly Jump[],
  { compared, calm }: { compared: number; calm: number },
  note: Note,
): void {
  for (const sameWay of [
    jumps.filter(({ before, now }) => now > before),
    jumps.filter(({ before, now }) => now < before),
  ]) {
    const [first] = sameWay;
    if (first && sameWay.length >= calm && sameWay.length * 2 > compared)
      note(first.row, 'hours', 'MOST_HOURS_JUMP', { facts: { nombre: sameWay.length } });
    else
      for (const { row, before, now } of sameWay)
        note(row, 'hours', 'HOURS_JUMP', { facts: { avant: before, maintenant: now } });
  }
}

/** Whether it can be told whose row it is. */
const isKnown =
  (template: Template) =>
  ({ values: { allocataire, lastName, firstName, birthDate } }: ReadRow): boolean =>
    allocataire !== null &&
    (!rowsAreChildren(template) || (lastName !== null && firstName !== null && birthDate !== null));

interface Missing extends Months {
  gone: readonly SentRow[];
  /** All those whose care had not ended. */
  awaited: readonly SentRow[];
}

function familiesOf(rows: readonly SentRow[]): Map<string, SentRow[]> {
  const families = new Map<string, SentRow[]>();
  for (const row of rows) {
    if (row.allocataire === null) continue;
    const known = families.get(row.allocataire);
    if (known) known.push(row);
    else families.set(row.allocataire, [row]);
  }
  return families;
}

const list = new Intl.ListFormat('fr');
const listed = (parts: readonly (string | number)[]): string => list.format(parts.map(String));

function saidOf(template: Template, sent: readonly SentRow[]): string {
  const number = `allocataire ${sent[0]!.allocataire}`;
  const names = sent.map(({ firstName }) => firstName).filter((name) => name !== null);
  return rowsAreChildren(template) && names.length > 0 ? `${listed(names)} (${number})` : `l’${number}`;
}

function findMissing({ template, rows, gone, awaited }: Missing, at: At, note: Note): void {
  const [first] = rows;
  if (!first || gone.length === 0) return;
  const here = new Map(rows.toReversed().map((row) => [row.values.allocataire!, row]));
  const missing: SentRow[][] = [];
  for (const [allocataire, sent] of familiesOf(gone)) {
    const sibling = here.get(allocataire);
    if (!sibling) missing.push(sent);
    else if (rowsAreChildren(template)) noteSiblings(sibling, sent, note);
  }
  const isSaidOnce = missing.length >= threshold('said_once_from', at);
  if (isSaidOnce && missing.length * 2 > familiesOf(awaited).size) {
    const facts = { nombre: missing.length };
    return note(first, 'allocataire', 'MOST_FAMILIES_MISSING', { facts, elsewhere: true });
  }
  for (const sent of missing) {
    const facts = { qui: saidOf(template, sent), lignes: rowsSaid(sent) };
    note(first, 'allocataire', 'FAMILY_MISSING', { facts, elsewhere: true });
  }
}

const rowsSaid = (sent: readonly SentRow[]): string => {
  const numbers = sent.map(({ number }) => number);
  return numbers.length > 1 ? `les lignes ${listed(numbers)}` : `la ligne ${numbers[0]}`;
};

function noteSiblings(row: ReadRow, sent: readonly SentRow[], note: Note): void {
  for (const { firstName, number } of sent)
    note(row, 'allocataire', 'SIBLING_MISSING', { facts: { qui: firstName ?? 'Un enfant', ligne: number } });
}
