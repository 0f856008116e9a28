/** Looking at kept files again: each night some of them, each month all of them, in steps of some seconds. */
import { randomBytes } from 'node:crypto';
import { hourOf, monthOf } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
import { enqueue, Postponed } from '../kernel/jobs.js';
import { NotFound } from '../kernel/refusal.js';
import { VaultFailed, inspect } from '../kernel/vault.js';
import { figure } from '../parameters/index.js';
import { Caf } from '../partners/index.js';
import type { Look } from './damage.js';
import { knownAt, noteLooks, tellSoon } from './damage.js';
import type { FileKind } from './damaged-file.js';
import { fileKinds } from './damaged-file.js';
import type { Extent } from './file-check.js';
import { FileCheck, extents } from './file-check.js';
import { checkFiles } from './jobs.js';
import type { KeptFile, Stretch } from './kinds.js';
import { kinds } from './kinds.js';

const WHAT = 'Vérification des fichiers';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Milliseconds. */
const UNTIL_IT_ANSWERS = 300_000;

interface Rhythm {
  /** Milliseconds since the last one began: it is due, at night. */
  due: number;
  /** At any hour: a service that sleeps at night checks too. */
  late: number;
}

const rhythms: Record<Extent, Rhythm> = {
  sample: { due: 20 * HOUR, late: 2 * DAY },
  all: { due: 28 * DAY, late: 35 * DAY },
};

/** From one o'clock to five, in Paris: between the evening of the automata and the morning of people. */
const isNight = (ctx: Context): boolean => hourOf(ctx.now()) >= 1 && hourOf(ctx.now()) < 5;

function isDue(ctx: Context, { due, late }: Rhythm, check: FileCheck | undefined): boolean {
  if (!check) return isNight(ctx);
  const age = ctx.now().getTime() - Date.parse(check.beganAt);
  return age >= (isNight(ctx) ? due : late);
}

/** The first digest there could be, which none is. */
const ORIGIN = '';

interface Begun {
  caf: string;
  extent: Extent;
  kind: FileKind;
}

/** Begins a check, in place of the former one of its kind, whose jobs change nothing any more. */
async function begin(ctx: Context, { caf, extent, kind }: Begun, former?: FileCheck): Promise<void> {
  const isSample = extent === 'sample';
  const from = isSample ? randomBytes(32).toString('hex') : ORIGIN;
  const size = figure('files_checked_nightly', monthOf(ctx.today())).value;
  const check = Object.assign(new FileCheck(), {
    id: former?.id ?? newId(),
    caf,
    extent,
    kind,
    revision: (former?.revision ?? 0) + 1,
    fromDigest: from,
    afterDigest: from,
    afterId: '',
    remaining: isSample ? size : null,
    checked: 0,
    damaged: 0,
    beganAt: ctx.instant(),
    endedAt: null,
    stoppedAt: null,
  });
  await ctx.em.save(FileCheck, check);
  const { id, revision } = check;
  await enqueue(ctx, checkFiles, { id, caf, revision }, revision);
}

/** Begins the checks that are due at the Caf of this automaton. In the transaction that takes the turn of the task. */
export async function beginChecks(ctx: Context): Promise<void> {
  const caf = await ctx.scope(Caf, 'caf', 'checkFiles').getOne();
  if (!caf) return;
  const known = await ctx.scope(FileCheck, 'it').getMany();
  for (const extent of extents)
    for (const kind of fileKinds) {
      const former = known.find((check) => check.extent === extent && check.kind === kind);
      if (isDue(ctx, rhythms[extent], former)) await begin(ctx, { caf: caf.code, extent, kind }, former);
    }
}

/** Files of one job, at most. */
const BATCH = 100;
/** Files looked at at once. */
const LANES = 4;
/** Milliseconds after which a job leaves the rest to the next one. */
const LONGEST = 2_000;

/** Looks at files for as long as a job may last; at some of them at least. */
async function lookAt(ctx: Context, { caf, kind }: FileCheck, files: readonly KeptFile[]): Promise<Look[]> {
  const began = ctx.now().getTime();
  const looks: Look[] = [];
  for (let at = 0; at < files.length; at += LANES) {
    if (at > 0 && ctx.now().getTime() - began > LONGEST) break;
    const lane = files.slice(at, at + LANES).map(async (file) => {
      const { flaw } = await inspect(ctx.house.vault, file.key, file.digest);
      return { caf, kind, file, flaw };
    });
    looks.push(...(await Promise.all(lane)));
  }
  return looks;
}

