/** Has damaged copies read, and tells what became of them: rows or a refusal, never a crash, a wait or a leak. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workbookLimits } from '../../src/kernel/sheet-limits.js';
import { openSheetReader } from '../../src/tools/sheet-reader.js';
import { damaged, dice, origins } from './damage.js';
import type { Told } from './damage-process.js';

const SEED = 2026;
/** One copy in so many goes through the production reader, whose memory is watched. */
const BY_PRODUCTION = 100;
/** Milliseconds that one copy may take. */
const DEADLINE = 5_000;
const MEGABYTE = 1024 * 1024;

export interface Outcome {
  /** How many copies ended so: `rows`, a reason, `fault`. */
  ends: Record<string, number>;
  slowest: Told;
  /** Copies whose reading crashed, hung or failed otherwise than by a refusal. */
  wrong: string[];
  /** MiB that the parent grew by while it had copies read. */
  grown: number;
}

export async function readDamaged(count: number, seed = SEED): Promise<Outcome> {
  const told: Told[] = [];
  const wrong: string[] = [];
  const child = fork(
    fileURLToPath(new URL('./damage-process.js', import.meta.url)),
    [String(seed), String(count)],
    { execArgv: [`--max-old-space-size=${workbookLimits.heap.most}`] },
  );
  let watch: NodeJS.Timeout | undefined;
  const wait = (): void => {
    clearTimeout(watch);
    watch = setTimeout(() => child.kill('SIGKILL'), DEADLINE + 10_000).unref();
  };
  wait();
  child.on('message', (each: Told) => {
    told.push(each);
    wait();
  });
  const [[code]] = (await Promise.all([once(child, 'exit'), once(child, 'disconnect')])) as [
    [number | null],
    unknown,
  ];
  clearTimeout(watch);
  if (code !== 0 || told.length < count) wrong.push(`copy ${told.length}: the process ended with ${code}`);
  for (const { copy, end, milliseconds } of told) {
    if (end === 'fault' || milliseconds > DEADLINE) wrong.push(`copy ${copy}: ${end} in ${milliseconds} ms`);
  }
  const slowest = told.toSorted((a, b) => b.milliseconds - a.milliseconds)[0]!;
  return { ends: tally(told), slowest, wrong, grown: await throughProduction(count, seed, wrong) };
}

const tally = (told: Told[]): Record<string, number> => {
  const ends: Record<string, number> = {};
  for (const { end } of told) ends[end] = (ends[end] ?? 0) + 1;
  return ends;
};

/** Some of the copies as they would be deposited. @returns the growth of this process in MiB */
async function throughProduction(count: number, seed: number, wrong: string[]): Promise<number> {
  const all = await origins();
  const folder = await mkdtemp(join(tmpdir(), 'damaged-'));
  const reader = openSheetReader({ deadline: DEADLINE });
  const path = join(folder, 'copy.xlsx');
  let before = 0;
  for (let copy = 0; copy < count; copy += BY_PRODUCTION) {
    await writeFile(path, damaged(all, dice(seed + copy * 7_919)));
    await reader.read(path).catch((error: Error) => {
      if (error.name !== 'WORKBOOK_REFUSED' || /n’aboutit pas/.test(error.message)) {
        wrong.push(`copy ${copy}, in production: ${error.message}`);
      }
    });
    before ||= process.memoryUsage().rss;
  }
  const grown = (process.memoryUsage().rss - before) / MEGABYTE;
  await reader.close();
  await rm(folder, { recursive: true });
  return Math.round(grown);
}

/** The nightly command. @returns its exit code */
export async function runDamaged(count: number): Promise<number> {
  const { ends, slowest, wrong, grown } = await readDamaged(count);
  for (const [end, copies] of Object.entries(ends).toSorted(([, a], [, b]) => b - a)) {
    console.log(`${String(copies).padStart(7)}  ${end}`);
  }
  console.log(
    `La plus lente : copie ${slowest.copy}, ${Math.round(slowest.milliseconds)} ms. Mémoire du service : +${grown} Mo.`,
  );
  for (const each of wrong) console.log(each);
  console.log(`\n${count - wrong.length} passed, ${wrong.length} failed`);
  return wrong.length > 0 || grown > 64 ? 1 : 0;
}
