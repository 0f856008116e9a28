/** A letter to write: to whom, about what, and whether it left. Never what it says: that is read when it is sent. */
import { Entity, Index, ManyToOne, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { CafColumn, Id, InstantColumn, RefColumn, TextColumn } from '../kernel/columns.js';
import { Person } from '../identity/index.js';

export const mailKinds = [
  'submitted',
  'returned',
  'sent',
  'processed',
  'messageToPartner',
  'messageToCaf',
  'filesDamaged',
  'depositDamaged',
  'activation',
  'reset',
  'tokenExpiring',
  'tokenExpired',
  'passwordChanged',
  'secondFactorOn',
  'secondFactorOff',
  'recoveryCodeUsed',
  'openIdLinked',
  'conventionReceived',
  'conventionRequested',
  'conventionReturned',
  'conventionPrepared',
  'conventionSigned',
  'conventionSentBack',
  'conventionActivated',
  'conventionRefused',
  'conventionWithdrawn',
  'conventionManager',
  'conventionDenounced',
  'conventionMaintained',
  'conventionEnded',
  'requested',
  'requestAccepted',
  'requestRefused',
  'removalDone',
  'habilitated',
  'removed',
] as const;
export type MailKind = (typeof mailKinds)[number];

/** `dropped`: when its turn came it had nothing true to say any more, or not to that person. */
export const mailStates = ['queued', 'sent', 'dropped'] as const;
export type MailState = (typeof mailStates)[number];

@Entity()
@Unique('mail_unique', ['deduplication'])
@Index('mail_told', ['subjectId', 'personId', 'kind'])
@Index('mail_person', { synchronize: false })
export class Mail {
  @Id()
  id: string;

  /** Whose matter it is: a Caf, or the house for what belongs to none. */
  @CafColumn()
  caf: string;

  @TextColumn(20)
  kind: MailKind;

  /** What it is about: a declaration, a link, an account… by its kind. */
  @RefColumn()
  subjectId: string;

  @ManyToOne(() => Person, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  person: Person;

  @RefColumn()
  personId: string;

  /** The same step told twice to the same person is one letter. */
  @TextColumn(120)
  deduplication: string;

  @TextColumn(10)
  state: MailState;

  /** `<id@domain>`, decided once: a copy sent again is known for a copy. */
  @TextColumn(300)
  messageId: string;

  @InstantColumn()
  createdAt: Instant;

  @InstantColumn({ nullable: true })
  sentAt: Instant | null;
}
