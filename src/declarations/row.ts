/** The rows of a declaration, and what is wrong in them. */
import { Entity, Index, ManyToOne, Unique } from 'typeorm';
import type { Day, Month } from '../kernel/calendar.js';
import type { Cell } from '../kernel/sheet.js';
import type { Cents } from '../kernel/money.js';
import {
  CentsColumn,
  DayColumn,
  FlagColumn,
  Id,
  IntegerColumn,
  JsonColumn,
  LongTextColumn,
  MonthColumn,
  RefColumn,
  TextColumn,
} from '../kernel/columns.js';
import type { AnomalyCode, ColumnKey } from '../workbooks/index.js';
import { Declaration } from './declaration.js';

/** One row of the current deposit: what was read, and the cells it was read from. */
@Entity()
@Unique('declaration_row_unique', ['declarationId', 'number'])
@Index('declaration_row_aside', ['declarationId', 'setAside', 'number'])
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

  /** Of an amendment: the row of an earlier version, saying the same, whose attestation and outcome are this one's. */
  @RefColumn({ nullable: true })
  carriedFrom: string | null;
}

/** What is wrong, or doubtful, in one row; made anew whenever a row changes. */
@Entity()
@Index('row_anomaly_declaration', ['declarationId', 'position'])
@Index('row_anomaly_row', ['rowId'])
@Index('row_anomaly_blocking', ['declarationId', 'blocking', 'position'])
@Index('row_anomaly_code', ['declarationId', 'code', 'position'])
@Index('row_anomaly_numbers', ['declarationId', 'rowNumber'])
@Index('row_anomaly_blocking_numbers', ['declarationId', 'blocking', 'rowNumber'])
@Index('row_anomaly_code_numbers', ['declarationId', 'code', 'rowNumber', 'blocking'])
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

  /** It stays in the catalogue as long as a declaration bears it. */
  @TextColumn(40)
  code: AnomalyCode;

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
