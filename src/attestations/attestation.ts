/** The attestation of one row: numbered once, printed, filed to the allocataire's record. */
import { Entity, Index, ManyToOne, Unique } from 'typeorm';
import type { Instant, Month } from '../kernel/calendar.js';
import {
  CafColumn,
  DigestColumn,
  Id,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  MonthColumn,
  RefColumn,
  TextColumn,
} from '../kernel/columns.js';
import { Declaration, DeclarationRow } from '../declarations/index.js';
import type { AttestationFields } from './fields.js';

/** `numbered`: its fields are frozen. `filed`: stored, re-read, attached to the record. */
export const attestationStates = ['numbered', 'filed'] as const;
export type AttestationState = (typeof attestationStates)[number];

/** `current`: what is so. `replaced`: a later version says otherwise. `withdrawn`: the row is declared no more. */
export const standings = ['current', 'replaced', 'withdrawn'] as const;
export type AttestationStanding = (typeof standings)[number];

/** How a standing is called in French. */
export const standingNames: Record<AttestationStanding, string> = {
  current: 'En vigueur',
  replaced: 'Remplacée par une version suivante',
  withdrawn: 'Retirée : la ligne n’est plus déclarée',
};

/** `amended`: the next version says otherwise. `undeclared`: the row is no more. `damaged`: the next version says the same. */
export const endReasons = ['amended', 'undeclared', 'damaged'] as const;
export type EndReason = (typeof endReasons)[number];

/** How the reason is told in French. */
export const endReasonNames: Record<EndReason, string> = {
  amended: 'La déclaration a été rectifiée.',
  undeclared: 'La ligne n’est plus déclarée.',
  damaged: 'Son fichier a été endommagé : la version suivante dit la même chose.',
};

@Entity()
@Index('attestation_ended', ['endedBy'])
@Unique('attestation_number_unique', ['number', 'version'])
@Unique('attestation_row_unique', ['rowId', 'version'])
@Index('attestation_declaration', ['declarationId', 'id'])
export class Attestation {
  @Id()
  id: string;

  /** `A-493-202610-000123`. */
  @TextColumn(30)
  number: string;

  @IntegerColumn()
  version: number;

  @ManyToOne(() => Declaration, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  declaration: Declaration;

  @RefColumn()
  declarationId: string;

  @ManyToOne(() => DeclarationRow, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  row: DeclarationRow;

  @RefColumn()
  rowId: string;

  @RefColumn()
  structureId: string;

  @CafColumn()
  caf: string;

  @MonthColumn()
  month: Month;

  @TextColumn(7)
  allocataire: string;

  @TextColumn(10)
  state: AttestationState;

  @JsonColumn()
  fields: AttestationFields;

  /** Of the fields: what a seal signs, and what the page shows the start of. */
  @DigestColumn()
  fieldsDigest: string;

  /** The key and the signature of its seal; nothing for those that were issued before there were any. */
  @RefColumn({ nullable: true })
  sealKeyId: string | null;

  @TextColumn(86, { nullable: true })
  sealSignature: string | null;

  @InstantColumn({ nullable: true })
  filedAt: Instant | null;

  /** An earlier version is kept and read: it only stands for nothing any more. */
  @TextColumn(10, { default: 'current' })
  standing: AttestationStanding;

  @InstantColumn({ nullable: true })
  endedAt: Instant | null;

  @TextColumn(12, { nullable: true })
  endReason: EndReason | null;

  /** The amendment that replaced or withdrew it; null when it was made again. */
  @RefColumn({ nullable: true })
  endedBy: string | null;

  /** The attestations of a declaration that are printed at once, from 0. */
  @IntegerColumn({ default: 0 })
  lot: number;
}

/** Where the vault keeps a print of an attestation: a late worker that printed it otherwise overwrites no filed one. */
export const attestationKey = (
  { caf, month, id }: Pick<Attestation, 'caf' | 'month' | 'id'>,
  digest: string,
): string => `attestations/${caf}/${month}/${id}-${digest.slice(0, 16)}.pdf`;
