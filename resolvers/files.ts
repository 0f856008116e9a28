/** Files by plain HTTP: the workbook in, workbooks, reports and PDFs out, with the same session and the same rights. */
import type { Request, RequestHandler, Response } from 'express';
import { Router } from 'express';
import { readFile as readAttestationFile } from '../src/attestations/index.js';
import * as conventions from '../src/conventions/index.js';
import * as declarations from '../src/declarations/index.js';
import type { Context, House } from '../src/kernel/context.js';
import { NotFound, Refusal } from '../src/kernel/refusal.js';
import { MAX_WORKBOOK_BYTES } from '../src/kernel/sheet.js';
import { WorkbookRefused } from '../src/kernel/sheet-refusals.js';
import { report, reportWorkbook } from '../src/processing/index.js';
import { drawBlank } from '../src/workbooks/index.js';
import { addresses } from './addresses.js';
import { openRequest } from './context.js';
import { faultReference, faultSentence } from './errors.js';
import { noted } from './noting.js';

const PDF = 'application/pdf';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The status of a refusal; any other code is a request that cannot be done as it is. */
const statuses: Record<string, number> = {
  TOKEN_REFUSED: 401,
  NOT_FOUND: 404,
  OVERTAKEN: 409,
  STEP_NOT_OPEN: 409,
  WORKBOOK_REFUSED: 422,
  SIGNED_COPY_REFUSED: 422,
};

/** What a door answers: a file, or a few facts. */
type Answer = { name: string; type: string; bytes: Buffer } | { facts: object };

type Door = (ctx: Context, request: Request) => Promise<Answer>;

interface FileDoor {
  method: 'GET' | 'PUT';
  path: string;
  door: Door;
}

/**
 * Hears the rest of a refused body, as much as a workbook may weigh: the sender
 * then hears the answer, on a connection that stays whole. Beyond, it is cut.
 */
async function hearOut(request: Request, response: Response): Promise<void> {
  let heard = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      heard += (chunk as Buffer).length;
      if (heard > MAX_WORKBOOK_BYTES) break;
    }
  } catch {
    // The sender has gone: nobody is left to hear.
  }
  if (!request.complete) response.set('connection', 'close');
}

const through =
  (house: House, { method, path, door }: FileDoor): RequestHandler =>
  async (request, response) => {
    try {
      const asked = await openRequest(house, request, response);
      const named = `${method} ${path}`;
      const answer = await noted(asked, named, () => door(asked.ctx, request));
      await asked.ctx.tellSeen(named);
      send(response, answer);
    } catch (error) {
      if (!request.complete) await hearOut(request, response);
      if (response.headersSent) {
        response.destroy();
      } else if (error instanceof Refusal) {
        const { code, message, facts } = error;
        response.status(statuses[code] ?? 400).json({ code, message, facts });
      } else {
        const reference = faultReference(house.log, error);
        response.status(500).json({ code: 'FAULT', message: faultSentence(reference), reference });
      }
    }
  };

/** Sends a file to keep, never to be shown inside a page nor kept by a shared cache. */
function send(response: Response, answer: Answer): void {
  if ('facts' in answer) {
    response.json(answer.facts);
    return;
  }
  const { name, type, bytes } = answer;
  response.set({
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(bytes);
}

const parameter = ({ params }: Request, name: string): string => String(params[name]);

const tooLarge = () => WorkbookRefused({ reason: 'too_large' });

const depositWorkbook: Door = async (ctx, request) => {
  const seen = await declarations.demandDeposit(ctx, parameter(request, 'id'));
  if (Number(request.headers['content-length'] ?? 0) > MAX_WORKBOOK_BYTES) throw tooLarge();
  const received = await ctx.house.vault.receive(request, MAX_WORKBOOK_BYTES, tooLarge);
  const { id, reference, state, revision, rowCount, blockingCount, warningCount } =
    await declarations.deposit(ctx, seen, received);
  return { facts: { id, reference, state, revision, rowCount, blockingCount, warningCount } };
};

const sendDeposit: Door = async (ctx, request) => {
  const id = parameter(request, 'id');
  const number = request.params.number === undefined ? undefined : Number(request.params.number);
  const deposit = await declarations.readDeposit(ctx, id, number);
  if (!deposit) throw NotFound({ what: 'Dépôt', id });
  const bytes = await ctx.house.vault.get(declarations.workbookKey(deposit.digest));
  return { name: `depot-${deposit.number}.xlsx`, type: XLSX, bytes };
};

const sendBlank: Door = async (ctx, request) => {
  const declaration = await declarations.read(ctx, parameter(request, 'id'));
  const { template } = declarations.types[declaration.type];
  return { name: `declaration-${declaration.month}.xlsx`, type: XLSX, bytes: await drawBlank(template) };
};

const sendReport: Door = async (ctx, request) => {
  const told = await report(ctx, parameter(request, 'id'));
  const bytes = await reportWorkbook(told);
  return { name: `bilan-${told.declaration.reference}.xlsx`, type: XLSX, bytes };
};

const sendAttestation: Door = async (ctx, request) => {
  const { attestation, file: bytes } = await readAttestationFile(ctx, parameter(request, 'id'));
  return { name: `${attestation.number}.pdf`, type: PDF, bytes };
};

const copyTooLarge = () => conventions.SignedCopyRefused({ reason: 'too_large' });

const returnSignedCopy: Door = async (ctx, request) => {
  const seen = await conventions.demandSigning(ctx, parameter(request, 'id'));
  const limit = conventions.MAX_COPY_BYTES;
  if (Number(request.headers['content-length'] ?? 0) > limit) throw copyTooLarge();
  const received = await ctx.house.vault.receive(request, limit, copyTooLarge);
  const { id, reference, state, revision } = await conventions.returnSignedCopy(ctx, seen, received);
  return { facts: { id, reference, state, revision } };
};

const sendConvention: Door = async (ctx, request) => {
  const { convention, file: bytes } = await conventions.readDocument(ctx, parameter(request, 'id'));
  return { name: `convention-${convention.reference}.pdf`, type: PDF, bytes };
};

const sendSignedCopy: Door = async (ctx, request) => {
  const { convention, file: bytes } = await conventions.readSignedCopy(ctx, parameter(request, 'id'));
  return { name: `convention-${convention.reference}-signee.pdf`, type: PDF, bytes };
};

/** Every door of this kind: the permission table of the tests goes through them all. */
export const fileDoors: readonly FileDoor[] = [
  { method: 'PUT', path: addresses.workbook(':id'), door: depositWorkbook },
  { method: 'GET', path: addresses.workbook(':id'), door: sendDeposit },
  { method: 'GET', path: addresses.deposit(':id', ':number'), door: sendDeposit },
  { method: 'GET', path: addresses.blankWorkbook(':id'), door: sendBlank },
  { method: 'GET', path: addresses.report(':id'), door: sendReport },
  { method: 'GET', path: addresses.convention(':id'), door: sendConvention },
  { method: 'PUT', path: addresses.signedCopy(':id'), door: returnSignedCopy },
  { method: 'GET', path: addresses.signedCopy(':id'), door: sendSignedCopy },
  { method: 'GET', path: addresses.attestation(':id'), door: sendAttestation },
];

export function fileRouter(house: House): Router {
  const router = Router();
  for (const door of fileDoors) {
    if (door.method === 'PUT') router.put(door.path, through(house, door));
    else router.get(door.path, through(house, door));
  }
  return router;
}
