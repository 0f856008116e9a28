/** Reads of personal records: who, when, which record, why; never what it says. */
import { Entity, Index } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { CafColumn, Id, InstantColumn, IntegerColumn, RefColumn, TextColumn } from './columns.js';
import type { Instant } from './calendar.js';
import type { Actor } from './context.js';
import { insertAll } from './database.js';
import { newId } from './id.js';

/** One record handed out to somebody. Written before the answer leaves: what could not be written was not read. */
@Entity()
@Index('consultation_record', ['recordId', 'id'])
@Index('consultation_age', ['caf', 'at'])
export class Consultation {
  @Id()
  id: string;

  @InstantColumn()
  at: Instant;

  @TextColumn(10)
  actorKind: Actor['kind'];

  @RefColumn()
  actorId: string;

  /** Whose record it is. */
  @CafColumn()
  caf: string;

  /** The kind of record, in the journal's word. */
  @TextColumn(40)
  what: string;

  @RefColumn()
  recordId: string;

  /** How many rows of it were handed out; 1 for a record that has none. */
  @IntegerColumn()
  records: number;

  /** The operation: `query declaration`, `GET /attestations/:id`, `job mail.send`. */
  @TextColumn(120)
  why: string;
}

/** A record that is about to be handed out. */
export type Sighting = Pick<Consultation, 'what' | 'recordId' | 'caf' | 'records'>;

/** What one request, job or transaction saw, each record once. */
export class Sightings {
  private readonly seen = new Map<string, Sighting>();

  get all(): Sighting[] {
    return [...this.seen.values()];
  }

  add(sighting: Sighting): void {
    const key = `${sighting.what} ${sighting.recordId}`;
    this.seen.set(key, { ...sighting, records: sighting.records + (this.seen.get(key)?.records ?? 0) });
  }

  /** Those that were written; what was seen again meanwhile stays. */
  drop(told: readonly Sighting[]): void {
    for (const [key, sighting] of this.seen) if (told.includes(sighting)) this.seen.delete(key);
  }
}

/** Writes what was seen, in few statements. */
export const writeSightings = (
  em: EntityManager,
  seen: readonly Sighting[],
  by: Pick<Consultation, 'at' | 'actorKind' | 'actorId' | 'why'>,
): Promise<void> =>
  insertAll(
    em,
    Consultation,
    seen.map((sighting) => ({ id: newId(), ...by, ...sighting })),
  );
