/** Printing and filing the attestations of a sent declaration, lot by lot: done twice, a lot is filed once. */
import { createHash } from 'node:crypto';
import { In } from 'typeorm';
import type { Context, House } from '../kernel/context.js';
import { insertAll } from '../kernel/database.js';
import { failpoint } from '../kernel/failpoint.js';
import { newId } from '../kernel/id.js';
import { defineJob, enqueue, type JobPayload } from '../kernel/jobs.js';
import { LotUnproven, PrintFailed } from '../kernel/printer.js';
import { takeTurn } from '../kernel/turn.js';
import { FiledDocument } from '../allocataires/index.js';
import type { Declaration } from '../declarations/index.js';
import { pass, read, waitsForFormer } from '../declarations/index.js';
import { replaceFormer } from './amended.js';
import { Attestation, attestationKey } from './attestation.js';
import { freezeAnew } from './freeze.js';
import { LOT, numberRows } from './numbering.js';
import { attestationPages, pieceOf } from './page.js';
import type { Sheet } from './page/seal.js';

const WHAT = 'Attestation';

export const fileAttestations = defineJob('attestations.file', { priority: 'bulk' });

/** The file read back is not the file written: it is not filed, and the work is tried again. */
export class NotFiled extends Error {
  override name = 'NotFiled';
}

/**
 * Numbers the attestations of a sent declaration, and queues its lots: a row keeps the one it has. An amendment has
 * its turn once what it amends is processed.
 */
export async function issue(ctx: Context, declarationId: string): Promise<void> {
  const declaration = await read(ctx, declarationId);
  if (await waitsForFormer(ctx, declaration)) return;
  const { id, caf } = declaration;
  await ctx.transaction(async (ctx) => {
    const waiting = (await numberRows(ctx, declaration)).filter(({ state }) => state === 'numbered');
    const lots = new Set(waiting.map(({ lot }) => lot));
    for (const part of lots) await enqueue(ctx, fileAttestations, { id, caf, part }, part);
    if (lots.size === 0) await pass(ctx, id, 'attest');
    ctx.complete();
  });
}

interface Printed {
  attestation: Attestation;
  file: Buffer;
}

/** What its page is printed from. */
const sheetOf = ({ publicUrl }: House, { fields, sealKeyId, sealSignature }: Attestation): Sheet => ({
  fields,
  seal: { keyId: sealKeyId!, signature: sealSignature! },
  verifyAddress: `${publicUrl}/verify`,
});

async function printAll({ house }: Context, all: readonly Attestation[]): Promise<Printed[]> {
  const sheets = all.map((attestation) => sheetOf(house, attestation));
  const files = await house.printer.printLot(attestationPages(sheets), sheets.map(pieceOf));
  return all.map((attestation, at) => ({ attestation, file: files[at]! }));
}

/** What could be printed, and why something could not. */
interface Lot {
  printed: Printed[];
  failure?: unknown;
}

/** A failure by the fault of one of them, which holds up no other. */
const isOfOne = (failure: unknown): failure is Error =>
  failure instanceof LotUnproven || failure instanceof PrintFailed;

