/** Making access tokens, reading them, and ending them. */
import { In, IsNull } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import { instant } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
import { enqueue } from '../kernel/jobs.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import { BadInput, NotFound, Overtaken, refusal } from '../kernel/refusal.js';
import { defineWorkflow } from '../kernel/workflow.js';
import { Structure } from '../partners/index.js';
import type { Role } from './habilitation.js';
import { Habilitation } from './habilitation.js';
import { tellTokenExpired, tellTokenExpiring } from './jobs.js';
import type { Operation, TokenState } from './token.js';
import { AccessToken, cafOperations, operations, stateAt } from './token.js';
import { hashSecret, newSecret } from './token-secret.js';

/** What a quarter of declarations needs: a program that nobody looks after stops by itself. */
export const DEFAULT_DAYS = 90;
/** A token that is never renewed outlives the people and the machines it was made for. */
export const MOST_DAYS = 365;
export const MOST_STRUCTURES = 200;
const LONGEST_NAME = 80;
export const DAY = 86_400_000;

// oxfmt-ignore
/** The life of a token. Its text never changes: to go on, another token is made. */
export const tokenCycle = defineWorkflow<TokenState, AccessToken, Role>()('Jeton d’accès', {
  warn:   { from: ['active'],                by: ['automaton'],           queue: [tellTokenExpiring] },
  expire: { from: ['active'], to: 'expired', by: ['automaton'],           queue: [tellTokenExpired] },
  revoke: { from: ['active'], to: 'revoked', by: ['habilitationManager', 'conventionOfficer'] },
});

export type TokenStep = (typeof tokenCycle.names)[number];

const WHAT = tokenCycle.what;

export const StructuresApart = refusal<{ structureIds: string[] }>(
  'STRUCTURES_APART',
  () =>
    'Un jeton d’accès vaut pour un seul partenaire et une seule Caf. Créez un jeton pour chacun, avec ses structures.',
);

export interface TokenRequest {
  name: string;
  structureIds: string[];
  operations: Operation[];
  days?: number | null;
}

export function demandName(name: string): void {
  const { length } = name.trim();
  if (length === 0 || length > LONGEST_NAME)
    throw BadInput({ field: 'name', expected: `le nom du logiciel, ${LONGEST_NAME} caractères au plus,` });
}

export function demandDays(days: number | null | undefined): void {
  const asksDays = days !== null && days !== undefined;
  if (asksDays && !(Number.isInteger(days) && days >= 1 && days <= MOST_DAYS))
    throw BadInput({ field: 'days', expected: `un nombre de jours de 1 à ${MOST_DAYS}` });
}

function demandRequest({ name, structureIds, operations: asked, days }: TokenRequest): void {
  demandName(name);
  const { size } = new Set(structureIds);
  if (size === 0 || size > MOST_STRUCTURES)
    throw BadInput({ field: 'structureIds', expected: `de 1 à ${MOST_STRUCTURES} structures` });
  if (asked.length === 0 || asked.some((operation) => cafOperations.includes(operation)))
    throw BadInput({ field: 'operations', expected: 'au moins une opération, d’un partenaire seulement,' });
  demandDays(days);
}

/** Where the token belongs: the partner and the Caf that all its structures have in common. */
async function placeOf(ctx: Context, ids: readonly string[]): Promise<{ partnerId: string; caf: string }> {
  const found = await ctx
    .scope(Structure, 'structure', 'issueToken')
    .andWhere('structure.id in (:...ids)', { ids })
    .getMany();
  const missing = ids.find((asked) => !found.some(({ id }) => id === asked));
  if (missing !== undefined) throw NotFound({ what: 'Structure', id: missing });
  const { partnerId, caf } = found[0]!;
  if (found.some((structure) => structure.partnerId !== partnerId || structure.caf !== caf))
    throw StructuresApart({ structureIds: [...ids] });
  return { partnerId, caf };
}

/**
 * The convention under which the manager acts at that place, held until the token is written: one that ends meanwhile
 * finds it.
 *
 * @throws NOT_FOUND when they have just ceased to
 */
async function conventionOf(ctx: Context, place: { partnerId: string; caf: string }): Promise<string | null> {
  const held = { ...place, personId: ctx.actor.id, role: 'habilitationManager' as const, until: IsNull() };
  const habilitation = await ctx.held(ctx.em.createQueryBuilder(Habilitation, 'held').where(held)).getOne();
  if (!habilitation) throw NotFound({ what: WHAT, id: ctx.actor.id });
  return habilitation.conventionId;
}

export const tokenFor = (
  ctx: Context,
  { name, structureIds, operations: asked, days }: TokenRequest,
): Omit<AccessToken, 'partner' | 'partnerId' | 'caf' | 'conventionId' | 'tokenHash'> => ({
  id: newId(),
  name: name.trim(),
  structureIds: [...new Set(structureIds)],
  operations: operations.filter((operation) => asked.includes(operation)),
  state: 'active',
  revision: 1,
  createdBy: ctx.actor.id,
  createdAt: ctx.instant(),
  expiresAt: instant(new Date(ctx.now().getTime() + (days ?? DEFAULT_DAYS) * DAY)),
  warnedAt: null,
  revokedAt: null,
  lastUsedAt: null,
  lastUsedFor: null,
});

/**
 * Makes a token for structures of one partner at one Caf. Its text is told here, and never again.
 *
 * @throws NOT_FOUND for a structure that this person does not manage, STRUCTURES_APART, BAD_INPUT
 */
