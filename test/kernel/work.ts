/** A bench whose clock the test sets, and one kind of job: for the tests of work for later. */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Context } from '../../src/kernel/context.js';
import { Counter } from '../../src/kernel/counter.js';
import { Job, defineJob, enqueue } from '../../src/kernel/jobs.js';
import { automaton } from '../../src/rights/index.js';
import type { Handler } from '../../workers/worker.js';
import { handle } from '../../workers/worker.js';
import type { Bench } from '../bench.js';
import { openBench } from '../bench.js';

export const START = Date.parse('2026-11-05T08:00:00Z');
export const kind = defineJob('test.job');

export let bench: Bench;
export let root: Context;

/** The modules of tests are shared between files: each asks for its own bench. */
export function openWork(): void {
  beforeAll(async () => {
    bench = await openBench();
    root = automaton(bench.house, '493');
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    await bench.house.database.write(async (em) => {
      await em.clear(Job);
      await em.clear(Counter);
    });
    at(0);
  });
}

/** Sets the clock to that many seconds after the start. */
export const at = (seconds: number) => bench.setNow(new Date(START + seconds * 1_000).toISOString());
export const queue = (id: string, about?: string | number) =>
  root.transaction((ctx) => enqueue(ctx, kind, { id, caf: '493' }, about));
export const jobOf = (id: string) =>
  bench.house.database.reader.findOneByOrFail(Job, { deduplication: `${kind.name}:${id}:` });
export const working = (run: Handler['run']): Handler[] => [handle(kind, run)];

/** Whose name and text tell of somebody. */
export class PersonalError extends Error {
  override name = 'PersonalError';
}
