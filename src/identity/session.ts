/** An open session: what a person is known by from one request to the next. */
import { Entity, Index, ManyToOne, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { CafColumn, DigestColumn, Id, InstantColumn, RefColumn } from '../kernel/columns.js';
import { HOUSE, Person } from './person.js';

/** A working day: after it, one signs in again, whatever one does. */
export const SESSION_HOURS = 12;

/** A meal, at a computer that others use; what one types is on the server by then. */
export const IDLE_MINUTES = 60;

/** The token itself is known to its bearer only. */
@Entity()
@Unique('session_token_unique', ['tokenHash'])
@Index('session_open', ['endedAt'])
@Index('session_person', { synchronize: false })
export class Session {
  @Id()
  id: string;

  @CafColumn({ default: HOUSE })
  caf: string;

  @ManyToOne(() => Person, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  person: Person;

  @RefColumn()
  personId: string;

  @DigestColumn()
  tokenHash: string;

  @InstantColumn()
  createdAt: Instant;

  /** To the minute. */
  @InstantColumn({ default: '' })
  lastSeenAt: Instant;

  @InstantColumn()
  expiresAt: Instant;

  /** When the second factor was shown in it; null when it was not, or is not asked for. */
  @InstantColumn({ nullable: true })
  secondFactorAt: Instant | null;

  @InstantColumn({ nullable: true })
  endedAt: Instant | null;
}
