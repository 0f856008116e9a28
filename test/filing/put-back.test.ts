/** An attestation that was put back while it was made again, by an automaton that could not end it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { FiledDocument } from '../../src/allocataires/index.js';
import { Attestation } from '../../src/attestations/index.js';
import { DamagedFile } from '../../src/filing/index.js';
import type { House } from '../../src/kernel/context.js';
import { openPrinter } from '../../src/tools/printer.js';
import { automata } from '../../workers/automata.js';
import { checkingFiles } from '../../workers/filing.js';
import { runDue } from '../../workers/schedule.js';
import { workOff } from '../../workers/worker.js';
import { breachesIn, placeOf } from '../checks/breaches.js';
import { processed, rose } from '../month.js';
import type { Store } from './stores.js';
import { damages, stores } from './stores.js';

let store: Store;
beforeAll(async () => {
  store = await stores['a folder']('2026-11-05T08:00:00Z');
});
afterAll(() => store.close());

/** The night of that day, from three o'clock in Paris. */
async function night(day: string, house: House): Promise<void> {
  store.bench.setNow(`${day}T02:00:00Z`);
  await runDue(house, [checkingFiles]);
  await workOff(house, automata(house));
}

test('the version that was numbered is filed all the same, and stands', async () => {
  const { bench } = store;
  const { reader } = bench.house.database;
  await processed(bench, [rose]);
  const { key } = await reader.findOneByOrFail(FiledDocument, {});
  const path = store.pathOf(key);
  const whole = await readFile(path);
  const printer = openPrinter({ executablePath: bench.config.chromium });
  await printer.close();
  const printless = { ...bench.house, printer };

  await damages.flip(path);
  await night('2026-11-07', printless);
  await writeFile(path, whole);
  await night('2026-12-20', printless);
  expect(await bench.count(DamagedFile, { key, state: 'restored' })).toBe(1);

  await night('2026-12-21', bench.house);
  expect(await bench.count(DamagedFile, { key, state: 'made_again' })).toBe(1);
  const all = await reader.find(Attestation, { order: { version: 'ASC' } });
  expect(all.map(({ version, state, standing }) => [version, state, standing])).toEqual([
    [1, 'filed', 'replaced'],
    [2, 'filed', 'current'],
  ]);
  expect(await breachesIn(placeOf(bench.house))).toEqual([]);
});