export async function createToken(
  ctx: Context,
  request: TokenRequest,
): Promise<{ secret: string; accessToken: AccessToken }> {
  demandRequest(request);
  const secret = newSecret();
  const accessToken = await ctx.transaction(async (ctx) => {
    const token = tokenFor(ctx, request);
    const { id, expiresAt } = token;
    const place = await placeOf(ctx, token.structureIds);
    const conventionId = await conventionOf(ctx, place);
    await ctx.em.insert(AccessToken, {
      ...token,
      ...place,
      conventionId,
      tokenHash: hashSecret(ctx.house, secret),
    });
    const facts = {
      operations: token.operations.join(','),
      structures: token.structureIds.length,
      expiresAt,
    };
    ctx.record('create', 'accessToken', { id, caf: place.caf }, facts);
    return ctx.em.findOneByOrFail(AccessToken, { id });
  });
  return { secret, accessToken };
}

/** Newest first. */
export const listTokens = (ctx: Context, request: PageRequest): Promise<Page<AccessToken>> =>
  page(ctx.scope(AccessToken, 'token'), request, 'id', 'DESC');

/** Writes a step: rule, compare-and-swap on the revision, journal, jobs. */
async function settle(
  ctx: Context,
  token: AccessToken,
  step: TokenStep,
  changes: QueryDeepPartialEntity<AccessToken>,
): Promise<void> {
  const { id, caf, revision } = token;
  const { to: state = token.state, queue = [] } = tokenCycle.take(token, step);
  const next = { ...changes, state, revision: revision + 1 };
  const { affected } = await ctx.em.update(AccessToken, { id, revision }, next);
  if (!affected) throw Overtaken({ what: WHAT, id, revision });
  ctx.record(step, 'accessToken', token, { state, revision: revision + 1 });
  for (const job of queue) await enqueue(ctx, job, { id, caf, revision: revision + 1 }, revision + 1);
}

/**
 * Ends a token at once: its next call is refused.
 *
 * @throws NOT_FOUND, OVERTAKEN, STEP_NOT_OPEN
 */
export const revokeToken = (
  ctx: Context,
  { id, revision }: { id: string; revision: number },
): Promise<AccessToken> =>
  ctx.transaction(async (ctx) => {
    const token = await ctx.find(AccessToken, id, WHAT);
    ctx.demand('revoke', token, WHAT);
    if (token.revision !== revision) throw Overtaken({ what: WHAT, id, revision });
    await settle(ctx, token, 'revoke', { revokedAt: ctx.instant() });
    return ctx.em.findOneByOrFail(AccessToken, { id });
  });

/** Ends the tokens of a convention, with it and in its transaction. */
export async function revokeTokens(ctx: Context, conventionId: string): Promise<void> {
  const active = { conventionId, state: 'active' as const };
  const tokens = await ctx.held(ctx.em.createQueryBuilder(AccessToken, 'token').where(active)).getMany();
  for (const token of tokens) await settle(ctx, token, 'revoke', { revokedAt: ctx.instant() });
}

export const openTokenSteps = (ctx: Context, token: AccessToken): TokenStep[] =>
  stateAt(token, ctx.instant()) === 'active'
    ? tokenCycle.openTo(token).filter((step) => ctx.can(step, token))
    : [];

/** The structures it acts at now: one that has changed hands since is no longer among them. */
export const structuresOf = (
  { em }: Pick<Context, 'em'>,
  { structureIds, partnerId, caf }: AccessToken,
): Promise<Structure[]> =>
  partnerId === null
    ? Promise.resolve([])
    : em.find(Structure, { where: { id: In(structureIds), partnerId, caf }, order: { id: 'ASC' } });

/** Days before the end at which the managers are warned: time to order a new token, then time to hurry. */
export const WARNINGS = [30, 7] as const;

/** What the clock asks of a token now, if anything. A token shorter than a warning does without it. */
export function dueStep({ createdAt, expiresAt, warnedAt }: AccessToken, now: Date): TokenStep | undefined {
  const end = Date.parse(expiresAt);
  if (now.getTime() >= end) return 'expire';
  const reached = WARNINGS.map((days) => end - days * DAY).filter(
    (from) => from > Date.parse(createdAt) && now.getTime() >= from,
  );
  const latest = Math.max(...reached);
  return reached.length > 0 && (warnedAt === null || Date.parse(warnedAt) < latest) ? 'warn' : undefined;
}

/** Warns of the tokens about to expire, once for each delay, and ends those that have. */
export async function watchTokens(ctx: Context): Promise<void> {
  const horizon = instant(new Date(ctx.now().getTime() + WARNINGS[0] * DAY));
  const near = await ctx
    .scope(AccessToken, 'token')
    .andWhere("token.state = 'active' and token.expiresAt <= :horizon", { horizon })
    .getMany();
  for (const token of near) {
    const step = dueStep(token, ctx.now());
    if (!step) continue;
    ctx.demand(step, token, WHAT);
    await settle(ctx, token, step, step === 'warn' ? { warnedAt: ctx.instant() } : {});
  }
}

/** @throws NOT_FOUND when there is none, or none this actor may read */
export async function readToken(ctx: Context, id: string): Promise<AccessToken> {
  const token = await ctx
    .scope(AccessToken, 'token')
    .leftJoinAndSelect('token.partner', 'partner')
    .andWhere('token.id = :id', { id })
    .getOne();
  if (!token) throw NotFound({ what: WHAT, id });
  return token;
}
