/** A month whose files live in a bucket: deposited, given back, filed and downloaded as from a folder. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FiledDocument } from '../../src/allocataires/index.js';
import { Attestation } from '../../src/attestations/index.js';
import type { Deposit as DepositLine } from '../../src/declarations/index.js';
import { Deposit } from '../../src/declarations/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Opened } from '../month.js';
import { accept, advance, create, nino, rose, workbook } from '../month.js';
import { readPdf } from '../pdf.js';
import type { S3 } from '../s3.js';
import { openS3 } from '../s3.js';

let s3: S3;
let bench: Bench;
let opened: Opened;
let sent: Buffer;

beforeAll(async () => {
  s3 = await openS3();
  bench = await openBench(undefined, { VAULT_URL: s3.url });
  opened = await create(await bench.person(who.declarant));
  sent = await workbook([rose, { ...nino, hours: 10 }]);
});
afterAll(async () => {
  await bench.close();
  await s3.close();
});

const onItsWay = () => readdir(join(bench.config.folder, 'incoming'));

test('a workbook is read, kept in the bucket to the byte, and given back with its marks', async () => {
  const declarant = await bench.person(who.declarant);
  const { revision } = await declarant.put<Opened>(opened.depositAddress, sent);
  opened = { ...opened, revision };

  const { file } = await bench.house.database.reader.findOneByOrFail<DepositLine>(Deposit, {
    declarationId: opened.id,
  });
  expect(await readFile(s3.pathOf(file!))).toEqual(sent);
  const { declaration } = await declarant.ask<{ declaration: { returnedWorkbookAddress: string } }>(
    'query ($id: ID!) { declaration(id: $id) { returnedWorkbookAddress } }',
    { id: opened.id },
  );
  expect((await declarant.get(declaration.returnedWorkbookAddress)).length).toBeGreaterThan(sent.length / 2);
  expect(await onItsWay()).toEqual([]);
});

test('its attestations are filed in the bucket, and downloaded', async () => {
  const declarant = await bench.person(who.declarant);
  const submitted = await advance(declarant, await accept(declarant, opened), 'SUBMIT');
  await advance(await bench.person(who.approver), submitted, 'APPROVE');
  await bench.work();

  const { reader } = bench.house.database;
  const documents = await reader.find(FiledDocument);
  expect(documents).toHaveLength(2);
  for (const { attestationId: id, key } of documents) {
    const { number } = await reader.findOneByOrFail(Attestation, { id });
    const given = await declarant.get(`/attestations/${id}`);
    expect(given).toEqual(await readFile(s3.pathOf(key)));
    expect((await readPdf(given)).pages).toEqual([expect.stringContaining(number)]);
  }
});

test('nothing of it is in the folder', async () => {
  expect(existsSync(join(bench.config.folder, 'files'))).toBe(false);
  expect(await onItsWay()).toEqual([]);
  expect(bench.logged).toEqual([]);
});
