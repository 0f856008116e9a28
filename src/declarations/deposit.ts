/** A workbook as received. */
import { Entity, ManyToOne, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { DigestColumn, Id, InstantColumn, IntegerColumn, RefColumn } from '../kernel/columns.js';
import { Declaration } from './declaration.js';

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
