import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { sqliteOptions } from '../../ormconfig.js';
import type { Context } from '../../src/kernel/context.js';
import { Counter, nextNumber } from '../../src/kernel/counter.js';
import { insertAll, isDuplicate } from '../../src/kernel/database.js';
import { Job, defineJob, enqueue } from '../../src/kernel/jobs.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { automaton } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { engine, openBench } from '../bench.js';

let bench: Bench;
let root: Context;
beforeAll(async () => {
  bench = await openBench();
  root = automaton(bench.house, '493');
});
afterAll(() => bench.close());

class Failure extends Error {}

const kind = defineJob('test.transactions');
const subject = (id: string) => ({ id, caf: '493' });
const row = (series: string, value = 1): Counter => Object.assign(new Counter(), { series, value });

/** What anybody else sees. */
const seen = (series: string) => bench.house.database.reader.findOneBy(Counter, { series });
const entries = (subjectId: string) => bench.count(JournalEntry, { subjectId });
const jobs = (id: string) => bench.count(Job, { deduplication: `${kind.name}:${id}:` });

/** Whoever arrives waits for the others; whoever comes later does not wait. */
const meetingOf = (people: number) => {
  let arrive: () => void;
  const together = new Promise<void>((done) => (arrive = done));
  let here = 0;
  return async () => {
    here += 1;
    if (here >= people) arrive();
    await together;
  };
};

test('units of work at the same time do not mix: those that fail undo themselves only', async () => {
  const names = Array.from({ length: 30 }, (_, at) => `mixed-${String(at).padStart(2, '0')}`);
  const fails = (name: string) => Number(name.slice(-2)) % 3 === 0;
  const results = await Promise.allSettled(
    names.map((name) =>
      root.transaction(async (ctx) => {
        await ctx.em.insert(Counter, row(name));
        await pause(Math.random() * 5);
        if (fails(name)) throw new Failure();
      }),
    ),
  );

  expect(results.map(({ status }) => status === 'rejected')).toEqual(names.map(fails));
  const kept = await Promise.all(names.map(seen));
  expect(kept.map((found) => found === null)).toEqual(names.map(fails));
});

test('nobody sees a row before its commit, everybody after', async () => {
  await root.transaction(async (ctx) => {
    await ctx.em.insert(Counter, row('committed'));
    expect(await ctx.em.countBy(Counter, { series: 'committed' })).toBe(1);
    expect(await seen('committed')).toBeNull();
    expect(await root.em.countBy(Counter, { series: 'committed' })).toBe(0);
  });

  expect(await seen('committed')).not.toBeNull();
});

test.each<[string, string, number, string]>([
  ['kept', 'does nothing more', 1, 'all of it'],
  ['undone', 'fails at its end', 0, 'nothing of it'],
])(
  'a transaction, %s: it %s, and leaves its rows, its entries, its jobs and its aftermath %i times (%s)',
  async (id, _, times) => {
    const told: string[] = [];
    const work = root.transaction(async (ctx) => {
      await ctx.em.insert(Counter, row(id));
      ctx.record('try', 'test', subject(id));
      await enqueue(ctx, kind, subject(id));
      ctx.afterCommit(() => void told.push(id));
      if (id === 'undone') throw new Failure();
      expect(told).toEqual([]);
    });

    await (id === 'undone' ? expect(work).rejects.toThrow(Failure) : work);
    const left = [await bench.count(Counter, { series: id }), await entries(id), await jobs(id), told.length];
    expect(left).toEqual([times, times, times, times]);
  },
);

test('a nested transaction joins the one under way: it is told after the whole, and undone with it', async () => {
  const told: string[] = [];
  const nested = (ctx: Context, name: string) =>
    ctx.transaction(async (inner) => {
      await inner.em.insert(Counter, row(name));
      inner.record('nest', 'test', subject(name));
      inner.afterCommit(() => void told.push(name));
    });

  await root.transaction(async (ctx) => {
    await nested(ctx, 'joined');
    expect(await seen('joined')).toBeNull();
    expect(told).toEqual([]);
  });
  const undone = root.transaction(async (ctx) => {
    await nested(ctx, 'joined-undone');
    throw new Failure();
  });

  await expect(undone).rejects.toThrow(Failure);
  expect(told).toEqual(['joined']);
  expect([await seen('joined-undone'), await entries('joined-undone')]).toEqual([null, 0]);
  expect(await entries('joined')).toBe(1);
});