/**
 * What a check looks at next: a sample goes on from the first digest after the last one, until where it began. Where the
 * digests end it turns within the step: the few files left there would not show that the whole store is in doubt.
 */
async function nextFiles(ctx: Context, check: FileCheck): Promise<KeptFile[]> {
  const { caf, kind, fromDigest, afterDigest, afterId, remaining } = check;
  const { stretch } = kinds[kind];
  const most = Math.min(BATCH, remaining ?? BATCH);
  const hasTurned = afterDigest < fromDigest;
  const until = hasTurned ? fromDigest : undefined;
  const here: Stretch = { afterDigest, afterId, until, most };
  const found = await stretch(ctx, caf, here);
  const left = most - found.length;
  if (left === 0 || hasTurned || fromDigest === ORIGIN) return found;
  const start: Stretch = { afterDigest: ORIGIN, afterId: '', until: fromDigest, most: left };
  return [...found, ...(await stretch(ctx, caf, start))];
}

/**
 * Damaged files of one step, above which the store itself is in doubt: a volume that is not mounted, another bucket.
 * Then nothing is made again, and people look first.
 */
const TOO_MANY = 10;

async function isInDoubt(ctx: Context, looks: readonly Look[]): Promise<boolean> {
  const flawed = looks.filter(({ flaw }) => flaw).map(({ file }) => file.key);
  if (flawed.length <= TOO_MANY) return false;
  const known = await knownAt(ctx, flawed);
  return flawed.filter((key) => !known.has(key)).length > TOO_MANY;
}

type Progress = Pick<FileCheck, 'checked' | 'remaining' | 'afterDigest' | 'afterId'>;

function progressOf(
  { checked, remaining, afterDigest, afterId }: FileCheck,
  looks: readonly Look[],
): Progress {
  const last = looks.at(-1)?.file;
  return {
    checked: checked + looks.length,
    remaining: remaining === null ? null : remaining - looks.length,
    afterDigest: last?.digest ?? afterDigest,
    afterId: last?.id ?? afterId,
  };
}

/** Writes a step, what it found and the next one, all or nothing; nothing when another worker was faster. */
const settle = (ctx: Context, check: FileCheck, looks: readonly Look[]): Promise<void> =>
  ctx.transaction(async (ctx) => {
    const { id, caf, revision } = check;
    const progress = progressOf(check, looks);
    const stoppedAt = (await isInDoubt(ctx, looks)) ? ctx.instant() : null;
    const isOver = looks.length === 0 || progress.remaining === 0 || stoppedAt !== null;
    const endedAt = isOver ? ctx.instant() : null;
    const changes = { ...progress, stoppedAt, endedAt, revision: revision + 1 };
    const { affected } = await ctx.em.update(FileCheck, { id, revision }, changes);
    if (!affected) return;
    ctx.complete();
    if (stoppedAt) {
      ctx.record('stopCheck', 'fileCheck', check, { kind: check.kind });
      return tellSoon(ctx, caf);
    }
    const damaged = await noteLooks(ctx, looks);
    if (damaged > 0) await ctx.em.update(FileCheck, { id }, { damaged: check.damaged + damaged });
    if (!isOver) await enqueue(ctx, checkFiles, { id, caf, revision: revision + 1 }, revision + 1);
  });

/**
 * Does the next step of a check. A step that was done is left as it is.
 *
 * @throws Postponed while the store gives no answer: that is not damage
 */
export async function stepCheck(ctx: Context, id: string, revision: number): Promise<void> {
  const check = await ctx.find(FileCheck, id, WHAT);
  ctx.demand('advance', check, WHAT);
  if (check.revision !== revision || check.endedAt) return;
  try {
    await settle(ctx, check, await lookAt(ctx, check, await nextFiles(ctx, check)));
  } catch (error) {
    if (error instanceof VaultFailed) throw new Postponed(UNTIL_IT_ANSWERS);
    throw error;
  }
}

/** Looks at one file, which somebody was not given. */
export async function lookAtOne(ctx: Context, kind: FileKind, id: string): Promise<void> {
  const caf = await ctx.scope(Caf, 'caf', 'checkFiles').getOne();
  const file = caf && (await kinds[kind].find(ctx, caf.code, id));
  if (!file) throw NotFound({ what: WHAT, id });
  const { flaw } = await inspect(ctx.house.vault, file.key, file.digest);
  await ctx.transaction(async (ctx) => {
    await noteLooks(ctx, [{ caf: caf.code, kind, file, flaw }]);
    ctx.complete();
  });
}
