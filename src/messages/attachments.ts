/** Files that go with messages: taken in, sent with one, handed out, and removed when nobody sends them. */
import { In, LessThan } from 'typeorm';
import { AntivirusSilent } from '../kernel/antivirus.js';
import { DAY_MS, instant } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
import { enqueue } from '../kernel/jobs.js';
import { NotFound, Refusal } from '../kernel/refusal.js';
import type { Received } from '../kernel/vault.js';
import { inspect } from '../kernel/vault.js';
import type { Declaration } from '../declarations/index.js';
import { read, ready } from '../declarations/index.js';
import { Attachment, attachmentFile, unsent } from './attachment.js';
import { Conversation, Message } from './conversation.js';
import { dropAttachment } from './jobs.js';
import type { AttachmentReason } from './kinds.js';
import { AttachmentRefused, kindOf, nameIn } from './kinds.js';
import { AttachmentDamaged, AttachmentGone, TooManyUnsent } from './refusals.js';

const WHAT = 'Pièce jointe';

/** Files of one person on one declaration that are not sent yet, at most. */
export const MOST_UNSENT = 20;

/** The declaration, once this person may write about it now: asked before a single byte is taken in. */
export const demandDiscussion = async (ctx: Context, declarationId: string): Promise<Declaration> =>
  ready(ctx, await read(ctx, declarationId), 'discuss');

const refuse = (reason: AttachmentReason): Refusal => AttachmentRefused({ reason });

/** What a person of the other side would open: nothing that a reader of workbooks would not. */
async function demandWorkbook({ house: { sheetReader } }: Context, { path }: Received): Promise<void> {
  try {
    await sheetReader.read(path);
  } catch (error) {
    throw error instanceof Refusal ? refuse('not_a_workbook') : error;
  }
}

/** Where there is an antivirus, it lets it through or it is not kept: its sender is there to try again. */
async function demandClean({ house: { antivirus, vault } }: Context, file: string): Promise<void> {
  if (!antivirus) return;
  try {
    const verdict = await antivirus.scan((await vault.open(file)).stream);
    if (verdict !== 'clean') throw refuse(verdict === 'infected' ? 'infected' : 'too_large_to_scan');
  } catch (error) {
    throw error instanceof AntivirusSilent ? refuse('not_scanned') : error;
  }
}

/** Writes that a file arrives, before it is kept anywhere: it is then never forgotten. */
const announce = (ctx: Context, attachment: Attachment): Promise<void> =>
  ctx.transaction(async (ctx) => {
    const { declarationId, addedBy } = attachment;
    const waiting = await ctx.em.countBy(Attachment, { declarationId, addedBy, state: In([...unsent]) });
    if (waiting >= MOST_UNSENT) throw TooManyUnsent({ most: MOST_UNSENT });
    await ctx.em.insert(Attachment, attachment);
  });

const settle = (ctx: Context, attachment: Attachment): Promise<void> =>
  ctx.transaction(async (ctx) => {
    const { id, declarationId, kind, size, digest } = attachment;
    await ctx.em.update(Attachment, { id, state: 'arriving' }, { state: 'received' });
    ctx.record('attach', 'attachment', attachment, { declarationId, kind, size, digest });
  });

/** Of a file that is not let through, nothing stays; its line goes last. */
async function forget(ctx: Context, attachment: Attachment): Promise<void> {
  const { id } = attachment;
  // Asked of what is committed: an answer that was lost on its way may have been a yes.
  if (!(await ctx.em.existsBy(Attachment, { id, state: 'arriving' }))) return;
  await ctx.house.vault.remove(attachmentFile(attachment));
  await ctx.transaction(({ em }) => em.delete(Attachment, { id }));
}

async function keep(ctx: Context, attachment: Attachment, received: Received): Promise<void> {
  await announce(ctx, attachment);
  try {
    const file = attachmentFile(attachment);
    await ctx.house.vault.keep(received, file);
    await demandClean(ctx, file);
    await settle(ctx, attachment);
  } catch (error) {
    await forget(ctx, attachment);
    throw error;
  }
}

/**
 * Takes in a file, for a message that this person is about to send.
 *
 * @param said  how its sender calls it
 * @throws ATTACHMENT_REFUSED, TOO_MANY_UNSENT: nothing is kept
 */
