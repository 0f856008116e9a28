/** A database that goes away in the middle of a month: people are told, and the month ends right once it is back. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { openDatabase, sqliteOptions } from '../../ormconfig.js';
import { Declaration } from '../../src/declarations/index.js';
import { addMonths, dayOf, monthOf } from '../../src/kernel/calendar.js';
import type { Database } from '../../src/kernel/database.js';
import { emptyPlace, engine } from '../bench.js';
import type { Caller } from '../caller.js';
import type { Running } from '../commands/program.js';
import { addressOf, endAll, start } from '../commands/program.js';
import { advance, create, workbook } from '../month.js';
import type { PrivateMariadb } from '../private-mariadb.js';
import { populate } from '../world.js';
import { expectWholeMonth, familiesIn, readyToSend, untilTheEnd } from './month-ends.js';
import { ownServer, signedIn } from './place.js';

const ROWS = 12;
const thisMonth = monthOf(dayOf(new Date()));

let place: Awaited<ReturnType<typeof emptyPlace>>;
let database: Database;
let serving: Running;
let declarant: Caller;
let approver: Caller;
let server: PrivateMariadb | undefined;

const folder = () => place.environment.HABILIS_VAR!;
const file = () => `${folder()}/habilis.sqlite`;

beforeAll(async () => {
  place = await emptyPlace();
  const own = engine === 'sqlite' ? undefined : await ownServer(folder());
  server = own?.server;
  const DATABASE_URL = own?.url ?? '';
  database = await openDatabase(DATABASE_URL, file());
  await populate(database);
  serving = start(['serve'], { ...place.environment, DATABASE_URL, TMPDIR: folder() });
  const address = await addressOf(serving);
  [declarant, approver] = await signedIn(address);
}, 60_000);

afterAll(async () => {
  await endAll();
  await database.close();
  await server?.stop();
  await place.clear();
});

/** Whoever comes meanwhile, by both doors. */
async function expectTold(month: string, depositAddress: string): Promise<void> {
  const sentence = expect.stringMatching(
    /^Le service est interrompu pour le moment\. .* référence [\da-f-]{36}\.$/,
  );
  const { errors } = await approver.post('{ me { id } }');
  expect(errors).toEqual([
    expect.objectContaining({
      message: sentence,
      extensions: expect.objectContaining({ code: 'UNAVAILABLE' }),
    }),
  ]);
  const answer = await declarant.send('PUT', depositAddress, await workbook(familiesIn(month, 1)));
  expect([answer.status, await answer.json()]).toEqual([
    503,
    { code: 'UNAVAILABLE', message: sentence, reference: expect.any(String) },
  ]);
}

if (engine === 'sqlite') {
  test('an embedded database that another program holds for seven seconds: the month waits, and ends right', async () => {
    const month = addMonths(thisMonth, -1);
    const sent = await readyToSend(declarant, month, familiesIn(month, ROWS));
    const other = await new DataSource({ ...sqliteOptions(file()), migrations: [] }).initialize();
    await advance(approver, sent, 'APPROVE');
    await other.query('begin immediate');
    await pause(7_000);
    await other.query('commit');
    await other.destroy();

    await untilTheEnd(database, sent.id);
    await expectWholeMonth(database, folder(), sent, ROWS);
  }, 60_000);
} else {
  const absences = [
    [5, 1],
    // It only waits: for those who have asked for it.
    ...(process.env.TEST_LONG ? [[60, 2]] : []),
  ];
  test.each(absences)(
    'a server killed in the middle of the month and dead for %i s: people are told, and the month ends right',
    async (seconds = 0, ago = 0) => {
      const month = addMonths(thisMonth, -ago);
      const { depositAddress } = await create(declarant, addMonths(month, -6));
      const sent = await readyToSend(declarant, month, familiesIn(month, ROWS));
      await advance(approver, sent, 'APPROVE');
      expect(await database.reader.existsBy(Declaration, { id: sent.id, state: 'sent' })).toBe(true);
      await server!.dead(async () => {
        const back = pause(seconds * 1_000);
        await expectTold(month, depositAddress);
        await back;
      });

      await untilTheEnd(database, sent.id);
      await expectWholeMonth(database, folder(), sent, ROWS);
      expect(serving.hasEnded()).toBe(false);
    },
    180_000,
  );
}

test('after all this, the service ends as it is asked to', async () => {
  expect(await serving.end('SIGTERM')).toMatchObject({ code: 0 });
});
