/** Which row of last month is whose of this one. */
import { inSlices } from '../kernel/slices.js';
import { bareNames, nearlySame } from './names.js';
import type { Months, SentRow } from './past.js';
import type { ReadRow } from './read-row.js';
import type { Known } from './rules.js';
import { rowsAreChildren, type RowValues } from './template.js';

export interface Pairs {
  /** For each row that has one, what was sent of the same child, or of the same family. */
  before: Map<ReadRow, SentRow>;
  /** What was sent of those who are in no row. */
  gone: SentRow[];
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

/** @param letters  of a first name, at least, for one letter to be a slip */
export async function pairing({ template, previous, rows }: Months, letters: number): Promise<Pairs> {
  const before = new Map<ReadRow, SentRow>();
  let [gone, left]: [readonly SentRow[], readonly ReadRow[]] = [previous, rows];
  for (const tier of rowsAreChildren(template) ? ofChild(letters) : ofFamily) {
    const taken = await pair(tier, gone, left);
    for (const [row, sent] of taken) before.set(row, sent);
    const found = new Set(taken.values());
    gone = gone.filter((sent) => !found.has(sent));
    left = left.filter((row) => !taken.has(row));
  }
  return { before, gone: [...gone] };
}

async function pair(
  { key, alike }: Tier,
  gone: readonly SentRow[],
  left: readonly ReadRow[],
): Promise<Map<ReadRow, SentRow>> {
  const kept = new Map<string, SentRow[]>();
  await inSlices(gone, (sent) => {
    const parts = key(sent);
    if (parts.includes(null)) return;
    const of = parts.join('|');
    const known = kept.get(of);
    if (!known) kept.set(of, [sent]);
    else if (!alike || known.length < MOST_COMPARED) known.push(sent);
  });
  const taken = new Map<ReadRow, SentRow>();
  await inSlices(left, (row) => {
    const parts = key(row.values);
    const known = parts.includes(null) ? undefined : kept.get(parts.join('|'));
    const place = known?.findIndex((sent) => !alike || alike(sent as Known, row.values as Known)) ?? -1;
    if (place >= 0) taken.set(row, known!.splice(place, 1)[0]!);
  });
  return taken;
}