export async function addAttachment(
  ctx: Context,
  { id: declarationId, caf }: Declaration,
  said: string,
  received: Received,
): Promise<Attachment> {
  try {
    const { digest, size, head } = received;
    if (size === 0) throw refuse('empty');
    const name = nameIn(said);
    const kind = kindOf(head, name);
    if (kind === 'xlsx') await demandWorkbook(ctx, received);
    const made = {
      messageId: null,
      state: 'arriving' as const,
      addedBy: ctx.actor.id,
      addedAt: ctx.instant(),
    };
    const attachment = { id: newId(), declarationId, caf, name, kind, size, digest, ...made };
    await keep(ctx, attachment, received);
    return attachment;
  } finally {
    await ctx.house.vault.discard(received);
  }
}

/**
 * Sends files with a message, in the current transaction.
 *
 * @throws ATTACHMENT_GONE unless each is this person's, of that declaration, and not sent yet
 */
export async function sendWith(
  ctx: Context,
  { id: messageId }: Message,
  declarationId: string,
  asked: readonly string[],
): Promise<void> {
  const ids = [...new Set(asked)];
  if (ids.length === 0) return;
  const theirs = { id: In(ids), declarationId, addedBy: ctx.actor.id, state: 'received' as const };
  const { affected } = await ctx.em.update(Attachment, theirs, { messageId, state: 'sent' });
  if (affected !== ids.length) throw AttachmentGone({ ids });
}

/**
 * A file that was sent, handed out to whoever reads its conversation.
 *
 * @throws NOT_FOUND also for one that is not sent yet, FILE_DAMAGED when it is not what was received any more
 */
export async function openAttachment(
  ctx: Context,
  id: string,
): Promise<{ attachment: Attachment; bytes: Buffer }> {
  const attachment = await ctx.em.findOneBy(Attachment, { id, state: 'sent' });
  const conversation = await ctx
    .scope(Conversation, 'conversation')
    .innerJoin(Message, 'message', 'message.conversationId = conversation.id')
    .andWhere('message.id = :messageId', { messageId: attachment?.messageId ?? '' })
    .getOne();
  if (!attachment || !conversation) throw NotFound({ what: WHAT, id });
  ctx.saw('conversation', conversation);
  const { bytes } = await inspect(ctx.house.vault, attachmentFile(attachment), attachment.digest);
  if (!bytes) throw AttachmentDamaged({ id });
  return { attachment, bytes };
}

/** Of these messages, a page of them at most. */
export const attachmentsOf = ({ em }: Context, messageIds: readonly string[]): Promise<Attachment[]> =>
  em.find(Attachment, { where: { messageId: In([...messageIds]) }, order: { id: 'ASC' } });

/** Dropped by one turn of the clock, at most. */
const AT_ONCE = 500;

/** Gives up what nobody sent within a day, in the current transaction: no message may take it any more. */
export async function dropUnsent(ctx: Context): Promise<void> {
  const addedAt = LessThan(instant(new Date(ctx.now().getTime() - DAY_MS)));
  const old = await ctx
    .scope(Attachment, 'attachment', 'drop')
    .andWhere({ state: In([...unsent]), addedAt })
    .limit(AT_ONCE)
    .getMany();
  for (const { id, caf } of old) {
    const { affected } = await ctx.em.update(
      Attachment,
      { id, state: In([...unsent]) },
      { state: 'dropped' },
    );
    if (affected) await enqueue(ctx, dropAttachment, { id, caf });
  }
}

/** Removes the file of what was given up, then its line. Twice is once. */
export async function removeDropped(ctx: Context, id: string): Promise<void> {
  const dropped = await ctx
    .scope(Attachment, 'attachment', 'drop')
    .andWhere({ id, state: 'dropped' })
    .getOne();
  if (!dropped) return;
  await ctx.house.vault.remove(attachmentFile(dropped));
  await ctx.transaction(async (ctx) => {
    const { affected } = await ctx.em.delete(Attachment, { id });
    if (affected) ctx.record('drop', 'attachment', dropped);
    ctx.complete();
  });
}
