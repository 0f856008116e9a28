/** A workbook passes by the antivirus before it is read: let through, refused, or parked while nobody can say. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { DeclarationRow, Deposit, readWorkbook } from '../../src/declarations/index.js';
import { Job } from '../../src/kernel/jobs.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Clamd } from '../clamd.js';
import { EICAR, LONGEST, makeClamd } from '../clamd.js';
import type { Opened } from '../month.js';
import { create, inMonth, rose, workbook } from '../month.js';

let bench: Bench;
let clamd: Clamd;

beforeAll(async () => {
  clamd = makeClamd();
  await clamd.start();
  bench = await openBench('2026-11-05T08:00:00Z', { ANTIVIRUS_URL: clamd.address });
});
afterAll(async () => {
  await bench.close();
  await clamd.clear();
});

const put = async ({ depositAddress }: Opened, bytes: Buffer) => {
  const response = await (await bench.person(who.declarant)).send('PUT', depositAddress, bytes);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

const depositOf = (declarationId: string): Promise<Deposit> =>
  bench.house.database.reader.findOneByOrFail(Deposit, { declarationId });

const opened = async (month: string): Promise<Opened> => create(await bench.person(who.declarant), month);

test('one that is clean is read, and says when it was looked into; the depositor knows that it is', async () => {
  const draft = await opened('2026-10');
  expect(await put(draft, await workbook([rose]))).toMatchObject({ status: 200, body: { rowCount: 1 } });
  const { declaration } = await (
    await bench.person(who.declarant)
  ).ask<{ declaration: object }>(
    `{ declaration(id: "${draft.id}") { depositScanned deposits { state scannedAt } } }`,
  );
  expect(declaration).toEqual({
    depositScanned: true,
    deposits: [{ state: 'DONE', scannedAt: expect.stringMatching(/^2026-11-05T08:00/) as unknown }],
  });
});

test('one that is infected is refused, whatever it is called, and its file is not kept', async () => {
  const draft = await opened('2026-09');
  const infected = await workbook(inMonth('2026-09', { ...rose, lastName: EICAR }));
  expect(await put(draft, infected)).toMatchObject({
    status: 422,
    body: { code: 'DEPOSIT_INFECTED', message: expect.stringContaining('malveillant') as unknown },
  });
  expect(await depositOf(draft.id)).toMatchObject({ state: 'refused', file: null, scannedAt: null });
  expect(await bench.count(DeclarationRow, { declarationId: draft.id })).toBe(0);
});

test.each([
  ['as large as it looks into', LONGEST, 'WORKBOOK_REFUSED'],
  ['one byte larger', LONGEST + 1, 'DEPOSIT_TOO_LARGE_TO_SCAN'],
])('one that is %s: %i bytes, %s', async (_what, size, code) => {
  const draft = await opened(size > LONGEST ? '2026-07' : '2026-08');
  expect(await put(draft, randomBytes(size))).toMatchObject({ status: 422, body: { code } });
});

test('while the antivirus is down, it is parked: told so, read by nobody, downloaded by nobody', async () => {
  await clamd.stop();
  const draft = await opened('2026-06');
  const bytes = await workbook(inMonth('2026-06', rose));
  const parked = {
    status: 202,
    body: { number: 1, state: 'unscanned', label: 'En attente de l’antivirus', over: false },
  };
  expect(await put(draft, bytes)).toMatchObject(parked);
  expect(await put(draft, bytes)).toMatchObject(parked);
  expect(await bench.count(DeclarationRow, { declarationId: draft.id })).toBe(0);
  const asked = (await bench.person(who.declarant)).get(`/declarations/${draft.id}/deposits/1`);
  await expect(asked).rejects.toMatchObject({ status: 409, code: 'DEPOSIT_UNREAD' });
});

test('it is taken up again later and later, then read as soon as the antivirus is back', async () => {
  const { id, depositedAt } = await bench.house.database.reader.findOneByOrFail(Deposit, {
    state: 'unscanned',
  });
  const after = (minutes: number) => new Date(Date.parse(depositedAt) + minutes * 60_000).toISOString();
  const waits: number[] = [];
  for (const minutes of [2, 5, 60]) {
    bench.setNow(after(minutes));
    await bench.work();
    const jobs = await bench.house.database.reader.findBy(Job, { kind: readWorkbook.name, state: 'queued' });
    const { runAt, attempts } = jobs.find(({ payload }) => payload.id === id)!;
    expect(attempts).toBe(0);
    waits.push((Date.parse(runAt) - Date.parse(after(minutes))) / 60_000);
  }
  // Half of what it has waited, five minutes at most, and the time that the test itself takes.
  expect(waits.map((wait) => Math.floor(wait * 2) / 2)).toEqual([1, 2.5, 5]);

  await clamd.start();
  bench.setNow(after(70));
  await bench.work();
  const read = await bench.house.database.reader.findOneByOrFail(Deposit, { id });
  expect(read).toMatchObject({ state: 'done', rowCount: 1 });
  expect(read.scannedAt! >= after(70)).toBe(true);
});
