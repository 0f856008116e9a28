/** Files of messages by plain HTTP: sent in before the message, and sent back to whoever reads it. */
import type { Request } from 'express';
import * as messages from '../src/messages/index.js';
import { addresses } from './addresses.js';
import type { Door, FileDoor } from './answers.js';
import { parameter } from './answers.js';

const tooLarge = () => messages.AttachmentRefused({ reason: 'too_large' });

/** What its sender calls it (RFC 6266): in a header, since an address is written in logs. */
function nameOf({ headers }: Request): string {
  const said = headers['content-disposition'] ?? '';
  const [, encoded] = /;\s*filename\*=UTF-8''([^;\s]+)/i.exec(said) ?? [];
  const [, quoted] = /;\s*filename="([^"]*)"/i.exec(said) ?? [];
  try {
    return encoded === undefined ? (quoted ?? '') : decodeURIComponent(encoded);
  } catch {
    return '';
  }
}

const receiveAttachment: Door = async (ctx, request) => {
  const declaration = await messages.demandDiscussion(ctx, parameter(request, 'id'));
  const limit = messages.MAX_ATTACHMENT_BYTES;
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge();
  const received = await ctx.house.vault.receive(request, limit, tooLarge);
  const { id, name, kind, size } = await messages.addAttachment(ctx, declaration, nameOf(request), received);
  return { facts: { id, name, kind, size } };
};

const sendAttachment: Door = async (ctx, request) => {
  const { attachment, bytes } = await messages.openAttachment(ctx, parameter(request, 'id'));
  const { name, kind } = attachment;
  return { name, type: messages.attachmentKinds[kind].type, bytes };
};

export const attachmentDoors: readonly FileDoor[] = [
  { method: 'PUT', path: addresses.attachments(':id'), door: receiveAttachment },
  { method: 'GET', path: addresses.attachment(':id'), door: sendAttachment },
];
