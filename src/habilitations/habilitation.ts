/** What people may do, and where. */
import { Entity, Index, ManyToOne } from 'typeorm';
import { CafColumn, Id, InstantColumn, IntegerColumn, RefColumn, TextColumn } from '../kernel/columns.js';
import type { Instant } from '../kernel/calendar.js';
import { Person } from '../identity/index.js';
import { Partner, Structure } from '../partners/index.js';

/** The roles a habilitation manager gives, on a structure. */
export const structureRoles = ['activityProvider', 'financialProvider', 'approver'] as const;
export type StructureRole = (typeof structureRoles)[number];

/** The roles of the Caf's own people. */
export const cafRoles = ['adviser', 'supervisor', 'conventionOfficer', 'technicalAdministrator'] as const;

/** The roles a person may hold: on a structure, on a partner, on a convention under way, or at a Caf. */
export const roles = [...structureRoles, 'habilitationManager', 'applicant', ...cafRoles] as const;
export type PersonRole = (typeof roles)[number];
/** The automata act with a role too: they are no hole in the rights. */
export type Role = PersonRole | 'automaton';

/** How a role is called in French. */
export const roleNames: Record<Role, string> = {
  activityProvider: 'Fournisseur de données d’activité (télédéclarant)',
  financialProvider: 'Fournisseur de données financières',
  approver: 'Approbateur',
  habilitationManager: 'Gestionnaire des habilitations',
  applicant: 'Demandeur de convention',
  adviser: 'Gestionnaire conseil allocataire',
  supervisor: 'Responsable des gestionnaires conseil',
  conventionOfficer: 'Chargé de conventionnement',
  technicalAdministrator: 'Administrateur technique',
  automaton: 'Automate',
};

/** One role of one person at one place. What a person may do is the sum of theirs. */
@Entity()
@Index('habilitation_person', ['personId'])
@Index('habilitation_declarant', ['structureId', 'declarantSlot'], { unique: true })
@Index('habilitation_partner', { synchronize: false })
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

  /** The convention it was given under; it ends with it. */
  @RefColumn({ nullable: true })
  conventionId: string | null;

  /** A CMG structure has two declarants at most: each open one holds one of the two slots. */
  @IntegerColumn({ nullable: true })
  declarantSlot: number | null;

  @InstantColumn()
  since: Instant;

  /** When it ended; the line stays. */
  @InstantColumn({ nullable: true })
  until: Instant | null;
}
