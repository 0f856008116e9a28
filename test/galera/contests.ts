/** What must have one winner, or one order, asked for at two nodes at once: a lock of one is not known to the other. */
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../../ormconfig.js';
import { instant } from '../../src/kernel/calendar.js';
import type { Context, House } from '../../src/kernel/context.js';
import { Counter, nextNumber } from '../../src/kernel/counter.js';
import type { Database } from '../../src/kernel/database.js';
import { insertAll } from '../../src/kernel/database.js';
import { newId } from '../../src/kernel/id.js';
import { Job } from '../../src/kernel/jobs.js';
import { takeTurn } from '../../src/kernel/turn.js';
import { claim } from '../../workers/claim.js';
import type { PrivateGalera } from '../private-galera.js';

type Pair = readonly [Database, Database];

const times = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

/** Those of one series. */
async function numbersWrong(pair: Pair): Promise<string[]> {
  const asked = pair.flatMap(({ write }) =>
    times(100).map(() => write((em) => nextNumber({ em } as Context, 'contest'))),
  );
  const numbers = (await Promise.all(asked)).toSorted((a, b) => a - b).join(' ');
  return numbers === times(200).join(' ') ? [] : [`they are ${numbers}`];
}

/** Each sees what the one before it wrote, though it writes something else. */
async function turnsWrong(pair: Pair): Promise<string[]> {
  const wrong: string[] = [];
  for (const round of times(40)) {
    // Taken before, by somebody.
    await pair[0].write((em) => takeTurn({ em }, `round ${round}`));
    const series = times(2).map((at) => ({ series: `round ${round}.${at}`, value: 0 }));
    const seen = await Promise.all(
      pair.map(({ write }, at) =>
        write(async (em) => {
          await takeTurn({ em }, `round ${round}`);
          const before = await em.countBy(Counter, { series: series[1 - at]!.series });
          await em.insert(Counter, series[at]!);
          return before;
        }),
      ),
    );
    if (seen.toSorted((a, b) => a - b).join() !== '0,1')
      wrong.push(`round ${round}: they saw ${seen.join(' and ')}`);
  }
  return wrong;
}

const jobs = (count: number): Job[] =>
  times(count).map((at) =>
    Object.assign(new Job(), {
      id: newId(),
      kind: 'contest',
      deduplication: `contest:${at}`,
      payload: { id: newId(), caf: '493' },
      caf: '493',
      state: 'queued',
      priority: 1,
      runAt: instant(new Date(0)),
      fence: 0,
      attempts: 0,
      losses: 0,
      createdAt: instant(new Date(0)),
    }),
  );

/** Those of one queue, by workers of both. */
async function claimsWrong(pair: Pair): Promise<string[]> {
  await pair[0].write((em) => insertAll(em, Job, jobs(100)));
  const lane = async (database: Database): Promise<string[]> => {
    const house = { database, clock: () => new Date() } as House;
    const taken: string[] = [];
    for (let job = await claim(house, newId()); job; job = await claim(house, newId())) taken.push(job.id);
    return taken;
  };
  const taken = (await Promise.all([...pair, ...pair].map(lane))).flat();
  const fences = await pair[0].reader.countBy(Job, { kind: 'contest', fence: 1 });
  await pair[0].write((em) => em.delete(Job, { kind: 'contest' }));
  const found = `${taken.length} claims, ${new Set(taken).size} jobs, ${fences} claimed once`;
  return found === '100 claims, 100 jobs, 100 claimed once' ? [] : [found];
}

/** Until that is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(100);
}

/** Its machine lives and accepts connections, and the others do not hear of it any more. */
async function leavingWrong({ nodes, address }: PrivateGalera): Promise<string[]> {
  const [first] = nodes;
  const isolate = (value: number) =>
    first!.ask(`set global wsrep_provider_options = 'gmcast.isolate = ${value}'`);
  const database = await openDatabase(address('galera', nodes), '');
  /** Counts one more, and says where. */
  const count = () =>
    database.write(async (em) => {
      await nextNumber({ em } as Context, 'leaving');
      const [{ port }] = await em.query<[{ port: number }]>('select @@port as port');
      return first!.at.endsWith(`:${port}`) ? 'first' : 'next';
    });
  const where = [await count()];
  await isolate(1);
  where.push(await count(), await count());
  const refused = await first!.status('wsrep_ready');
  await isolate(0);
  await until(async () => (await first!.status('wsrep_ready')) === 'ON');
  await until(async () => (await count()) === 'first');
  await database.close();
  const found = `${where.join(', ')}, ready: ${refused}`;
  return found === 'first, next, next, ready: OFF' ? [] : [found];
}

// oxfmt-ignore
const contests: [string, (pair: Pair) => Promise<string[]>][] = [
  ['200 numbers asked for at two nodes at once are 1 to 200, without gap or duplicate', numbersWrong],
  ['of two that come for the turn of a record at two nodes at once, the second sees what the first wrote', turnsWrong],
  ['100 jobs, claimed by workers at two nodes at once, are claimed once each', claimsWrong],
];

export async function playContests(
  galera: PrivateGalera,
  told: (fact: string, wrong: readonly string[]) => void,
): Promise<void> {
  const open = (at: number) => openDatabase(galera.address('galera', [galera.nodes[at]!]), '');
  const pair = [await open(0), await open(1)] as const;
  for (const [fact, wrong] of contests) told(fact, await wrong(pair));
  for (const { close } of pair) await close();
  told(
    'a node that leaves its cluster but lives is passed over, and used again once it is back',
    await leavingWrong(galera),
  );
}
