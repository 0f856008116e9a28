/** The law's numbers: dated, with unit, source and status. The only question is what applied that month. */
import cmgStructure from './data/cmg-structure.json' with { type: 'json' };
import declaration from './data/declaration.json' with { type: 'json' };
import type { Month } from '../kernel/calendar.js';

export interface Figure {
  value: number;
  /** `to confirm` is shown wherever the figure decides something. */
  status: 'confirmed' | 'derived' | 'to confirm';
  source: string;
}

interface Family {
  label: string;
  unit: string;
  versions: { from: Month; value: number; status: string; source: string }[];
}

const families = { ...cmgStructure, ...declaration } satisfies Record<string, Family>;

export type Parameter = keyof typeof families;

/** No figure is known for that month: a fault of the data, not of the person. */
export class ParameterMissing extends Error {}

/**
 * The figure that applied in a month.
 *
 * @throws ParameterMissing when none had started yet
 */
export function figure(parameter: Parameter, month: Month): Figure {
  const { versions }: Family = families[parameter];
  const version = versions.findLast(({ from }) => from <= month);
  if (!version) throw new ParameterMissing(`${parameter} in ${month}`);
  return { value: version.value, status: version.status as Figure['status'], source: version.source };
}
