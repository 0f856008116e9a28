/** A place of its own where a real `serve` runs, dies and is started again, and people who go on with their month. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { In, Not } from 'typeorm';
import { openDatabase } from '../../ormconfig.js';
import { MOMENT } from '../../src/checks/index.js';
import type { Config } from '../../src/config.js';
import { readConfig } from '../../src/config.js';
import { vaultOf } from '../../src/house.js';
import type { Month } from '../../src/kernel/calendar.js';
import { addMonths, dayOf, monthOf } from '../../src/kernel/calendar.js';
import type { Database } from '../../src/kernel/database.js';
import { Job } from '../../src/kernel/jobs.js';
import { Declaration, Deposit, readWorkbook } from '../../src/declarations/index.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import type { FilledRow } from '../../src/workbooks/index.js';
import { emptyPlace, who } from '../bench.js';
import { breachesIn, placeOf } from '../checks/breaches.js';
import { Caller, Denied } from '../caller.js';
import type { Running } from '../commands/program.js';
import { addressOf, run, start } from '../commands/program.js';
import { accept, advance, create, workbook } from '../month.js';
import { copyWorld, populate } from '../world.js';

/** Milliseconds after which a month is stuck: a national one takes less than ten times as long. */
const PATIENCE = 300_000;
const LONG_AGO = '2026-01-01T00:00:00.000Z';

/** How a month is played. */
export interface Played {
  month: Month;
  rows: FilledRow[];
  /** The automata read the workbook, rather than whoever received it. */
  later?: boolean;
}

export interface Scene {
  database: Database;
  config: Config;
  /** @param points  at the first of which it is to die */
  serve(points?: Iterable<string>): Running;
  /** Goes on with a month until it is over, or the process that serves is; answers which. */
  play(running: Running, played: Played): Promise<'over' | 'dead'>;
  /**
   * An administrator has what was set aside tried again: what took three workers along is taken for their death, as
   * nobody tells a kill from it. Answers how many jobs there were; what failed otherwise stays aside.
   */
  tryAgain(): Promise<number>;
  /** What dead workers held is free at once: how long a lease lasts is tested elsewhere. */
  release(): Promise<void>;
  /** What is broken, each by its rule and its id. */
  breaches(): Promise<string[]>;
  close(): Promise<void>;
}

/** The months that can be declared now, the latest first. */
export const months: readonly Month[] = Array.from({ length: 23 }, (_, back) =>
  addMonths(monthOf(dayOf(new Date())), -1 - back),
);

export async function openScene(settings: Record<string, string>): Promise<Scene> {
  const { environment, clear } = await emptyPlace();
  // What Chromium leaves in its temporary folder when it is killed goes with the place.
  Object.assign(environment, settings, { TMPDIR: environment.HABILIS_VAR! });
  const config = readConfig(environment);
  const isCopied = await copyWorld(config);
  const database = await openDatabase(config.databaseUrl, join(config.folder, 'habilis.sqlite'));
  if (!isCopied) await populate(database);
  const vault = await vaultOf(config);
  const sessions: Sessions = new Map();
  return {
    database,
    config,
    serve: (points = []) => start(['serve'], { ...environment, HABILIS_FAILPOINT: [...points].join(',') }),
    play: (running, played) => playing(database, running, peopleOf(running, sessions), played),
    release: async () => {
      await database.write((em) => em.update(Job, { state: 'running' }, { leaseUntil: LONG_AGO }));
    },
    async tryAgain() {
      const aside = await database.reader.findBy(Job, { state: 'set_aside', lastError: 'WorkerLost' });
      for (const { id } of aside) {
        const { code, err } = await run(['jobs', '--rerun', id], environment);
        if (code !== 0) throw new Error(err);
      }
      return aside.length;
    },
    breaches: () => breachesIn({ ...placeOf({ database, vault, clock: () => new Date() }), moment: MOMENT }),
    async close() {
      await database.close();
      await clear();
    },
  };
}

