/** Jobs claimed, done and ended in a second, among few and among many that are done already: run as `node dist/bench/jobs.js`. */
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { insertAll } from '../src/kernel/database.js';
import { newId } from '../src/kernel/id.js';
import { Job, defineJob, enqueue } from '../src/kernel/jobs.js';
import { automaton } from '../src/rights/index.js';
import { claim } from '../workers/claim.js';
import { handle, startWorker } from '../workers/worker.js';
import type { Bench } from '../test/bench.js';
import { engine, openBench } from '../test/bench.js';
import { onMariadb } from './engines.js';

const JOBS = 2_000;
/** What a national month leaves behind. */
const DONE = 20_000;
/** Due later than all the others, and sooner by their priority: letters that an absent server holds. */
const LATER = 8_000;
/** What many of them may cost, of what few do. */
const PROMISED = 1.3;

const kind = defineJob('bench.job', { priority: 'bulk' });

const queue = (bench: Bench): Promise<void> =>
  automaton(bench.house, '493').transaction(async (ctx) => {
    for (let at = 0; at < JOBS; at += 1) await enqueue(ctx, kind, { id: newId(), caf: '493' });
  });

const past = (job: Job, more: Partial<Job>): Job => {
  const id = newId();
  return Object.assign(new Job(), job, { id, deduplication: id }, more);
};

async function crowd({ house: { database } }: Bench): Promise<void> {
  const job = await database.reader.findOneByOrFail(Job, { kind: kind.name });
  const done = Array.from({ length: DONE }, () => past(job, { state: 'done' }));
  const later = Array.from({ length: LATER }, () =>
    past(job, { state: 'queued', priority: 1, runAt: '2030-01-01T00:00:00.000Z' }),
  );
  await database.write((em) => insertAll(em, Job, [...done, ...later]));
}

/** Jobs a second, each with an effect that its journal tells. */
async function worked(bench: Bench): Promise<number> {
  await queue(bench);
  let done = 0;
  const handler = handle(kind, async (ctx, subject) => {
    await ctx.transaction(async (ctx) => {
      ctx.record('act', 'bench', subject);
      ctx.complete();
      ctx.afterCommit(() => void (done += 1));
      await Promise.resolve();
    });
  });
  const from = performance.now();
  const worker = startWorker(bench.house, [handler]);
  while (done < JOBS) await pause(5);
  const lasted = performance.now() - from;
  await worker.stop();
  return (JOBS / lasted) * 1_000;
}

/** Milliseconds of a claim that finds nothing, and of one that finds a job. */
async function claims(bench: Bench): Promise<number> {
  await queue(bench);
  const from = performance.now();
  for (let at = 0; at < 200; at += 1) await claim(bench.house, 'bench');
  const lasted = performance.now() - from;
  await bench.house.database.write((em) => em.delete(Job, { state: 'queued', kind: kind.name, priority: 3 }));
  await bench.house.database.write((em) => em.delete(Job, { state: 'running' }));
  return lasted / 200;
}

async function measured(): Promise<void> {
  const bench = await openBench();
  const few = { rate: await worked(bench), claim: await claims(bench) };
  await crowd(bench);
  const many = { rate: await worked(bench), claim: await claims(bench) };
  const said = ({ rate, claim: each }: typeof few) =>
    `${rate.toFixed(0)} jobs/s, a claim ${each.toFixed(2)} ms`;
  console.log(`${engine}: ${said(few)}; among ${DONE} done and ${LATER} for later: ${said(many)}`);
  if (few.rate / many.rate > PROMISED) process.exitCode = 1;
  await bench.close();
}

await measured();
await onMariadb(import.meta.url);
