/** How far each check of kept files has come. One line for each kind of file of a Caf and each extent, used again. */
import { Entity, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import {
  CafColumn,
  DigestColumn,
  Id,
  InstantColumn,
  IntegerColumn,
  RefColumn,
  RevisionColumn,
  TextColumn,
} from '../kernel/columns.js';
import type { FileKind } from './damaged-file.js';

/** `sample`: some files drawn by lot. `all`: each of them. */
export const extents = ['sample', 'all'] as const;
export type Extent = (typeof extents)[number];

@Entity()
@Unique('file_check_unique', ['caf', 'extent', 'kind'])
export class FileCheck {
  @Id()
  id: string;

  @CafColumn()
  caf: string;

  @TextColumn(10)
  extent: Extent;

  @TextColumn(20)
  kind: FileKind;

  /** Each of its jobs is for one revision: a job of an earlier one changes nothing. */
  @RevisionColumn()
  revision: number;

  /** Where it began in the circle of digests: by lot for a sample. */
  @DigestColumn()
  fromDigest: string;

  /** The last file that was looked at. */
  @DigestColumn()
  afterDigest: string;

  @RefColumn()
  afterId: string;

  /** Files left to look at; null for all of them. */
  @IntegerColumn({ nullable: true })
  remaining: number | null;

  @IntegerColumn({ default: 0 })
  checked: number;

  /** Of those, found damaged for the first time. */
  @IntegerColumn({ default: 0 })
  damaged: number;

  @InstantColumn()
  beganAt: Instant;

  @InstantColumn({ nullable: true })
  endedAt: Instant | null;

  /** When so many files were damaged at once that the store itself is in doubt: nothing was made again. */
  @InstantColumn({ nullable: true })
  stoppedAt: Instant | null;
}
