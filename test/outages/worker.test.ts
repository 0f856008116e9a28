/** A worker frozen in the middle of its work, past its lease, then woken: another has done it, and its own is undone. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../../ormconfig.js';
import { readConfig } from '../../src/config.js';
import { fileAttestations } from '../../src/attestations/index.js';
import { decideOutcomes } from '../../src/declarations/index.js';
import { addMonths, dayOf, monthOf } from '../../src/kernel/calendar.js';
import type { Database } from '../../src/kernel/database.js';
import type { JobKind } from '../../src/kernel/jobs.js';
import { Job } from '../../src/kernel/jobs.js';
import { emptyPlace, engine } from '../bench.js';
import type { Caller } from '../caller.js';
import { addressOf, endAll, start } from '../commands/program.js';
import { advance } from '../month.js';
import { populate } from '../world.js';
import { expectWholeMonth, familiesIn, readyToSend, untilTheEnd } from './month-ends.js';
import { signedIn } from './place.js';

const ROWS = 12;
const lastMonth = addMonths(monthOf(dayOf(new Date())), -1);
/** It waits for leases to end: for those who have asked for it. */
const longTest = process.env.TEST_LONG ? test : test.skip;

let place: Awaited<ReturnType<typeof emptyPlace>>;
let database: Database;
let declarant: Caller;
let approver: Caller;

const folder = () => place.environment.HABILIS_VAR!;
const serve = (only: 'api' | 'workers', HABILIS_FAILPOINT = '') =>
  start(['serve', '--only', only], {
    ...place.environment,
    HABILIS_FAILPOINT,
    LOG_LEVEL: 'warn',
    TMPDIR: folder(),
  });

beforeAll(async () => {
  if (!process.env.TEST_LONG) return;
  place = await emptyPlace();
  database = await openDatabase(readConfig(place.environment).databaseUrl, `${folder()}/habilis.sqlite`);
  await populate(database);
  const address = await addressOf(serve('api'));
  [declarant, approver] = await signedIn(address);
}, 60_000);

afterAll(async () => {
  await endAll();
  await database?.close();
  await place?.clear();
});

const PATIENCE = 60_000;

async function until(holds: () => boolean | Promise<boolean>): Promise<number> {
  const since = performance.now();
  while (!(await holds())) {
    if (performance.now() - since > PATIENCE)
      throw new Error(`Not so after ${PATIENCE} ms: ${String(holds)}`);
    await pause(50);
  }
  return performance.now() - since;
}

const takenOver = ({ name: kind }: JobKind) => database.reader.existsBy(Job, { kind, fence: 2 });

type Freeze = [point: string, why: string, kind: JobKind, ago: number];
const freezes: Freeze[] = [
  ['job.attestations.file.claimed', 'it holds the lot and has printed nothing', fileAttestations, 1],
  ['attestations.printed', 'its print is in memory only', fileAttestations, 2],
  ['attestations.reread', 'its files are stored, and filed nowhere', fileAttestations, 3],
  ['job.processing.decide.claimed', 'it has decided nothing', decideOutcomes, 4],
];
// The embedded engine lets nobody write during a transaction: who is frozen in one is to be killed.
if (engine !== 'sqlite')
  freezes.push([
    'attestations.filing',
    'its files are in the records, and not committed',
    fileAttestations,
    5,
  ]);

longTest.each<Freeze>(freezes)(
  'a worker frozen at %s, then woken: another has done its work, it is told, and the month is right (%s)',
  async (point, _, kind, ago) => {
    const month = addMonths(lastMonth, 1 - ago);
    const sent = await readyToSend(declarant, month, familiesIn(month, ROWS));
    const frozen = serve('workers', `${point}:SIGSTOP`);
    await advance(approver, sent, 'APPROVE');
    await frozen.freezes();
    const other = serve('workers');

    expect(await until(() => takenOver(kind))).toBeLessThan(30_000);
    await untilTheEnd(database, sent.id);
    frozen.child.kill('SIGCONT');
    await until(() => frozen.said.err.includes('"lost":true'));
    await untilTheEnd(database, sent.id);
    await expectWholeMonth(database, folder(), sent, ROWS);
    expect([await frozen.end('SIGTERM'), await other.end('SIGTERM')]).toEqual([
      expect.objectContaining({ code: 0 }),
      expect.objectContaining({ code: 0, err: '' }),
    ]);
  },
  120_000,
);
