/** Writing about a declaration, and reading what was written. */
import { createHash } from 'node:crypto';
import type { SelectQueryBuilder } from 'typeorm';
import { LessThan } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { isDuplicate } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import { enqueue } from '../kernel/jobs.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import { NotFound, Overtaken } from '../kernel/refusal.js';
import type { Declaration } from '../declarations/index.js';
import { demandDiscussion, sendWith } from './attachments.js';
import type { Side } from './conversation.js';
import { Conversation, Message, ReadMark } from './conversation.js';
import { takeAnswer, tellCaf, tellPartner } from './jobs.js';
import { bodyIn, demandFew, subjectIn } from './refusals.js';

const WHAT = 'Échange';

/** The verbs of the table of rights, by the side for which one writes. */
const writes = { partner: 'writeForPartner', caf: 'writeForCaf' } as const satisfies Record<Side, string>;

/** @throws NOT_FOUND for who may only read */
function sideOf(ctx: Context, conversation: Conversation): Side {
  if (ctx.can(writes.partner, conversation)) return 'partner';
  ctx.demand(writes.caf, conversation, WHAT);
  return 'caf';
}

/** @throws NOT_FOUND when there is none, or none this person may read */
export const readConversation = (ctx: Context, id: string): Promise<Conversation> =>
  ctx.find(Conversation, id, WHAT);

/** Whoever else comes for that conversation waits: its messages have one order. */
async function holdConversation(ctx: Context, id: string): Promise<Conversation> {
  const asked = ctx.scope(Conversation, 'conversation').andWhere('conversation.id = :id', { id });
  const conversation = await ctx.alone(asked).getOne();
  if (!conversation) throw NotFound({ what: WHAT, id });
  return conversation;
}

/** Never backwards. In the transaction that holds the conversation. */
async function markRead(ctx: Context, { id }: Conversation, side: Side, number: number): Promise<void> {
  const whose = { conversationId: id, personId: ctx.actor.id };
  if (!(await ctx.em.existsBy(ReadMark, whose))) {
    const mark = { id: newId(), ...whose, side, readUpTo: 0 };
    await ctx.em.createQueryBuilder().insert().into(ReadMark).values(mark).orIgnore().execute();
  }
  await ctx.em.update(ReadMark, { ...whose, readUpTo: LessThan(number) }, { readUpTo: number });
}

export interface Written {
  body: string;
  /** Files received for it. */
  attachmentIds?: readonly string[] | null | undefined;
}

interface Said {
  side: Side;
  body: string;
  attachmentIds: readonly string[];
}

/** @throws MESSAGE_INVALID, TOO_MANY_ATTACHMENTS: before anything is written */
function saidIn({ body, attachmentIds }: Written): Omit<Said, 'side'> {
  const ids = attachmentIds ?? [];
  demandFew(ids);
  return { body: bodyIn(body), attachmentIds: ids };
}

/** The other side is told of it, and a case that waited for it too. */
async function tellOthers(
  ctx: Context,
  { id, caf, aboutId }: Conversation,
  { side, number }: Message,
): Promise<void> {
  await enqueue(ctx, side === 'caf' ? tellPartner : tellCaf, { id, caf }, number);
  if (side === 'partner' && aboutId) await enqueue(ctx, takeAnswer, { id, caf }, number);
}

/** Adds a message to a conversation that this transaction holds; its author has read up to it. */
async function add(
  ctx: Context,
  conversation: Conversation,
  { side, body, attachmentIds }: Said,
): Promise<Message> {
  const { id: conversationId, declarationId } = conversation;
  const number = conversation.messageCount + 1;
  const [id, at] = [newId(), ctx.instant()];
  const message = { id, conversationId, number, side, authorId: ctx.actor.id, body, at };
  await ctx.em.insert(Message, message);
  await sendWith(ctx, message, declarationId, attachmentIds);
  const last = { messageCount: number, lastMessageId: id, lastMessageAt: at };
  const changes = { ...last, ...(side === 'partner' ? { partnerNumber: number } : { cafNumber: number }) };
  await ctx.em.update(Conversation, { id: conversationId }, changes);
  Object.assign(conversation, changes);
  await markRead(ctx, conversation, side, number);
  ctx.record('write', 'conversation', conversation, { number, side, attachments: attachmentIds.length });
  await tellOthers(ctx, conversation, message);
  return message;
}

const sha256 = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

interface Opening {
  subject: string;
  aboutId: string | null;
  once: string;
}

function opened(
  ctx: Context,
  { id: declarationId, structureId, caf }: Declaration,
  opening: Opening,
): Conversation {
  const [id, at] = [newId(), ctx.instant()];
  const nothing = { messageCount: 0, partnerNumber: 0, cafNumber: 0, lastMessageId: id, lastMessageAt: at };
  return Object.assign(new Conversation(), {
    id,
    declarationId,
    structureId,
    caf,
    ...opening,
    openedAt: at,
    ...nothing,
  });
}

