/** A deposit is followed as server-sent events: each change is told, to its end, to whoever may still see it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { Deposit } from '../../src/declarations/index.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller } from '../caller.js';
import { create, inMonth, rose, workbook } from '../month.js';

let bench: Bench;
let declarant: Caller;

beforeAll(async () => {
  bench = await openBench();
  declarant = await bench.person(who.declarant);
});
afterAll(() => bench.close());

interface Told {
  event: string;
  data: { state: string; over: boolean; rowsRead?: number; code?: string };
}

/** What is heard at an address, as it comes. */
async function listen(path: string, caller: Caller = declarant) {
  const leaving = new AbortController();
  const response = await fetch(caller.address + path, {
    headers: { authorization: `Bearer ${caller.token}`, accept: 'text/event-stream' },
    signal: leaving.signal,
  });
  const heard: Told[] = [];
  const ended = (async () => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop()!;
      for (const part of parts) {
        const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(part) ?? [];
        if (event) heard.push({ event, data: JSON.parse(data!) as Told['data'] });
      }
    }
  })();
  const until = async (state: string) => {
    while (heard.at(-1)?.data.state !== state) await pause(20);
  };
  return { response, heard, ended, until, leave: () => leaving.abort() };
}

async function received(month: string, rows = 1) {
  const opened = await create(declarant, month);
  const all = Array.from({ length: rows }, (_, at) => ({ ...rose, allocataire: String(1_000_000 + at) }));
  const bytes = await workbook(inMonth(month, ...all));
  const response = await declarant.send('PUT', opened.depositAddress, bytes, { prefer: 'respond-async' });
  const { address } = (await response.json()) as { address: string };
  return { ...opened, address };
}

const states = (heard: Told[]): string[] => [...new Set(heard.map(({ data }) => data.state))];

test('each state is told until the last, the rows that are read are counted, and then the answer ends', async () => {
  const { address } = await received('2026-10', 5_000);
  const { response, heard, ended, until } = await listen(address);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  await until('received');
  await Promise.all([ended, bench.work()]);
  expect(states(heard)).toEqual(['received', 'reading', 'done']);
  const reading = heard.filter(({ data }) => data.state === 'reading');
  expect(Math.max(...reading.map(({ data }) => data.rowsRead!))).toBeGreaterThan(0);
  expect(heard.at(-1)).toMatchObject({ event: 'progress', data: { over: true, rowsRead: 5_000 } });
});

test('its sender may listen under their key before a byte is sent, and hears the end', async () => {
  const opened = await create(declarant, '2026-09');
  const key = 'listened-before';
  const { heard, ended, until } = await listen(
    `/declarations/${opened.id}/deposits/under-key/${key}/progress`,
  );
  await until('awaited');
  await declarant.send('PUT', opened.depositAddress, Buffer.from('not a workbook'), {
    'idempotency-key': key,
  });
  await ended;
  expect([states(heard)[0], states(heard).at(-1)]).toEqual(['awaited', 'refused']);
});

test('whoever left and comes back hears how far it has come, and of one that is over, only that', async () => {
  const { id, address } = await received('2026-08');
  const first = await listen(address);
  await first.until('received');
  first.leave();
  await expect(first.ended).rejects.toMatchObject({ name: 'AbortError' });
  const { write } = bench.house.database;
  await write((em) => em.update(Deposit, { declarationId: id }, { state: 'reading', rowsRead: 1_250 }));
  const second = await listen(address);
  await second.until('reading');
  expect(second.heard).toMatchObject([{ data: { state: 'reading', rowsRead: 1_250 } }]);
  await Promise.all([second.ended, bench.work()]);
  const third = await listen(address);
  await third.ended;
  expect(states(third.heard)).toEqual(['done']);
});

test('a session that ends while it listens is told so, and hears no more', async () => {
  const { address } = await received('2026-07');
  const leaving = await bench.nobody.signIn(who.declarant, DEMO_PASSWORD);
  const { heard, ended, until } = await listen(address, leaving);
  await until('received');
  await leaving.ask('mutation { signOut }');
  await ended;
  expect(heard.at(-1)).toMatchObject({ event: 'refused', data: { code: 'NOT_FOUND' } });
});

test('what one may not see is refused as any other address, without a stream', async () => {
  const { address } = await received('2026-06');
  const { response, ended } = await listen(address, await bench.person(who.otherCaf));
  await ended;
  expect([response.status, response.headers.get('content-type')]).toEqual([
    404,
    expect.stringContaining('application/json'),
  ]);
});
