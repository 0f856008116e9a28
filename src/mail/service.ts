/** Telling people what happened: one mail for each of them, then one letter for each mail. */
import { In, MoreThan } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { frenchMonthName } from '../kernel/calendar.js';
import { insertAll } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import type { JobPayload } from '../kernel/jobs.js';
import { enqueue } from '../kernel/jobs.js';
import type { Letter } from '../kernel/postman.js';
import type { Declaration } from '../declarations/index.js';
import { read } from '../declarations/index.js';
import { readCaf, readStructure } from '../partners/index.js';
import type { About } from './content.js';
import { draw } from './draw.js';
import { sendMail } from './jobs.js';
import { letters } from './letters/index.js';
import type { MailKind } from './mail.js';
import { Mail } from './mail.js';
import type { Reader } from './recipients.js';
import { readersOf } from './recipients.js';

const WHAT = 'Courrier';

function mailTo(
  ctx: Context,
  kind: MailKind,
  { id: subjectId, caf }: Declaration,
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
    deduplication: `${kind}:${subjectId}:${revision}:${reader.id}`,
    state: 'queued' as const,
    messageId: `<${id}@${ctx.house.postman.domain}>`,
    createdAt: ctx.instant(),
    sentAt: null,
  });
}

/** Makes the mails of a step, one for each person it concerns, with the work of sending them. Twice is once. */
export const tell = (ctx: Context, kind: MailKind, { id, revision = 0 }: JobPayload): Promise<void> =>
  ctx.transaction(async (ctx) => {
    const declaration = await read(ctx, id);
    const readers = await readersOf(ctx, letters[kind].to, declaration);
    const mails = readers.map((reader) => mailTo(ctx, kind, declaration, revision, reader));
    const made = await ctx.em.findBy(Mail, {
      deduplication: In(mails.map(({ deduplication }) => deduplication)),
    });
    const fresh = mails.filter((mail) => !made.some(({ personId }) => personId === mail.personId));
    for (const mail of fresh) ctx.demand('write', mail, WHAT);
    await insertAll(ctx.em, Mail, fresh);
    for (const { id, caf } of fresh) await enqueue(ctx, sendMail, { id, caf });
  });

async function aboutOf(ctx: Context, declaration: Declaration): Promise<About> {
  const { reference, month, rowCount, setAsideCount, warningCount } = declaration;
  const structure = await readStructure(ctx, declaration.structureId);
  const caf = await readCaf(ctx, declaration.caf);
  return {
    reference,
    month: frenchMonthName(month),
    structure: structure.name,
    caf: caf.name,
    declared: rowCount - setAsideCount,
    setAside: setAsideCount,
    warnings: warningCount,
    home: ctx.house.publicUrl,
  };
}

/** Letters are written from the records as they are: a later one of the same kind says what this one would. */
const isOvertaken = ({ em }: Context, { id, kind, subjectId, personId }: Mail): Promise<boolean> =>
  em.existsBy(Mail, { kind, subjectId, personId, id: MoreThan(id) });

/** The letter of a mail; nothing when what it would say is no longer so, or no longer for that person to know. */
async function write(ctx: Context, mail: Mail): Promise<Letter | undefined> {
  const { kind, subjectId, personId, messageId, createdAt } = mail;
  const declaration = await read(ctx, subjectId);
  const { to, in: states, says } = letters[kind];
  if (!states.includes(declaration.state) || (await isOvertaken(ctx, mail))) return undefined;
  const reader = (await readersOf(ctx, to, declaration)).find(({ id }) => id === personId);
  if (!reader) return undefined;
  const { name, address } = reader;
  const about = await aboutOf(ctx, declaration);
  const content = await says(about, declaration, ctx);
  return {
    messageId,
    at: createdAt,
    to: { name, address },
    ...draw(content, { to: name, structure: about.structure }),
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
  if (letter) await ctx.house.postman.post(letter);
  const settled = letter ? { state: 'sent' as const, sentAt: ctx.instant() } : { state: 'dropped' as const };
  await ctx.transaction(({ em }) => em.update(Mail, { id, state: 'queued' }, settled));
}
