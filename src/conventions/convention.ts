/** What a partner and a Caf agreed for a service, the structures it covers, and whom it names. */
import { Entity, Index, ManyToOne, Unique } from 'typeorm';
import type { Day, Instant } from '../kernel/calendar.js';
import {
  CafColumn,
  DayColumn,
  DigestColumn,
  Id,
  InstantColumn,
  JsonColumn,
  RefColumn,
  RevisionColumn,
  TextColumn,
} from '../kernel/columns.js';
import type { Civility, Named } from '../identity/index.js';
import type { StructureKind } from '../partners/index.js';
import { Partner, Structure } from '../partners/index.js';

/** CMG: the monthly attestations; PSU: the funding of an Eaje. */
export const services = ['CMG', 'PSU'] as const;
export type Service = (typeof services)[number];

/** How a service is called in French. */
export const serviceNames: Record<Service, string> = {
  CMG: 'Complément de libre choix du mode de garde',
  PSU: 'Prestation de service unique',
};

/** The service that a structure declares for. */
export const serviceOf = (kind: StructureKind): Service => (kind === 'eaje' ? 'PSU' : 'CMG');

export const conventionStates = [
  'requested',
  'returned',
  'prepared',
  'signed',
  'active',
  'denounced',
  'ended',
  'refused',
  'withdrawn',
] as const;
export type ConventionState = (typeof conventionStates)[number];

/** How a state is called in French. */
export const conventionStateNames: Record<ConventionState, string> = {
  requested: 'Demandée, à vérifier par la Caf',
  returned: 'Renvoyée au demandeur',
  prepared: 'À signer par le partenaire',
  signed: 'Signée, à vérifier par la Caf',
  active: 'En vigueur',
  denounced: 'Dénoncée, en vigueur jusqu’à sa date de fin',
  ended: 'Terminée',
  refused: 'Refusée',
  withdrawn: 'Abandonnée par le demandeur',
};

@Entity()
@Unique('convention_reference_unique', ['reference'])
@Index('convention_caf', ['caf', 'id'])
@Index('convention_partner', { synchronize: false })
export class Convention {
  @Id()
  id: string;

  /** `C-493-2026-0001`: what people quote. */
  @TextColumn(30)
  reference: string;

  @CafColumn()
  caf: string;

  /** Of the legal entity that signs. */
  @TextColumn(9)
  siren: string;

  @TextColumn(200)
  partnerName: string;

  @ManyToOne(() => Partner, { nullable: true, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  partner: Partner | null;

  /** The partner, since the activation. */
  @RefColumn({ nullable: true })
  partnerId: string | null;

  @TextColumn(3)
  service: Service;

  @TextColumn(20)
  state: ConventionState;

  @RevisionColumn()
  revision: number;

  /** The habilitation manager, as the convention names them. */
  @TextColumn(10)
  managerCivility: Civility;

  @TextColumn(100)
  managerFirstName: string;

  @TextColumn(100)
  managerLastName: string;

  @TextColumn(254)
  managerEmail: string;

  /** Since when it names this manager, once in force. */
  @InstantColumn({ nullable: true })
  managerSince: Instant | null;

  /** The person who asked for it; they follow it to its end. */
  @RefColumn({ nullable: true })
  applicantId: string | null;

  @InstantColumn({ nullable: true })
  requestedAt: Instant | null;

  /** SHA-256 of the PDF sent to the partner; none until it is printed. */
  @DigestColumn({ nullable: true })
  documentDigest: string | null;

  /** SHA-256 of the signed copy, as received. */
  @DigestColumn({ nullable: true })
  signedDigest: string | null;

  @InstantColumn({ nullable: true })
  signedAt: Instant | null;

  /** The person who returned the signed copy. */
  @RefColumn({ nullable: true })
  signedBy: string | null;

  @DayColumn({ nullable: true })
  activatedOn: Day | null;

  /** Its term, as its PDF says; none when it has none. */
  @DayColumn({ nullable: true })
  termOn: Day | null;

  /** Its last day in force: its term, or the day to which it was denounced. */
  @DayColumn({ nullable: true })
  endsOn: Day | null;

  /** When it ended, whatever its last day was to be. */
  @InstantColumn({ nullable: true })
  endedAt: Instant | null;

  /** Why it was last returned, sent back, refused, withdrawn, denounced or ended, as it was written. */
  @TextColumn(1000, { nullable: true })
  reason: string | null;
}

/** A structure that a convention covers, as the convention describes it. */
@Entity()
@Unique('convention_structure_unique', ['conventionId', 'siret'])
@Index('convention_structure_in_force', ['structureId', 'inForce'], { unique: true })
export class ConventionStructure {
  @Id()
  id: string;

  @ManyToOne(() => Convention, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  convention: Convention;

  @RefColumn()
  conventionId: string;

  @TextColumn(14)
  siret: string;

  @TextColumn(20)
  kind: StructureKind;

  @TextColumn(200)
  name: string;

  @JsonColumn()
  address: string[];

  @TextColumn(254)
  email: string;

  @TextColumn(20)
  phone: string;

  @ManyToOne(() => Structure, { nullable: true, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  structure: Structure | null;

  /** The structure since the activation of the convention. */
  @RefColumn({ nullable: true })
  structureId: string | null;

  /** The service while the convention is in force, then nothing: one convention at most for each. */
  @TextColumn(3, { nullable: true })
  inForce: Service | null;
}

/** A person whom a CMG convention lets declare for one of its structures: two at most for each. */
@Entity()
@Unique('convention_declarant_unique', ['conventionStructureId', 'email'])
export class ConventionDeclarant {
  @Id()
  id: string;

  @ManyToOne(() => ConventionStructure, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  conventionStructure: ConventionStructure;

  @RefColumn()
  conventionStructureId: string;

  @TextColumn(10)
  civility: Civility;

  @TextColumn(100)
  firstName: string;

  @TextColumn(100)
  lastName: string;

  @TextColumn(254)
  email: string;
}

/** The habilitation manager that a convention names. */
export const managerOf = (convention: Convention): Named => ({
  civility: convention.managerCivility,
  firstName: convention.managerFirstName,
  lastName: convention.managerLastName,
  email: convention.managerEmail,
});

/** The columns that name a manager. */
export const namedManager = ({ civility, firstName, lastName, email }: Named) => ({
  managerCivility: civility,
  managerFirstName: firstName,
  managerLastName: lastName,
  managerEmail: email,
});
