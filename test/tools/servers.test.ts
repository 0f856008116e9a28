/** A database of several servers: which one is asked, and what becomes of the work when it goes away. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../../ormconfig.js';
import { durabilityOf } from '../../src/durability.js';
import type { Context } from '../../src/kernel/context.js';
import { Counter } from '../../src/kernel/counter.js';
import type { Database } from '../../src/kernel/database.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { outageIn } from '../../src/kernel/outage.js';
import { serverAddresses } from '../../src/kernel/server-addresses.js';
import { automaton } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { engine, openBench } from '../bench.js';
import type { Relay } from '../relay.js';
import { openRelay } from '../relay.js';

test.each<[string, string[], string]>([
  ['mysql://a:b@one:3307/base', ['mysql://a:b@one:3307/base'], 'one server'],
  [
    'mariadb://a:b@one:3307,two,[::1]:3309/base?x=1',
    ['mariadb://a:b@one:3307/base?x=1', 'mariadb://a:b@two/base?x=1', 'mariadb://a:b@[::1]:3309/base?x=1'],
    'three, in their order',
  ],
  [
    'mariadb://a:b,c@one,two/base',
    ['mariadb://a:b,c@one/base', 'mariadb://a:b,c@two/base'],
    'a comma in a password',
  ],
  ['mariadb://one,one/base', [], 'twice the same server'],
  ['mariadb://one,,two/base', [], 'a server without a name'],
  ['mariadb://one:3306:two/base', [], 'not an address'],
  ['mariadb://one,two/', [], 'no database'],
  ['mariadb://one,two/base?socketPath=/run/socket', [], 'a socket is of one server'],
  ['postgres://one,two/base', [], 'another engine'],
])('%s is read as %j (%s)', (text, read) => {
  expect(serverAddresses(text).map(({ href }) => href)).toEqual(read);
});

if (engine === 'mariadb') {
  let bench: Bench;
  let first: Relay;
  let second: Relay;
  let database: Database;
  let root: Context;

  beforeAll(async () => {
    bench = await openBench();
    const { searchParams, pathname, username } = new URL(bench.config.databaseUrl);
    [first, second] = await Promise.all([
      openRelay(searchParams.get('socketPath')!),
      openRelay(searchParams.get('socketPath')!),
    ]);
    const by = (...relays: Relay[]) =>
      `mariadb://${username}@${relays.map(({ at }) => at).join(',')}${pathname}`;
    database = await openDatabase(by(first, second), '');
    root = automaton({ ...bench.house, database }, '493');
  });
  afterAll(async () => {
    await database.close();
    await Promise.all([first.close(), second.close()]);
    await bench.close();
  });

  const counted = async (series: string) =>
    (await bench.house.database.reader.findOneBy(Counter, { series }))?.value;
  const entries = (subjectId: string) => bench.count(JournalEntry, { subjectId });

  /** Counts one more, with a word in the journal, the middle of it being given. */
  const count = (id: string, middle: () => Promise<unknown> = () => Promise.resolve()) =>
    root.transaction(async (ctx) => {
      const { affected } = await ctx.em.increment(Counter, { series: id }, 'value', 1);
      if (!affected) await ctx.em.insert(Counter, { series: id, value: 1 });
      ctx.record('count', 'test', { id, caf: '493' });
      await middle();
    });

  /** Which of the two was asked meanwhile. */
  async function askedBy(work: () => Promise<unknown>): Promise<Relay[]> {
    const before = [first.asked(), second.asked()];
    await work();
    return [first, second].filter((relay, at) => relay.asked() > before[at]!);
  }

  /** The first one is asked again once it was seen to be there. */
  async function untilBack(): Promise<void> {
    while (!(await askedBy(() => database.reader.query('select 1'))).includes(first));
  }

  test('whichever its connection, a unit of work left alone for fifteen seconds is undone by the server', async () => {
    const asked = 'select connection_id() as own, @@idle_transaction_timeout as seconds';
    const said = await Promise.all(
      Array.from({ length: 10 }, () =>
        database.write(async (em) => {
          const [found] = await em.query<[{ own: string; seconds: string }]>(asked);
          // Others take another connection meanwhile.
          await pause(200);
          return found;
        }),
      ),
    );

    expect(new Set(said.map(({ own }) => own)).size).toBeGreaterThan(1);
    expect(new Set(said.map(({ seconds }) => Number(seconds)))).toEqual(new Set([15]));
  });

  test('the first server is asked, and the others only whether they are there', async () => {
    expect(await askedBy(() => count('first'))).toEqual([first]);
  });

  test('a server that refuses is passed over, and asked again once it is back', async () => {
    await first.close();
    expect(await askedBy(() => count('refused'))).toEqual([second]);
    await first.open();
    await untilBack();
    expect(await askedBy(() => count('refused'))).toEqual([first]);
    expect([await counted('refused'), await entries('refused')]).toEqual([2, 2]);
  });

  test.each([
    ['dead', 'its connections are cut'],
    ['silent', 'nothing is cut, and nothing answers any more'],
  ])('a unit of work whose server is %s in the middle of it is replayed on the next (%s)', async (id) => {
    let runs = 0;
    await count(id, async () => {
      runs += 1;
      if (runs > 1) return;
      if (id === 'dead') await first.close();
      else first.silence(true);
    });
    expect([runs, await counted(id), await entries(id)]).toEqual([2, 1, 1]);

    if (id === 'dead') await first.open();
    first.silence(false);
    await untilBack();
  });

  test('whoever reads when the server dies is answered by the next', async () => {
    const reading = database.reader.query<{ one: number }[]>('select sleep(0.3), 1 as one');
    await pause(100);
    await first.close();
    expect(await reading).toMatchObject([{ one: 1 }]);
    await first.open();
    await untilBack();
  });

  test('a commit whose answer is lost is done once, and whoever asked for it is told', async () => {
    let runs = 0;
    await count('unanswered', () => {
      runs += 1;
      first.loseAnswerTo('COMMIT');
      return Promise.resolve();
    });
    expect([runs, await counted('unanswered'), await entries('unanswered')]).toEqual([1, 1, 1]);
  });

  test('all the servers away is told as an outage', async () => {
    await Promise.all([first.close(), second.close()]);
    const failure: unknown = await database.reader.query('show tables').catch((error: unknown) => error);
    expect(outageIn(failure)).toBe('DatabaseDown');
    await Promise.all([first.open(), second.open()]);
    await untilBack();
  });

  test('a server that is away is told of: nobody knows whether it keeps what it confirms', async () => {
    expect(await durabilityOf(database)).toMatchObject({ silent: [] });
    await second.close();
    expect(await durabilityOf(database)).toMatchObject({ silent: [second.at] });
    await second.open();
  });
}
