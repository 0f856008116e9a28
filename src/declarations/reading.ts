/** Reading a deposit into its draft: let through, read, checked, or refused. Safe to do twice, and by two at once. */
import { In } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import type { Context } from '../kernel/context.js';
import { AntivirusSilent } from '../kernel/antivirus.js';
import { failpoint } from '../kernel/failpoint.js';
import { Postponed, dequeue } from '../kernel/jobs.js';
import { Refusal } from '../kernel/refusal.js';
import { recognise } from '../workbooks/index.js';
import { holdAlone, read, ready, settle } from './change.js';
import { Declaration } from './declaration.js';
import { Deposit } from './deposit.js';
import type { DepositStep } from './deposit-cycle.js';
import { depositCycle, underWay } from './deposit-cycle.js';
import { readWorkbook } from './jobs.js';
import { DepositInfected, DepositTooLargeToScan, DepositorGone } from './refusals.js';
import type { Checked } from './rows.js';
import { readRows, replaceRows } from './rows.js';
import { types } from './types.js';

/** Milliseconds. */
const SHORTEST = 5_000;
const LONGEST = 300_000;

type Changes = QueryDeepPartialEntity<Deposit>;

/** Takes a step of a deposit's cycle; false when somebody else has brought it elsewhere. */
const step = (ctx: Context, { id }: Deposit, name: DepositStep, changes: Changes = {}): Promise<boolean> =>
  ctx.transaction(async ({ em }) => {
    const { from, to } = depositCycle.steps[name];
    const { affected } = await em.update(Deposit, { id, state: In([...from]) }, { ...changes, state: to! });
    return affected === 1;
  });

/** What a new deposit takes back: the conditions are accepted for the rows that one sees. */
const unaccepted = { conditionsVersion: null, conditionsAcceptedBy: null, conditionsAcceptedAt: null };

/** The draft that it was sent into, as it was then. */
const draftOf = (ctx: Context, { declarationId: id, seenRevision: revision }: Deposit) =>
  ready(ctx, { id, revision }, 'deposit');

/** Puts the rows that were read in place of the former ones. */
const keepRows = (ctx: Context, deposit: Deposit, content: Checked): Promise<void> =>
  ctx.transaction(async (ctx) => {
    const { id, number, digest, declarationId } = deposit;
    await holdAlone(ctx, declarationId);
    const { rowCount } = content.counts;
    if (!(await step(ctx, deposit, 'finish', { rowCount, rowsRead: rowCount }))) return;
    const declaration = await draftOf(ctx, deposit);
    const counts = await replaceRows(ctx, declaration, content);
    failpoint('deposit.rowsWritten');
    const changes = { ...counts, ...unaccepted, depositId: id };
    const facts = { number, digest, rows: rowCount };
    const { state, revision, blockingCount, warningCount } = await settle(
      ctx,
      declaration,
      'deposit',
      changes,
      facts,
    );
    const result = { state, revision, rowCount, blockingCount, warningCount };
    await ctx.em.update(Deposit, { id }, { result });
    await dequeue(ctx, readWorkbook, id);
    ctx.complete();
  });

const refusals = { infected: DepositInfected, tooLarge: DepositTooLargeToScan };

/**
 * Whether the antivirus let it through, where there is one; parked when it says nothing.
 *
 * @throws DEPOSIT_INFECTED, DEPOSIT_TOO_LARGE_TO_SCAN
 */
async function isLetThrough(ctx: Context, deposit: Deposit): Promise<boolean> {
  const { antivirus, vault } = ctx.house;
  // What waited for an antivirus that was taken away since is read as the others are.
  if (!antivirus && deposit.state === 'unscanned') await step(ctx, deposit, 'release');
  if (!antivirus || deposit.scannedAt) return true;
  if (!(await step(ctx, deposit, 'scan'))) return false;
  failpoint('deposit.scanning');
  try {
    const verdict = await antivirus.scan((await vault.open(deposit.file!)).stream);
    failpoint('deposit.scanned');
    if (verdict !== 'clean') throw refusals[verdict]({ number: deposit.number });
    return true;
  } catch (error) {
    if (!(error instanceof AntivirusSilent)) throw error;
    await step(ctx, deposit, 'park');
    return false;
  }
}

