/** What a structure sends its Caf for a period. */
import { Entity, Index, ManyToOne, Unique } from 'typeorm';
import type { Instant, Month } from '../kernel/calendar.js';
import {
  CafColumn,
  FlagColumn,
  Id,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LongTextColumn,
  MonthColumn,
  RefColumn,
  RevisionColumn,
  TextColumn,
} from '../kernel/columns.js';
import { Structure } from '../partners/index.js';
import type { TypeCode } from './types.js';

export const states = [
  'draft',
  'awaiting_approval',
  'returned',
  'sent',
  'attested',
  'processed',
  'cancelled',
] as const;
export type State = (typeof states)[number];

/** How a state is called in French. */
export const stateNames: Record<State, string> = {
  draft: 'Brouillon',
  awaiting_approval: 'En attente d’approbation',
  returned: 'Renvoyée au télédéclarant',
  sent: 'Envoyée à la Caf',
  attested: 'Attestations classées',
  processed: 'Traitée',
  cancelled: 'Abandonnée',
};

/** What a structure sends its Caf for a period. Nothing sent is overwritten: an amendment is the next version. */
@Entity()
@Unique('declaration_unique', ['structureId', 'type', 'month', 'version'])
@Unique('declaration_reference_unique', ['reference'])
@Index('declaration_caf', ['caf', 'id'])
export class Declaration {
  @Id()
  id: string;

  /** `D-493-202610-0007`: what people quote. */
  @TextColumn(30)
  reference: string;

  @ManyToOne(() => Structure, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  structure: Structure;

  @RefColumn()
  structureId: string;

  /** The Caf at the time: a structure that moves keeps its history where it was sent. */
  @CafColumn()
  caf: string;

  @TextColumn(20)
  type: TypeCode;

  /** The month of care. */
  @MonthColumn()
  month: Month;

  @IntegerColumn()
  version: number;

  /** The version that it amends; null for the first one of a month. */
  @RefColumn({ nullable: true })
  amendsId: string | null;

  /** The version that amends it, open or sent. */
  @RefColumn({ nullable: true })
  amendedById: string | null;

  @TextColumn(20)
  state: State;

  @RevisionColumn()
  revision: number;

  /** The deposit whose rows are these; earlier ones are kept. */
  @RefColumn({ nullable: true })
  depositId: string | null;

  @IntegerColumn({ default: 0 })
  rowCount: number;

  @IntegerColumn({ default: 0 })
  setAsideCount: number;

  @IntegerColumn({ default: 0 })
  blockingCount: number;

  @IntegerColumn({ default: 0 })
  warningCount: number;

  /** Of an amendment, beside the version that it amends. */
  @IntegerColumn({ default: 0 })
  addedCount: number;

  @IntegerColumn({ default: 0 })
  changedCount: number;

  @IntegerColumn({ default: 0 })
  removedCount: number;

  /** The wording of the conditions accepted for this deposit, by whom and when. */
  @TextColumn(20, { nullable: true })
  conditionsVersion: string | null;

  @RefColumn({ nullable: true })
  conditionsAcceptedBy: string | null;

  @InstantColumn({ nullable: true })
  conditionsAcceptedAt: Instant | null;

  /** Ids of those whose content it is: they deposited, corrected or submitted it. Null: nobody has yet. */
  @JsonColumn({ nullable: true })
  preparedBy: string[] | null;

  @RefColumn({ nullable: true })
  submittedBy: string | null;

  @InstantColumn({ nullable: true })
  submittedAt: Instant | null;

  @RefColumn({ nullable: true })
  approvedBy: string | null;

  @InstantColumn({ nullable: true })
  approvedAt: Instant | null;

  /** Whoever approved it had prepared it, as they held the three roles of the structure alone. */
  @FlagColumn({ default: false })
  approvedAlone: boolean;

  /** What the approver wrote when returning it. */
  @LongTextColumn({ nullable: true })
  comment: string | null;

  @InstantColumn()
  createdAt: Instant;
}
