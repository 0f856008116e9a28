/** What a killed process leaves behind: nothing lost, nothing twice, and a month that finishes when it starts again. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { In } from 'typeorm';
import { openDatabase } from '../ormconfig.js';
import { readConfig } from '../src/config.js';
import { FiledDocument } from '../src/allocataires/index.js';
import { Attestation } from '../src/attestations/index.js';
import { addMonths, dayOf, monthOf } from '../src/kernel/calendar.js';
import type { Database } from '../src/kernel/database.js';
import { Job } from '../src/kernel/jobs.js';
import type { DepositState } from '../src/declarations/index.js';
import { Declaration, Deposit, readWorkbook } from '../src/declarations/index.js';
import { JournalEntry, verify } from '../src/kernel/journal.js';
import { Outcome } from '../src/processing/index.js';
import { DEMO_PASSWORD } from '../src/seed/index.js';
import { emptyPlace, who } from './bench.js';
import { Caller } from './caller.js';
import type { Running } from './commands/program.js';
import { addressOf, descendantsOf, endAll, start, stillAlive } from './commands/program.js';
import { accept, advance, create, deposit, rose } from './month.js';
import { copyWorld, populate } from './world.js';

/** Four lots: there is something to kill between two. */
const ROWS = 160;
/** A dead worker's lease, the attestations, and the load of the other tests. */
const PATIENCE = 90_000;

/** The processes run on the real clock. */
const month = addMonths(monthOf(dayOf(new Date())), -1);

const rows = Array.from({ length: ROWS }, (_, index) => ({
  ...rose,
  month,
  allocataire: String(4_000_001 + index),
  birthDate: `${addMonths(month, -20)}-11`,
}));

let place: Awaited<ReturnType<typeof emptyPlace>>;
let database: Database;

beforeEach(async () => {
  place = await emptyPlace();
  const config = readConfig(place.environment);
  const isCopied = await copyWorld(config);
  database = await openDatabase(config.databaseUrl, join(config.folder, 'habilis.sqlite'));
  if (!isCopied) await populate(database);
});

afterEach(async () => {
  await endAll();
  await database.close();
  await place.clear();
});

/** What Chromium leaves in its temporary folder when it is killed goes with the place. */
const serve = (...only: string[]): Running =>
  start(['serve', ...only], { ...place.environment, TMPDIR: place.environment.HABILIS_VAR! });

const depositIn = async (state: DepositState): Promise<Deposit> => {
  for (;;) {
    const deposit = await database.reader.findOneBy(Deposit, { state });
    if (deposit) return deposit;
    await pause(20);
  }
};

const person = async (running: Running, email: string): Promise<Caller> =>
  new Caller(await addressOf(running)).signIn(email, DEMO_PASSWORD);

/** Answers the declaration, once its approver has sent it. */
async function approved(serving: Running): Promise<string> {
  const declarant = await person(serving, who.declarant);
  const deposited = await deposit(declarant, await create(declarant, month), rows);
  const submitted = await advance(declarant, await accept(declarant, deposited), 'SUBMIT');
  return (await advance(await person(serving, who.approver), submitted, 'APPROVE')).id;
}

const filed = (): Promise<number> => database.reader.countBy(Attestation, { state: 'filed' });

async function untilSomeAreFiled(): Promise<void> {
  while ((await filed()) < 5) await pause(20);
}

/** Kills it the way the system does, and everything it had started has to go with it. */
async function kill(running: Running): Promise<void> {
  const started = descendantsOf(running);
  // The reader of workbooks, and Chromium with its own.
  expect(started.length).toBeGreaterThan(1);
  await running.end('SIGKILL');
  expect(await stillAlive(started)).toEqual([]);
}

