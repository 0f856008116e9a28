/** A workbook that is not one: one French sentence, and nothing left behind but a trace. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DeclarationRow, Deposit, RowAnomaly } from '../../src/declarations/index.js';
import { Job } from '../../src/kernel/jobs.js';
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

const filesIn = async (folder: string): Promise<string[]> => {
  const path = join(bench.config.folder, folder);
  const found = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
};

const left = async () => ({
  rows: await bench.count(DeclarationRow),
  anomalies: await bench.count(RowAnomaly),
  read: await bench.count(Deposit, { state: 'done' }),
  jobs: await bench.count(Job, { state: 'queued' }),
  incoming: await filesIn('incoming'),
  files: await filesIn('files'),
});

const lastTrace = async () => {
  const { reader } = bench.house.database;
  const [last] = await reader.find(JournalEntry, {
    where: { chain: '493' },
    order: { sequence: 'DESC' },
    take: 1,
  });
  return last!;
};

const lastDeposit = async () => {
  const [last] = await bench.house.database.reader.find(Deposit, { order: { number: 'DESC' }, take: 1 });
  return last;
};

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
  '%s is refused in one French sentence and leaves nothing behind but the trace of it',
  async (_what, make, reason) => {
    const before = await left();
    const declarant = await bench.person(who.declarant);
    const bytes = await make();
    const response = await declarant.send('PUT', opened.depositAddress, bytes);
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
    expect(await left()).toEqual(before);
    const { action, facts: told } = await lastTrace();
    expect([action, told]).toEqual(['refuse', expect.objectContaining({ code, reason })]);
    // Of a file that never came whole, the journal alone tells.
    if (reason === 'too_large') return;
    expect(await lastDeposit()).toMatchObject({
      state: 'refused',
      file: null,
      size: bytes.length,
      rowCount: 0,
      refusal: { code, message, facts },
    });
  },
);

test('the refused ones stay in the list of the declaration, each with its reason, and none can be downloaded', async () => {
  const declarant = await bench.person(who.declarant);
  interface Listed {
    number: number;
    state: string;
    stateLabel: string;
    refusal: { code: string; message: string };
    address: string;
  }
  const { declaration } = await declarant.ask<{ declaration: { deposits: Listed[] } }>(
    `{ declaration(id: "${opened.id}") { deposits { number state stateLabel refusal { code message } address } } }`,
  );
  const refused = cases.filter(([, , reason]) => reason !== 'too_large');
  expect(declaration.deposits.map(({ number, state }) => [number, state])).toEqual(
    refused.map((_one, index) => [index + 1, 'REFUSED']),
  );
  const [first] = declaration.deposits;
  expect(first).toMatchObject({ stateLabel: 'Refusé', refusal: { code: 'WORKBOOK_REFUSED' } });
  expect(first!.refusal.message).toContain('vide');
  await expect(declarant.get(first!.address)).rejects.toMatchObject({ status: 409, code: 'DEPOSIT_UNREAD' });
});

test('a file that grows past 20 MB while it is sent, without saying its length, is refused and not kept', async () => {
  const before = await left();
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
  expect(await left()).toEqual(before);
});

test('after all these, the right workbook is still received', async () => {
  const declarant = await bench.person(who.declarant);
  expect(await declarant.put(opened.depositAddress, good)).toMatchObject({ rowCount: 1, blockingCount: 0 });
  expect(await filesIn('incoming')).toEqual([]);
});
