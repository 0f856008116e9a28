/** People: one account each, whatever the number of places they act at. */
import { Entity, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { CafColumn, Id, InstantColumn, IntegerColumn, TextColumn } from '../kernel/columns.js';

/** Accounts belong to no Caf: their journal, their letters and their work are the house's own. */
export const HOUSE = '000';

export const civilities = ['Madame', 'Monsieur'] as const;
export type Civility = (typeof civilities)[number];

@Entity()
@Unique('person_email_unique', ['email'])
export class Person {
  @Id()
  id: string;

  @CafColumn({ default: HOUSE })
  caf: string;

  /** In lower case: it signs in, whatever the case typed. */
  @TextColumn(254)
  email: string;

  @TextColumn(10)
  civility: Civility;

  @TextColumn(100)
  firstName: string;

  @TextColumn(100)
  lastName: string;

  /** Argon2id, in its own text form; empty until the person has chosen a password. */
  @TextColumn(200)
  passwordHash: string;

  /** Counts the passwords chosen. */
  @IntegerColumn({ default: 0 })
  passwordRevision: number;

  /** When the last one was. */
  @InstantColumn({ nullable: true })
  passwordSetAt: Instant | null;
}