async function untilProcessed(serving: Running, id: string): Promise<void> {
  const approver = await person(serving, who.approver);
  for (let state = ''; state !== 'PROCESSED'; await pause(100)) {
    const { declaration } = await approver.ask<{ declaration: { state: string } }>(
      'query ($id: ID!) { declaration(id: $id) { state } }',
      { id },
    );
    ({ state } = declaration);
  }
  // The letters follow what they tell.
  while (await database.reader.existsBy(Job, { state: In(['queued', 'running']) })) await pause(100);
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function expectEachOnce(declarationId: string): Promise<void> {
  const { reader } = database;
  const attestations = await reader.findBy(Attestation, { declarationId });
  const numbers = Array.from({ length: ROWS }, (_, index) => String(index + 1).padStart(6, '0'));
  const series = `A-493-${month.replace('-', '')}`;
  expect(attestations.map(({ number }) => number).toSorted()).toEqual(
    numbers.map((number) => `${series}-${number}`),
  );
  expect(new Set(attestations.map(({ rowId }) => rowId)).size).toBe(ROWS);
  expect(new Set(attestations.map(({ state }) => state))).toEqual(new Set(['filed']));

  const kept = join(place.environment.HABILIS_VAR!, 'files');
  const names = await readdir(join(kept, 'attestations'), { recursive: true });
  expect(names.filter((name) => name.endsWith('.pdf'))).toHaveLength(ROWS);
  const documents = await reader.find(FiledDocument);
  expect(documents).toHaveLength(ROWS);
  for (const { key, digest, size } of documents) {
    const file = await readFile(join(kept, key));
    expect([sha256(file), file.length]).toEqual([digest, size]);
  }

  const outcomes = await reader.findBy(Outcome, { declarationId });
  const rowIds = attestations.map(({ rowId }) => rowId);
  expect(outcomes.map(({ rowId }) => rowId).toSorted()).toEqual(rowIds.toSorted());
  const told = await reader.findBy(JournalEntry, {
    action: 'file',
    subjectId: In(attestations.map(({ id }) => id)),
  });
  expect(told).toHaveLength(ROWS);
  expect((await verify(reader)).filter(({ broken }) => broken)).toEqual([]);
  expect(await reader.countBy(Job, { state: In(['queued', 'running', 'set_aside']) })).toBe(0);
}

test(
  'killing serve in the middle of the attestations and starting it again finishes the month, each attestation once',
  async () => {
    const serving = serve();
    const id = await approved(serving);
    await untilSomeAreFiled();
    await kill(serving);
    expect(await filed()).toBeLessThan(ROWS);
    const again = serve();
    await untilProcessed(again, id);
    await expectEachOnce(id);
    expect(await again.end('SIGTERM')).toMatchObject({ code: 0, err: '' });
  },
  PATIENCE,
);

test(
  'killing the workers alone leaves the API open, and other workers finish the month, each attestation once',
  async () => {
    const api = serve('--only', 'api');
    await addressOf(api);
    const workers = serve('--only', 'workers');
    const id = await approved(api);
    await untilSomeAreFiled();
    await kill(workers);
    expect(await filed()).toBeLessThan(ROWS);
    await expect(person(api, who.adviser)).resolves.toBeInstanceOf(Caller);
    const others = serve('--only', 'workers');
    await untilProcessed(api, id);
    await expectEachOnce(id);
    for (const running of [others, api])
      expect(await running.end('SIGTERM')).toMatchObject({ code: 0, err: '' });
  },
  PATIENCE,
);

test(
  'killing the API between keeping a workbook and reading it loses nothing: other workers read it, as its depositor',
  async () => {
    // An antivirus that hears and never answers holds the deposit where it is to be killed.
    const silent = createServer((socket) => void socket.resume().on('error', () => undefined));
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const { port } = silent.address() as AddressInfo;
    place.environment.ANTIVIRUS_URL = `tcp://127.0.0.1:${port}`;
    const api = serve('--only', 'api');
    const declarant = await person(api, who.declarant);
    const sent = deposit(declarant, await create(declarant, month), rows).catch(() => 'cut');
    const { id, depositedBy, declarationId } = await depositIn('scanning');
    await api.end('SIGKILL');
    expect(await sent).toBe('cut');
    silent.close();

    delete place.environment.ANTIVIRUS_URL;
    await database.write((em) =>
      em.update(Job, { kind: readWorkbook.name }, { runAt: '2026-01-01T00:00:00.000Z' }),
    );
    const workers = serve('--only', 'workers');
    expect(await depositIn('done')).toMatchObject({ id, rowCount: ROWS });
    const { depositId, preparedBy } = await database.reader.findOneByOrFail(Declaration, {
      id: declarationId,
    });
    expect([depositId, preparedBy]).toEqual([id, [depositedBy]]);
    await workers.end('SIGTERM');
  },
  PATIENCE,
);