test('the journal, the queue and the aftermath are out of reach outside a transaction', async () => {
  expect(() => root.record('try', 'test', subject('outside'))).toThrow('in a transaction only');
  expect(() => root.afterCommit(() => undefined)).toThrow('in a transaction only');
  await expect(enqueue(root, kind, subject('outside'))).rejects.toThrow('in a transaction only');
  expect(await jobs('outside')).toBe(0);
});

test('200 numbers asked for at once are 1 to 200, without gap or duplicate', async () => {
  const numbers = await Promise.all(
    Array.from({ length: 200 }, () => root.transaction((ctx) => nextNumber(ctx, 'numbers'))),
  );

  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
});

test('a transaction that fails gives its number back', async () => {
  const take = (count: number) => root.transaction((ctx) => nextNumber(ctx, 'given-back', count));
  expect(await take(3)).toBe(1);
  const failing = root.transaction(async (ctx) => {
    expect(await nextNumber(ctx, 'given-back', 5)).toBe(4);
    throw new Failure();
  });
  await expect(failing).rejects.toThrow(Failure);

  expect(await take(1)).toBe(4);
});

test('a duplicate is known as such, and nothing else is', async () => {
  const write = (query: string) =>
    bench.house.database.write((em) => em.query(query)).catch((error: unknown) => error);
  await root.transaction((ctx) => ctx.em.insert(Counter, row('twice')));

  expect(isDuplicate(await write("insert into counter values ('twice', 2)"))).toBe(true);
  expect(
    isDuplicate(
      await write(
        "insert into habilitation (id, personId, role, caf, since) values ('1', 'nobody', 'adviser', '493', '')",
      ),
    ),
  ).toBe(false);
  expect(isDuplicate(await write('insert into nowhere values (1)'))).toBe(false);
  expect((await seen('twice'))?.value).toBe(1);
});

test('any number of records is inserted at once, or none', async () => {
  const many = (prefix: string) => Array.from({ length: 1_201 }, (_, at) => row(`${prefix}-${at}`, -7));
  await root.transaction((ctx) => insertAll(ctx.em, Counter, many('many')));
  expect(await bench.count(Counter, { value: -7 })).toBe(1_201);

  const twice = root.transaction((ctx) => insertAll(ctx.em, Counter, [...many('more'), row('many-0')]));
  await expect(twice).rejects.toThrow();
  expect(await bench.count(Counter, { value: -7 })).toBe(1_201);
});

/** Counts one more, with all that a unit of work may leave, the middle of it being given. */
const once = (
  id: string,
  series: readonly string[],
  middle: (ctx: Context) => Promise<unknown>,
  told: string[],
) =>
  root.transaction(async (ctx) => {
    const [first, ...rest] = series;
    await ctx.em.increment(Counter, { series: first! }, 'value', 1);
    ctx.record('replay', 'test', subject(id));
    await enqueue(ctx, kind, subject(id));
    ctx.afterCommit(() => void told.push(id));
    await middle(ctx);
    for (const other of rest) await ctx.em.increment(Counter, { series: other }, 'value', 1);
  });

