/** A file that goes with a message: received first, sent with it. */
import { Entity, Index } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import {
  CafColumn,
  DigestColumn,
  Id,
  InstantColumn,
  IntegerColumn,
  RefColumn,
  TextColumn,
} from '../kernel/columns.js';
import type { AttachmentKind } from './kinds.js';

/**
 * `arriving`: its file is being kept, or was when the process died. `dropped`: nobody sent it in time; its file goes,
 * then its line. No file is ever there without its line.
 */
export const attachmentStates = ['arriving', 'received', 'sent', 'dropped'] as const;

/** What no message has taken yet. */
export const unsent = ['arriving', 'received'] as const satisfies readonly AttachmentState[];
export type AttachmentState = (typeof attachmentStates)[number];

@Entity()
@Index('attachment_message', ['messageId'])
@Index('attachment_walk', ['caf', 'digest'])
@Index('attachment_unsent', ['caf', 'state', 'addedAt'])
@Index('attachment_of_person', ['declarationId', 'addedBy', 'state'])
export class Attachment {
  @Id()
  id: string;

  @RefColumn()
  declarationId: string;

  @CafColumn()
  caf: string;

  /** Null until it is sent. */
  @RefColumn({ nullable: true })
  messageId: string | null;

  @TextColumn(10)
  state: AttachmentState;

  /** As its sender called it. */
  @TextColumn(120)
  name: string;

  @TextColumn(10)
  kind: AttachmentKind;

  @IntegerColumn()
  size: number;

  @DigestColumn()
  digest: string;

  @RefColumn()
  addedBy: string;

  @InstantColumn()
  addedAt: Instant;
}

/** Named by what is in it and by whom it is of: the same bytes sent twice are two files, and one may go. */
export const attachmentFile = ({ id, digest }: Pick<Attachment, 'id' | 'digest'>): string =>
  `messages/${digest.slice(0, 2)}/${digest}-${id}`;
