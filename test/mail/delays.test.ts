/** Letters that could not leave at once: kept, tried again, and dropped when what they say is no longer so. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Habilitation } from '../../src/habilitations/index.js';
import { Person } from '../../src/identity/index.js';
import { Job } from '../../src/kernel/jobs.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { Mail, sendMail } from '../../src/mail/index.js';
import { openPostman } from '../../src/tools/postman.js';
import { automata } from '../../workers/automata.js';
import { workOff } from '../../workers/worker.js';
import { who } from '../bench.js';
import type { Seen } from '../caller.js';
import type { MailBench } from './mail-bench.js';
import { approvers, openMailBench, to } from './mail-bench.js';
import type { Manner } from './smtp.js';

const CANARY = 'Canari jaune, à revoir';

let bench: MailBench;

beforeAll(async () => {
  bench = await openMailBench();
});

beforeEach(() => bench.begin());
afterAll(() => bench.close());

describe('a mail server', () => {
  test.each<Manner>([451, 554, 'hangs up', 'falls silent'])(
    'that answers « %s » is handed the letter again later, and takes one copy',
    async (manner) => {
      const { smtpUrl, mailFrom: from, folder: outboxFolder } = bench.config;
      const postman = openPostman({
        smtpUrl,
        from,
        outboxFolder,
        deadline: manner === 'falls silent' ? 500 : 10_000,
      });
      const house = { ...bench.house, postman };
      const waiting = await bench.waitingForApproval();
      bench.smtp.manner = manner;
      await workOff(house, automata(house));
      await postman.close();
      expect(await bench.statesOf(waiting, 'submitted')).toEqual(['queued', 'queued']);
      const job = await bench.house.database.reader.findOneByOrFail(Job, {
        kind: sendMail.name,
        state: 'queued',
      });
      expect(job.lastError).toMatch(/^PostFailed \w+$/);
      bench.smtp.manner = 'takes';
      await bench.work();
      expect(bench.told()).toEqual([]);
      bench.later(60);
      await bench.work();
      expect(bench.told()).toEqual(approvers);
      // Two letters, each handed twice or, on a machine so busy that the next try came meanwhile, more often; a server
      // that falls silent is handed the first one only.
      expect(new Set(bench.smtp.handed).size).toBe(2);
      expect(bench.smtp.handed.length).toBeGreaterThanOrEqual(manner === 'falls silent' ? 3 : 4);
      expect(bench.logged.join('')).not.toMatch(/@pirouette|Not now/);
    },
  );

  test('that is down for seven hours still gets the letters', async () => {
    await bench.waitingForApproval();
    bench.smtp.manner = 451;
    for (let tries = 0; tries < (7 * 3_600) / 400; tries += 1) {
      await bench.work();
      bench.later(400);
    }
    bench.smtp.manner = 'takes';
    await bench.work();
    expect(bench.told()).toEqual(approvers);
  });
});

test('a letter that had been tried twenty times when its worker died is tried again', async () => {
  await bench.waitingForApproval();
  bench.smtp.manner = 451;
  await bench.work();
  const held = { state: 'running' as const, attempts: 20, leaseUntil: bench.house.clock().toISOString() };
  await bench.house.database.write((em) => em.update(Job, { kind: sendMail.name, state: 'queued' }, held));
  bench.smtp.manner = 'takes';
  bench.later(60);
  await bench.work();
  expect(bench.told()).toEqual(approvers);
});

describe('when its turn comes, a letter', () => {
  /** A declaration whose letters could not leave yet. */
  async function delayed(): Promise<Seen> {
    const waiting = await bench.waitingForApproval();
    bench.smtp.manner = 451;
    await bench.work();
    return waiting;
  }

  async function resume(): Promise<void> {
    bench.smtp.manner = 'takes';
    bench.later(60);
    await bench.work();
  }

  test('whose declaration was approved meanwhile asks for no approval', async () => {
    const approved = await bench.approve(await delayed());
    await resume();
    expect(bench.told().filter((line) => approvers.includes(line))).toEqual([]);
    expect(await bench.statesOf(approved, 'submitted')).toEqual(['dropped', 'dropped']);
  });

  test('that says again what a later one says gives way to it: one letter, with the last comment', async () => {
    const returned = await bench.giveBack(await delayed(), 'premier commentaire');
    await bench.work();
    await bench.giveBack(await bench.resubmit(returned), CANARY);
    await bench.work();
    await resume();
    expect(bench.told()).toEqual([to('declarant', 'renvoyée')]);
    expect(bench.smtp.letters[0]!.text).toContain(CANARY);
    expect(await bench.statesOf(returned, 'returned')).toEqual(['dropped', 'sent']);
  });

  test('is not sent to somebody who has left the role, and goes to those who hold it now', async () => {
    const waiting = await delayed();
    await bench.house.database.write(async (em) => {
      const idOf = async (email: string) => (await em.findOneByOrFail(Person, { email })).id;
      for (const left of [await idOf(who.otherApprover), await idOf(who.declarant)]) {
        await em.update(Habilitation, { personId: left }, { until: bench.house.clock().toISOString() });
      }
      await em.update(
        Habilitation,
        { personId: await idOf(who.financialProvider) },
        { role: 'activityProvider' },
      );
    });
    await resume();
    expect(bench.told()).toEqual([to('approver', 'à')]);
    expect((await bench.statesOf(waiting, 'submitted')).toSorted()).toEqual(['dropped', 'sent']);
    await bench.giveBack(waiting, CANARY);
    await bench.work();
    expect(bench.told()).toEqual([to('approver', 'à'), to('financialProvider', 'renvoyée')]);
  });
});

test.each<[RegExp, string]>([
  [/Canari|commentaire/, 'what an approver wrote'],
  [/@pirouette|Ferrand|Durand/, 'a person of a structure'],
  [/GALINDRAC|\bRose\b|3521874/i, 'a family'],
])('after all this, no job, mail, log nor journal says %s (%s)', async (pattern) => {
  const { reader } = bench.house.database;
  const kept = [
    await reader.find(Job),
    await reader.find(Mail),
    await reader.find(JournalEntry),
    bench.logged,
  ];
  expect(kept.every((records) => records.length > 10)).toBe(true);
  expect(pattern.exec(JSON.stringify(kept))?.[0]).toBeUndefined();
});
