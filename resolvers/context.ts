/** Who asks: from the session of a request to the context of the use cases. */
import DataLoader from 'dataloader';
import type { Request, Response } from 'express';
import type { ObjectLiteral } from 'typeorm';
import { In } from 'typeorm';
import { Attestation } from '../src/attestations/index.js';
import { Declaration, DeclarationRow, Deposit, RowAnomaly } from '../src/declarations/index.js';
import type { Bearer, Software } from '../src/habilitations/index.js';
import {
  AccessToken,
  TOKEN_PREFIX,
  TokenRefused,
  bearerOf,
  noteRefusal,
  softwareName,
  softwareOf,
  stateAt,
} from '../src/habilitations/index.js';
import { Person, devicesWith, noteEnded } from '../src/identity/index.js';
import type { Context, House } from '../src/kernel/context.js';
import type { Attachment, Conversation, ReadBySide } from '../src/messages/index.js';
import { attachmentsOf, conversationsAbout, readBy, readBySides } from '../src/messages/index.js';
import { Outcome } from '../src/processing/index.js';
import { Caf, Partner, Structure, StructureCheck } from '../src/partners/index.js';
import { anonymous, personal, program } from '../src/rights/index.js';
import { askedFrom, sessionCookie, setDevicesCookie } from './browser.js';

const recordsBy = <Entity extends ObjectLiteral>(
  { em }: Context,
  entity: new () => Entity,
  key: keyof Entity & string,
) =>
  new DataLoader<string, Entity>(async (keys) => {
    const records = await em.findBy(entity, { [key]: In([...keys]) } as never);
    const found = new Map(records.map((record) => [record[key] as string, record]));
    return keys.map((id) => found.get(id) ?? new Error(`${entity.name} is missing`));
  });

/** Other versions of a declaration, but those that this reader may not see. */
const versionsById = (ctx: Context) =>
  new DataLoader<string, Declaration | null>(async (ids) => {
    const versions = await ctx
      .scope(Declaration, 'version')
      .andWhere({ id: In([...ids]) })
      .getMany();
    return ids.map((id) => versions.find((version) => version.id === id) ?? null);
  });

const anomaliesByRow = ({ em }: Context) =>
  new DataLoader<string, RowAnomaly[]>(async (rowIds) => {
    const anomalies = await em.find(RowAnomaly, {
      where: { rowId: In([...rowIds]) },
      order: { position: 'ASC' },
    });
    return rowIds.map((id) => anomalies.filter(({ rowId }) => rowId === id));
  });

const checksByStructure = ({ em }: Context) =>
  new DataLoader<string, StructureCheck | null>(async (ids) => {
    const checks = await em.findBy(StructureCheck, { structureId: In([...ids]) });
    return ids.map((id) => checks.find(({ structureId }) => structureId === id) ?? null);
  });

const fullName = ({ civility, firstName, lastName }: Person): string =>
  `${civility} ${firstName} ${lastName}`;

/** How those who acted are called: people, and programs by the name that their manager gave them. */
const actorNames = ({ em }: Context) =>
  new DataLoader<string, string>(async (ids) => {
    const people = await em.findBy(Person, { id: In([...ids]) });
    const tokens = people.length < ids.length ? await em.findBy(AccessToken, { id: In([...ids]) }) : [];
    const names = new Map([
      ...people.map((person) => [person.id, fullName(person)] as const),
      ...tokens.map((token) => [token.id, softwareName(token)] as const),
    ]);
    return ids.map((id) => names.get(id) ?? new Error('Somebody who acted is missing'));
  });

/** How far this reader has read conversations. */
const readMarks = (ctx: Context) =>
  new DataLoader<string, number>(async (ids) => {
    const marks = await readBy(ctx, ids);
    return ids.map((id) => marks.get(id) ?? 0);
  });

const readMarksOfSides = (ctx: Context) =>
  new DataLoader<string, ReadBySide>(async (ids) => {
    const marks = await readBySides(ctx, ids);
    return ids.map((id) => marks.get(id)!);
  });

