/** What a Caf's own system answers about a number: the interface it will implement, and ours on our tables. */
import type { Day, Month } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import type { Database } from '../kernel/database.js';
import type { Claim } from '../kernel/register.js';
import type { FamilySituation } from './allocataire.js';
import { Allocataire, Child, matchingKeyOf } from './allocataire.js';
import type { CareAt, EndOfCare } from './end-of-care.js';
import { closedRights, recordEnds, takeBackEnds } from './end-of-care.js';

export interface ChildRecord {
  lastName: string;
  firstName: string;
  birthDate: Day;
  aeeh: boolean;
}

export interface AllocataireRecord {
  /** What the Caf's own system knows the record by; it says nothing of the family. */
  id: string;
  number: string;
  lastName: string;
  firstName: string;
  /** An adviser is changing the record. */
  updating: boolean;
  /** The first month for which a CMG request is known; null when there is none. */
  cmgRequestedFrom: Month | null;
  situation: FamilySituation | null;
  children: ChildRecord[];
}

/** A child as a row gives it: with the number, what other records may hold too. */
export interface ChildClaim {
  allocataire: string;
  lastName: string;
  firstName: string;
  birthDate: Day;
}

/** The records of a Caf. */
export interface Registry {
  /** The records of these numbers that are affiliated to the Caf, by number; the others are absent. */
  find(caf: string, numbers: readonly string[]): Promise<Map<string, AllocataireRecord>>;
  /** For each claim, how many other numbers of the Caf hold a child of the same names born the same day. */
  namesakes(caf: string, claims: readonly ChildClaim[]): Promise<number[]>;
  /** Whether another Caf holds each number, with a child born that day where a day is claimed; never which. */
  elsewhere(caf: string, claims: readonly Claim[]): Promise<boolean[]>;
  /** Ends of care, in the transaction that decided them: for a system outside, queue the work, safe twice by `rowId`. */
  recordEnds(ctx: Context, ends: readonly EndOfCare[]): Promise<void>;
  /** What those rows said is said no more: the right is open again. */
  takeBackEnds(ctx: Context, rowIds: readonly string[]): Promise<void>;
  /** The rights of these numbers that are closed in a month, at a structure. */
  closedRights(ctx: Context, at: CareAt, numbers: readonly string[]): Promise<EndOfCare[]>;
}

const CHUNK = 500;

/** Asks of many, a chunk at a time. */
async function inChunks<Asked, Found>(
  all: readonly Asked[],
  ask: (chunk: Asked[]) => Promise<Found[]>,
): Promise<Found[]> {
  const found: Found[] = [];
  for (let at = 0; at < all.length; at += CHUNK) found.push(...(await ask(all.slice(at, at + CHUNK))));
  return found;
}

type Reader = Database['reader'];

const recordsOf = (reader: Reader, caf: string, chunk: string[]) =>
  reader
    .createQueryBuilder(Allocataire, 'allocataire')
    .leftJoinAndMapMany('allocataire.children', Child, 'child', 'child.allocataireId = allocataire.id')
    .where('allocataire.caf = :caf and allocataire.number in (:...chunk)', { caf, chunk })
    .getMany() as Promise<(Allocataire & { children: Child[] })[]>;

const holdersOf = (reader: Reader, caf: string, chunk: string[]) =>
  reader
    .createQueryBuilder(Child, 'child')
    .innerJoin('child.allocataire', 'allocataire')
    .select(['allocataire.number as number', 'child.matchingKey as matchingKey'])
    .where('child.matchingKey in (:...chunk) and allocataire.caf = :caf', { caf, chunk })
    .getRawMany<{ number: string; matchingKey: string }>();

const knownElsewhere = (reader: Reader, caf: string, chunk: string[]) =>
  reader
    .createQueryBuilder(Allocataire, 'allocataire')
    .leftJoin(Child, 'child', 'child.allocataireId = allocataire.id')
    .select(['allocataire.number as number', 'child.birthDate as birthDate'])
    .where('allocataire.number in (:...chunk) and allocataire.caf <> :caf', { caf, chunk })
    .getRawMany<{ number: string; birthDate: Day | null }>();

/** The registry kept in our own tables: the seed's, and a Caf's copy when it gives one. */
export const tableRegistry = ({ reader }: Database): Registry => ({
  async find(caf, numbers) {
    const found = await inChunks([...new Set(numbers)], (chunk) => recordsOf(reader, caf, chunk));
    return new Map(found.map((record) => [record.number, record]));
  },
  async namesakes(caf, claims) {
    const keys = claims.map(matchingKeyOf);
    const held = await inChunks([...new Set(keys)], (chunk) => holdersOf(reader, caf, chunk));
    const holders = new Map<string, Set<string>>();
    for (const { number, matchingKey } of held)
      holders.set(matchingKey, (holders.get(matchingKey) ?? new Set()).add(number));
    return claims.map(({ allocataire }, at) => {
      const numbers = holders.get(keys[at]!) ?? new Set();
      return numbers.size - Number(numbers.has(allocataire));
    });
  },
  async elsewhere(caf, claims) {
    const numbers = [...new Set(claims.map(({ allocataire }) => allocataire))];
    const known = await inChunks(numbers, (chunk) => knownElsewhere(reader, caf, chunk));
    return claims.map(({ allocataire, birthDate }) =>
      known.some((it) => it.number === allocataire && (birthDate === null || it.birthDate === birthDate)),
    );
  },
  recordEnds,
  takeBackEnds,
  closedRights,
});
