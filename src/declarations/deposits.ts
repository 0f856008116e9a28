/** Depositing a workbook into a draft, and finding the workbooks deposited. */
import { In } from 'typeorm';
import type { Context, Subject } from '../kernel/context.js';
import { failpoint } from '../kernel/failpoint.js';
import { newId } from '../kernel/id.js';
import { enqueue } from '../kernel/jobs.js';
import type { Refusal } from '../kernel/refusal.js';
import type { Received } from '../kernel/vault.js';
import { inspect } from '../kernel/vault.js';
import type { Seen } from './change.js';
import { holdAlone, read, ready } from './change.js';
import { cycle } from './cycle.js';
import type { Declaration } from './declaration.js';
import { Deposit } from './deposit.js';
import { underWay } from './deposit-cycle.js';
import { lookAtDeposit, readWorkbook } from './jobs.js';
import { readDeposit } from './reading.js';
import { DepositDamaged, DepositUnread, IdempotencyKeyReused } from './refusals.js';

/** A workbook on its way in. */
export interface Sent {
  received: Received;
  /** By which its sender knows it. */
  key?: string | undefined;
  /** Its sender does not wait: an automaton reads it. */
  later?: boolean;
}

/** Two characters of an id that differ from one to the next: few files in a folder. */
const fileOf = (id: string): string => `workbooks/${id.slice(-2)}/${id}.xlsx`;

const underKey = ({ em, actor }: Context, declarationId: string, idempotencyKey: string) =>
  em.findOneBy(Deposit, { declarationId, depositedBy: actor.id, idempotencyKey });

/**
 * The draft that this person may deposit into now: asked before a single byte is taken in. What was sent under the
 * same key is answered again, whatever the draft has become.
 */
export async function demandDeposit(ctx: Context, id: string, key?: string): Promise<Declaration> {
  const declaration = await read(ctx, id);
  ctx.demand('deposit', declaration, cycle.what);
  return key && (await underKey(ctx, id, key)) ? declaration : ready(ctx, declaration, 'deposit');
}

/** What these bytes are already: the deposit of that key, the current one, or one of theirs that is being read. */
async function knownDeposit(ctx: Context, seen: Seen, { received, key }: Sent): Promise<Deposit | null> {
  const { digest } = received;
  const under = key ? await underKey(ctx, seen.id, key) : null;
  if (under && under.digest !== digest) throw IdempotencyKeyReused({ number: under.number });
  if (under) return under;
  const { depositId } = await ready(ctx, seen, 'deposit');
  const same = { declarationId: seen.id, digest };
  const current = await ctx.em.findOneBy(Deposit, { ...same, id: depositId ?? '' });
  const theirs = { depositedBy: ctx.actor.id, seenRevision: seen.revision, state: In(underWay) };
  return current ?? ctx.em.findOneBy(Deposit, { ...same, ...theirs });
}

/** Writes that a workbook was received, and who reads it if the one who received it does not. */
async function write(ctx: Context, id: string, seen: Seen, { received, key, later }: Sent): Promise<Deposit> {
  const { digest, size } = received;
  const { id: declarationId, revision: seenRevision } = seen;
  const { caf } = await read(ctx, declarationId);
  const deposit = {
    id,
    declarationId,
    number: (await ctx.em.countBy(Deposit, { declarationId })) + 1,
    state: 'received' as const,
    digest,
    size,
    file: fileOf(id),
    rowCount: 0,
    depositedBy: ctx.actor.id,
    depositedAt: ctx.instant(),
    seenRevision,
    idempotencyKey: key ?? null,
  };
  await ctx.em.insert(Deposit, deposit);
  await enqueue(ctx, later ? { ...readWorkbook, delay: 0 } : readWorkbook, { id, caf });
  return ctx.em.findOneByOrFail(Deposit, { id });
}

/** Keeps a received workbook, from then on read by somebody whatever happens, unless it is known already. */
async function keepDeposit(ctx: Context, seen: Seen, sent: Sent): Promise<Deposit> {
  const { vault, database } = ctx.house;
  const id = newId();
  failpoint('deposit.received');
  await vault.keep(sent.received, fileOf(id));
  failpoint('deposit.kept');
  try {
    return await ctx.transaction(async (ctx) => {
      // One at a time: each has its number, and the same bytes are one deposit.
      await holdAlone(ctx, seen.id);
      return (await knownDeposit(ctx, seen, sent)) ?? (await write(ctx, id, seen, sent));
    });
  } finally {
    // Asked of what is committed: an answer that was lost on its way may have been a yes.
    if (!(await database.reader.existsBy(Deposit, { id }))) await vault.remove(fileOf(id));
  }
}

/**
 * Takes in a workbook and reads it into the draft, in place of its rows; the earlier file is kept. The same bytes
 * deposited again are the same deposit.
 *
 * @param seen  the draft as it was when the bytes began to arrive
 * @returns the deposit as far as it has come: done, refused with its reason, or waiting
 * @throws OVERTAKEN or STEP_NOT_OPEN when the draft moved meanwhile, IDEMPOTENCY_KEY_REUSED: nothing is kept
 */
export async function deposit(ctx: Context, seen: Seen, sent: Sent): Promise<Deposit> {
  try {
    const kept = await keepDeposit(ctx, seen, sent);
    failpoint('deposit.recorded');
    return sent.later || !underWay.includes(kept.state) ? kept : await readDeposit(ctx, kept);
  } finally {
    await ctx.house.vault.discard(sent.received);
  }
}

/** Tells the journal of a file that was refused before it was whole. */
export const noteRefused = (ctx: Context, draft: Subject, { code, facts }: Refusal): Promise<void> =>
  ctx.transaction(async (ctx) => {
    const { reason = '' } = facts as { reason?: string };
    ctx.record('refuse', 'declaration', draft, { code, reason });
  });

export const depositsOf = (ctx: Context, { id }: Declaration): Promise<Deposit[]> =>
  ctx.em.find(Deposit, { where: { declarationId: id }, order: { number: 'ASC' } });

/** A deposit of a declaration this person may read; by default the current one. */
export async function findDeposit(
  ctx: Context,
  declarationId: string,
  number?: number,
): Promise<Deposit | null> {
  const declaration = await read(ctx, declarationId);
  const asked = number === undefined ? { id: declaration.depositId ?? '' } : { declarationId, number };
  return ctx.em.findOneBy(Deposit, asked);
}

/** What this person sent under that key, into a declaration they may read. */
export async function findByKey(ctx: Context, declarationId: string, key: string): Promise<Deposit | null> {
  await read(ctx, declarationId);
  return underKey(ctx, declarationId, key);
}

/**
 * The bytes of a deposit, handed out.
 *
 * @throws DEPOSIT_UNREAD when it was refused, or is not read yet: what was not let through is given to nobody
 * @throws FILE_DAMAGED when they are not what was received any more
 */
export async function openDeposit(ctx: Context, deposit: Deposit): Promise<Buffer> {
  const { id, declarationId, number, state, digest, file, rowCount } = deposit;
  if (state !== 'done' || !file) throw DepositUnread({ number, state });
  const declaration = await read(ctx, declarationId);
  ctx.saw('declaration', declaration, rowCount);
  const { bytes } = await inspect(ctx.house.vault, file, digest);
  if (bytes) return bytes;
  const { caf } = declaration;
  await ctx.transaction((ctx) => enqueue(ctx, lookAtDeposit, { id, caf }, ctx.today()));
  throw DepositDamaged({ number, isDraft: cycle.steps.deposit.from.includes(declaration.state) });
}
