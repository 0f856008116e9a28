/** A month whose Chromium is killed, freezes, or does not start: it waits, and ends right. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileAttestations } from '../../src/attestations/index.js';
import type { House } from '../../src/kernel/context.js';
import { Job } from '../../src/kernel/jobs.js';
import { Mail } from '../../src/mail/index.js';
import type { PrinterOptions } from '../../src/tools/printer.js';
import { openPrinter } from '../../src/tools/printer.js';
import { automata } from '../../workers/automata.js';
import { startWorker, workOff } from '../../workers/worker.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { advance } from '../month.js';
import { expectWholeMonth, familiesIn, readyToSend, untilTheEnd } from './month-ends.js';

const ROWS = 6;
const executablePath = process.env.PUPPETEER_EXECUTABLE_PATH!;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** The house, with a printer of its own. */
const printingWith = (options: Partial<PrinterOptions>): House => ({
  ...bench.house,
  printer: openPrinter({ executablePath, profileFolder: bench.config.folder, ...options }),
});

/** The first process of the Chromium of this house. */
async function chromium(): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(`--user-data-dir=${bench.config.folder}`) && !command.includes('--type='))
      return Number(pid);
  }
  throw new Error('No Chromium runs.');
}

const waiting = async (month: string) =>
  readyToSend(await bench.person(who.declarant), month, familiesIn(month, ROWS));
const approve = async (seen: Awaited<ReturnType<typeof waiting>>) =>
  advance(await bench.person(who.approver), seen, 'APPROVE');

async function untilAttestationsArePrinted(): Promise<void> {
  while (
    !(await bench.house.database.reader.existsBy(Job, { kind: fileAttestations.name, state: 'running' }))
  )
    await pause(20);
}

test.each<[string, string, boolean]>([
  ['freezes for good', '2026-10', false],
  ['is killed while it prints', '2026-09', true],
])(
  'a Chromium that %s: another prints, and each row has its attestation once',
  async (_, month, isKilled) => {
    const house = printingWith({ deadline: 4_000 });
    await house.printer.print('<head><title>Un essai</title></head>');
    const sent = await waiting(month);
    const first = await chromium();
    process.kill(first, 'SIGSTOP');
    const worker = startWorker(house, automata(house));
    await approve(sent);
    await untilAttestationsArePrinted();
    // It has the lot, and has been silent since.
    await pause(500);
    if (isKilled) process.kill(first, 'SIGKILL');
    await untilTheEnd(house.database, sent.id);
    await worker.stop();

    expect(await chromium()).not.toBe(first);
    await house.printer.close();
    await expectWholeMonth(house.database, bench.config.folder, sent, ROWS);
  },
  90_000,
);

test('a Chromium that does not start for an hour holds back the attestations and nothing else; once it starts, the month ends', async () => {
  const { reader } = bench.house.database;
  const absent = join(bench.config.folder, 'chromium');
  const house = printingWith({ executablePath: absent });
  const handlers = automata(house);
  const sent = await waiting('2026-08');
  await approve(sent);
  for (let minutes = 0; minutes < 60; minutes += 5) {
    await workOff(house, handlers);
    bench.setNow(new Date(house.clock().getTime() + 5 * 60_000).toISOString());
  }

  expect(await reader.findBy(Job, { state: 'queued' })).toEqual([
    expect.objectContaining({ kind: fileAttestations.name, lastError: 'PrinterDown' }),
  ]);
  expect(await reader.countBy(Mail, { subjectId: sent.id, kind: 'sent', state: 'sent' })).toBe(1);

  await symlink(executablePath, absent);
  await workOff(house, handlers);
  await house.printer.close();
  await expectWholeMonth(house.database, bench.config.folder, sent, ROWS);
}, 60_000);
