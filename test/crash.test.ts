/** What is killed in parts leaves the rest at work: the API without its workers, the workers without their API. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { In } from 'typeorm';
import { openDatabase } from '../ormconfig.js';
import type { Config } from '../src/config.js';
import { readConfig } from '../src/config.js';
import { Attestation } from '../src/attestations/index.js';
import type { DepositState } from '../src/declarations/index.js';
import { Declaration, Deposit, readWorkbook } from '../src/declarations/index.js';
import { vaultOf } from '../src/house.js';
import { addMonths, dayOf, monthOf } from '../src/kernel/calendar.js';
import type { Database } from '../src/kernel/database.js';
import { Job } from '../src/kernel/jobs.js';
import { DEMO_PASSWORD } from '../src/seed/index.js';
import { emptyPlace, who } from './bench.js';
import { Caller } from './caller.js';
import { breachesIn, placeOf } from './checks/breaches.js';
import type { Running } from './commands/program.js';
import { addressOf, descendantsOf, endAll, start, stillAlive } from './commands/program.js';
import { accept, advance, create, deposit, rose } from './month.js';
import { copyWorld, populate } from './world.js';

/** Four lots, two of them under way at once: there is one left to kill. */
const ROWS = 160;
/** The attestations, and the load of the other tests. */
const PATIENCE = 90_000;
const LONG_AGO = '2026-01-01T00:00:00.000Z';

/** The processes run on the real clock. */
const month = addMonths(monthOf(dayOf(new Date())), -1);

const rows = Array.from({ length: ROWS }, (_, index) => ({
  ...rose,
  month,
  allocataire: String(4_000_001 + index),
  birthDate: `${addMonths(month, -20)}-11`,
}));

let place: Awaited<ReturnType<typeof emptyPlace>>;
let config: Config;
let database: Database;
let workers: Running;

beforeAll(async () => {
  place = await emptyPlace();
  config = readConfig(place.environment);
  const isCopied = await copyWorld(config);
  database = await openDatabase(config.databaseUrl, join(config.folder, 'habilis.sqlite'));
  if (!isCopied) await populate(database);
});

afterAll(async () => {
  await endAll();
  await database.close();
  await place.clear();
});

/** What Chromium leaves in its temporary folder when it is killed goes with the place. */
const serve = (only: 'api' | 'workers', more: Record<string, string> = {}): Running =>
  start(['serve', '--only', only], { ...place.environment, TMPDIR: place.environment.HABILIS_VAR!, ...more });

const depositIn = async (state: DepositState): Promise<Deposit> => {
  for (;;) {
    const deposit = await database.reader.findOneBy(Deposit, { state });
    if (deposit) return deposit;
    await pause(20);
  }
};

const person = async (running: Running, email: string): Promise<Caller> =>
  new Caller(await addressOf(running)).signIn(email, DEMO_PASSWORD);

test(
  'killing the API between keeping a workbook and reading it loses nothing: workers read it, as its depositor',
  async () => {
    // An antivirus that hears and never answers holds the deposit where it is to be killed.
    const silent = createServer((socket) => void socket.resume().on('error', () => undefined));
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const { port } = silent.address() as AddressInfo;
    const api = serve('api', { ANTIVIRUS_URL: `tcp://127.0.0.1:${port}` });
    const declarant = await person(api, who.declarant);
    const sent = deposit(declarant, await create(declarant, month), rows).catch(() => 'cut');
    const { id, depositedBy, declarationId } = await depositIn('scanning');
    await api.end('SIGKILL');
    expect(await sent).toBe('cut');
    silent.close();

    await database.write((em) => em.update(Job, { kind: readWorkbook.name }, { runAt: LONG_AGO }));
    workers = serve('workers');
    expect(await depositIn('done')).toMatchObject({ id, rowCount: ROWS });
    const { depositId, preparedBy } = await database.reader.findOneByOrFail(Declaration, {
      id: declarationId,
    });
    expect([depositId, preparedBy]).toEqual([id, [depositedBy]]);
  },
  PATIENCE,
);

const filed = (): Promise<number> => database.reader.countBy(Attestation, { state: 'filed' });

/** Kills it the way the system does, and everything it had started has to go with it. */
async function kill(running: Running): Promise<void> {
  const started = descendantsOf(running);
  // The reader of workbooks, and Chromium with its own.
  expect(started.length).toBeGreaterThan(1);
  await running.end('SIGKILL');
  expect(await stillAlive(started)).toEqual([]);
}

test(
  'killing the workers leaves the API open and nothing of theirs; others finish the month, each attestation once',
  async () => {
    const api = serve('api');
    const deposited = await database.reader.findOneByOrFail(Declaration, { month });
    const declarant = await person(api, who.declarant);
    const submitted = await advance(declarant, await accept(declarant, deposited), 'SUBMIT');
    await advance(await person(api, who.approver), submitted, 'APPROVE');
    while ((await filed()) < 5) await pause(5);
    await kill(workers);
    expect(await filed()).toBeLessThan(ROWS);
    await expect(person(api, who.adviser)).resolves.toBeInstanceOf(Caller);

    // How long a lease lasts is tested elsewhere.
    await database.write((em) => em.update(Job, { state: 'running' }, { leaseUntil: LONG_AGO }));
    const others = serve('workers');
    while (await database.reader.existsBy(Job, { state: In(['queued', 'running']) })) await pause(50);
    const { state } = await database.reader.findOneByOrFail(Declaration, { month });
    expect([state, await filed()]).toEqual(['processed', ROWS]);
    const looked = { database, vault: await vaultOf(config), clock: () => new Date() };
    expect(await breachesIn(placeOf(looked))).toEqual([]);
    for (const running of [others, api])
      expect(await running.end('SIGTERM')).toMatchObject({ code: 0, err: '' });
  },
  PATIENCE,
);
