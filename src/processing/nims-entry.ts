/** What is ready for NIMS, in the order in which it became so: an entry for each attestation filed or withdrawn. */
import { Entity, Index, ManyToOne, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { CafColumn, Id, InstantColumn, IntegerColumn, RefColumn, TextColumn } from '../kernel/columns.js';
import { Attestation } from '../attestations/index.js';

/** `attestation`: to be decided. `withdrawal`: what was published under that number and version is declared no more. */
export const nimsKinds = ['attestation', 'withdrawal'] as const;
export type NimsKind = (typeof nimsKinds)[number];

@Entity()
@Unique('nims_entry_position', ['caf', 'position'])
@Unique('nims_entry_once', ['attestationId', 'kind'])
@Index('nims_entry_waiting', ['caf', 'acknowledgedAt', 'position'])
@Index('nims_entry_declaration', ['declarationId'])
export class NimsEntry {
  @Id()
  id: string;

  @CafColumn()
  caf: string;

  /** From 1 within the Caf, without gaps: entries are committed in that order. */
  @IntegerColumn()
  position: number;

  @TextColumn(15)
  kind: NimsKind;

  @ManyToOne(() => Attestation, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  attestation: Attestation;

  @RefColumn()
  attestationId: string;

  @RefColumn()
  declarationId: string;

  @InstantColumn()
  publishedAt: Instant;

  @InstantColumn({ nullable: true })
  acknowledgedAt: Instant | null;
}
