/** What a door of plain HTTP answers: a file, or a few facts. */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Context } from '../src/kernel/context.js';
import type { Progress } from './follow.js';

export const PDF = 'application/pdf';
export const CSV = 'text/csv; charset=utf-8';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The status of a refusal; any other code is a request that cannot be done as it is. */
export const statuses: Record<string, number> = {
  TOKEN_REFUSED: 401,
  NOT_FOUND: 404,
  OVERTAKEN: 409,
  STEP_NOT_OPEN: 409,
  DEPOSIT_UNREAD: 409,
  DEPOSITOR_GONE: 409,
  FILE_DAMAGED: 410,
  WORKBOOK_REFUSED: 422,
  DEPOSIT_INFECTED: 422,
  DEPOSIT_TOO_LARGE_TO_SCAN: 422,
  SIGNED_COPY_REFUSED: 422,
  ATTACHMENT_REFUSED: 422,
  IDEMPOTENCY_KEY_REUSED: 422,
};

interface File {
  name: string;
  type: string;
  bytes: Buffer | Readable;
}

/** A few facts; with 202, their work is not over and `location` says where it is followed. */
interface Told {
  facts: object;
  status?: 202;
  location?: string;
}

/** What may be looked at again until it is over. */
interface Followed {
  progress: Progress;
}

export type Answer = File | Told | Followed;

export type Door = (ctx: Context, request: Request) => Promise<Answer>;

export interface FileDoor {
  method: 'GET' | 'PUT';
  path: string;
  door: Door;
}

export const parameter = ({ params }: Request, name: string): string => String(params[name]);

function tell(response: Response, { facts, status, location }: Told): void {
  if (status) response.status(status);
  if (location) response.location(location);
  response.set('cache-control', 'no-store').json(facts);
}

/** A name beyond ASCII is said twice (RFC 6266): with its signs, and without them for who cannot read those. */
function disposition(name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/[^ -~]/g, '')
    .replaceAll(/["\\]/g, '');
  if (plain === name) return `attachment; filename="${name}"`;
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** A file is sent to keep, never to be shown inside a page nor kept by a shared cache. */
export async function send(response: Response, answer: Answer): Promise<void> {
  if ('facts' in answer || 'progress' in answer) {
    tell(response, 'facts' in answer ? answer : { facts: answer.progress });
    return;
  }
  const { name, type, bytes } = answer;
  response.set({
    'content-type': type,
    'content-disposition': disposition(name),
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  });
  if (Buffer.isBuffer(bytes)) response.end(bytes);
  else await pipeline(bytes, response);
}
