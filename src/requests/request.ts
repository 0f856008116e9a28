/** What a habilitation manager asks the Caf: to add, modify or remove a person at a structure. */
import { Entity, Index, ManyToOne, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import {
  CafColumn,
  Id,
  InstantColumn,
  JsonColumn,
  RefColumn,
  RevisionColumn,
  TextColumn,
} from '../kernel/columns.js';
import type { StructureRole } from '../habilitations/index.js';
import type { Civility } from '../identity/index.js';
import { Partner, Structure } from '../partners/index.js';

export const requestKinds = ['add', 'modify', 'remove'] as const;
export type RequestKind = (typeof requestKinds)[number];

/** How a kind is called in French. */
export const requestKindNames: Record<RequestKind, string> = {
  add: 'Ajout d’une personne',
  modify: 'Modification d’une personne',
  remove: 'Retrait d’une personne',
};

export const requestStates = ['draft', 'submitted', 'accepted', 'refused', 'withdrawn', 'done'] as const;
export type RequestState = (typeof requestStates)[number];

/** How a state is called in French. */
export const requestStateNames: Record<RequestState, string> = {
  draft: 'Brouillon',
  submitted: 'Soumise à la Caf',
  accepted: 'Acceptée',
  refused: 'Refusée',
  withdrawn: 'Reprise par le gestionnaire',
  done: 'Retrait effectué',
};

/** What a request says of the person. */
export interface Content {
  /** For a modification: the address by which the person is known there. */
  formerEmail: string | null;
  civility: Civility | null;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  roles: StructureRole[];
}

/** What a request of each kind must say before it leaves; a draft may be incomplete. */
export const needed: Record<RequestKind, readonly (keyof Content)[]> = {
  add: ['civility', 'firstName', 'lastName', 'email', 'roles'],
  modify: ['formerEmail', 'civility', 'firstName', 'lastName', 'email', 'roles'],
  remove: ['email'],
};

/** It stays as it was decided; only a draft is edited, or deleted. */
@Entity()
@Unique('habilitation_request_reference_unique', ['reference'])
@Index('habilitation_request_caf', ['caf', 'state', 'id'])
@Index('habilitation_request_partner', ['partnerId', 'state', 'id'])
@Index('habilitation_request_structure', { synchronize: false })
export class HabilitationRequest implements Content {
  @Id()
  id: string;

  /** `H-493-2026-0001`: what people quote. */
  @TextColumn(30)
  reference: string;

  @CafColumn()
  caf: string;

  @ManyToOne(() => Partner, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  partner: Partner;

  @RefColumn()
  partnerId: string;

  @ManyToOne(() => Structure, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  structure: Structure;

  @RefColumn()
  structureId: string;

  @TextColumn(10)
  kind: RequestKind;

  @TextColumn(20)
  state: RequestState;

  @RevisionColumn()
  revision: number;

  @TextColumn(254, { nullable: true })
  formerEmail: string | null;

  @TextColumn(10, { nullable: true })
  civility: Civility | null;

  @TextColumn(100, { nullable: true })
  firstName: string | null;

  @TextColumn(100, { nullable: true })
  lastName: string | null;

  @TextColumn(254, { nullable: true })
  email: string | null;

  /** All those the person is to hold there; without meaning for a removal, which takes all of them back. */
  @JsonColumn()
  roles: StructureRole[];

  /** The convention in force when it was submitted, then when it was decided. */
  @RefColumn({ nullable: true })
  conventionId: string | null;

  @RefColumn({ nullable: true })
  submittedBy: string | null;

  @InstantColumn({ nullable: true })
  submittedAt: Instant | null;

  @RefColumn({ nullable: true })
  decidedBy: string | null;

  @InstantColumn({ nullable: true })
  decidedAt: Instant | null;

  /** Why the Caf refused it, as its officer wrote it. */
  @TextColumn(1000, { nullable: true })
  reason: string | null;

  /** The account that was given the roles. */
  @RefColumn({ nullable: true })
  personId: string | null;

  /** The account they were taken back from: of a removal, or of an address that was replaced. */
  @RefColumn({ nullable: true })
  formerPersonId: string | null;

  @InstantColumn()
  createdAt: Instant;
}
