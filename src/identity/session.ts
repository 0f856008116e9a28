/** An open session: what a person is known by from one request to the next. */
import { Entity, ManyToOne, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { DigestColumn, Id, InstantColumn, RefColumn } from '../kernel/columns.js';
import { Person } from './person.js';

/** The token itself is known to its bearer only. */
@Entity()
@Unique('session_token_unique', ['tokenHash'])
export class Session {
  @Id()
  id: string;

  @ManyToOne(() => Person, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  person: Person;

  @RefColumn()
  personId: string;

  @DigestColumn()
  tokenHash: string;

  @InstantColumn()
  createdAt: Instant;

  @InstantColumn()
  expiresAt: Instant;

  @InstantColumn({ nullable: true })
  endedAt: Instant | null;
}
