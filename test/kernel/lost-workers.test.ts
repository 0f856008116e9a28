/** Workers that die at a job, or sleep past their lease: nothing is lost, and nothing written twice. */
import { expect, test } from '@jest/globals';
import type { Context } from '../../src/kernel/context.js';
import { Counter } from '../../src/kernel/counter.js';
import { newId } from '../../src/kernel/id.js';
import { Job, Postponed, defineJob, enqueue } from '../../src/kernel/jobs.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { claim } from '../../workers/claim.js';
import { workOff } from '../../workers/worker.js';
import { engine } from '../bench.js';
import { PersonalError, at, bench, jobOf, openWork, queue, working } from './work.js';

openWork();

test.each<[number, boolean, string]>([
  [9, false, 'the worker may still be alive'],
  [11, true, 'it said nothing for ten seconds'],
])('%d s after its last sign, the job of a silent worker is free: %s (%s)', async (seconds, free) => {
  await queue('silent');
  const held = await claim(bench.house, newId());
  expect(held?.payload.id).toBe('silent');
  at(seconds);

  const taken = await claim(bench.house, newId());

  expect(taken?.fence).toBe(free ? 2 : undefined);
});

/** Claimed by a worker that dies of it, which is known once its lease is over. */
const dieOf = async (seconds: number): Promise<Job | undefined> => {
  const job = await claim(bench.house, newId());
  at(seconds);
  return job;
};

test('a job that takes three workers along is set aside, with its reason', async () => {
  await queue('deadly');
  for (let death = 1; death <= 3; death += 1)
    expect(await dieOf(death * 11)).toMatchObject({ attempts: 1, fence: death, losses: death - 1 });

  expect(await claim(bench.house, newId())).toBeUndefined();
  expect(await jobOf('deadly')).toMatchObject({ state: 'set_aside', losses: 3, lastError: 'WorkerLost' });
});

test('a job that got somewhere before its worker died is not what killed it', async () => {
  await queue('halfway');
  for (let death = 1; death <= 2; death += 1) await dieOf(death * 11);
  const handlers = working(async (ctx) => {
    await ctx.transaction((ctx) => ctx.em.insert(Counter, { series: 'halfway', value: 1 }));
    throw new PersonalError('x');
  });
  await workOff(bench.house, handlers);

  expect(await jobOf('halfway')).toMatchObject({ state: 'queued', losses: 0 });
});

/** Who wrote the effect, if anybody: the fence under which it was written. */
const effect = () => bench.house.database.reader.findOneBy(Counter, { series: 'effect' });
const writeEffect = (ctx: Context, value: number) =>
  ctx.em
    .createQueryBuilder()
    .insert()
    .into(Counter)
    .values({ series: 'effect', value })
    .orUpdate(['value'], ['series']);

type Frozen = [when: 'before its transaction' | 'in its transaction', end: 'succeeds' | 'fails', why: string];

const frozenWorkers: Frozen[] = [
  ['before its transaction', 'succeeds', 'its effect is the only one'],
  ['before its transaction', 'fails', 'its failure is not written over'],
];
// The embedded engine lets nobody claim anything during a transaction.
if (engine !== 'sqlite')
  frozenWorkers.push(['in its transaction', 'succeeds', 'what it had begun is undone']);

test.each<Frozen>(frozenWorkers)(
  'a worker frozen %s, whose job was taken by one that %s, writes nothing once awake (%s)',
  async (when, end) => {
    await queue('late');
    const other = working((ctx) =>
      ctx.transaction(async (ctx) => {
        if (end === 'fails') throw new PersonalError('x');
        await writeEffect(ctx, 2).execute();
        ctx.complete();
      }),
    );
    let settledByOther: Job | undefined;
    const frozen = async () => {
      if (settledByOther) return;
      at(11);
      await workOff(bench.house, other);
      settledByOther = await jobOf('late');
    };
    const late = working(async (ctx) => {
      if (when === 'before its transaction') await frozen();
      await ctx.transaction(async (ctx) => {
        ctx.complete();
        if (when === 'in its transaction') await frozen();
        await writeEffect(ctx, 1).execute();
        await enqueue(ctx, defineJob('test.consequence'), { id: 'late', caf: '493' });
        ctx.record('act', 'test', { id: 'late', caf: '493' });
      });
    });
    await workOff(bench.house, late);

    expect(settledByOther).toMatchObject({ state: end === 'fails' ? 'queued' : 'done', fence: 2 });
    expect(await jobOf('late')).toEqual(settledByOther);
    expect(await effect()).toEqual(end === 'fails' ? null : expect.objectContaining({ value: 2 }));
    expect(await bench.count(Job, { kind: 'test.consequence' })).toBe(0);
    expect(await bench.count(JournalEntry, { action: 'act', subjectId: 'late' })).toBe(0);
    expect(bench.logged.at(-1)).toContain('"lost":true');
  },
);

test('a hundred times, a worker frozen past its lease and the one that took its job: the second alone writes', async () => {
  const writing = (value: number) => (ctx: Context) =>
    ctx.transaction(async (ctx) => {
      ctx.complete();
      await writeEffect(ctx, value).execute();
    });
  for (let round = 1; round <= 100; round += 1) {
    at(round * 20);
    await queue(`late-${round}`);
    const frozen = working(async (ctx) => {
      at(round * 20 + 11);
      await workOff(bench.house, working(writing(round)));
      await writing(-round)(ctx);
    });
    await workOff(bench.house, frozen);

    expect(await effect()).toMatchObject({ value: round });
    expect(await jobOf(`late-${round}`)).toMatchObject({ state: 'done', fence: 2 });
  }
});

test('the effect of a job and its end are one: what undoes the one undoes the other', async () => {
  await queue('undone');
  const handlers = working((ctx) =>
    ctx.transaction(async (ctx) => {
      ctx.complete();
      await writeEffect(ctx, 1).execute();
      throw new PersonalError('x');
    }),
  );
  await workOff(bench.house, handlers);

  expect(await jobOf('undone')).toMatchObject({ state: 'queued', doneAt: null });
  expect(await effect()).toBeNull();
});

test('nothing is written for a job after the transaction that ends it', async () => {
  await queue('over');
  const handlers = working(async (ctx) => {
    await ctx.transaction(async (ctx) => Promise.resolve(ctx.complete()));
    await ctx.transaction((ctx) => writeEffect(ctx, 1).execute());
  });
  await workOff(bench.house, handlers);

  expect(await jobOf('over')).toMatchObject({ state: 'done', lastError: null });
  expect(await effect()).toBeNull();
});

test('a job that waits for something outside is tried as often as it takes', async () => {
  await queue('waiting');
  await dieOf(11);
  const handlers = working(() => Promise.reject(new Postponed(5_000)));
  await workOff(bench.house, handlers);

  expect(await jobOf('waiting')).toMatchObject({
    state: 'queued',
    attempts: 0,
    losses: 0,
    lastError: 'Postponed',
  });
});