/** Nothing that is asked of a dead process is answered, and what was asked may have been done. */
async function playing(
  database: Database,
  running: Running,
  people: People,
  played: Played,
): Promise<'over' | 'dead'> {
  let refused = 'nothing';
  // What is not up yet cannot be told to stop.
  if (!(await isUp(running))) return 'dead';
  for (const until = performance.now() + PATIENCE; ;) {
    if (performance.now() > until) throw new Error(await stuck(database, played, refused));
    try {
      if (await goOn(database, people, played)) return 'over';
    } catch (error) {
      // Somebody else, or an automaton, was faster: one looks again.
      if (error instanceof Denied) refused = error.message;
      else if (!running.hasEnded()) await dying(running, error);
    }
    if (running.hasEnded()) return 'dead';
  }
}

const isUp = (running: Running): Promise<boolean> =>
  addressOf(running).then(
    () => true,
    () => false,
  );

/** Where a month that does not end has come to, and what is left to do. */
async function stuck({ reader }: Database, { month }: Played, refused: string): Promise<string> {
  const declaration = await reader.findOneBy(Declaration, { month });
  const left = await reader.find(Job, { where: { state: Not('done' as const) }, take: 20 });
  const told = left.map(({ kind, state, attempts, losses, lastError, leaseUntil, runAt }) =>
    [kind, state, attempts, losses, lastError, leaseUntil, runAt].join(' '),
  );
  return [
    `${month} is ${declaration?.state ?? 'not opened'}, last refused: ${refused}, with this left:`,
    ...told,
  ].join('\n  ');
}

/** A request cut off is that of a process that dies, or a fault. */
async function dying(running: Running, error: unknown): Promise<void> {
  for (let waited = 0; waited < 2_000 && !running.hasEnded(); waited += 20) await pause(20);
  if (!running.hasEnded()) throw error;
}

type People = (email: string) => Promise<Caller>;

/** The session of each, by their e-mail. */
type Sessions = Map<string, Promise<string>>;

/** Each signs in once: a session outlives the process, and a password that was tried as it died counts as a wrong one. */
function peopleOf(running: Running, sessions: Sessions): People {
  return async (email) => {
    const at = await addressOf(running);
    const session =
      sessions.get(email) ?? new Caller(at).signIn(email, DEMO_PASSWORD).then(({ token }) => token!);
    sessions.set(email, session);
    try {
      return new Caller(at, await session);
    } catch (error) {
      if (sessions.get(email) === session) sessions.delete(email);
      throw error;
    }
  };
}

/** The next thing to do, as whoever looks at the screen would see it; answers whether the month is over. */
async function goOn(database: Database, people: People, played: Played): Promise<boolean> {
  const { month } = played;
  // Nobody goes on with what was set aside: the check tells of it.
  if (await database.reader.existsBy(Job, { state: 'set_aside' })) return true;
  const declaration = await database.reader.findOneBy(Declaration, { month });
  if (!declaration) await create(await people(who.declarant), month);
  else if (declaration.state === 'draft') await prepare(database, people, declaration, played);
  else if (declaration.state === 'awaiting_approval')
    await advance(await people(who.approver), declaration, 'APPROVE');
  else if (declaration.state === 'processed') {
    if (!(await database.reader.existsBy(Job, { state: In(['queued', 'running']) }))) return true;
    await pause(30);
  } else await pause(30);
  return false;
}

async function prepare(
  database: Database,
  people: People,
  declaration: Declaration,
  { rows, later }: Played,
): Promise<void> {
  const { id: declarationId, depositId, conditionsVersion } = declaration;
  const declarant = await people(who.declarant);
  const address = `/declarations/${declarationId}/workbook`;
  const { reader } = database;
  const pending = { kind: readWorkbook.name, state: Not(In(['done', 'set_aside'])) };
  if (await reader.existsBy(Job, pending)) await takeUpNow(database);
  else if (!(await reader.existsBy(Deposit, { declarationId, state: 'refused' })))
    await declarant.put(address, Buffer.from('not a workbook'));
  else if (!depositId)
    await declarant.send('PUT', address, await workbook(rows), later ? { prefer: 'respond-async' } : {});
  else if (!conditionsVersion) await accept(declarant, declaration);
  else await advance(declarant, declaration, 'SUBMIT');
}

/** An automaton takes up at once what the process that received it cannot be reading any more. */
async function takeUpNow(database: Database): Promise<void> {
  const job = { kind: readWorkbook.name, state: 'queued' as const };
  await database.write((em) => em.update(Job, job, { runAt: LONG_AGO }));
  await pause(30);
}