/** Writes how many rows were read so far, one after the other; nobody waits for it, and the end is told otherwise. */
function counting(ctx: Context, { id }: Deposit): (rows: number) => void {
  let writing: Promise<unknown> = Promise.resolve();
  return (rowsRead) => {
    writing = writing
      .then(() => ctx.transaction(({ em }) => em.update(Deposit, { id, state: 'reading' }, { rowsRead })))
      .catch(() => undefined);
  };
}

async function readIn(ctx: Context, deposit: Deposit): Promise<void> {
  const draft = await draftOf(ctx, deposit);
  if (!(await isLetThrough(ctx, deposit))) return;
  const scannedAt = deposit.scannedAt ?? (ctx.house.antivirus ? ctx.instant() : null);
  if (!(await step(ctx, deposit, 'read', { scannedAt }))) return;
  failpoint('deposit.begun');
  const { vault, sheetReader } = ctx.house;
  const onRows = counting(ctx, deposit);
  const sheets = await vault.lend(deposit.file!, (path) => sheetReader.read(path, { onRows }));
  failpoint('deposit.read');
  const { rows } = recognise(sheets, types[draft.type].template);
  await keepRows(ctx, deposit, await readRows(ctx, draft, rows));
}

/** Of a refused deposit, its line is all that stays. The job is kept until its file is gone. */
async function removeFile(ctx: Context, { id, file }: Deposit): Promise<void> {
  failpoint('deposit.refused');
  if (file) await ctx.house.vault.remove(file);
  failpoint('deposit.removed');
  await ctx.transaction(async (ctx) => {
    await ctx.em.update(Deposit, { id, state: 'refused' }, { file: null });
    await dequeue(ctx, readWorkbook, id);
    ctx.complete();
  });
}

async function refuse(ctx: Context, deposit: Deposit, { code, message, facts }: Refusal): Promise<void> {
  const { id, declarationId, number, digest } = deposit;
  await ctx.transaction(async (ctx) => {
    failpoint('deposit.refusing');
    if (!(await step(ctx, deposit, 'refuse', { refusal: { code, message, facts } as object }))) return;
    const { caf } = await ctx.em.findOneByOrFail(Declaration, { id: declarationId });
    const { reason } = facts as { reason?: string };
    ctx.record(
      'refuse',
      'deposit',
      { id, caf },
      { declarationId, number, digest, code, ...(reason && { reason }) },
    );
  });
}

/** The deposit as it is now; a refused one is rid of its file first. */
async function settled(ctx: Context, { id }: Deposit): Promise<Deposit> {
  const deposit = await ctx.em.findOneByOrFail(Deposit, { id });
  if (deposit.state !== 'refused' || !deposit.file) return deposit;
  await removeFile(ctx, deposit);
  return ctx.em.findOneByOrFail(Deposit, { id });
}

/**
 * Reads a deposit as whoever sent it: what they may not do, the reading may not either.
 *
 * @returns the deposit as far as it has come
 */
export async function readDeposit(ctx: Context, deposit: Deposit): Promise<Deposit> {
  try {
    if (underWay.includes(deposit.state)) await readIn(ctx, deposit);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await refuse(ctx, deposit, error);
  }
  return settled(ctx, deposit);
}

/** Milliseconds until a parked deposit is taken up again: half as long again as it has waited. */
const patience = (ctx: Context, { depositedAt }: Deposit): number =>
  Math.min(Math.max((ctx.now().getTime() - Date.parse(depositedAt)) / 2, SHORTEST), LONGEST);

/**
 * Takes up a deposit whose reading is not over, in the name of its sender as they are now.
 *
 * @throws NOT_FOUND when it is not of the automaton's Caf; Postponed while the antivirus says nothing
 */
export async function takeUp(
  ctx: Context,
  id: string,
  sender: (id: string) => Promise<Context>,
): Promise<void> {
  const deposit = await ctx.em.findOneBy(Deposit, { id });
  const declaration = await read(ctx, deposit?.declarationId ?? id);
  if (!deposit) return;
  const theirs = (await sender(deposit.depositedBy)).atWorkOf(ctx);
  if (theirs.can('deposit', declaration)) await readDeposit(theirs, deposit);
  else await refuse(ctx, deposit, DepositorGone({ number: deposit.number }));
  const { state } = await settled(ctx, deposit);
  if (state === 'unscanned') throw new Postponed(patience(ctx, deposit));
}
