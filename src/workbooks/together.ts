/** What shows only when the rows of a workbook are beside each other. */
import { frenchMonthName, monthOf, monthsBetween, type Month } from '../kernel/calendar.js';
import { inSlices } from '../kernel/slices.js';
import { threshold, type At } from './anomaly-kind.js';
import { bareNames, nearlySame, oneApart } from './names.js';
import type { Note, ReadRow } from './read-row.js';
import type { Known } from './rules.js';
import { rowsAreChildren, type RowValues, type Template } from './template.js';

/** Duplicates are found on the later row; what concerns the whole workbook is said once. */
export async function findTogether(
  template: Template,
  rows: readonly ReadRow[],
  at: At,
  note: Note,
): Promise<void> {
  const duplicates = duplicatesAmong(template, threshold('slip_letters', at));
  await inSlices(rows, (row) => {
    const found = duplicates(row);
    if (!found) return;
    const { earlier, why } = found;
    if (why === undefined) note(row, 'allocataire', 'DUPLICATE', { facts: { ligne: earlier.number } });
    else note(row, 'allocataire', 'POSSIBLE_DUPLICATE', { facts: { ligne: earlier.number, motif: why } });
  });
  findMonths(rows, at, note);
}

function findMonths(rows: readonly ReadRow[], at: At, note: Note): void {
  const late = rows.find(({ values }) => values.month === at.month);
  if (late && monthsBetween(at.month, monthOf(at.today)) > 1) note(late, 'month', 'MONTH_LATE');
  const others = rows.filter(({ values: { month } }) => month !== null && month !== at.month);
  if (others.length < threshold('said_once_from', at)) return;
  const counts = new Map<Month, number>();
  for (const { values } of others) counts.set(values.month!, (counts.get(values.month!) ?? 0) + 1);
  note(others[0]!, 'month', 'MONTHS_MIXED', { facts: { mois: monthsSaid(counts) } });
}

/** Months named at most: a sentence is read. */
const MOST_MONTHS = 4;

function monthsSaid(counts: ReadonlyMap<Month, number>): string {
  const sorted = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const said = sorted
    .slice(0, MOST_MONTHS)
    .map(([month, count]) => `${frenchMonthName(month)} (${count} ligne${count > 1 ? 's' : ''})`);
  return [...said, ...(sorted.length > MOST_MONTHS ? ['…'] : [])].join(', ');
}

/** An earlier row that says the same; `why` it seems so, unless it is the very same. */
interface Twin {
  earlier: ReadRow;
  why?: string;
}

/** A row, and its names without spelling; a family has none. */
interface Bare {
  row: ReadRow;
  values: RowValues;
  names: string | null;
}

interface Likeness {
  /** Why two rows of one key seem the same; nothing when they are. */
  why?: string;
  key: (bare: Bare) => (string | null)[];
  alike?: (one: Known, other: Known) => boolean;
}

/** Rows of one key that are compared one to one: no family has more children of one day, and no two rows more numbers. */
const MOST_COMPARED = 10;

type Look = (bare: Bare) => Twin | undefined;

/** Keeps the rows by a key, and finds an earlier one of the same key that is alike. */
function earlierBy({ why, key, alike }: Likeness): Look {
  const kept = new Map<string, ReadRow[]>();
  return (bare) => {
    const parts = key(bare);
    if (parts.includes(null)) return undefined;
    const of = parts.join('|');
    const known = kept.get(of) ?? [];
    if (known.length === 0) kept.set(of, known);
    const { row, values } = bare;
    const earlier = alike ? known.find((other) => alike(other.values as Known, values as Known)) : known[0];
    if (known.length < (alike ? MOST_COMPARED : 1)) known.push(row);
    return earlier && { earlier, ...(why === undefined ? {} : { why }) };
  };
}

/** The surest likeness first; each keeps the row for those that follow, whoever finds it. */
function earlierByAny(likenesses: readonly Likeness[]): Look {
  const looks = likenesses.map(earlierBy);
  return (bare) => looks.map((look) => look(bare)).find((twin) => twin !== undefined);
}

const whole = ({ values }: Bare): string => JSON.stringify(values);

/** Between rows of one month and number. */
const ofFamily: readonly Likeness[] = [
  { key: (bare) => [whole(bare)] },
  { why: 'même numéro d’allocataire', key: () => [''] },
];

/** Between children of one month and number. @param letters  of a first name, at least, for one letter to be a slip */
const ofSiblings = (letters: number): readonly Likeness[] => [
  { key: (bare) => [bare.values.birthDate, bare.names && whole(bare)] },
  { why: 'même enfant', key: ({ values, names }) => [values.birthDate, names] },
  { why: 'mêmes noms, autre date de naissance', key: ({ values, names }) => [values.birthDate && names] },
  {
    why: 'même date de naissance, noms à une lettre près',
    key: ({ values, names }) => [names && values.birthDate],
    alike: (one, other) => nearlySame(one, other, letters),
  },
];

/** Between children of one month, under other numbers. */
const ofStrangers: Likeness = {
  why: 'même enfant, numéros d’allocataire à un chiffre près',
  key: ({ values, names }) => [values.month, values.birthDate, names],
  alike: (one, other) => oneApart(one.allocataire, other.allocataire),
};

/** Most families have one row: nothing is kept of it but itself until there is a second one. */
function earlierInFamily(likenesses: readonly Likeness[]): Look {
  const families = new Map<string, { first: Bare; look?: Look }>();
  return (bare) => {
    const of = `${bare.values.month} ${bare.values.allocataire}`;
    const family = families.get(of);
    if (!family) {
      families.set(of, { first: bare });
      return undefined;
    }
    if (!family.look) {
      family.look = earlierByAny(likenesses);
      family.look(family.first);
    }
    return family.look(bare);
  };
}

/** Looks for an earlier row of the same child, or of the same family. */
function duplicatesAmong(template: Template, letters: number): (row: ReadRow) => Twin | undefined {
  const children = rowsAreChildren(template);
  const inFamily = earlierInFamily(children ? ofSiblings(letters) : ofFamily);
  const elsewhere = children ? earlierBy(ofStrangers) : () => undefined;
  return (row) => {
    const { values } = row;
    if (values.month === null || values.allocataire === null) return undefined;
    const named = values.lastName !== null && values.firstName !== null;
    const bare = { row, values, names: named ? bareNames(values as Known) : null };
    const [near, far] = [inFamily(bare), elsewhere(bare)];
    return near ?? far;
  };
}
