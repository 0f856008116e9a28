/** A check walks through every file once, in steps of some seconds; a sample is of its size, wherever it began. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FiledDocument } from '../../src/allocataires/index.js';
import { DamagedFile, FileCheck, stepCheck } from '../../src/filing/index.js';
import { insertAll } from '../../src/kernel/database.js';
import { newId } from '../../src/kernel/id.js';
import { Job } from '../../src/kernel/jobs.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { Mail } from '../../src/mail/index.js';
import { figure } from '../../src/parameters/index.js';
import { automaton } from '../../src/rights/index.js';
import { runDue } from '../../workers/schedule.js';
import { checkingFiles } from '../../workers/filing.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';

const FILES = 250;
let bench: Bench;

const keyOf = (index: number) => `attestations/493/2026-10/${index}.pdf`;

/** Files of the record, without the month that makes them. */
beforeAll(async () => {
  bench = await openBench('2026-11-05T08:00:00Z');
  const { vault, database } = bench.house;
  const documents: FiledDocument[] = [];
  for (let index = 0; index < FILES; index += 1) {
    const bytes = Buffer.from(`file ${index}`);
    await vault.put(keyOf(index), bytes);
    documents.push({
      id: newId(),
      caf: '493',
      allocataire: '3521874',
      attestationId: newId(),
      key: keyOf(index),
      digest: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
      filedAt: '2026-11-05T08:00:00.000Z',
    });
  }
  await database.write((em) => insertAll(em, FiledDocument, documents));
});
afterAll(() => bench.close());

const check = (extent: FileCheck['extent']) =>
  bench.house.database.reader.findOneByOrFail(FileCheck, { caf: '493', kind: 'attestation', extent });

async function beginAt(moment: string): Promise<void> {
  bench.setNow(moment);
  await runDue(bench.house, [checkingFiles]);
}

async function at(moment: string): Promise<void> {
  await beginAt(moment);
  await bench.work();
}

/** As if chance had begun the sample where that many files are left before the circle turns. */
async function leaveBeforeTurn(files: number): Promise<void> {
  const { id } = await check('sample');
  const { reader } = bench.house.database;
  const last = await reader.find(FiledDocument, { order: { digest: 'DESC' }, take: files + 1 });
  const from = last.at(-1)!.digest;
  await bench.house.database.write((em) =>
    em.update(FileCheck, { id }, { fromDigest: from, afterDigest: from }),
  );
}

test('nothing begins while people work', async () => {
  await at('2026-11-05T12:00:00Z');
  expect(await bench.count(FileCheck)).toBe(0);
});

test('at night all the files of the month’s check are looked at, in several jobs, and those of the sample', async () => {
  await at('2026-11-06T00:30:00Z');

  const size = figure('files_checked_nightly', '2026-11').value;
  expect(size).toBeLessThan(FILES);
  expect(await check('all')).toMatchObject({ checked: FILES, damaged: 0, stoppedAt: null });
  expect(await check('sample')).toMatchObject({ checked: size, remaining: 0, damaged: 0 });
  const { id } = await check('all');
  const jobs = await bench.house.database.reader.findBy(Job, { kind: 'filing.check' });
  expect(jobs.filter(({ payload }) => payload.id === id)).toHaveLength(4);
});

test('a step done again, or of an earlier night, changes nothing', async () => {
  const before = await check('all');
  for (const revision of [1, 2, before.revision - 1, before.revision])
    await stepCheck(automaton(bench.house, '493'), before.id, revision);
  expect(await check('all')).toEqual(before);
});

test('a sample that began near the end of the circle goes on at its start, and stops where it began', async () => {
  const { id, revision } = await check('sample');
  const { reader } = bench.house.database;
  const [last] = await reader.find(FiledDocument, { order: { digest: 'DESC' }, take: 1 });
  const from = { fromDigest: last!.digest, afterDigest: last!.digest, afterId: '' };
  await bench.house.database.write((em) =>
    em.update(FileCheck, { id }, { ...from, remaining: FILES * 2, checked: 0, endedAt: null }),
  );
  const ctx = automaton(bench.house, '493');
  for (let step = 0; !(await check('sample')).endedAt; step += 1) await stepCheck(ctx, id, revision + step);

  expect((await check('sample')).checked).toBe(FILES);
});

// oxfmt-ignore
test.each<[string, string[], string]>([
  ['2026-11-06T03:30:00Z', [],                'the same night'],
  ['2026-11-07T02:00:00Z', ['sample'],        'the next night'],
  ['2026-12-06T02:00:00Z', ['all', 'sample'], 'a month later'],
  ['2026-12-08T12:00:00Z', ['sample'],        'two days without a night'],
])('at %s, %j begin (%s)', async (moment, begun) => {
  await at(moment);
  const checks = await bench.house.database.reader.findBy(FileCheck, { caf: '493', kind: 'attestation' });
  const now = checks.filter(({ beganAt }) => beganAt.slice(0, 13) === moment.slice(0, 13));
  expect(now.map(({ extent }) => extent).toSorted()).toEqual(begun);
});

test('when a whole folder is gone, the check stops and makes nothing again: people are told to look first', async () => {
  const folder = join(bench.config.folder, 'files', 'attestations');
  await rename(folder, `${folder}-elsewhere`);
  await beginAt('2026-12-10T02:00:00Z');
  await leaveBeforeTurn(3);
  await bench.work();

  expect(await check('sample')).toMatchObject({ stoppedAt: expect.any(String), damaged: 0 });
  expect(await bench.count(DamagedFile)).toBe(0);
  bench.setNow('2026-12-10T03:05:00Z');
  await bench.work();
  const [mail] = await bench.house.database.reader.find(Mail, { relations: { person: true } });
  expect([mail!.kind, mail!.person.email, mail!.state]).toEqual([
    'filesDamaged',
    who.technicalAdministrator,
    'sent',
  ]);
  expect(await bench.count(JournalEntry, { action: 'stopCheck' })).toBe(1);

  await rename(`${folder}-elsewhere`, folder);
  await at('2026-12-12T02:00:00Z');
  expect(await check('sample')).toMatchObject({ stoppedAt: null, checked: 100 });
});

test('ten files lost at once are ten losses', async () => {
  for (let index = 0; index < 10; index += 1) await rm(join(bench.config.folder, 'files', keyOf(index)));
  await at('2027-01-20T02:00:00Z');
  expect(await check('all')).toMatchObject({ checked: FILES, stoppedAt: null });
  expect(await bench.count(DamagedFile)).toBe(10);
});
