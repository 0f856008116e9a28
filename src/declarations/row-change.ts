/** What was changed in the cells of a draft: who wrote what in place of what. */
import { Entity, Index, ManyToOne } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import {
  Id,
  InstantColumn,
  IntegerColumn,
  LongTextColumn,
  RefColumn,
  TextColumn,
} from '../kernel/columns.js';
import type { ColumnKey } from '../workbooks/index.js';
import { Declaration } from './declaration.js';

/** `corrected`: typed by somebody. `accepted`: what was proposed. */
export const changeKinds = ['corrected', 'accepted'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** How a kind is called in French. */
export const changeKindNames: Record<ChangeKind, string> = {
  corrected: 'Correction',
  accepted: 'Proposition acceptée',
};

/** One cell changed. It stays when another deposit replaces the rows, and never changes. */
@Entity()
@Index('row_change_declaration', ['declarationId', 'id'])
export class RowChange {
  @Id()
  id: string;

  @ManyToOne(() => Declaration, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  declaration: Declaration;

  @RefColumn()
  declarationId: string;

  /** The deposit whose row it was. */
  @RefColumn({ nullable: true })
  depositId: string | null;

  /** The row number that Excel shows. */
  @IntegerColumn()
  rowNumber: number;

  /** The letter that Excel shows. */
  @TextColumn(3)
  column: string;

  @TextColumn(20)
  columnKey: ColumnKey;

  /** The anomaly that the cell carried; null for a cell that carried none. */
  @TextColumn(40, { nullable: true })
  code: string | null;

  @TextColumn(10)
  kind: ChangeKind;

  /** What the cell showed; null for a blank one. */
  @LongTextColumn({ nullable: true })
  before: string | null;

  @LongTextColumn({ nullable: true })
  after: string | null;

  /** A person, or a program. */
  @RefColumn()
  by: string;

  @InstantColumn()
  at: Instant;
}
