/** Depositing a workbook into a draft, and finding the workbooks deposited. */
import type { Context } from '../kernel/context.js';
import { isDuplicate } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import { Overtaken } from '../kernel/refusal.js';
import type { Received } from '../kernel/vault.js';
import { recognise } from '../workbooks/index.js';
import type { Seen } from './change.js';
import { read, ready, settle } from './change.js';
import { cycle } from './cycle.js';
import type { Declaration } from './declaration.js';
import { Deposit } from './deposit.js';
import type { Checked } from './rows.js';
import { readRows, replaceRows } from './rows.js';
import { types } from './types.js';

/** Where the workbook of that digest is kept. */
export const workbookKey = (digest: string): string => `workbooks/${digest.slice(0, 2)}/${digest}.xlsx`;

/** Whether this person may deposit now: asked before a single byte is taken in. */
export async function demandDeposit(ctx: Context, id: string): Promise<Declaration> {
  const { revision } = await read(ctx, id);
  return ready(ctx, { id, revision }, 'deposit');
}

/** What a new deposit takes back: the conditions are accepted for the rows that one sees. */
const unaccepted = { conditionsVersion: null, conditionsAcceptedBy: null, conditionsAcceptedAt: null };

/** Writes a deposit that was read, in place of the former one, unless it is the same file. */
const keepDeposit = (ctx: Context, seen: Seen, received: Received, content: Checked): Promise<Declaration> =>
  ctx.transaction(async (ctx) => {
    const declaration = await ready(ctx, seen, 'deposit');
    const { digest, size } = received;
    const { id: declarationId, depositId } = declaration;
    if (depositId && (await ctx.em.existsBy(Deposit, { id: depositId, digest }))) return declaration;
    const number = (await ctx.em.countBy(Deposit, { declarationId })) + 1;
    const id = newId();
    const rowCount = content.rows.length;
    const by = { depositedBy: ctx.actor.id, depositedAt: ctx.instant() };
    await ctx.em.insert(Deposit, { id, declarationId, number, digest, size, rowCount, ...by });
    const counts = await replaceRows(ctx, declaration, content);
    const changes = { ...counts, ...unaccepted, depositId: id };
    return settle(ctx, declaration, 'deposit', changes, { number, digest, rows: rowCount });
  });

/**
 * Reads a received workbook into the draft, in place of its rows; the earlier
 * file is kept. The same bytes deposited again change nothing.
 *
 * @param seen  the draft as it was when the bytes began to arrive
 * @throws WORKBOOK_REFUSED, with nothing kept; OVERTAKEN when the draft moved meanwhile
 */
export async function deposit(ctx: Context, seen: Seen, received: Received): Promise<Declaration> {
  const { vault, sheetReader } = ctx.house;
  try {
    const declaration = await ready(ctx, seen, 'deposit');
    const { template } = types[declaration.type];
    const { rows } = recognise(await sheetReader.read(received.path), template);
    const content = await readRows(ctx, declaration, rows);
    await vault.keep(received, workbookKey(received.digest));
    return await keepDeposit(ctx, seen, received, content);
  } catch (error) {
    throw isDuplicate(error) ? Overtaken({ what: cycle.what, ...seen }) : error;
  } finally {
    await vault.discard(received);
  }
}

export const depositsOf = (ctx: Context, { id }: Declaration): Promise<Deposit[]> =>
  ctx.em.find(Deposit, { where: { declarationId: id }, order: { number: 'ASC' } });

/** A deposit of a declaration this person may read; by default the current one. */
export async function readDeposit(
  ctx: Context,
  declarationId: string,
  number?: number,
): Promise<Deposit | null> {
  const declaration = await read(ctx, declarationId);
  const asked = number ? { declarationId, number } : { id: declaration.depositId ?? '' };
  const deposit = await ctx.em.findOneBy(Deposit, asked);
  if (deposit) ctx.saw('declaration', declaration, deposit.rowCount);
  return deposit;
}