const attachmentsByMessage = (ctx: Context) =>
  new DataLoader<string, Attachment[]>(async (ids) => {
    const found = await attachmentsOf(ctx, ids);
    return ids.map((id) => found.filter(({ messageId }) => messageId === id));
  });

/** Conversations by what they are about, but those that this reader may not see. */
const conversationsByAbout = (ctx: Context) =>
  new DataLoader<string, Conversation | null>(async (ids) => {
    const found = await conversationsAbout(ctx, ids);
    return ids.map((id) => found.find(({ aboutId }) => aboutId === id) ?? null);
  });

/** Related records, read together: only ever those of a record that this reader may read. */
const loadersOf = (ctx: Context) => ({
  caf: recordsBy(ctx, Caf, 'code'),
  partner: recordsBy(ctx, Partner, 'id'),
  structure: recordsBy(ctx, Structure, 'id'),
  check: checksByStructure(ctx),
  actorName: actorNames(ctx),
  declaration: recordsBy(ctx, Declaration, 'id'),
  version: versionsById(ctx),
  row: recordsBy(ctx, DeclarationRow, 'id'),
  deposit: recordsBy(ctx, Deposit, 'id'),
  attestation: recordsBy(ctx, Attestation, 'id'),
  outcome: recordsBy(ctx, Outcome, 'rowId'),
  anomalies: anomaliesByRow(ctx),
  readMark: readMarks(ctx),
  readBySides: readMarksOfSides(ctx),
  attachments: attachmentsByMessage(ctx),
  conversationAbout: conversationsByAbout(ctx),
});

export interface ApiContext {
  ctx: Context;
  bearer: Bearer | undefined;
  /** Of the session. */
  token: string | undefined;
  software: Software | undefined;
  loaders: ReturnType<typeof loadersOf>;
  response: Response;
}

/** What the header bears: a session, or an access token. */
const borneBy = ({ headers }: Request): string | undefined =>
  /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];

const contextFor = (house: House, response: Response, token?: string, bearer?: Bearer): ApiContext => {
  const ctx = bearer ? personal(house, bearer) : anonymous(house);
  return { ctx, bearer, token, software: undefined, loaders: loadersOf(ctx), response };
};

/**
 * Goes on, within the same request, as who the session is now; a browser in which it owes nothing is known from then
 * on.
 */
export async function reopen(asked: ApiContext, token = asked.token): Promise<void> {
  const { ctx, response } = asked;
  const bearer = token ? await bearerOf(ctx.house, token) : undefined;
  Object.assign(asked, contextFor(ctx.house, response, token, bearer));
  if (!bearer || bearer.owes) return;
  const devices = devicesWith(ctx.house, bearer.person.email, askedFrom(response.req));
  setDevicesCookie(response, devices);
}

/** @throws TOKEN_REFUSED when it opens nothing; the journal is told of one that did once */
async function openProgram(house: House, secret: string, response: Response): Promise<ApiContext> {
  const software = await softwareOf(house, secret);
  if (!software) throw TokenRefused({ state: 'unknown' });
  const ctx = program(house, software);
  const state = stateAt(software.token, ctx.instant());
  if (state !== 'active') {
    await noteRefusal(ctx, software.token, state);
    throw TokenRefused({ state });
  }
  return { ctx, bearer: undefined, token: undefined, software, loaders: loadersOf(ctx), response };
}

export async function openRequest(house: House, request: Request, response: Response): Promise<ApiContext> {
  const borne = borneBy(request);
  if (borne?.startsWith(TOKEN_PREFIX)) return openProgram(house, borne, response);
  const token = borne ?? sessionCookie(request);
  const bearer = token ? await bearerOf(house, token) : undefined;
  if (token && !bearer) await noteEnded(anonymous(house), token);
  return contextFor(house, response, token, bearer);
}
