/** What must hold of all that is kept, whatever became of the processes that wrote it: the shape of one such rule. */
import { setTimeout as pause } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { Vault } from '../kernel/vault.js';

/** Where one looks: the database and the files, nothing else, and nothing is written. */
export interface Place {
  em: EntityManager;
  vault: Vault;
  now: Date;
  /** How many files of each kind are read, drawn at random; all when it is absent. */
  sample?: number | undefined;
  /** Milliseconds in which a transaction that was under way is over: what is broken is looked at again after them. */
  moment: number;
  /** Told on the way through what is long. */
  progress(done: number, all: number): void;
}

/** A record, or a file, of which it does not hold: its id, and what is known of it; never a person's data. */
export interface Breach {
  id: string;
  why?: string;
}

export interface Found {
  /** How many records or files were looked at. */
  looked: number;
  breaches: Breach[];
  /** What is worth telling and is no breach, in French. */
  remark?: string;
}

export interface Invariant {
  /** A code for programs. */
  name: string;
  /** What holds, in French. */
  sentence: string;
  why: string;
  find(place: Place): Promise<Found>;
}

/** Where a service is at work. */
export const MOMENT = 300;

/**
 * A service at work moves between two readings: what is a breach is one still a moment later.
 *
 * @param find  reads the whole again each time
 */
export const lasting =
  (find: Invariant['find']): Invariant['find'] =>
  async (place) => {
    const first = await find(place);
    if (first.breaches.length === 0) return first;
    await pause(place.moment);
    const again = new Set((await find(place)).breaches.map(({ id }) => id));
    return { ...first, breaches: first.breaches.filter(({ id }) => again.has(id)) };
  };

interface Asked {
  /** A statement that answers how many there are, as `looked`. */
  looked: string;
  /** A statement that answers the ids of those that break the rule, as `id`, and maybe `why`. */
  broken: string;
}

/** One statement sees one moment of the database. */
export const bySql = ({ looked, broken }: Asked): Invariant['find'] =>
  lasting(async ({ em }) => {
    const [counted] = await em.query<{ looked: number | string }[]>(looked);
    const breaches = await em.query<Breach[]>(broken);
    return { looked: Number(counted!.looked), breaches };
  });
