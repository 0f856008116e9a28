/** Choosing a second factor, showing it when one signs in, and giving it up. */
import { toString as drawn } from 'qrcode';
import { IsNull, Not } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import type { Context, House } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
import { enqueue } from '../kernel/jobs.js';
import { NotFound, refusal } from '../kernel/refusal.js';
import { giveBack, take } from './attempts.js';
import { tellSecondFactorOff, tellSecondFactorOn } from './jobs.js';
import type { Origin } from './origin.js';
import { codeTries } from './origin.js';
import { demandOwnPassword } from './passwords.js';
import { mailbox, own } from './people.js';
import { HOUSE, Person } from './person.js';
import { codesLeft, renewCodes, voidCodes } from './recovery-codes.js';
import type { NewSecret } from './second-factor.js';
import { CodeWrong, SecondFactor, newSecret, stepOf, useCode } from './second-factor.js';
import { Session } from './session.js';

export const SecondFactorActive = refusal<Record<string, never>>(
  'SECOND_FACTOR_ACTIVE',
  () =>
    'Un second facteur protège déjà ce compte. Désactivez-le d’abord, avec votre mot de passe et un code.',
);

/** What a session still owes before it may do anything. */
export const owings = ['secondFactor', 'enrolSecondFactor'] as const;
export type Owing = (typeof owings)[number];

/**
 * What a session owes: the code of whoever has a second factor, the choice of one for whoever must have it.
 *
 * @param obliged  whether the person must have one
 */
export async function owedBy(
  { database: { reader } }: House,
  { personId, secondFactorAt }: Session,
  obliged: boolean,
): Promise<Owing | undefined> {
  if (secondFactorAt !== null) return undefined;
  if (await reader.existsBy(SecondFactor, { personId, confirmedAt: Not(IsNull()) })) return 'secondFactor';
  return obliged ? 'enrolSecondFactor' : undefined;
}

export interface SecondFactorState {
  active: boolean;
  since: Instant | null;
  recoveryCodesLeft: number;
}

/** One's own. */
export async function secondFactorState(ctx: Context): Promise<SecondFactorState> {
  const factor = await ctx.scope(SecondFactor, 'it').andWhere('it.confirmedAt is not null').getOne();
  if (!factor) return { active: false, since: null, recoveryCodesLeft: 0 };
  const { personId, confirmedAt } = factor;
  return { active: true, since: confirmedAt, recoveryCodesLeft: await codesLeft(ctx, personId) };
}

export interface Enrolment extends Pick<NewSecret, 'secret' | 'uri'> {
  /** The same, to be photographed. */
  qrSvg: string;
}

/**
 * Gives a new secret, to be put in a device; the one before that was never confirmed is void.
 *
 * @throws NOT_FOUND, SECOND_FACTOR_ACTIVE
 */
export async function enrolSecondFactor(ctx: Context): Promise<Enrolment> {
  const person = await own(ctx, 'enrolSecondFactor');
  const { secret, uri, sealed } = newSecret(ctx.house, person);
  await ctx.transaction(async (inside) => {
    const { id: personId } = person;
    const anew = { secret: sealed, lastStep: 0, createdAt: inside.instant() };
    const first = { id: newId(), caf: HOUSE, personId, confirmedAt: null, endedAt: null, ...anew };
    await inside.em.createQueryBuilder().insert().into(SecondFactor).values(first).orIgnore().execute();
    const { affected } = await inside.em.update(SecondFactor, { personId, confirmedAt: IsNull() }, anew);
    if (!affected) throw SecondFactorActive({});
    inside.record('enrolSecondFactor', 'person', { id: personId, caf: HOUSE });
  });
  return { secret, uri, qrSvg: await drawn(uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 }) };
}

/** The code that one gives, and the session in which one does. */
export interface Given {
  sessionId: string;
  code: string;
}

/** In the current transaction: this session owes nothing more. */
const settle = (ctx: Context, { sessionId: id }: Given): Promise<unknown> =>
  ctx.em.update(Session, { id, endedAt: IsNull() }, { secondFactorAt: ctx.instant() });

/**
 * The first code of the device: the second factor protects the account from then on.
 *
 * @returns the recovery codes, known to nobody afterwards
 * @throws NOT_FOUND when none was begun, TOO_MANY_ATTEMPTS, CODE_WRONG
 */
export async function confirmSecondFactor(ctx: Context, given: Given, origin: Origin): Promise<string[]> {
  const person = await own(ctx, 'enrolSecondFactor');
  const tries = codeTries(ctx.house, person.email, origin);
  await take(ctx, tries, person.id);
  return ctx.transaction(async (inside) => {
    await confirm(inside, person, given.code);
    await settle(inside, given);
    await giveBack(inside, tries);
    inside.record('confirmSecondFactor', 'person', person);
    return renewCodes(inside, person);
  });
}

