/** What a structure sends its Caf for a period, its deposits, its rows and what is wrong in them. */
import { Entity, Index, ManyToOne, Unique } from 'typeorm';
import type { Cell } from '../kernel/sheet.js';
import type { Cents } from '../kernel/money.js';
import type { Day, Instant, Month } from '../kernel/calendar.js';
import {
  CafColumn,
  CentsColumn,
  DayColumn,
  DigestColumn,
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
import type { ColumnKey } from '../workbooks/index.js';
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

/** A workbook as received. The file is kept under its digest, and never changed. */
@Entity()
@Unique('deposit_unique', ['declarationId', 'number'])
export class Deposit {
  @Id()
  id: string;

  @ManyToOne(() => Declaration, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  declaration: Declaration;

  @RefColumn()
  declarationId: string;

  /** 1 for the first of the declaration. */
  @IntegerColumn()
  number: number;

  @DigestColumn()
  digest: string;

  @IntegerColumn()
  size: number;

  @IntegerColumn()
  rowCount: number;

  @RefColumn()
  depositedBy: string;

  @InstantColumn()
  depositedAt: Instant;
}

/** One row of the current deposit: what was read, and the cells it was read from. */
@Entity()
@Unique('declaration_row_unique', ['declarationId', 'number'])
export class DeclarationRow {
  @Id()
  id: string;

  @ManyToOne(() => Declaration, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  declaration: Declaration;

  @RefColumn()
  declarationId: string;

  /** The row number that Excel shows. */
  @IntegerColumn()
  number: number;

  /** Each value is null when its cell is empty or cannot be read. */
  @MonthColumn({ nullable: true })
  month: Month | null;

  /** 7 characters: leading zeros matter. */
  @TextColumn(7, { nullable: true })
  allocataire: string | null;

  @TextColumn(100, { nullable: true })
  lastName: string | null;

  @TextColumn(100, { nullable: true })
  firstName: string | null;

  @DayColumn({ nullable: true })
  birthDate: Day | null;

  @IntegerColumn({ nullable: true })
  hours: number | null;

  @IntegerColumn({ nullable: true })
  specificHours: number | null;

  @CentsColumn({ nullable: true })
  amountCents: Cents | null;

  @DayColumn({ nullable: true })
  endOfCare: Day | null;

  /** As deposited, or as corrected since. */
  @JsonColumn()
  cells: Partial<Record<ColumnKey, Cell>>;

  @FlagColumn({ default: false })
  corrected: boolean;

  /** Kept and shown, not attested. */
  @FlagColumn({ default: false })
  setAside: boolean;

  @TextColumn(500, { nullable: true })
  setAsideReason: string | null;
}

/** What is wrong, or doubtful, in one row; made anew whenever a row changes. */
@Entity()
@Index('row_anomaly_declaration', ['declarationId', 'position'])
export class RowAnomaly {
  @Id()
  id: string;

  @ManyToOne(() => DeclarationRow, { nullable: false, onDelete: 'CASCADE', onUpdate: 'RESTRICT' })
  row: DeclarationRow;

  @RefColumn()
  rowId: string;

  @RefColumn()
  declarationId: string;

  /** Its place among the anomalies of the declaration, in the order of rows and columns. */
  @IntegerColumn()
  position: number;

  @TextColumn(40)
  code: string;

  @FlagColumn()
  blocking: boolean;

  @IntegerColumn()
  rowNumber: number;

  /** The letter that Excel shows. */
  @TextColumn(3)
  column: string;

  @TextColumn(20)
  columnKey: ColumnKey;

  @TextColumn(120)
  header: string;

  @LongTextColumn()
  seen: string;

  @LongTextColumn()
  sentence: string;

  @LongTextColumn()
  expected: string;

  @LongTextColumn({ nullable: true })
  proposed: string | null;
}
