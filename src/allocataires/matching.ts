/** Whose child a row speaks of, by a table: what agrees with the record, what does not, and how sure that makes us. */
import type { Day } from '../kernel/calendar.js';
import { bareName, nameWords, oneApart, toldNames } from '../workbooks/index.js';
import type { AllocataireRecord, ChildRecord } from './registry.js';

/** What a row says of a child; nothing where care is declared for the family. */
export interface Claimed {
  lastName: string | null;
  firstName: string | null;
  birthDate: Day | null;
}

/** What the records say of the number and of the child that a row gives. */
export interface Known {
  /** Absent when the number is not affiliated to the Caf. */
  record: AllocataireRecord | undefined;
  /** Another Caf's records hold that number, with a child born that day where a day is given. */
  elsewhere: boolean;
  /** Other numbers of this Caf that hold a child of the same names, born the same day. */
  namesakes: number;
}

export const numberVerdicts = ['known', 'other_caf', 'unknown'] as const;
export const birthVerdicts = ['same', 'several', 'near', 'different', 'not_given'] as const;
export const nameVerdicts = ['same', 'usual', 'parent', 'part', 'slip', 'different', 'not_given'] as const;
export type NameVerdict = (typeof nameVerdicts)[number];

/** What agrees and what does not, as codes: nothing of what the row or the record says. */
export interface MatchingFacts {
  number: (typeof numberVerdicts)[number];
  birthDate: (typeof birthVerdicts)[number];
  lastName: NameVerdict;
  firstName: NameVerdict;
  /** Last name and first name are each in the other's cell. */
  swapped: boolean;
  namesakes: number;
}

/** Letters that a part of a compound name shares with the whole, at least: a particle is no name. */
export const PART_LETTERS = 3;

/** A slip is looked for among letters enough to tell names apart; below, one letter makes another name. */
const isSlip = (one: string, other: string, letters: number): boolean =>
  Math.min(one.length, other.length) >= letters && oneApart(one, other);

function isPart(one: string, other: string): boolean {
  const [fewer, more] = [nameWords(one), nameWords(other)].toSorted((a, b) => a.length - b.length);
  const shared = fewer!.every((word) => more!.includes(word));
  return shared && fewer!.length < more!.length && fewer!.some((word) => word.length >= PART_LETTERS);
}

const agreeing = (one: string, other: string, letters: number): NameVerdict => {
  if (bareName(one) === bareName(other)) return 'same';
  if (toldNames(one).some((told) => toldNames(other).includes(told))) return 'usual';
  if (isPart(one, other)) return 'part';
  return isSlip(bareName(one), bareName(other), letters) ? 'slip' : 'different';
};

type NamesFacts = Pick<MatchingFacts, 'lastName' | 'firstName' | 'swapped'>;

const closeness: Record<NameVerdict, number> = {
  same: 0,
  usual: 1,
  parent: 2,
  part: 3,
  slip: 4,
  different: 20,
  not_given: 20,
};
const farness = ({ lastName, firstName, swapped }: NamesFacts): number =>
  closeness[lastName] + closeness[firstName] + (swapped ? 0.5 : 0);

/** A child may bear one parent's name on the record and the other's at the structure. */
function lastNameOf(claimed: string, child: ChildRecord, parent: string, letters: number): NameVerdict {
  const verdict = agreeing(claimed, child.lastName, letters);
  const isParent = toldNames(claimed).some((told) => toldNames(parent).includes(told));
  return isParent && closeness[verdict] > closeness.parent ? 'parent' : verdict;
}

function namesFacts(
  { lastName, firstName }: Claimed,
  child: ChildRecord,
  { lastName: parent }: AllocataireRecord,
  letters: number,
): NamesFacts {
  const read = (last: string, first: string, swapped: boolean): NamesFacts => ({
    lastName: lastNameOf(last, child, parent, letters),
    firstName: agreeing(first, child.firstName, letters),
    swapped,
  });
  const [last, first] = [lastName ?? '', firstName ?? ''];
  const [straight, crossed] = [read(last, first, false), read(first, last, true)];
  return farness(crossed) < farness(straight) ? crossed : straight;
}

/** A digit is another, or day and month are each in the other's place. */
const isNear = (one: Day, other: Day): boolean => {
  const [year, month, day] = one.split('-');
  return other === `${year}-${day}-${month}` || oneApart(one, other);
};

const nothing = { lastName: 'not_given', firstName: 'not_given', swapped: false } as const;
const noChild = { lastName: 'different', firstName: 'different', swapped: false } as const;

/** The child of the record that the names are nearest to, among these. */
function nearest(
  claimed: Claimed,
  among: readonly ChildRecord[],
  record: AllocataireRecord,
  letters: number,
): { child: ChildRecord; names: NamesFacts } | undefined {
  const compared = among.map((child) => ({ child, names: namesFacts(claimed, child, record, letters) }));
  return compared.toSorted((one, other) => farness(one.names) - farness(other.names))[0];
}

function childFacts(
  claimed: Claimed,
  record: AllocataireRecord,
  letters: number,
): Omit<MatchingFacts, 'number' | 'namesakes'> {
  const { birthDate } = claimed;
  if (birthDate === null) return { birthDate: 'not_given', ...nothing };
  const born = record.children.filter((child) => child.birthDate === birthDate);
  const best = nearest(claimed, born.length > 0 ? born : record.children, record, letters);
  if (!best) return { birthDate: 'different', ...noChild };
  if (born.length > 0) return { birthDate: born.length > 1 ? 'several' : 'same', ...best.names };
  return { birthDate: isNear(best.child.birthDate, birthDate) ? 'near' : 'different', ...best.names };
}

/**
 * What agrees between a row and the records.
 *
 * @param letters  of a name, at least, for one letter astray to be a slip
 */
export function factsOf(
  claimed: Claimed,
  { record, elsewhere, namesakes }: Known,
  letters: number,
): MatchingFacts {
  if (record) return { number: 'known', ...childFacts(claimed, record, letters), namesakes };
  const number = elsewhere ? 'other_caf' : 'unknown';
  const given =
    claimed.birthDate === null ? { birthDate: 'not_given' as const } : { birthDate: 'different' as const };
  return { number, ...given, ...(claimed.birthDate === null ? nothing : noChild), namesakes };
}
