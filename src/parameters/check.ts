/** What the law's numbers must be before anything is computed from them: known units, whole values, no gap, no overlap. */
import { addMonths, isMonth, type Month } from '../kernel/calendar.js';

export const statuses = ['confirmed', 'derived', 'decided', 'to confirm'] as const;
export type Status = (typeof statuses)[number];

export const units = [
  'answers',
  'bits',
  'cents',
  'cents per hour',
  'days',
  'euros per year',
  'files',
  'hours',
  'letters',
  'months',
  'month of the year',
  'per thousand',
  'percent',
  'rows',
  'ten-thousandths of the BMAF',
  'years',
  'yes or no',
] as const;
export type Unit = (typeof units)[number];

export interface Version {
  from: string;
  /** The last month it applied; absent when it still does. */
  to?: string;
  value: number;
  /** The other value that a figure to confirm may turn out to have. */
  perhaps?: number;
  status: string;
  source: string;
}

export interface Entry {
  label: string;
  unit: string;
  versions: readonly Version[];
}

/** The data of a parameter cannot be used: a fault of the data, found when the program starts. */
export class ParameterFaulty extends Error {}

const SOURCE = /^docs\/sources\.md#[a-z0-9-]+$/;

/** What is wrong with one version by itself. */
function faultOf({ from, to, value, perhaps, status, source }: Version): string | undefined {
  if (!isMonth(from)) return `from "${from}" is not a month`;
  if (to !== undefined && !isMonth(to)) return `to "${to}" is not a month`;
  if (to !== undefined && to < from) return `ends in ${to}, before it starts in ${from}`;
  if (!Number.isInteger(value)) return `value ${value} is not a whole number`;
  if (!statuses.includes(status as Status)) return `unknown status "${status}"`;
  if (perhaps !== undefined && status !== 'to confirm') return `has another possible value, yet is ${status}`;
  if (perhaps !== undefined && !Number.isInteger(perhaps)) return `value ${perhaps} is not a whole number`;
  return SOURCE.test(source) ? undefined : `source "${source}" is not a section of docs/sources.md`;
}

/** What is wrong between a version and the one before it. */
function breakAt({ to }: Version, { from }: Version): string | undefined {
  const due: Month | undefined = to && addMonths(to, 1);
  if (due === undefined || from < due) return `overlap at ${from}`;
  return from > due ? `gap from ${due} to ${from}` : undefined;
}

function faultIn({ unit, versions }: Entry): string | undefined {
  if (!units.includes(unit as Unit)) return `unknown unit "${unit}"`;
  if (versions.length === 0) return 'no version';
  for (const [at, version] of versions.entries()) {
    const before = versions[at - 1];
    const fault = faultOf(version) ?? (before && breakAt(before, version));
    if (fault) return fault;
  }
  return undefined;
}

/**
 * Checks families of parameters, read together.
 *
 * @throws ParameterFaulty naming the parameter, at the first fault or when two families have it
 */
export function check(families: readonly Readonly<Record<string, Entry>>[]): void {
  const seen = new Set<string>();
  for (const [parameter, entry] of families.flatMap((family) => Object.entries(family))) {
    const fault = seen.has(parameter) ? 'is in two families' : faultIn(entry);
    if (fault) throw new ParameterFaulty(`Parameter ${parameter}: ${fault}`);
    seen.add(parameter);
  }
}
