/** The law's numbers: dated, with unit, source and status. The only question is what applied that month. */
import amounts from './data/cmg-amounts.json' with { type: 'json' };
import ceilings from './data/cmg-ceilings.json' with { type: 'json' };
import conditions from './data/cmg-conditions.json' with { type: 'json' };
import derivation from './data/cmg-derivation.json' with { type: 'json' };
import consultation from './data/consultation.json' with { type: 'json' };
import declaration from './data/declaration.json' with { type: 'json' };
import job from './data/job.json' with { type: 'json' };
import filing from './data/filing.json' with { type: 'json' };
import identity from './data/identity.json' with { type: 'json' };
import processing from './data/processing.json' with { type: 'json' };
import type { Month } from '../kernel/calendar.js';
import type { Entry, Status, Unit } from './check.js';
import { check } from './check.js';

export type { Status, Unit } from './check.js';

export interface Figure {
  value: number;
  unit: Unit;
  /** `to confirm` is shown wherever the figure decides something. */
  status: Status;
  /** The section that says where it comes from. */
  source: string;
  /** The other value that a figure to confirm may turn out to have. */
  perhaps?: number;
}

check([
  conditions,
  ceilings,
  amounts,
  derivation,
  consultation,
  declaration,
  filing,
  identity,
  processing,
  job,
]);

const families = {
  ...conditions,
  ...ceilings,
  ...amounts,
  ...derivation,
  ...consultation,
  ...declaration,
  ...filing,
  ...identity,
  ...job,
  ...processing,
} satisfies Record<string, Entry>;

export type Parameter = keyof typeof families;

interface Dated {
  from: Month;
  to: Month | undefined;
  figure: Figure;
}

const dated = new Map<string, readonly Dated[]>(
  Object.entries<Entry>(families).map(([parameter, { unit, versions }]) => [
    parameter,
    versions.map(({ from, to, ...figure }) => ({
      from,
      to,
      figure: Object.freeze({ ...figure, unit } as Figure),
    })),
  ]),
);

export const parameters = Object.keys(families) as readonly Parameter[];

/** No figure is known for that month: a fault of the data, not of the person. */
export class ParameterMissing extends Error {}

function find(parameter: Parameter, month: Month): Figure {
  const known = dated.get(parameter)!.findLast(({ from }) => from <= month);
  if (!known || (known.to !== undefined && month > known.to))
    throw new ParameterMissing(`${parameter} in ${month}`);
  return known.figure;
}

/** What was found, by month: a national month asks for the same twenty figures 125,000 times. */
const found = new Map<Month, Map<Parameter, Figure>>();
const MOST_MONTHS = 600;

/** The month that was asked for last: the questions about a row follow each other. */
let last = { month: '', kept: new Map<Parameter, Figure>() };

function keptFor(month: Month): Map<Parameter, Figure> {
  if (month === last.month) return last.kept;
  const kept = found.get(month) ?? new Map<Parameter, Figure>();
  if (found.size >= MOST_MONTHS) found.clear();
  found.set(month, kept);
  last = { month, kept };
  return kept;
}

/**
 * The figure that applied in a month.
 *
 * @throws ParameterMissing before the first that is known, and after the last when it has ended
 */
export function figure(parameter: Parameter, month: Month): Figure {
  const kept = keptFor(month);
  const known = kept.get(parameter);
  if (known) return known;
  const sought = find(parameter, month);
  kept.set(parameter, sought);
  return sought;
}

/** The first and the last month for which figures are known; no last month while the figure still applies. */
export function knownFor(parameter: Parameter): { first: Month; last?: Month } {
  const versions = dated.get(parameter)!;
  return { first: versions[0]!.from, last: versions.at(-1)!.to };
}

/** Whether a figure to confirm, once confirmed, could change the answer it gives. */
export const mayTurn = ({ value, status, perhaps }: Figure, answer: (value: number) => unknown): boolean =>
  status === 'to confirm' && (perhaps === undefined || answer(value) !== answer(perhaps));