async function confirm(ctx: Context, { id: personId }: Person, code: string): Promise<void> {
  const begun = await ctx.em.findOneBy(SecondFactor, { personId, confirmedAt: IsNull(), secret: Not('') });
  if (!begun) throw NotFound({ what: 'Second facteur', id: personId });
  const lastStep = stepOf(ctx, begun, code);
  if (lastStep === undefined) throw CodeWrong({});
  const { id, caf, secret, revision: before } = begun;
  const confirmed = { confirmedAt: ctx.instant(), lastStep, revision: before + 1 };
  const { affected } = await ctx.em.update(SecondFactor, { id, secret, revision: before }, confirmed);
  if (!affected) throw CodeWrong({});
  await enqueue(ctx, tellSecondFactorOn, { id, caf, revision: confirmed.revision }, confirmed.revision);
}

/**
 * Shows the second factor in a session that owes it.
 *
 * @throws NOT_FOUND when nothing is owed, TOO_MANY_ATTEMPTS, CODE_WRONG
 */
export async function proveSecondFactor(ctx: Context, given: Given, origin: Origin): Promise<void> {
  const person = await own(ctx, 'proveSecondFactor');
  const tries = codeTries(ctx.house, person.email, origin);
  await take(ctx, tries, person.id);
  await ctx.transaction(async (inside) => {
    const by = await useCode(inside, person, given.code);
    await settle(inside, given);
    await giveBack(inside, tries);
    inside.record('proveSecondFactor', 'person', person, { by, sessionId: given.sessionId });
  });
}

/** What is asked again of whoever is signed in, for what changes how they sign in. */
export interface Proofs {
  password: string;
  code: string;
}

/** Does something in a transaction, once the person has given their password and a code. */
async function proven<T>(
  ctx: Context,
  action: 'disableSecondFactor' | 'renewRecoveryCodes',
  { password, code, origin }: Proofs & { origin: Origin },
  work: (inside: Context, person: Person) => Promise<T>,
): Promise<T> {
  const person = await own(ctx, action);
  await demandOwnPassword(ctx, person, password);
  const tries = codeTries(ctx.house, person.email, origin);
  await take(ctx, tries, person.id);
  return ctx.transaction(async (inside) => {
    await useCode(inside, person, code);
    await giveBack(inside, tries);
    inside.record(action, 'person', person);
    return work(inside, person);
  });
}

/** Ends what protects an account, in the current transaction; its person is told. */
async function end(ctx: Context, { id, personId, caf, revision: before }: SecondFactor): Promise<void> {
  const revision = before + 1;
  const ended = { secret: '', confirmedAt: null, endedAt: ctx.instant(), revision };
  await ctx.em.update(SecondFactor, { id }, ended);
  await voidCodes(ctx, personId);
  await ctx.em.update(Session, { personId }, { secondFactorAt: null });
  await enqueue(ctx, tellSecondFactorOff, { id, caf, revision }, revision);
}

/**
 * Gives up one's second factor: to change device, or for good where it is not asked for.
 *
 * @throws NOT_FOUND, TOO_MANY_ATTEMPTS, PASSWORD_WRONG, CODE_WRONG
 */
export const disableSecondFactor = (ctx: Context, proofs: Proofs, origin: Origin): Promise<void> =>
  proven(ctx, 'disableSecondFactor', { ...proofs, origin }, async (inside, { id: personId }) =>
    end(inside, await inside.em.findOneByOrFail(SecondFactor, { personId })),
  );

/**
 * Removes the second factor of whoever has neither their device nor a recovery code any more, for those who keep the
 * house; they have made sure of who asks.
 *
 * @throws NOT_FOUND when there is no such account, or none that it protects
 */
export const removeSecondFactor = (ctx: Context, email: string): Promise<void> =>
  ctx.transaction(async (ctx) => {
    const person = await ctx
      .scope(Person, 'it', 'removeSecondFactor')
      .andWhere('it.email = :email', { email: mailbox(email) })
      .getOne();
    const personId = person?.id ?? '';
    const factor = await ctx.em.findOneBy(SecondFactor, { personId, confirmedAt: Not(IsNull()) });
    if (!factor) throw NotFound({ what: 'Second facteur', id: personId });
    await end(ctx, factor);
    ctx.record('removeSecondFactor', 'person', { id: personId, caf: HOUSE });
  });

/**
 * Makes new recovery codes; those that have not served are void.
 *
 * @returns them, known to nobody afterwards
 * @throws NOT_FOUND, TOO_MANY_ATTEMPTS, PASSWORD_WRONG, CODE_WRONG
 */
export const renewRecoveryCodes = (ctx: Context, proofs: Proofs, origin: Origin): Promise<string[]> =>
  proven(ctx, 'renewRecoveryCodes', { ...proofs, origin }, renewCodes);
