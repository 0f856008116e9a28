/** A server of databases whose disk is full in the middle of a month: people are told, and the month ends right once there is room. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { openDatabase } from '../../ormconfig.js';
import { addMonths, dayOf, monthOf } from '../../src/kernel/calendar.js';
import type { Database } from '../../src/kernel/database.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import type { FilledRow } from '../../src/workbooks/index.js';
import { emptyPlace, engine, who } from '../bench.js';
import { Caller } from '../caller.js';
import type { Running } from '../commands/program.js';
import { addressOf, endAll, start } from '../commands/program.js';
import { advance, create, workbook } from '../month.js';
import type { PrivateMariadb } from '../private-mariadb.js';
import { startMariadb } from '../private-mariadb.js';
import { populate } from '../world.js';
import { expectWholeMonth, familiesIn, readyToSend, untilTheEnd } from './month-ends.js';

const ROWS = 120;
const month = addMonths(monthOf(dayOf(new Date())), -1);

let place: Awaited<ReturnType<typeof emptyPlace>>;
let server: PrivateMariadb | undefined;
let database: Database;
let serving: Running;
let declarant: Caller;
let approver: Caller;

const folder = () => place.environment.HABILIS_VAR!;
/** The disk of the server alone. */
const disk = () => join(folder(), 'disk');

/** Where root may make a disk for everybody to reach; a server of one's own takes its time: for those who have asked for it. */
const isPlayed =
  engine === 'mariadb' &&
  Boolean(process.env.TEST_LONG) &&
  spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'habilis', '/mnt']).status === 0;

/** A server that keeps what it confirms, with little set aside beforehand. */
async function ownServer(): Promise<string> {
  server = await startMariadb(disk(), ['--innodb-flush-log-at-trx-commit=1', '--innodb-log-file-size=16M']);
  const { socketPath, user } = server;
  const connection = await createConnection({ socketPath, user });
  await connection.query('create database outages character set utf8mb4 collate utf8mb4_bin');
  await connection.end();
  return `mariadb://${user}@localhost/outages?socketPath=${socketPath}`;
}

beforeAll(async () => {
  if (!isPlayed) return;
  place = await emptyPlace();
  await mkdir(disk());
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'habilis', disk()]);
  const DATABASE_URL = await ownServer();
  database = await openDatabase(DATABASE_URL, '');
  await populate(database);
  serving = start(['serve'], { ...place.environment, DATABASE_URL, TMPDIR: folder() });
  const address = await addressOf(serving);
  [declarant, approver] = (await Promise.all(
    [who.declarant, who.approver].map((email) => new Caller(address).signIn(email, DEMO_PASSWORD)),
  )) as [Caller, Caller];
}, 60_000);

afterAll(async () => {
  await endAll();
  await database?.close();
  await server?.stop();
  if (isPlayed) spawnSync('umount', [disk()]);
  await place?.clear();
});

const filler = () => join(disk(), 'filler');

/** To the last byte. */
async function fill(): Promise<void> {
  for (let size = 2 ** 20; size >= 1; size /= 2)
    while (
      await appendFile(filler(), Buffer.alloc(size)).then(
        () => true,
        () => false,
      )
    );
}

/** Tables have some room of their own: what is sent is refused once it is used. */
async function firstRefused(address: string, rowsOf: (tries: number) => FilledRow[]): Promise<Response> {
  for (let tries = 0; tries < 20; tries += 1) {
    const answer = await declarant.send('PUT', address, await workbook(rowsOf(tries)));
    if (!answer.ok) return answer;
  }
  throw new Error('Nothing was refused.');
}

(isPlayed ? test : test.skip)(
  'a server of databases without room: who deposits is told, what was sent waits, and the month ends right once it is back',
  async () => {
    const before = addMonths(month, -1);
    const { depositAddress } = await create(declarant, before);
    const sent = await readyToSend(declarant, month, familiesIn(month, ROWS));
    await advance(approver, sent, 'APPROVE');
    await fill();
    const answer = await firstRefused(depositAddress, (tries) => familiesIn(before, 300 + tries));
    expect([answer.status, await answer.json()]).toEqual([
      503,
      {
        code: 'UNAVAILABLE',
        message: expect.stringMatching(
          /^Le service (n’a plus la place d’enregistrer|est interrompu) .* référence/,
        ),
        reference: expect.any(String),
      },
    ]);
    // What it had begun is too large to be undone without room: MariaDB 10.11 stops there, as if killed.
    await server!.dead(() => rm(filler()));

    await untilTheEnd(database, sent.id);
    await expectWholeMonth(database, folder(), sent, ROWS);
    expect(serving.hasEnded()).toBe(false);
    await declarant.put(depositAddress, await workbook(familiesIn(before, 2)));
  },
  180_000,
);
