/** How long a depositor waits, and how long everybody else does: run as `node dist/bench/workbook/deposit.js`. */
import { setTimeout as pause } from 'node:timers/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import ExcelJS from 'exceljs';
import type { Bench } from '../../test/bench.js';
import { openBench, who } from '../../test/bench.js';
import type { Caller } from '../../test/caller.js';
import type { Opened } from '../../test/month.js';
import { advance, create, rose, workbook } from '../../test/month.js';

/** A month of most structures, and the largest that is received. */
const FEW = 15;
const MANY = 5_000;
const RUNS = 60;
const HEAVY_RUNS = 5;
/** Milliseconds left to the next child to start, as between two depositors. */
const BETWEEN = 400;

/** Milliseconds. */
export interface MeasuredDeposit {
  what: string;
  by: string;
  median: number;
  p95: number;
  /** The longest that the event loop of the API was held. */
  held: number;
  /** The longest that others waited for a read, and for a write. */
  othersRead?: number;
  othersWrite?: number;
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.ceil(values.length * share) - 1] ?? 0;

/** One row of three is wrong. */
const rowsOf = (count: number, run: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...rose,
    allocataire: String(1_000_000 + at),
    firstName: `Rose ${run}`,
    hours: at % 3 === 0 ? 15.5 : 40,
  }));

/** From the first byte sent to the last anomaly heard. */
async function depositOnce(caller: Caller, { id, depositAddress }: Opened, bytes: Buffer): Promise<number> {
  const start = performance.now();
  await caller.put(depositAddress, bytes);
  const first = Math.min(FEW, 50);
  await caller.ask(
    `{ declaration(id: "${id}") { revision anomalies(first: ${first}) { edges { node { sentence } } } } }`,
  );
  return performance.now() - start;
}

/** Someone else's read and write, again and again while it lasts; the longest of each. */
async function others(bench: Bench, signal: AbortSignal) {
  const caller = await bench.person(who.otherStructure);
  const longest = { read: 0, write: 0 };
  // From the moment it should have been asked: a loop that is held asks late too.
  const again = async (what: 'read' | 'write', work: () => Promise<unknown>) => {
    while (!signal.aborted) {
      const due = performance.now() + 10;
      await pause(10);
      await work();
      longest[what] = Math.max(longest[what], performance.now() - due);
    }
  };
  const reading = () => caller.ask('{ declarations(first: 5) { edges { node { reference } } } }');
  const writing = async () => advance(caller, await create(caller, '2026-09'), 'CANCEL');
  await Promise.all([again('read', reading), again('write', writing)]);
  return longest;
}

const watch = () => {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  return () => {
    delay.disable();
    return delay.max / 1e6;
  };
};

async function small(caller: Caller, draft: Opened): Promise<MeasuredDeposit> {
  const times: number[] = [];
  const files = await Promise.all(Array.from({ length: RUNS + 5 }, (_, run) => workbook(rowsOf(FEW, run))));
  for (const warm of files.splice(0, 5)) await depositOnce(caller, draft, warm);
  let held = 0;
  for (const bytes of files) {
    await pause(BETWEEN);
    const stop = watch();
    times.push(await depositOnce(caller, draft, bytes));
    held = Math.max(held, stop());
  }
  const what = `${FEW} rows, sent to the last anomaly`;
  return { what, by: 'Habilis', median: quantile(times, 0.5), p95: quantile(times, 0.95), held };
}

async function large(bench: Bench, caller: Caller, draft: Opened): Promise<MeasuredDeposit> {
  const times: number[] = [];
  const [longest, waits] = [[] as number[], { read: 0, write: 0 }];
  for (let run = 0; run < HEAVY_RUNS; run += 1) {
    const bytes = await workbook(rowsOf(MANY, run));
    await pause(BETWEEN);
    const stopped = new AbortController();
    const waiting = others(bench, stopped.signal);
    await pause(100);
    const stop = watch();
    times.push(await depositOnce(caller, draft, bytes));
    longest.push(stop());
    stopped.abort();
    const { read, write } = await waiting;
    Object.assign(waits, { read: Math.max(waits.read, read), write: Math.max(waits.write, write) });
  }
  return {
    what: `${MANY} rows, sent to the first anomalies`,
    by: 'Habilis',
    median: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    held: Math.max(...longest),
    othersRead: waits.read,
    othersWrite: waits.write,
  };
}

/** The same file opened by exceljs, and nothing more: no check, no database. */
async function byExceljs(rows: number, runs: number): Promise<MeasuredDeposit> {
  const bytes = await workbook(rowsOf(rows, 0));
  const times: number[] = [];
  let held = 0;
  for (let run = 0; run < runs; run += 1) {
    await pause(20);
    const stop = watch();
    const start = performance.now();
    await new ExcelJS.Workbook().xlsx.load(bytes as never);
    times.push(performance.now() - start);
    await pause(5);
    held = Math.max(held, stop());
  }
  const what = `${rows} rows, opened only`;
  return { what, by: 'exceljs in memory', median: quantile(times, 0.5), p95: quantile(times, 0.95), held };
}

/** A deposit over real HTTP on the embedded engine, its reader started beforehand as `serve` does. */
export async function measureDeposit(): Promise<MeasuredDeposit[]> {
  const bench = await openBench();
  bench.house.sheetReader.keepWarm();
  const caller = await bench.person(who.declarant);
  const draft = await create(caller);
  try {
    return [
      await small(caller, draft),
      await byExceljs(FEW, RUNS),
      await large(bench, caller, draft),
      await byExceljs(MANY, HEAVY_RUNS),
    ];
  } finally {
    await bench.close();
  }
}

export function depositLine({
  what,
  by,
  median,
  p95,
  held,
  othersRead,
  othersWrite,
}: MeasuredDeposit): string {
  const waits = othersRead
    ? `, others waited ${othersRead.toFixed(0)} ms to read, ${othersWrite!.toFixed(0)} to write`
    : '';
  return `${what.padEnd(38)} ${by.padEnd(18)} ${median.toFixed(0).padStart(5)} ms, p95 ${p95.toFixed(0).padStart(5)} ms, loop held ${held.toFixed(0)} ms${waits}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const each of await measureDeposit()) console.log(depositLine(each));
}
