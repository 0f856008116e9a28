import { expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '../../src/kernel/id.js';
import type { JobKind } from '../../src/kernel/jobs.js';
import { Job, defineJob, enqueue } from '../../src/kernel/jobs.js';
import { claim } from '../../workers/claim.js';
import type { Handler } from '../../workers/worker.js';
import { handle, startWorker, workOff } from '../../workers/worker.js';
import { PersonalError, START, at, bench, jobOf, openWork, queue, root, working } from './work.js';

openWork();

const start = (run: Handler['run']) => startWorker(bench.house, working(run));
const secondsFromStart = (moment: string) => (Date.parse(moment) - START) / 1_000;

const eventually = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (const until = performance.now() + 10_000; !(await holds()); await pause(10)) {
    if (performance.now() > until) throw new Error('It never came true.');
  }
};

test.each<[string, (string | number | undefined)[], number, string]>([
  ['the same', [undefined, undefined, undefined], 1, 'asked three times is one job'],
  ['another version', [1, 2, 1], 2, 'each version is its own work'],
])('a job about %s: %j make %i (%s)', async (_, abouts, expected) => {
  for (const about of abouts) await queue('asked', about);
  await Promise.all(abouts.map((about) => queue('asked', about)));

  expect(await bench.count(Job)).toBe(expected);
});

test('a job done is not done again when it is asked again', async () => {
  let runs = 0;
  const handlers = working(async () => void (runs += 1));
  await queue('again');
  await workOff(bench.house, handlers);
  await queue('again');
  await workOff(bench.house, handlers);

  expect(runs).toBe(1);
  expect(await jobOf('again')).toMatchObject({ state: 'done', attempts: 1, lastError: null });
});

test('a job acts in the name of the automaton of its Caf, on the record it names', async () => {
  await queue('named');
  const seen: unknown[] = [];
  const handlers = working(async ({ actor }, payload) => void seen.push([actor.kind, actor.id, payload]));
  await workOff(bench.house, handlers);

  expect(seen).toEqual([['automaton', 'automaton-493', { id: 'named', caf: '493' }]]);
});

test('jobs are done in the order they were asked, once they are due', async () => {
  const done: string[] = [];
  for (const seconds of [30, 10, 20]) {
    at(seconds);
    await queue(`after-${seconds}`);
  }
  const handlers = working(async (_, { id }) => void done.push(id));
  at(5);
  await workOff(bench.house, handlers);
  expect(done).toEqual([]);
  at(40);
  await workOff(bench.house, handlers);
  expect(done).toEqual(['after-10', 'after-20', 'after-30']);
});

test.each<[string, string[], string]>([
  ['what somebody waits for comes first', ['awaited', 'usual', 'bulk'], 'whenever it was asked'],
])('%s: %j (%s)', async (_, expected) => {
  const kinds = (['bulk', 'usual', 'awaited'] as const).map((priority) =>
    defineJob(`test.${priority}`, { priority }),
  );
  for (const kind of kinds) await root.transaction((ctx) => enqueue(ctx, kind, { id: 'ranked', caf: '493' }));
  const done: string[] = [];
  const told = (kind: JobKind) => handle(kind, async () => void done.push(kind.priority!));
  await workOff(bench.house, kinds.map(told));

  expect(done).toEqual(expected);
});

test('claims at the same time share the jobs out: each is held by one', async () => {
  const ids = Array.from({ length: 12 }, (_, n) => `shared-${n}`);
  for (const id of ids) await queue(id);
  const claims = await Promise.all(Array.from({ length: 20 }, () => claim(bench.house, newId())));

  const held = claims.filter((job) => job !== undefined);
  expect(held.map(({ payload }) => payload.id).toSorted()).toEqual(ids.toSorted());
  expect(held.filter(({ fence, attempts }) => fence !== 1 || attempts !== 1)).toEqual([]);
});

test('three workers never run one job twice', async () => {
  const ids = Array.from({ length: 45 }, (_, n) => `once-${n}`);
  for (const id of ids) await queue(id);
  const begun: string[] = [];
  let under = 0;
  let most = 0;
  const run: Handler['run'] = async (_, { id }) => {
    begun.push(id);
    most = Math.max(most, (under += 1));
    await pause(5);
    under -= 1;
  };
  const workers = [1, 2, 3].map(() => start(run));
  await eventually(async () => (await bench.count(Job, { state: 'done' })) === ids.length);
  await Promise.all(workers.map((worker) => worker.stop()));

  expect(begun.toSorted()).toEqual(ids.toSorted());
  expect(most).toBeGreaterThan(1);
});

