/** A bucket that goes away in the middle of a month: people are told, nothing is taken for lost, and the month ends right once it is back. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { addresses } from '../../resolvers/addresses.js';
import { fileAttestations } from '../../src/attestations/index.js';
import { DamagedFile } from '../../src/filing/index.js';
import { Job } from '../../src/kernel/jobs.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { Mail } from '../../src/mail/index.js';
import type { Caller } from '../caller.js';
import { advance, create, workbook } from '../month.js';
import type { S3 } from '../s3.js';
import { openS3 } from '../s3.js';
import { expectWholeMonth, familiesIn, readyToSend } from './month-ends.js';

const ROWS = 6;
const MONTH = '2026-10';

let s3: S3;
let bench: Bench;
let declarant: Caller;
let approver: Caller;

beforeAll(async () => {
  s3 = await openS3();
  bench = await openBench(undefined, { VAULT_URL: s3.url });
  [declarant, approver] = [await bench.person(who.declarant), await bench.person(who.approver)];
});
afterAll(async () => {
  await bench.close();
  await s3.close();
});

/** Whoever sends a file, and whoever asks for one. */
async function expectTold(depositAddress: string, kept: string): Promise<void> {
  const answers = [
    await declarant.send('PUT', depositAddress, await workbook(familiesIn('2026-09', 1))),
    await approver.send('GET', kept),
  ];
  for (const answer of answers)
    expect([answer.status, await answer.json()]).toEqual([
      503,
      {
        code: 'UNAVAILABLE',
        message: expect.stringMatching(/^Le service ne peut ni garder ni rendre de fichier .* référence/),
        reference: expect.any(String),
      },
    ]);
  expect(await readdir(join(bench.config.folder, 'incoming'))).toEqual([]);
}

test('a bucket away in the middle of a month: who sends or asks for a file is told, what was sent waits, and the month ends right', async () => {
  const { reader } = bench.house.database;
  const { depositAddress } = await create(declarant, '2026-09');
  const sent = await readyToSend(declarant, MONTH, familiesIn(MONTH, ROWS));
  await s3.away(async () => {
    await advance(approver, sent, 'APPROVE');
    for (let minutes = 0; minutes < 60; minutes += 10) {
      await bench.work();
      bench.setNow(new Date(bench.house.clock().getTime() + 10 * 60_000).toISOString());
    }
    [declarant, approver] = [await bench.person(who.declarant), await bench.person(who.approver)];
    await expectTold(depositAddress, addresses.workbook(sent.id));

    const left = await reader.findBy(Job, { state: 'queued' });
    expect(left.map(({ kind, lastError }) => [kind, lastError])).toContainEqual([
      fileAttestations.name,
      'FilesDown',
    ]);
    expect(await reader.countBy(Mail, { subjectId: sent.id, kind: 'sent', state: 'sent' })).toBe(1);
  });

  await bench.work();
  await expectWholeMonth(bench.house.database, s3.pathOf, sent, ROWS);
  expect(await bench.count(DamagedFile)).toBe(0);
  await declarant.put(depositAddress, await workbook(familiesIn('2026-09', 1)));
});
