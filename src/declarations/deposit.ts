/** A workbook as received, and how far its reading has come. */
import { Entity, Index, ManyToOne, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import {
  DigestColumn,
  Id,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  RefColumn,
  TextColumn,
} from '../kernel/columns.js';
import type { State } from './declaration.js';
import { Declaration } from './declaration.js';

export const depositStates = ['received', 'scanning', 'unscanned', 'reading', 'done', 'refused'] as const;
export type DepositState = (typeof depositStates)[number];

/** How a state is called in French. */
export const depositStateNames: Record<DepositState, string> = {
  received: 'Reçu',
  scanning: 'Analyse par l’antivirus',
  unscanned: 'En attente de l’antivirus',
  reading: 'Lecture en cours',
  done: 'Lu',
  refused: 'Refusé',
};

/** Why a deposit was refused, as its sender was told. */
export interface DepositRefusal {
  code: string;
  message: string;
  facts: unknown;
}

/** What the draft was once it had read the deposit: what its sender was answered. */
export interface DepositResult {
  state: State;
  revision: number;
  rowCount: number;
  blockingCount: number;
  warningCount: number;
}

/** A workbook as received. Its file never changes; of a refused one, this line is all that stays. */
@Entity()
@Unique('deposit_unique', ['declarationId', 'number'])
@Index('deposit_walk', ['digest'])
@Index('deposit_key', ['declarationId', 'depositedBy', 'idempotencyKey'], { unique: true })
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

  @TextColumn(12, { default: 'done' })
  state: DepositState;

  @DigestColumn()
  digest: string;

  @IntegerColumn()
  size: number;

  /** Where the vault keeps its bytes; null once a refused file is removed. */
  @TextColumn(120, { nullable: true })
  file: string | null;

  @IntegerColumn()
  rowCount: number;

  /** Rows read so far. */
  @IntegerColumn({ default: 0 })
  rowsRead: number;

  /** When the antivirus found nothing in it; null where there is none, or not yet. */
  @InstantColumn({ nullable: true })
  scannedAt: Instant | null;

  @RefColumn()
  depositedBy: string;

  @InstantColumn()
  depositedAt: Instant;

  /** The revision of the draft when the bytes began to arrive: it is read into that one, or not at all. */
  @IntegerColumn({ default: 0 })
  seenRevision: number;

  /** By which its sender knows it: what is sent again under it is the same deposit. */
  @TextColumn(64, { nullable: true })
  idempotencyKey: string | null;

  @JsonColumn({ nullable: true })
  result: DepositResult | null;

  @JsonColumn({ nullable: true })
  refusal: DepositRefusal | null;
}