/** In the current transaction: the conversation, and its first message. */
async function begin(
  ctx: Context,
  declaration: Declaration,
  opening: Opening,
  said: Omit<Said, 'side'>,
): Promise<Conversation> {
  const conversation = opened(ctx, declaration, opening);
  const side = sideOf(ctx, conversation);
  await ctx.em.insert(Conversation, conversation);
  ctx.record('open', 'conversation', conversation, { declarationId: declaration.id, side });
  await add(ctx, conversation, { side, ...said });
  return conversation;
}

/**
 * Opens a conversation about a declaration that was sent. The same words of the same person on the same day open one.
 *
 * @throws NOT_FOUND, STEP_NOT_OPEN, MESSAGE_INVALID, TOO_MANY_ATTACHMENTS, ATTACHMENT_GONE
 */
export async function openConversation(
  ctx: Context,
  declarationId: string,
  { subject: title, ...written }: Written & { subject: string },
): Promise<Conversation> {
  const declaration = await demandDiscussion(ctx, declarationId);
  const subject = subjectIn(title);
  const said = saidIn(written);
  const once = sha256([declarationId, ctx.actor.id, ctx.today(), subject, said.body]);
  try {
    return await ctx.transaction((ctx) => begin(ctx, declaration, { subject, aboutId: null, once }, said));
  } catch (error) {
    const same = isDuplicate(error) && (await ctx.em.findOneBy(Conversation, { once }));
    if (!same) throw error;
    return same;
  }
}

/**
 * Writes in a conversation, as the person saw it.
 *
 * @throws NOT_FOUND, OVERTAKEN when somebody has written meanwhile, MESSAGE_INVALID, TOO_MANY_ATTACHMENTS, ATTACHMENT_GONE
 */
export async function writeMessage(
  ctx: Context,
  { id, revision }: { id: string; revision: number },
  written: Written,
): Promise<Conversation> {
  await readConversation(ctx, id);
  const said = saidIn(written);
  return ctx.transaction(async (ctx) => {
    const conversation = await holdConversation(ctx, id);
    const side = sideOf(ctx, conversation);
    if (conversation.messageCount !== revision) throw Overtaken({ what: WHAT, id, revision });
    await add(ctx, conversation, { side, ...said });
    return conversation;
  });
}

/**
 * Writes for the Caf about one thing, in the conversation there is about it or in a new one, in the current
 * transaction.
 *
 * @returns the number of the message
 */
export async function writeAbout(
  ctx: Context,
  declaration: Declaration,
  { aboutId, subject }: { aboutId: string; subject: string },
  body: string,
): Promise<number> {
  const known = await ctx.em.findOneBy(Conversation, { aboutId });
  const said = saidIn({ body });
  if (!known) {
    const { messageCount } = await begin(
      ctx,
      declaration,
      { subject, aboutId, once: sha256([aboutId]) },
      said,
    );
    return messageCount;
  }
  const { number } = await add(ctx, await holdConversation(ctx, known.id), { side: 'caf', ...said });
  return number;
}

/**
 * Says that this person has read a conversation, up to a message.
 *
 * @throws NOT_FOUND also when there is no such message yet
 */
export const readUpTo = (ctx: Context, id: string, number: number): Promise<Conversation> =>
  ctx.transaction(async (ctx) => {
    const conversation = await holdConversation(ctx, id);
    if (number < 1 || number > conversation.messageCount) throw NotFound({ what: WHAT, id });
    await markRead(ctx, conversation, sideOf(ctx, conversation), number);
    return conversation;
  });

export interface ConversationsAsked {
  declarationId?: string | null | undefined;
  /** Only those with something that this person has not read. */
  unread?: boolean | null | undefined;
}

function conversationsAsked(
  ctx: Context,
  { declarationId, unread }: ConversationsAsked,
): SelectQueryBuilder<Conversation> {
  const found = ctx.scope(Conversation, 'conversation');
  if (declarationId) found.andWhere('conversation.declarationId = :declarationId', { declarationId });
  if (unread) {
    const mine = 'mark.conversationId = conversation.id and mark.personId = :personId';
    found.leftJoin(ReadMark, 'mark', mine, { personId: ctx.actor.id });
    found.andWhere('conversation.messageCount > coalesce(mark.readUpTo, 0)');
  }
  return found;
}

/** The one written in last comes first. */
export const listConversations = (
  ctx: Context,
  request: PageRequest,
  asked: ConversationsAsked = {},
): Promise<Page<Conversation>> => page(conversationsAsked(ctx, asked), request, 'lastMessageId', 'DESC');

/** Conversations with something that this person has not read. */
export const countUnread = (ctx: Context): Promise<number> =>
  conversationsAsked(ctx, { unread: true }).getCount();

/** Its messages, the first one first. */
export async function pageOfMessages(
  ctx: Context,
  conversation: Conversation,
  request: PageRequest,
): Promise<Page<Message>> {
  const { id } = conversation;
  const messages = ctx.em
    .createQueryBuilder(Message, 'message')
    .where('message.conversationId = :id', { id });
  const found = await page(messages, request, 'number');
  if (found.nodes.length > 0) ctx.saw('conversation', conversation, found.nodes.length);
  return found;
}
