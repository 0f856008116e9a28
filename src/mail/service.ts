/** Telling people what happened: one mail for each of them, then one letter for each mail. */
import { In, MoreThan } from 'typeorm';
import type { Context, Subject } from '../kernel/context.js';
import { insertAll } from '../kernel/database.js';
import { failpoint } from '../kernel/failpoint.js';
import { newId } from '../kernel/id.js';
import type { JobPayload } from '../kernel/jobs.js';
import { enqueue } from '../kernel/jobs.js';
import type { Letter } from '../kernel/postman.js';
import { draw } from './draw.js';
import { sendMail } from './jobs.js';
import { letters } from './letters/index.js';
import type { MailKind } from './mail.js';
import { Mail } from './mail.js';
import type { Reader } from './recipients.js';

const WHAT = 'Courrier';

function mailTo(
  ctx: Context,
  kind: MailKind,
  { id: subjectId, caf }: Subject,
  revision: number,
  reader: Reader,
): Mail {
  const id = newId();
  return Object.assign(new Mail(), {
    id,
    caf,
    kind,
    subjectId,
    personId: reader.id,
    deduplication: `${kind}:${subjectId}:${reader.turn ?? revision}:${reader.id}`,
    state: 'queued' as const,
    messageId: `<${id}@${ctx.house.postman.domain}>`,
    createdAt: ctx.instant(),
    sentAt: null,
  });
}

/** Makes the mails of a step, one for each person it concerns, with the work of sending them. Twice is once. */
export const tell = (ctx: Context, kind: MailKind, { id, revision = 0 }: JobPayload): Promise<void> =>
  ctx.transaction(async (ctx) => {
    ctx.complete();
    const { caf, readers } = await letters[kind].open(ctx, id);
    const mails = readers.map((reader) => mailTo(ctx, kind, { id, caf }, revision, reader));
    const made = await ctx.em.findBy(Mail, {
      deduplication: In(mails.map(({ deduplication }) => deduplication)),
    });
    const fresh = mails.filter((mail) => !made.some(({ personId }) => personId === mail.personId));
    for (const mail of fresh) ctx.demand('write', mail, WHAT);
    await insertAll(ctx.em, Mail, fresh);
    // As soon as what it tells: a link that somebody waits for does not come after the letters of a month.
    const { priority } = letters[kind].cause;
    for (const { id, caf } of fresh)
      await enqueue(ctx, priority ? { ...sendMail, priority } : sendMail, { id, caf });
    failpoint('mail.made');
  });

/** Letters are written from the records as they are: a later one of the same kind says what this one would. */
const isOvertaken = ({ em }: Context, { id, kind, subjectId, personId }: Mail): Promise<boolean> =>
  em.existsBy(Mail, { kind, subjectId, personId, id: MoreThan(id) });

/** The letter of a mail; nothing when what it would say is no longer so, or no longer for that person to know. */
async function write(ctx: Context, mail: Mail): Promise<Letter | undefined> {
  const { kind, subjectId, personId, messageId, createdAt } = mail;
  const { holds, readers, because, says } = await letters[kind].open(ctx, subjectId);
  if (!holds || (await isOvertaken(ctx, mail))) return undefined;
  const reader = readers.find(({ id }) => id === personId);
  if (!reader) return undefined;
  const { name, address } = reader;
  return {
    messageId,
    at: createdAt,
    to: { name, address },
    ...draw(await says(), { to: name, because }),
  };
}

/**
 * Sends a mail and marks it. Sent already is left as it is; a death between the
 * two sends one copy more, with the same Message-ID.
 */
export async function send(ctx: Context, id: string): Promise<void> {
  const mail = await ctx.find(Mail, id, WHAT);
  ctx.demand('send', mail, WHAT);
  if (mail.state !== 'queued') return;
  const letter = await write(ctx, mail);
  // Nothing is handed over of one that is dropped: a death there would show nothing.
  if (letter) {
    failpoint('mail.drawn');
    await ctx.house.postman.post(letter);
    failpoint('mail.posted');
  }
  const settled = letter ? { state: 'sent' as const, sentAt: ctx.instant() } : { state: 'dropped' as const };
  await ctx.transaction(async (ctx) => {
    await ctx.em.update(Mail, { id, state: 'queued' }, settled);
    ctx.complete();
  });
}
