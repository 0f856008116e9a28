/** A disk that is full in the middle of a month: people are told, and the month ends right once there is room. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { In } from 'typeorm';
import { openDatabase } from '../../ormconfig.js';
import { readConfig } from '../../src/config.js';
import { Declaration } from '../../src/declarations/index.js';
import { addMonths, dayOf, monthOf } from '../../src/kernel/calendar.js';
import type { Database } from '../../src/kernel/database.js';
import { Job } from '../../src/kernel/jobs.js';
import { emptyPlace } from '../bench.js';
import type { Caller } from '../caller.js';
import type { Running } from '../commands/program.js';
import { addressOf, endAll, start } from '../commands/program.js';
import { advance, create, workbook } from '../month.js';
import { copyWorld, populate } from '../world.js';
import { expectWholeMonth, familiesIn, readyToSend } from './month-ends.js';
import { fill, signedIn } from './place.js';

const ROWS = 12;
const month = addMonths(monthOf(dayOf(new Date())), -1);

/** A disk of its own for one process, which ordinary people may have where the system lets them. */
const ownDisk = ['unshare', '--map-root-user', '--mount', 'sh', '-c'];
const mounting = 'mount -t tmpfs -o size=48m habilis "$HABILIS_VAR"';
const canMount =
  spawnSync(ownDisk[0]!, [...ownDisk.slice(1), mounting], { env: { ...process.env, HABILIS_VAR: '/mnt' } })
    .status === 0;

let place: Awaited<ReturnType<typeof emptyPlace>>;
let serving: Running;
/** The disk, as this process reaches it. */
let disk: string;
let declarant: Caller;
let approver: Caller;

beforeAll(async () => {
  if (!canMount) return;
  place = await emptyPlace();
  const config = readConfig(place.environment);
  if (!(await copyWorld(config))) {
    const empty = await openDatabase(config.databaseUrl, join(config.folder, 'habilis.sqlite'));
    await populate(empty);
    await empty.close();
  }
  const HABILIS_VAR = join(config.folder, 'disk');
  await mkdir(HABILIS_VAR);
  const script = `${mounting} && if [ -e "$1" ]; then cp "$1" "$HABILIS_VAR"; fi && shift && exec "$@"`;
  const around = [...ownDisk, script, 'sh', join(config.folder, 'habilis.sqlite')];
  serving = start(['serve'], { ...place.environment, HABILIS_VAR, TMPDIR: HABILIS_VAR }, undefined, around);
  const address = await addressOf(serving);
  disk = join('/proc', String(serving.child.pid), 'root', HABILIS_VAR);
  [declarant, approver] = await signedIn(address);
}, 60_000);

afterAll(async () => {
  await endAll();
  await place?.clear();
});

/** The engine follows names to where they lead for this process, which is not on that disk: it is copied to be looked at. */
async function copied(): Promise<{ database: Database; folder: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(place.environment.HABILIS_VAR!, 'copy-'));
  await cp(disk, folder, { recursive: true, filter: (name) => !/-shm$|chromium-|incoming/.test(name) });
  const { databaseUrl } = readConfig(place.environment);
  const database = await openDatabase(databaseUrl, join(folder, 'habilis.sqlite'));
  return { database, folder, close: () => database.close() };
}

async function untilProcessed(id: string): Promise<void> {
  const query = 'query ($id: ID!) { declaration(id: $id) { state } }';
  for (let state = ''; state !== 'PROCESSED'; await pause(200)) {
    const { data } = await approver.post(query, { id });
    ({ state } = (data?.declaration ?? { state }) as { state: string });
  }
}

const empty = () => rm(join(disk, 'filler'));

(canMount ? test : test.skip)(
  'a full disk: who deposits is told that nothing was kept, what was sent waits, and the month ends right once there is room',
  async () => {
    const { depositAddress } = await create(declarant, addMonths(month, -1));
    const sent = await readyToSend(declarant, month, familiesIn(month, ROWS));
    const filling = fill(join(disk, 'filler'));
    await advance(approver, sent, 'APPROVE');
    await filling;
    const answer = await declarant.send('PUT', depositAddress, await workbook(familiesIn(month, 1)));
    expect([answer.status, await answer.json()]).toEqual([
      503,
      {
        code: 'UNAVAILABLE',
        message: expect.stringMatching(
          /^Le service n’a plus la place d’enregistrer : rien .* n’a été gardé\..* référence/,
        ),
        reference: expect.any(String),
      },
    ]);
    expect(await readdir(join(disk, 'incoming'))).toEqual([]);
    // Longer than a lease.
    await pause(12_000);
    const full = await copied();
    expect(await full.database.reader.existsBy(Declaration, { id: sent.id, state: 'sent' })).toBe(true);
    await full.close();
    await empty();

    await untilProcessed(sent.id);
    let copy = await copied();
    while (await copy.database.reader.existsBy(Job, { state: In(['queued', 'running']) })) {
      await copy.close();
      await pause(1_000);
      copy = await copied();
    }
    await expectWholeMonth(copy.database, copy.folder, sent, ROWS);
    await copy.close();
    expect(serving.said.err).toMatch(/"claim":"DiskFull"|"job":.*"outage":"DiskFull"/);
    expect(await serving.end('SIGTERM')).toMatchObject({ code: 0 });
  },
  90_000,
);
