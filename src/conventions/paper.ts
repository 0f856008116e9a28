/** The paper of a convention: printed for the partner to check and sign, then returned signed. */
import { createHash } from 'node:crypto';
import type { Context } from '../kernel/context.js';
import { NotFound } from '../kernel/refusal.js';
import type { Received } from '../kernel/vault.js';
import { inspect } from '../kernel/vault.js';
import { readCaf } from '../partners/index.js';
import type { SeenConvention } from './change.js';
import { readConvention, ready, settle } from './change.js';
import type { Convention } from './convention.js';
import { managerOf } from './convention.js';
import { conventionCycle } from './cycle.js';
import { conventionPage } from './page.js';
import { PaperDamaged, SignedCopyRefused } from './refusals.js';
import { describedIn } from './service.js';

/** Bytes of a signed copy, at most. */
export const MAX_COPY_BYTES = 20 * 1024 * 1024;

/** Where a file of that digest is kept. */
export const conventionFileKey = (digest: string): string =>
  `conventions/${digest.slice(0, 2)}/${digest}.pdf`;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The file read back is not the file written: the work is tried again. */
export class NotKept extends Error {}

async function pageOf(ctx: Context, convention: Convention): Promise<string> {
  const { reference, caf, service, siren, partnerName, termOn } = convention;
  return conventionPage({
    reference,
    service,
    caf: await readCaf(ctx, caf),
    partner: { siren, name: partnerName },
    structures: await describedIn(ctx, convention),
    manager: managerOf(convention),
    termOn,
    preparedAt: ctx.instant(),
  });
}

/** Prints the PDF of a prepared convention, and tells the partner. Printed already, it is left as it is. */
export async function printPaper(ctx: Context, id: string): Promise<void> {
  const convention = await readConvention(ctx, id);
  ctx.demand('print', convention, conventionCycle.what);
  if (convention.state !== 'prepared' || convention.documentDigest) return;
  const { vault, printer } = ctx.house;
  const printed = await printer.print(await pageOf(ctx, convention));
  const digest = sha256(printed);
  await vault.put(conventionFileKey(digest), printed);
  if (sha256(await vault.get(conventionFileKey(digest))) !== digest) throw new NotKept(id);
  await ctx.transaction(async (ctx) => {
    const still = await ready(ctx, convention, 'print');
    await settle(ctx, still, 'print', { documentDigest: digest }, { digest });
    ctx.complete();
  });
}

async function readPaper(
  ctx: Context,
  id: string,
  which: 'documentDigest' | 'signedDigest',
): Promise<{ convention: Convention; file: Buffer }> {
  const convention = await readConvention(ctx, id);
  const digest = convention[which];
  if (!digest) throw NotFound({ what: 'Document', id });
  const { bytes } = await inspect(ctx.house.vault, conventionFileKey(digest), digest);
  if (!bytes) throw PaperDamaged({ id });
  return { convention, file: bytes };
}

/** @throws NOT_FOUND also when it is not printed yet */
export const readDocument = (ctx: Context, id: string): ReturnType<typeof readPaper> =>
  readPaper(ctx, id, 'documentDigest');

/** @throws NOT_FOUND also when none was returned */
export const readSignedCopy = (ctx: Context, id: string): ReturnType<typeof readPaper> =>
  readPaper(ctx, id, 'signedDigest');

/** Whether this person may return a signed copy now: asked before a single byte is taken in. */
export async function demandSigning(ctx: Context, id: string): Promise<Convention> {
  const { revision } = await readConvention(ctx, id);
  return ready(ctx, { id, revision }, 'sign');
}

const keepCopy = (ctx: Context, seen: SeenConvention, { digest, size }: Received): Promise<Convention> =>
  ctx.transaction(async (ctx) => {
    const convention = await ready(ctx, seen, 'sign');
    if (convention.signedDigest === digest) return convention;
    const signed = { signedDigest: digest, signedAt: ctx.instant(), signedBy: ctx.actor.id };
    return settle(ctx, convention, 'sign', signed, { digest, size });
  });

const PDF = Buffer.from('%PDF-');

/**
 * Keeps the signed copy of a convention; the same bytes again change nothing.
 *
 * @param seen  the convention as it was when the bytes began to arrive
 * @throws SIGNED_COPY_REFUSED, with nothing kept; OVERTAKEN when the convention moved meanwhile
 */
export async function returnSignedCopy(
  ctx: Context,
  seen: SeenConvention,
  received: Received,
): Promise<Convention> {
  const { vault } = ctx.house;
  try {
    if (!received.head.subarray(0, PDF.length).equals(PDF)) throw SignedCopyRefused({ reason: 'not_pdf' });
    await vault.keep(received, conventionFileKey(received.digest));
    return await keepCopy(ctx, seen, received);
  } finally {
    await vault.discard(received);
  }
}
