/** Files by plain HTTP: the workbook in, workbooks, reports and PDFs out, with the same session and the same rights. */
import type { Request, RequestHandler, Response } from 'express';
import { Router } from 'express';
import { readFile as readAttestationFile } from '../src/attestations/index.js';
import * as conventions from '../src/conventions/index.js';
import * as declarations from '../src/declarations/index.js';
import type { House } from '../src/kernel/context.js';
import { Refusal } from '../src/kernel/refusal.js';
import { MAX_WORKBOOK_BYTES } from '../src/kernel/sheet.js';
import { nimsFile, printReport, reportInParts, reportWorkbook } from '../src/processing/index.js';
import { drawBlank, drawFilled } from '../src/workbooks/index.js';
import { addresses } from './addresses.js';
import type { Door, FileDoor } from './answers.js';
import { CSV, PDF, XLSX, parameter, send, statuses } from './answers.js';
import { openRequest } from './context.js';
import { attachmentDoors } from './attachment-doors.js';
import { depositDoors } from './deposit-doors.js';
import { faultOf } from './errors.js';
import type { Followers, Progress } from './follow.js';
import { asksEvents, followers } from './follow.js';
import { noted } from './noting.js';

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

/** Whoever listens is asked each time who they are now: a session that ends, or a right, ends what they hear. */
const lookingAgain =
  (house: House, door: Door, request: Request, response: Response) => async (): Promise<Progress> => {
    const { ctx } = await openRequest(house, request, response);
    const answer = await door(ctx, request);
    return 'progress' in answer ? answer.progress : { over: true };
  };

const through =
  (house: House, followed: Followers, { method, path, door }: FileDoor): RequestHandler =>
  async (request, response) => {
    try {
      const asked = await openRequest(house, request, response);
      const named = `${method} ${path}`;
      const answer = await noted(asked, named, () => door(asked.ctx, request));
      await asked.ctx.tellSeen(named);
      if ('progress' in answer && asksEvents(request)) {
        await followed.follow(response, answer.progress, lookingAgain(house, door, request, response));
      } else await send(response, answer);
    } catch (error) {
      if (!request.complete) await hearOut(request, response);
      if (response.headersSent) {
        if (!response.closed) faultOf(house.log, error);
        response.destroy();
      } else if (error instanceof Refusal) {
        const { code, message, facts } = error;
        response.status(statuses[code] ?? 400).json({ code, message, facts });
      } else {
        const { status, ...told } = faultOf(house.log, error);
        response.status(status).json(told);
      }
    }
  };

const sendBlank: Door = async (ctx, request) => {
  const declaration = await declarations.read(ctx, parameter(request, 'id'));
  const { template } = declarations.types[declaration.type];
  return { name: `declaration-${declaration.month}.xlsx`, type: XLSX, bytes: await drawBlank(template) };
};

/** Without a month before, it is the blank workbook of that month: no other month can be typed in it. */
const sendPrefilled: Door = async (ctx, request) => {
  const { declaration, rows } = await declarations.rowsToExpect(ctx, parameter(request, 'id'));
  const { type, month } = declaration;
  const bytes = await drawFilled(declarations.types[type].template, rows, month);
  return { name: `declaration-${month}-preremplie.xlsx`, type: XLSX, bytes };
};

const sendReport: Door = async (ctx, request) => {
  const told = await reportInParts(ctx, parameter(request, 'id'));
  return { name: `bilan-${told.declaration.reference}.xlsx`, type: XLSX, bytes: reportWorkbook(told) };
};

const sendReportPdf: Door = async (ctx, request) => {
  const { reference, bytes } = await printReport(ctx, parameter(request, 'id'));
  return { name: `bilan-${reference}.pdf`, type: PDF, bytes };
};

const sendNimsFile: Door = async (ctx, request) => {
  const { after } = request.query;
  const caf = parameter(request, 'code');
  const bytes = await nimsFile(ctx, caf, typeof after === 'string' ? after : null);
  return { name: `nims-${caf}.csv`, type: CSV, bytes };
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
  ...depositDoors,
  ...attachmentDoors,
  { method: 'GET', path: addresses.blankWorkbook(':id'), door: sendBlank },
  { method: 'GET', path: addresses.prefilledWorkbook(':id'), door: sendPrefilled },
  { method: 'GET', path: addresses.report(':id'), door: sendReport },
  { method: 'GET', path: addresses.reportPdf(':id'), door: sendReportPdf },
  { method: 'GET', path: addresses.nimsFile(':code'), door: sendNimsFile },
  { method: 'GET', path: addresses.convention(':id'), door: sendConvention },
  { method: 'PUT', path: addresses.signedCopy(':id'), door: returnSignedCopy },
  { method: 'GET', path: addresses.signedCopy(':id'), door: sendSignedCopy },
  { method: 'GET', path: addresses.attestation(':id'), door: sendAttestation },
];

/** @param stopping  aborts when the house stops serving */
export function fileRouter(house: House, stopping: AbortSignal): Router {
  const router = Router();
  const followed = followers(stopping);
  for (const door of fileDoors) {
    if (door.method === 'PUT') router.put(door.path, through(house, followed, door));
    else router.get(door.path, through(house, followed, door));
  }
  return router;
}
