/** A server of databases whose disk is full in the middle of a month: people are told, and the month ends right once there is room. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '../../ormconfig.js';
import { addMonths, dayOf, monthOf } from '../../src/kernel/calendar.js';
import type { Database } from '../../src/kernel/database.js';
import type { FilledRow } from '../../src/workbooks/index.js';
import { emptyPlace, engine } from '../bench.js';
import type { Caller } from '../caller.js';
import type { Running } from '../commands/program.js';
import { addressOf, endAll, start } from '../commands/program.js';
import { advance, create, workbook } from '../month.js';
import type { PrivateMariadb } from '../private-mariadb.js';
import { populate } from '../world.js';
import { expectWholeMonth, familiesIn, readyToSend, untilTheEnd } from './month-ends.js';
import { fill, ownServer, signedIn } from './place.js';

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

beforeAll(async () => {
  if (!isPlayed) return;
  place = await emptyPlace();
  await mkdir(disk());
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'habilis', disk()]);
  // With little set aside beforehand.
  const own = await ownServer(disk(), ['--innodb-log-file-size=16M']);
  server = own.server;
  const DATABASE_URL = own.url;
  database = await openDatabase(DATABASE_URL, '');
  await populate(database);
  serving = start(['serve'], { ...place.environment, DATABASE_URL, TMPDIR: folder() });
  const address = await addressOf(serving);
  [declarant, approver] = await signedIn(address);
}, 60_000);

afterAll(async () => {
  await endAll();
  await database?.close();
  await server?.stop();
  if (isPlayed) spawnSync('umount', [disk()]);
  await place?.clear();
});

const filler = () => join(disk(), 'filler');

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
    await fill(filler());
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
