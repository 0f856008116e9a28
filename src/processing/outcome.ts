/** What became of each row: decided by the automaton, or in the hands of an adviser. */
import { Entity, Index, Unique } from 'typeorm';
import type { Day, Instant, Month } from '../kernel/calendar.js';
import {
  CafColumn,
  DayColumn,
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
import type { Evidence } from '../allocataires/index.js';
import type { Estimate } from './estimate.js';
import type { Reason } from './reasons.js';

export const outcomeKinds = ['processed', 'reassigned'] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

/** The decision of the NIMS automaton on one row. */
@Entity()
@Unique('outcome_unique', ['rowId'])
@Index('outcome_declaration', ['declarationId'])
export class Outcome {
  @Id()
  id: string;

  @RefColumn()
  rowId: string;

  @RefColumn()
  declarationId: string;

  @RefColumn()
  attestationId: string;

  @TextColumn(20)
  kind: OutcomeKind;

  @TextColumn(30, { nullable: true })
  reason: Reason | null;

  @CafColumn()
  caf: string;

  /** What the month is worth, with its trace, or what is missing to tell; null when no record was found. */
  @JsonColumn({ nullable: true })
  estimate: Estimate | null;

  /** What agreed and what did not, as codes; null when it was not matched here. */
  @JsonColumn({ nullable: true })
  evidence: Evidence | null;

  @InstantColumn()
  decidedAt: Instant;
}

/** `replaced`: an amendment changed or removed the row before an adviser closed the case. */
export const reassignmentStates = ['open', 'claimed', 'asked', 'closed', 'replaced'] as const;
export type ReassignmentState = (typeof reassignmentStates)[number];

export const closingOutcomes = ['processed_by_hand', 'no_right', 'not_receivable'] as const;
export type ClosingOutcome = (typeof closingOutcomes)[number];

/** How an outcome of an adviser is called in French. */
export const closingOutcomeNames: Record<ClosingOutcome, string> = {
  processed_by_hand: 'Traitée par un gestionnaire',
  no_right: 'Sans droit pour ce mois',
  not_receivable: 'Attestation non recevable',
};

/** An attestation handed to an adviser: who has it, since when, why, and what came of it. */
@Entity()
@Unique('reassignment_unique', ['rowId'])
@Unique('reassignment_turn', ['turn'])
@Index('reassignment_queue', ['caf', 'state', 'id'])
@Index('reassignment_all_due', ['caf', 'turn'])
@Index('reassignment_all_age', ['caf', 'id'])
@Index('reassignment_due', ['caf', 'state', 'turn'])
@Index('reassignment_pending', ['caf', 'closedAt', 'turn'])
@Index('reassignment_pending_age', ['caf', 'closedAt', 'id'])
@Index('reassignment_reason', ['caf', 'reason', 'state', 'turn'])
@Index('reassignment_adviser', ['caf', 'claimedBy', 'state', 'turn'])
@Index('reassignment_structure', ['caf', 'structureId', 'state', 'turn'])
@Index('reassignment_month', ['caf', 'month', 'state', 'turn'])
export class Reassignment {
  @Id()
  id: string;

  @CafColumn()
  caf: string;

  @RefColumn()
  declarationId: string;

  @RefColumn()
  structureId: string;

  /** The month of care. */
  @MonthColumn()
  month: Month;

  @RefColumn()
  rowId: string;

  @RefColumn()
  attestationId: string;

  @TextColumn(30)
  reason: Reason;

  @TextColumn(10)
  state: ReassignmentState;

  @RevisionColumn()
  revision: number;

  @InstantColumn()
  openedAt: Instant;

  /** The day by which it should be closed. */
  @DayColumn()
  dueOn: Day;

  /** Its place among all cases: that day, then the order in which they were opened. */
  @TextColumn(47)
  turn: string;

  @RefColumn({ nullable: true })
  claimedBy: string | null;

  @InstantColumn({ nullable: true })
  claimedAt: Instant | null;

  /** The supervisor who gave it to that adviser; null when they took it. */
  @RefColumn({ nullable: true })
  assignedBy: string | null;

  /** Of the message by which the partner was asked, in the conversation about the case; null when it was not. */
  @IntegerColumn({ nullable: true })
  questionNumber: number | null;

  /** Null as long as somebody has something to do of it. */
  @InstantColumn({ nullable: true })
  closedAt: Instant | null;

  @TextColumn(20, { nullable: true })
  outcome: ClosingOutcome | null;

  @LongTextColumn({ nullable: true })
  comment: string | null;
}
