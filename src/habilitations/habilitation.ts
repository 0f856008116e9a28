/** People, what they may do and where, and their open sessions. */
import { Entity, Index, ManyToOne, Unique } from 'typeorm';
import { CafColumn, DigestColumn, Id, InstantColumn, RefColumn, TextColumn } from '../kernel/columns.js';
import type { Instant } from '../kernel/calendar.js';
import { Partner, Structure } from '../partners/index.js';

/** The roles a person may hold: on a structure, on a partner, or at a Caf. */
export const roles = [
  'activityProvider',
  'financialProvider',
  'approver',
  'habilitationManager',
  'adviser',
] as const;
export type PersonRole = (typeof roles)[number];
/** The automata act with a role too: they are no hole in the rights. */
export type Role = PersonRole | 'automaton';

/** How a role is called in French. */
export const roleNames: Record<Role, string> = {
  activityProvider: 'Fournisseur de données d’activité (télédéclarant)',
  financialProvider: 'Fournisseur de données financières',
  approver: 'Approbateur',
  habilitationManager: 'Gestionnaire des habilitations',
  adviser: 'Gestionnaire conseil allocataire',
  automaton: 'Automate',
};

@Entity()
@Unique('person_email_unique', ['email'])
export class Person {
  @Id()
  id: string;

  /** In lower case: it signs in, whatever the case typed. */
  @TextColumn(254)
  email: string;

  @TextColumn(10)
  civility: 'Madame' | 'Monsieur';

  @TextColumn(100)
  firstName: string;

  @TextColumn(100)
  lastName: string;

  /** Argon2id, in its own text form. */
  @TextColumn(200)
  passwordHash: string;
}

/** One role of one person at one place. What a person may do is the sum of theirs. */
@Entity()
@Index('habilitation_person', ['personId'])
export class Habilitation {
  @Id()
  id: string;

  @ManyToOne(() => Person, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  person: Person;

  @RefColumn()
  personId: string;

  @TextColumn(30)
  role: PersonRole;

  /** The Caf the place belongs to; for an adviser, the place itself. */
  @CafColumn()
  caf: string;

  @ManyToOne(() => Partner, { nullable: true, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  partner: Partner | null;

  @RefColumn({ nullable: true })
  partnerId: string | null;

  @ManyToOne(() => Structure, { nullable: true, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  structure: Structure | null;

  @RefColumn({ nullable: true })
  structureId: string | null;

  @InstantColumn()
  since: Instant;

  /** When it ended; the line stays. */
  @InstantColumn({ nullable: true })
  until: Instant | null;
}

/** An open session: the token itself is known to its bearer only. */
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
