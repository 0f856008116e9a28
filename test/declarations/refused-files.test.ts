/** A workbook that is not one: one French sentence, and nothing left behind. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DeclarationRow, Deposit, RowAnomaly } from '../../src/declarations/index.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { MAX_WORKBOOK_BYTES } from '../../src/kernel/sheet.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Opened } from '../month.js';
import { create, rose, workbook } from '../month.js';

let bench: Bench;
let opened: Opened;
let good: Buffer;

beforeAll(async () => {
  bench = await openBench();
  opened = await create(await bench.person(who.declarant));
  good = await workbook([rose]);
});
afterAll(() => bench.close());

const filesIn = (folder: string): Promise<string[]> =>
  readdir(join(bench.config.folder, folder), { recursive: true }).catch(() => []);

const traces = async () => ({
  rows: await bench.count(DeclarationRow),
  anomalies: await bench.count(RowAnomaly),
  deposits: await bench.count(Deposit),
  journal: await bench.count(JournalEntry),
  incoming: await filesIn('incoming'),
  files: await filesIn('files'),
});

// oxfmt-ignore
const cases: [string, () => Buffer | Promise<Buffer>, string][] = [
  ['an empty file', () => Buffer.alloc(0), 'empty_file'],
  ['a PDF renamed', () => Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n'), 'not_a_workbook'],
  ['a truncated zip', () => good.subarray(0, good.length / 2), 'damaged'],
  ['a 21 MB file', () => Buffer.alloc(21_000_000, 'x'), 'too_large'],
  ['one byte above 20 MB', () => Buffer.alloc(MAX_WORKBOOK_BYTES + 1, 'x'), 'too_large'],
  ['20 MB exactly, but not a workbook', () => Buffer.alloc(MAX_WORKBOOK_BYTES, 'x'), 'not_a_workbook'],
  ['the other template', () => workbook([{ month: '2026-10', allocataire: '3047215', hours: 36, specificHours: 6, amountCents: 82_800 }], 'home_care'), 'other_template'],
  ['no row', () => workbook([]), 'no_data'],
];

test.each(cases)(
  '%s is refused in one French sentence and leaves nothing behind',
  async (_what, make, reason) => {
    const before = await traces();
    const declarant = await bench.person(who.declarant);
    const response = await declarant.send('PUT', opened.depositAddress, await make());
    const { code, message, facts } = (await response.json()) as {
      code: string;
      message: string;
      facts: object;
    };
    expect({ status: response.status, code, facts }).toMatchObject({
      status: 422,
      code: 'WORKBOOK_REFUSED',
      facts: { reason },
    });
    expect(message).toMatch(/^[A-ZÀÉ].*\.$/);
    expect(await traces()).toEqual(before);
  },
);

test('a file that grows past 20 MB while it is sent, without saying its length, is refused and not kept', async () => {
  const before = await traces();
  const { token } = await bench.person(who.declarant);
  const chunk = new Uint8Array(1024 * 1024).fill(120);
  async function* endless() {
    for (let sent = 0; sent < 24; sent += 1) yield chunk;
  }
  const response = await fetch(bench.address + opened.depositAddress, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}` },
    body: ReadableStream.from(endless()),
    duplex: 'half',
  });
  expect(await response.json()).toMatchObject({ code: 'WORKBOOK_REFUSED', facts: { reason: 'too_large' } });
  expect(await traces()).toEqual(before);
});

test('after all these, the right workbook is still received', async () => {
  const declarant = await bench.person(who.declarant);
  expect(await declarant.put(opened.depositAddress, good)).toMatchObject({ rowCount: 1, blockingCount: 0 });
  expect(await filesIn('incoming')).toEqual([]);
});
