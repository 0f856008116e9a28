/** Workbooks by plain HTTP: sent in, followed while they are read, and sent back. */
import type { Request } from 'express';
import type { Deposit } from '../src/declarations/index.js';
import * as declarations from '../src/declarations/index.js';
import type { Context, Subject } from '../src/kernel/context.js';
import { BadInput, NotFound, Refusal } from '../src/kernel/refusal.js';
import { MAX_WORKBOOK_BYTES } from '../src/kernel/sheet.js';
import { WorkbookRefused } from '../src/kernel/sheet-refusals.js';
import type { Received } from '../src/kernel/vault.js';
import { addresses } from './addresses.js';
import type { Answer, Door, FileDoor } from './answers.js';
import { XLSX, parameter } from './answers.js';

const tooLarge = () => WorkbookRefused({ reason: 'too_large' });

/** No name nor address of a person fits: it stands in addresses. */
const KEY = /^[\w-]{8,64}$/;

function demandKey(key: string): string {
  if (KEY.test(key)) return key;
  throw BadInput({ field: 'Idempotency-Key', expected: 'de 8 à 64 lettres sans accent, chiffres, - ou _' });
}

const keyOf = ({ headers }: Request): string | undefined => {
  const key = headers['idempotency-key'];
  return key === undefined ? undefined : demandKey(String(key));
};

/** Whether the sender would rather follow the reading than wait for its end (RFC 7240). */
const prefersLater = ({ headers }: Request): boolean =>
  /(^|,)\s*respond-async\s*(;|,|$)/i.test(String(headers.prefer ?? ''));

const isOver = ({ state }: Deposit): boolean => state === 'done' || state === 'refused';

/** How far a deposit has come. */
const progressOf = (deposit: Deposit) => {
  const { declarationId, number, state, digest, size, rowsRead, scannedAt, result, refusal } = deposit;
  return {
    number,
    state,
    label: declarations.depositStateNames[state],
    over: isOver(deposit),
    digest,
    size,
    rowsRead,
    scannedAt,
    result,
    refusal,
    address: addresses.depositProgress(declarationId, number),
  };
};

/** Told again as it was told first to whoever sent it under that key; to others, as the draft is now. */
async function answerOf(ctx: Context, deposit: Deposit, key: string | undefined): Promise<Answer> {
  const { declarationId, state, idempotencyKey, refusal } = deposit;
  if (refusal) throw new Refusal(refusal.code, refusal.message, refusal.facts);
  if (state !== 'done') {
    const facts = progressOf(deposit);
    return { facts, status: 202, location: facts.address };
  }
  const declaration = await declarations.read(ctx, declarationId);
  const { id, reference } = declaration;
  const said = (key && key === idempotencyKey && deposit.result) || declaration;
  const { revision, rowCount, blockingCount, warningCount } = said;
  return { facts: { id, reference, state: said.state, revision, rowCount, blockingCount, warningCount } };
}

/** @throws WORKBOOK_REFUSED beyond 20 MB, of which the journal is told: there is no file to speak of */
async function receive(ctx: Context, seen: Subject, request: Request): Promise<Received> {
  try {
    if (Number(request.headers['content-length'] ?? 0) > MAX_WORKBOOK_BYTES) throw tooLarge();
    return await ctx.house.vault.receive(request, MAX_WORKBOOK_BYTES, tooLarge);
  } catch (error) {
    if (error instanceof Refusal) await declarations.noteRefused(ctx, seen, error);
    throw error;
  }
}

const depositWorkbook: Door = async (ctx, request) => {
  const key = keyOf(request);
  const seen = await declarations.demandDeposit(ctx, parameter(request, 'id'), key);
  const received = await receive(ctx, seen, request);
  const sent = { received, key, later: prefersLater(request) };
  return answerOf(ctx, await declarations.deposit(ctx, seen, sent), key);
};

/** The number of the address; by default, the current deposit. */
async function demandFound(ctx: Context, request: Request): Promise<Deposit> {
  const id = parameter(request, 'id');
  const { number } = request.params;
  const asked = number === undefined ? undefined : /^\d{1,9}$/.test(String(number)) ? Number(number) : 0;
  const deposit = await declarations.findDeposit(ctx, id, asked);
  if (!deposit) throw NotFound({ what: declarations.depositCycle.what, id });
  return deposit;
}

const sendDeposit: Door = async (ctx, request) => {
  const deposit = await demandFound(ctx, request);
  const bytes = await declarations.openDeposit(ctx, deposit);
  return { name: `depot-${deposit.number}.xlsx`, type: XLSX, bytes };
};

const sendReturned: Door = async (ctx, request) => {
  const { deposit, bytes } = await declarations.returnWorkbook(ctx, parameter(request, 'id'));
  return { name: `depot-${deposit.number}-a-corriger.xlsx`, type: XLSX, bytes };
};

const followDeposit: Door = async (ctx, request) => ({
  progress: progressOf(await demandFound(ctx, request)),
});

/** Its sender may follow it before it is whole: it is then awaited. */
const awaited = { state: 'awaited', label: 'Attendu', over: false };

const followUnderKey: Door = async (ctx, request) => {
  const key = demandKey(parameter(request, 'key'));
  const deposit = await declarations.findByKey(ctx, parameter(request, 'id'), key);
  return { progress: deposit ? progressOf(deposit) : awaited };
};

export const depositDoors: readonly FileDoor[] = [
  { method: 'PUT', path: addresses.workbook(':id'), door: depositWorkbook },
  { method: 'GET', path: addresses.workbook(':id'), door: sendDeposit },
  { method: 'GET', path: addresses.returnedWorkbook(':id'), door: sendReturned },
  { method: 'GET', path: addresses.deposit(':id', ':number'), door: sendDeposit },
  { method: 'GET', path: addresses.depositProgress(':id', ':number'), door: followDeposit },
  { method: 'GET', path: addresses.depositUnderKey(':id', ':key'), door: followUnderKey },
];
