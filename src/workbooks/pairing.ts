/** Which row of last month, or of an earlier version, is whose of this one. */
import { inSlices } from '../kernel/slices.js';
import { threshold, type At } from './anomaly-kind.js';
import { bareNames, nearlySame } from './names.js';
import type { Known } from './rules.js';
import { rowsAreChildren, type RowValues, type Template } from './template.js';

/** A row of now, by what it says. */
export interface Present {
  values: RowValues;
}

export interface Pairs<Row, Sent> {
  /** For each row that has one, what was sent of the same child, or of the same family. */
  before: Map<Row, Sent>;
  /** What was sent of those who are in no row. */
  gone: Sent[];
}

export interface Paired<Row, Sent> {
  template: Template;
  previous: readonly Sent[];
  rows: readonly Row[];
}

interface Tier {
  key: (values: RowValues) => (string | null)[];
  alike?: (one: Known, other: Known) => boolean;
}

const ofFamily: readonly Tier[] = [{ key: ({ allocataire }) => [allocataire] }];

const namesOf = (values: RowValues): string | null =>
  values.lastName === null || values.firstName === null ? null : bareNames(values as Known);

/** The surest likeness first: a child whose birth date or name was corrected is still the same. */
const ofChild = (letters: number): readonly Tier[] => [
  { key: (values) => [values.allocataire, values.birthDate, namesOf(values)] },
  { key: (values) => [values.allocataire, namesOf(values)] },
  {
    key: (values) => [values.allocataire, values.birthDate, namesOf(values) && ''],
    alike: (one, other) => nearlySame(one, other, letters),
  },
];

/** Candidates of one key that are compared one to one: no family has more children of one day. */
const MOST_COMPARED = 10;

/** @param at  the month whose rows these are, and the day: they say how short a first name may bear a slip */
export async function pairing<Row extends Present, Sent extends RowValues>(
  { template, previous, rows }: Paired<Row, Sent>,
  at: At,
): Promise<Pairs<Row, Sent>> {
  const letters = threshold('slip_letters', at);
  const before = new Map<Row, Sent>();
  let [gone, left]: [readonly Sent[], readonly Row[]] = [previous, rows];
  for (const tier of rowsAreChildren(template) ? ofChild(letters) : ofFamily) {
    const taken = await pair(tier, gone, left);
    for (const [row, sent] of taken) before.set(row, sent);
    const found = new Set(taken.values());
    gone = gone.filter((sent) => !found.has(sent));
    left = left.filter((row) => !taken.has(row));
  }
  return { before, gone: [...gone] };
}

async function pair<Row extends Present, Sent extends RowValues>(
  { key, alike }: Tier,
  gone: readonly Sent[],
  left: readonly Row[],
): Promise<Map<Row, Sent>> {
  const kept = new Map<string, Sent[]>();
  await inSlices(gone, (sent) => {
    const parts = key(sent);
    if (parts.includes(null)) return;
    const of = parts.join('|');
    const known = kept.get(of);
    if (!known) kept.set(of, [sent]);
    else if (!alike || known.length < MOST_COMPARED) known.push(sent);
  });
  const taken = new Map<Row, Sent>();
  await inSlices(left, (row) => {
    const parts = key(row.values);
    const known = parts.includes(null) ? undefined : kept.get(parts.join('|'));
    const place = known?.findIndex((sent) => !alike || alike(sent as Known, row.values as Known)) ?? -1;
    if (place >= 0) taken.set(row, known!.splice(place, 1)[0]!);
  });
  return taken;
}
