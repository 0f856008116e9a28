/** What a structure and its Caf write to each other about a declaration. */
import { Entity, Index, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import {
  CafColumn,
  DigestColumn,
  Id,
  InstantColumn,
  IntegerColumn,
  LongTextColumn,
  RefColumn,
  TextColumn,
} from '../kernel/columns.js';

/** Of whom a message is. */
export const sides = ['partner', 'caf'] as const;
export type Side = (typeof sides)[number];

/** How a side is called in French. */
export const sideNames: Record<Side, string> = { partner: 'La structure', caf: 'La Caf' };

/** One subject, from its first message to its last. Nothing written in it is changed or removed. */
@Entity()
@Unique('conversation_once', ['once'])
@Unique('conversation_last', ['lastMessageId'])
@Index('conversation_declaration', ['declarationId', 'lastMessageId'])
@Index('conversation_structure', ['structureId', 'lastMessageId'])
@Index('conversation_caf', ['caf', 'lastMessageId'])
@Index('conversation_about', ['aboutId'])
export class Conversation {
  @Id()
  id: string;

  @RefColumn()
  declarationId: string;

  @RefColumn()
  structureId: string;

  @CafColumn()
  caf: string;

  @TextColumn(200)
  subject: string;

  /** What made the Caf open it, where something did: a case of its queue. */
  @RefColumn({ nullable: true })
  aboutId: string | null;

  /** The same words of the same person on the same day are one conversation: a call sent twice opens one. */
  @DigestColumn()
  once: string;

  @InstantColumn()
  openedAt: Instant;

  /** Messages are numbered from 1: this is the last number. */
  @IntegerColumn()
  messageCount: number;

  /** Of the last message of each side; 0 for none. */
  @IntegerColumn()
  partnerNumber: number;

  @IntegerColumn()
  cafNumber: number;

  /** Its place among conversations: ids are time-ordered. */
  @RefColumn()
  lastMessageId: string;

  @InstantColumn()
  lastMessageAt: Instant;
}

/** What one person wrote: text, never markup. */
@Entity()
@Unique('message_unique', ['conversationId', 'number'])
export class Message {
  @Id()
  id: string;

  @RefColumn()
  conversationId: string;

  @IntegerColumn()
  number: number;

  @TextColumn(10)
  side: Side;

  @RefColumn()
  authorId: string;

  @LongTextColumn()
  body: string;

  @InstantColumn()
  at: Instant;
}

/** How far a person has read a conversation; no mark is nothing read. */
@Entity()
@Unique('read_mark_unique', ['conversationId', 'personId'])
export class ReadMark {
  @Id()
  id: string;

  @RefColumn()
  conversationId: string;

  @RefColumn()
  personId: string;

  @TextColumn(10)
  side: Side;

  /** The number of the last message read. */
  @IntegerColumn()
  readUpTo: number;
}
