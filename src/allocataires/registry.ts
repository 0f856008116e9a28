/** What a Caf's own system answers about a number: the interface it will implement, and ours on our tables. */
import type { Day, Month } from '../kernel/calendar.js';
import type { Database } from '../kernel/database.js';
import type { FamilySituation } from './allocataire.js';
import { Allocataire, Child } from './allocataire.js';

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

/** The records of a Caf. */
export interface Registry {
  /** The records of these numbers that are affiliated to the Caf, by number; the others are absent. */
  find(caf: string, numbers: readonly string[]): Promise<Map<string, AllocataireRecord>>;
}

const CHUNK = 500;

/** The registry kept in our own tables: the seed's, and a Caf's copy when it gives one. */
export const tableRegistry = ({ reader }: Database): Registry => ({
  async find(caf, numbers) {
    const records = new Map<string, AllocataireRecord>();
    const asked = [...new Set(numbers)];
    for (let at = 0; at < asked.length; at += CHUNK) {
      const chunk = asked.slice(at, at + CHUNK);
      const found = await reader
        .createQueryBuilder(Allocataire, 'allocataire')
        .leftJoinAndMapMany('allocataire.children', Child, 'child', 'child.allocataireId = allocataire.id')
        .where('allocataire.caf = :caf and allocataire.number in (:...chunk)', { caf, chunk })
        .getMany();
      for (const record of found) records.set(record.number, record as Allocataire & { children: Child[] });
    }
    return records;
  },
});