if (engine === 'mariadb') {
  test('of two units of work in a deadlock one is replayed, and each has one effect', async () => {
    await root.transaction((ctx) => insertAll(ctx.em, Counter, [row('left', 0), row('right', 0)]));
    const told: string[] = [];
    let runs = 0;
    const bothHoldOne = meetingOf(2);
    const meet = () => {
      runs += 1;
      return bothHoldOne();
    };

    await Promise.all([
      once('deadlock-1', ['left', 'right'], meet, told),
      once('deadlock-2', ['right', 'left'], meet, told),
    ]);

    expect(runs).toBe(3);
    expect([(await seen('left'))?.value, (await seen('right'))?.value]).toEqual([2, 2]);
    expect(told.toSorted()).toEqual(['deadlock-1', 'deadlock-2']);
    for (const id of told) expect([await entries(id), await jobs(id)]).toEqual([1, 1]);
  });

  test.each<[string, number, string]>([
    ['lost-now', 0, 'noticed by the next statement'],
    ['lost-before', 50, 'noticed before the next statement'],
  ])('a unit of work whose connection is %s is replayed on another, and has one effect', async (id, wait) => {
    await root.transaction((ctx) => ctx.em.insert(Counter, row(id, 0)));
    const told: string[] = [];
    let runs = 0;
    const cut = async ({ em }: Context) => {
      runs += 1;
      const [{ own }] = await em.query<[{ own: string }]>('select connection_id() as own');
      if (runs === 1) await bench.house.database.source.query(`kill ${own}`);
      await pause(wait);
    };

    await once(id, [id, id], cut, told);

    expect(runs).toBe(2);
    expect([(await seen(id))?.value, await entries(id), await jobs(id), told]).toEqual([2, 1, 1, [id]]);
  });

  test('a unit of work that read what has changed since is replayed, where the engine demands it', async () => {
    await root.transaction((ctx) => ctx.em.insert(Counter, row('stale', 0)));
    const told: string[] = [];
    let runs = 0;
    await root.transaction(async (ctx) => {
      runs += 1;
      // The default from MariaDB 11.6 on.
      await ctx.em.query('set session innodb_snapshot_isolation = 1');
      await ctx.em.findOneByOrFail(Counter, { series: 'stale' });
      if (runs === 1)
        await bench.house.database.write((em) => em.increment(Counter, { series: 'stale' }, 'value', 1));
      await ctx.em.increment(Counter, { series: 'stale' }, 'value', 1);
      ctx.afterCommit(() => void told.push('stale'));
    });

    expect([runs, (await seen('stale'))?.value, told]).toEqual([2, 2, ['stale']]);
  });
} else {
  test('a unit of work waits for another process that writes, and has one effect', async () => {
    const other = await new DataSource({
      ...sqliteOptions(join(bench.config.folder, 'habilis.sqlite')),
      migrations: [],
    }).initialize();
    await bench.house.database.source.query('pragma busy_timeout = 10');
    await root.transaction((ctx) => ctx.em.insert(Counter, row('busy', 0)));
    const told: string[] = [];
    await other.query('BEGIN IMMEDIATE');
    await other.query("update counter set value = value + 1 where series = 'busy'");
    const work = once('busy', ['busy'], () => Promise.resolve(), told);
    await pause(60);
    expect(told).toEqual([]);
    await other.query('COMMIT');
    await work;
    await other.destroy();

    expect([(await seen('busy'))?.value, await entries('busy'), await jobs('busy'), told]).toEqual([
      2,
      1,
      1,
      ['busy'],
    ]);
  });

  test('a full disk undoes the unit of work that met it, and none after', async () => {
    const { source } = bench.house.database;
    const [{ page_count: pages }] = await source.query<[{ page_count: number }]>('pragma page_count');
    await source.query(`pragma max_page_count = ${pages + 2}`);
    const large = Array.from({ length: 3_000 }, (_, at) => row(`full-${at}`));
    await expect(root.transaction((ctx) => insertAll(ctx.em, Counter, large))).rejects.toThrow('full');
    await source.query('pragma max_page_count = 1000000');
    await expect(
      root.transaction(async (ctx) => {
        await ctx.em.insert(Counter, row('failed-after-full'));
        throw new Failure();
      }),
    ).rejects.toThrow(Failure);

    await root.transaction((ctx) => ctx.em.insert(Counter, row('after-full')));

    expect(await seen('after-full')).not.toBeNull();
    expect([await seen('full-0'), await seen('failed-after-full')]).toEqual([null, null]);
  });
}