test('a job that fails is tried again after 1, 2, 4… seconds and up to a quarter more, eight times in all, then set aside', async () => {
  await queue('failing');
  const known = { lastError: 'PersonalError', leaseUntil: null };
  const tries: number[] = [];
  const handlers = working(async () => {
    tries.push(Math.round((bench.house.clock().getTime() - START) / 1_000));
    throw new PersonalError('Rose GALINDRAC 3521874');
  });
  let now = 0;
  for (let attempt = 1; attempt <= 7; attempt += 1) {
    await workOff(bench.house, handlers);
    const job = await jobOf('failing');
    expect(job).toMatchObject({ state: 'queued', attempts: attempt, ...known });
    const delay = 2 ** (attempt - 1);
    expect(secondsFromStart(job.runAt) - now).toBeGreaterThanOrEqual(delay);
    expect(secondsFromStart(job.runAt) - now).toBeLessThan(delay * 1.25 + 0.9);
    at(now + delay - 0.5);
    await workOff(bench.house, handlers);
    expect(tries).toHaveLength(attempt);
    at((now += delay * 1.25 + 1));
  }
  await workOff(bench.house, handlers);

  expect(await jobOf('failing')).toMatchObject({ state: 'set_aside', attempts: 8, ...known });
  at(100_000);
  await workOff(bench.house, handlers);
  expect(tries).toHaveLength(8);
  expect(JSON.stringify([bench.logged, await jobOf('failing')])).not.toMatch(/GALINDRAC|3521874/);
  expect(bench.logged.join('')).toContain('PersonalError');
});

test('a job that failed is done when it succeeds, and remembers nothing but why it had failed', async () => {
  await queue('mended');
  let runs = 0;
  const handlers = working(async () => {
    if ((runs += 1) === 1) throw new PersonalError('x');
  });
  await workOff(bench.house, handlers);
  at(2);
  await workOff(bench.house, handlers);

  expect(await jobOf('mended')).toMatchObject({ state: 'done', attempts: 2, lastError: 'PersonalError' });
});

test('a job of a kind that nobody handles fails like another, and holds nobody up', async () => {
  await queue('unknown');
  await workOff(bench.house, []);

  expect(await jobOf('unknown')).toMatchObject({ state: 'queued', attempts: 1, lastError: 'NoHandler' });
});

test('a worker at work gives signs of life, and keeps its job', async () => {
  await queue('long');
  let release: () => void = () => undefined;
  const released = new Promise<void>((done) => (release = done));
  const worker = start(() => released);
  await eventually(async () => (await jobOf('long')).state === 'running');
  const { leaseUntil } = await jobOf('long');
  await eventually(async () => (await jobOf('long')).leaseUntil! > leaseUntil!);
  expect(await claim(bench.house, newId())).toBeUndefined();
  release();
  await worker.stop();

  expect(await jobOf('long')).toMatchObject({ state: 'done', fence: 1 });
});

test('stopping finishes what is under way and takes nothing more', async () => {
  for (let n = 0; n < 6; n += 1) await queue(`stop-${n}`);
  const begun: string[] = [];
  const ended: string[] = [];
  const worker = start(async (_, { id }) => {
    begun.push(id);
    await pause(150);
    ended.push(id);
  });
  await eventually(() => begun.length > 0);
  await worker.stop();

  expect(begun.length).toBeLessThan(6);
  expect(ended.toSorted()).toEqual(begun.toSorted());
  expect(await bench.count(Job, { state: 'done' })).toBe(begun.length);
  expect(await bench.count(Job, { state: 'queued' })).toBe(6 - begun.length);
  await pause(600);
  expect(begun).toEqual(ended);
});

test('a worker that rests is woken by what is queued, long before it would look by itself', async () => {
  let done = 0;
  const worker = start(async () => void (done += 1));
  const since = performance.now();
  for (let n = 1; n <= 5; n += 1) {
    await pause(30);
    await queue(`woken-${n}`);
    worker.wake();
    await eventually(() => done === n);
  }

  // Left to itself it looks twice a second.
  expect(performance.now() - since).toBeLessThan(1_500);
  await worker.stop();
});