/** All at once; where that fails, each by itself, until nothing prints any more. */
async function printLot(ctx: Context, all: readonly Attestation[]): Promise<Lot> {
  try {
    return { printed: await printAll(ctx, all) };
  } catch (failure) {
    if (!isOfOne(failure) || all.length === 1) return { printed: [], failure };
    ctx.house.log.warn({ lot: all[0]!.declarationId, sheets: all.length, error: failure.message });
  }
  const lot: Lot = { printed: [] };
  for (const attestation of all) {
    const { printed, failure } = await printLot(ctx, [attestation]);
    lot.printed.push(...printed);
    if (failure && !isOfOne(failure)) return { ...lot, failure };
    lot.failure ??= failure;
  }
  return lot;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Stored {
  attestation: Attestation;
  key: string;
  digest: string;
  size: number;
}

/** @throws NotFiled when what is read back is not what was printed */
async function store({ house: { vault } }: Context, { attestation, file }: Printed): Promise<Stored> {
  const digest = sha256(file);
  const key = attestationKey(attestation, digest);
  failpoint('attestations.printed');
  await vault.put(key, file);
  failpoint('attestations.stored');
  const kept = await vault.get(key);
  failpoint('attestations.reread');
  if (sha256(kept) !== digest) throw new NotFiled(attestation.id);
  return { attestation, key, digest, size: file.length };
}

/** Those of another worker are filed already: with the first of them, all of this lot. */
async function fileStored(ctx: Context, stored: readonly Stored[]): Promise<void> {
  const filedAt = ctx.instant();
  const ids = stored.map(({ attestation: { id } }) => id);
  const { affected } = await ctx.em.update(
    Attestation,
    { id: In(ids), state: 'numbered' },
    { state: 'filed', filedAt },
  );
  if (affected !== ids.length) throw new NotFiled('filed meanwhile');
  const documents = stored.map(
    ({ attestation: { id: attestationId, caf, allocataire }, key, digest, size }) =>
      Object.assign(new FiledDocument(), {
        id: newId(),
        caf,
        allocataire,
        attestationId,
        key,
        digest,
        size,
        filedAt,
      }),
  );
  await insertAll(ctx.em, FiledDocument, documents);
  for (const { attestation, digest } of stored) {
    await replaceFormer(ctx, attestation);
    ctx.record('file', 'attestation', attestation, { number: attestation.number, digest });
  }
}

/** Lots of one declaration end one after the other: the last one sees that nothing is left, and passes it on. */
async function passOn(ctx: Context, { id: declarationId }: Declaration): Promise<void> {
  if (await ctx.em.existsBy(Attestation, { declarationId, state: 'numbered' })) return;
  await pass(ctx, declarationId, 'attest');
}

/** Files what is stored and passes the declaration on, with what else is written in that transaction. */
const fileTogether = (
  ctx: Context,
  declaration: Declaration,
  stored: readonly Stored[],
  besides: (ctx: Context) => Promise<void> | void,
): Promise<void> =>
  ctx.transaction(async (ctx) => {
    await takeTurn(ctx, declaration.id);
    if (stored.length > 0) await fileStored(ctx, stored);
    failpoint('attestations.filing');
    ctx.afterCommit(() => failpoint('attestations.filed'));
    await passOn(ctx, declaration);
    await besides(ctx);
  });

/**
 * Prints a lot, stores it, reads it back, then files it to the allocataires' records and passes the declaration on
 * once it was the last.
 *
 * @throws PrintFailed, LotUnproven, NotFiled: what could be filed is
 */
export async function fileLot(ctx: Context, { id: declarationId, part: lot = 0 }: JobPayload): Promise<void> {
  const declaration = await read(ctx, declarationId);
  const where = { declarationId, lot, state: 'numbered' as const };
  const found = await ctx.em.find(Attestation, { where, order: { number: 'ASC' }, take: LOT + 1 });
  // Numbered before there were lots: there may be more.
  const [all, isMore] = [found.slice(0, LOT), found.length > LOT];
  for (const attestation of all) ctx.demand('issue', attestation, WHAT);
  ctx.saw('declaration', declaration, all.length);
  await freezeAnew(ctx, all);
  const { printed, failure } = all.length > 0 ? await printLot(ctx, all) : { printed: [] };
  const stored = await Promise.all(printed.map((each) => store(ctx, each)));
  await fileTogether(ctx, declaration, stored, (ctx) => {
    if (!failure && !isMore) ctx.complete();
  });
  if (failure) throw failure;
  if (isMore) await fileLot(ctx, { id: declarationId, caf: declaration.caf, part: lot });
}

/**
 * Prints, stores, reads back and files one attestation, with what else is written in that transaction: the last of its
 * job.
 *
 * @throws PrintFailed, LotUnproven, NotFiled
 */
export async function fileOne(
  ctx: Context,
  attestation: Attestation,
  besides: (ctx: Context) => Promise<void>,
): Promise<void> {
  ctx.demand('issue', attestation, WHAT);
  const declaration = await read(ctx, attestation.declarationId);
  await freezeAnew(ctx, [attestation]);
  const { printed, failure } = await printLot(ctx, [attestation]);
  if (failure) throw failure;
  const stored = await Promise.all(printed.map((each) => store(ctx, each)));
  await fileTogether(ctx, declaration, stored, async (ctx) => {
    await besides(ctx);
    ctx.complete();
  });
}
