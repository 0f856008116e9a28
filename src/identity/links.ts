/** Links that open one thing once: choosing a first password, or another one. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Entity, Index, ManyToOne } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { instant } from '../kernel/calendar.js';
import { CafColumn, Id, InstantColumn, RefColumn, TextColumn } from '../kernel/columns.js';
import type { Context, House } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
import type { JobKind } from '../kernel/jobs.js';
import { enqueue } from '../kernel/jobs.js';
import { NotFound, refusal } from '../kernel/refusal.js';
import { takeTurn } from '../kernel/turn.js';
import { tellActivation, tellReset } from './jobs.js';
import { HOUSE, Person } from './person.js';

export const linkPurposes = ['activation', 'reset'] as const;
export type LinkPurpose = (typeof linkPurposes)[number];

/** Its secret is kept nowhere: it is computed again from the id when the letter is written, and when it is used. */
@Entity()
@Index('access_link_person', ['personId'])
export class AccessLink {
  @Id()
  id: string;

  @ManyToOne(() => Person, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  person: Person;

  @RefColumn()
  personId: string;

  /** The house's own: an account belongs to no Caf. */
  @CafColumn({ default: HOUSE })
  caf: string;

  @TextColumn(20)
  purpose: LinkPurpose;

  @InstantColumn()
  createdAt: Instant;

  @InstantColumn()
  expiresAt: Instant;

  @InstantColumn({ nullable: true })
  usedAt: Instant | null;
}

/** How long a link opens, and what tells of it. */
const purposes: Record<LinkPurpose, { hours: number; tell: JobKind; why: string }> = {
  activation: { hours: 7 * 24, tell: tellActivation, why: 'read at work, by somebody who may be on leave' },
  reset: { hours: 1, tell: tellReset, why: 'asked for by the person, who is waiting for it' },
};

const signatureOf = ({ secret }: Pick<House, 'secret'>, { id, purpose }: AccessLink): string =>
  createHmac('sha256', secret).update(`link ${purpose} ${id}`).digest('base64url');

/** What the letter carries after `#`: a fragment is sent to no server and kept in no log. */
export const secretOf = (house: Pick<House, 'secret'>, link: AccessLink): string =>
  `${link.id}.${signatureOf(house, link)}`;

/** @throws NOT_FOUND when there is none, or none this actor may read */
export async function readLink(ctx: Context, id: string): Promise<AccessLink> {
  const link = await ctx
    .scope(AccessLink, 'link')
    .innerJoinAndSelect('link.person', 'person')
    .andWhere('link.id = :id', { id })
    .getOne();
  if (!link) throw NotFound({ what: 'Lien', id });
  return link;
}

/** Whether this is the secret of that link, compared in constant time. */
export function opens(house: Pick<House, 'secret'>, link: AccessLink, secret: string): boolean {
  const given = Buffer.from(secret);
  const right = Buffer.from(secretOf(house, link));
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Makes a link in the current transaction, with the work of sending it. */
export async function sendLink(ctx: Context, { id: personId }: Person, purpose: LinkPurpose): Promise<void> {
  const { hours, tell } = purposes[purpose];
  const now = ctx.now();
  const link: Omit<AccessLink, 'person'> = {
    id: newId(),
    personId,
    caf: HOUSE,
    purpose,
    createdAt: instant(now),
    expiresAt: instant(new Date(now.getTime() + hours * 3_600_000)),
    usedAt: null,
  };
  await ctx.em.insert(AccessLink, link);
  ctx.record('sendLink', 'person', { id: personId, caf: HOUSE }, { purpose });
  await enqueue(ctx, tell, { id: link.id, caf: HOUSE });
}

/** An activation link for whoever has no password yet; nothing for the others. */
export async function invite(ctx: Context, person: Person): Promise<void> {
  if (person.passwordHash === '') await sendLink(ctx, person, 'activation');
}

/** A mailbox is not filled by whoever asks many times. */
const MINUTES_BETWEEN = 5;

export function wasSentLately(ctx: Context, { id }: Person): Promise<boolean> {
  const since = instant(new Date(ctx.now().getTime() - MINUTES_BETWEEN * 60_000));
  const lately = ctx.em
    .createQueryBuilder(AccessLink, 'link')
    .where('link.personId = :id and link.createdAt > :since', { id, since });
  return ctx.held(lately).getExists();
}

export const AccountActive = refusal<Record<string, never>>(
  'ACCOUNT_ACTIVE',
  () =>
    'Ce compte est déjà activé : la personne a choisi son mot de passe, et peut en demander un autre par « mot de passe oublié ».',
);

export const LinkSentLately = refusal<{ minutes: number }>(
  'LINK_SENT_LATELY',
  ({ minutes }) =>
    `Un lien vient d’être envoyé à cette personne. Laissez-lui le temps de le recevoir, puis recommencez dans ${minutes} minutes.`,
);

/**
 * Another activation link, in the current transaction; the one before is void.
 *
 * @throws ACCOUNT_ACTIVE, LINK_SENT_LATELY
 */
export async function inviteAgain(ctx: Context, person: Person): Promise<void> {
  if (person.passwordHash !== '') throw AccountActive({});
  // Two requests at once are one letter.
  await takeTurn(ctx, person.id);
  if (await wasSentLately(ctx, person)) throw LinkSentLately({ minutes: MINUTES_BETWEEN });
  await sendLink(ctx, person, 'activation');
}
