/** The table of the points where the tests kill is that of the points that a month passes. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { armFailpoint, watchFailpoints } from '../../src/kernel/failpoint.js';
import { readConfig } from '../../src/config.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Clamd } from '../clamd.js';
import { makeClamd } from '../clamd.js';
import { create, inMonth, processed, rose, workbook } from '../month.js';
import { points } from './points.js';

let bench: Bench;
let clamd: Clamd;
const passed = new Set<string>();

beforeAll(async () => {
  clamd = makeClamd();
  await clamd.start();
  bench = await openBench('2026-11-05T08:00:00Z', { ANTIVIRUS_URL: clamd.address });
  watchFailpoints((name) => passed.add(name));
});

afterAll(async () => {
  watchFailpoints();
  await bench.close();
  await clamd.clear();
});

test('every point of the table is passed by a month, and every point passed is in the table', async () => {
  const declarant = await bench.person(who.declarant);
  const opened = await create(declarant, '2026-09');
  await declarant.put(opened.depositAddress, Buffer.from('not a workbook')).catch(() => undefined);
  const [row] = inMonth('2026-09', rose);
  await declarant.send('PUT', opened.depositAddress, await workbook([row!]), { prefer: 'respond-async' });
  await processed(bench);

  const names = points.map(({ name }) => name);
  expect([...passed].filter((name) => !names.includes(name))).toEqual([]);
  expect(names.filter((name) => !passed.has(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test('a process passes them for nothing, unless it is told to die at one', () => {
  armFailpoint('');
  expect(readConfig({ HABILIS_FAILPOINT: 'deposit.kept' }).failpoint).toBe('deposit.kept');
});
