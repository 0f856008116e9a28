/** Signing in by an identity vouched for elsewhere: the account is one that exists, found by its address and remembered. */
import { Entity, ManyToOne, Unique } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import { instant } from '../kernel/calendar.js';
import { CafColumn, Id, InstantColumn, RefColumn, TextColumn } from '../kernel/columns.js';
import type { Context } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
import type { Departure, IdentityProvider, Vouched } from '../kernel/identity-provider.js';
import { enqueue } from '../kernel/jobs.js';
import { NotFound, refusal } from '../kernel/refusal.js';
import { giveBack, take } from './attempts.js';
import { tellOpenIdLinked } from './jobs.js';
import type { Origin } from './origin.js';
import { openIdTries } from './origin.js';
import { own, personAt } from './people.js';
import { HOUSE, Person } from './person.js';
import type { Opened } from './sessions.js';
import { openSession } from './sessions.js';

/** Whose identity at a provider an account has met. */
@Entity()
@Unique('open_id_link_subject', ['issuer', 'subject'])
@Unique('open_id_link_person', ['personId', 'issuer'])
export class OpenIdLink {
  @Id()
  id: string;

  @CafColumn({ default: HOUSE })
  caf: string;

  @ManyToOne(() => Person, { nullable: false, onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  person: Person;

  @RefColumn()
  personId: string;

  @TextColumn(200)
  issuer: string;

  /** The provider's own name for the person; it says nothing of them elsewhere. */
  @TextColumn(255)
  subject: string;

  @InstantColumn()
  linkedAt: Instant;
}

export const OpenIdUnavailable = refusal<Record<string, never>>(
  'OPENID_UNAVAILABLE',
  () =>
    'Le fournisseur d’identité ne répond pas. Connectez-vous par mot de passe, ou réessayez dans quelques minutes.',
);

export const OpenIdRefused = refusal<Record<string, never>>(
  'OPENID_REFUSED',
  () =>
    'La connexion par le fournisseur d’identité n’a pas abouti. Recommencez-la depuis ce navigateur, ou connectez-vous par mot de passe.',
);

export const OpenIdUnknown = refusal<Record<string, never>>(
  'OPENID_UNKNOWN',
  () =>
    'Aucun compte Habilis n’est ouvert à l’adresse que donne le fournisseur d’identité : demandez au gestionnaire des habilitations de votre structure de vous habiliter à cette adresse.',
);

export const OpenIdOther = refusal<Record<string, never>>(
  'OPENID_OTHER',
  () =>
    'Votre compte Habilis est déjà lié à une autre identité de ce fournisseur. Connectez-vous par mot de passe, déliez-la, puis recommencez.',
);

/** Minutes that one may take at the provider. */
export const DEPARTURE_MINUTES = 10;

/** A departure that is under way, known by an id which tells nothing. */
export interface UnderWay extends Departure {
  id: string;
  expiresAt: Instant;
}

const providerOf = ({ house }: Context): IdentityProvider => {
  if (!house.identityProvider) throw NotFound({ what: 'Fournisseur d’identité', id: 'openid' });
  return house.identityProvider;
};

/** @throws NOT_FOUND where there is no provider, OPENID_UNAVAILABLE */
export async function departure(ctx: Context): Promise<{ address: string; underWay: UnderWay }> {
  const left = await providerOf(ctx).depart();
  if (!left) throw OpenIdUnavailable({});
  const expiresAt = instant(new Date(ctx.now().getTime() + DEPARTURE_MINUTES * 60_000));
  return { address: left.address, underWay: { id: newId(), expiresAt, ...left.departure } };
}

/** The journal is told of a return that opened nothing, never of whom it was about. */
const note = (ctx: Context, { id }: UnderWay, why: string): Promise<void> =>
  ctx.transaction((ctx) => {
    ctx.record('refuseOpenId', 'openId', { id, caf: HOUSE }, { why });
    return Promise.resolve();
  });

interface Asked {
  /** With which the browser came back. */
  query: string;
  underWay: UnderWay | undefined;
}

/** @throws OPENID_UNAVAILABLE, OPENID_REFUSED */
async function vouchedFor(ctx: Context, query: string, underWay: UnderWay): Promise<Vouched> {
  const back = await providerOf(ctx).comeBack(query, underWay);
  if (back.kind === 'unavailable') throw OpenIdUnavailable({});
  if (back.kind === 'vouched') return back.vouched;
  await note(ctx, underWay, back.why);
  throw OpenIdRefused({});
}

const linkOf = (ctx: Context, issuer: string, { subject }: Vouched): Promise<OpenIdLink | null> =>
  ctx.em.findOne(OpenIdLink, { where: { issuer, subject }, relations: { person: true } });

/** The link of that identity, made at its first sign-in, in the current transaction; `other` when the account has another. */
async function link(ctx: Context, issuer: string, vouched: Vouched): Promise<Person | 'unknown' | 'other'> {
  const known = await linkOf(ctx, issuer, vouched);
  if (known) return known.person;
  const { email, emailDenied, subject } = vouched;
  const person = email && !emailDenied ? await personAt(ctx, email) : null;
  if (!person) return 'unknown';
  const { id: personId } = person;
  const made = { id: newId(), caf: HOUSE, personId, issuer, subject, linkedAt: ctx.instant() };
  await ctx.em.createQueryBuilder().insert().into(OpenIdLink).values(made).orIgnore().execute();
  const kept = ctx.em.createQueryBuilder(OpenIdLink, 'it').where({ personId, issuer });
  const found = await ctx.held(kept).getOne();
  if (found?.subject !== subject) return 'other';
  if (found.id !== made.id) return person;
  ctx.record('linkOpenId', 'person', { id: personId, caf: HOUSE });
  const revision = Math.floor(ctx.now().getTime() / 1_000);
  await enqueue(ctx, tellOpenIdLinked, { id: personId, caf: HOUSE, revision }, revision);
  return person;
}

export interface OpenedElsewhere extends Opened {
  idToken: string;
}

/**
 * Opens a session for whom the provider vouches, from the browser that left for it.
 *
 * @throws NOT_FOUND where there is no provider, TOO_MANY_ATTEMPTS, OPENID_UNAVAILABLE, OPENID_REFUSED, OPENID_UNKNOWN,
 * OPENID_OTHER
 */
export async function signInByOpenId(
  ctx: Context,
  { query, underWay }: Asked,
  origin: Origin,
): Promise<OpenedElsewhere> {
  const { issuer } = providerOf(ctx);
  if (!underWay || underWay.expiresAt <= ctx.instant()) throw OpenIdRefused({});
  const tries = openIdTries(ctx.house, origin);
  await take(ctx, tries);
  const vouched = await vouchedFor(ctx, query, underWay);
  const opened = await ctx.transaction(async (inside) => {
    const person = await link(inside, issuer, vouched);
    if (person === 'unknown' || person === 'other') return person;
    await giveBack(inside, tries);
    return openSession(inside, person, { by: 'openId', secondFactor: vouched.secondFactor });
  });
  if (opened !== 'unknown' && opened !== 'other') return { ...opened, idToken: vouched.idToken };
  await note(ctx, underWay, opened);
  throw opened === 'other' ? OpenIdOther({}) : OpenIdUnknown({});
}

/** When the account met the identity that signs in to it, the last one; null when it has not. */
export async function openIdSince(ctx: Context): Promise<Instant | null> {
  const met = await ctx.scope(OpenIdLink, 'it').orderBy('it.linkedAt', 'DESC').limit(1).getOne();
  return met?.linkedAt ?? null;
}

/**
 * Forgets the identities that sign in to one's account: the next one vouched for at its address is met anew. Twice is
 * once.
 *
 * @throws NOT_FOUND for whoever is not signed in
 */
export async function unlinkOpenId(ctx: Context): Promise<void> {
  const person = await own(ctx, 'unlinkOpenId');
  await ctx.transaction(async (inside) => {
    const { affected } = await inside.em.delete(OpenIdLink, { personId: person.id });
    if (affected) inside.record('unlinkOpenId', 'person', person);
  });
}
