/** What a bucket makes of a server that is not well, and of bytes that come back otherwise: a fault, told in time. */
import { afterAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Vault } from '../../src/kernel/vault.js';
import { VaultFailed, VaultMissing } from '../../src/kernel/vault.js';
import { openBucket } from '../../src/tools/bucket.js';
import { openS3 } from '../s3.js';

const base = await mkdtemp(join(tmpdir(), 'bucket-test-'));
afterAll(() => rm(base, { recursive: true, force: true }));

const bytes = Buffer.alloc(100_000, 'bytes that differ from one place to the next');
const KEY = 'workbooks/0a/one.xlsx';
const SECRET = 'a/secret+of=ours';

const addressed = (host: string, bucket = 'habilis') =>
  `s3+http://S3RVER:${encodeURIComponent(SECRET)}@${host}/${bucket}`;

const bucketAt = async (url: string): Promise<{ vault: Vault; aside: () => Promise<string[]> }> => {
  const incoming = await mkdtemp(join(base, 'incoming-'));
  return { vault: await openBucket({ url, incoming, patience: 200 }), aside: () => readdir(incoming) };
};

const receive = (vault: Vault) =>
  vault.receive(Readable.from([bytes]), bytes.length, () => new Error('large'));

/** Asks a server that answers so. */
async function before<T>(answer: RequestListener, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    return await work(addressed(`127.0.0.1:${(server.address() as AddressInfo).port}`));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Says that all is well, and gives back what it likes. */
const giving =
  (body: Buffer): RequestListener =>
  (request, response) => {
    request.resume().on('end', () => {
      response.end(request.method === 'GET' ? body : undefined);
    });
  };

const flipped = Buffer.from(bytes);
flipped[50_000]! ^= 1;

test('what comes back with one bit flipped is not kept, and still waits aside', () =>
  before(giving(flipped), async (url) => {
    const { vault } = await bucketAt(url);
    const received = await receive(vault);

    await expect(vault.keep(received, KEY)).rejects.toThrow(VaultFailed);
    expect(await readFile(received.path)).toEqual(bytes);
  }));

test('what comes back as it was received is kept, and waits no more', () =>
  before(giving(bytes), async (url) => {
    const { vault, aside } = await bucketAt(url);
    await vault.keep(await receive(vault), KEY);

    expect(await aside()).toEqual([]);
  }));

const silent: RequestListener = () => undefined;
const stopsHalfWay: RequestListener = (request, response) => {
  response.writeHead(200, { 'content-length': bytes.length }).write(bytes.subarray(0, 1_000));
};
const refuses: RequestListener = (request, response) => {
  request.resume();
  response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
};
const broken: RequestListener = (request, response) => {
  request.resume();
  response.writeHead(500).end();
};

// oxfmt-ignore
test.each<[string, RequestListener]>([
  ['says nothing',                 silent],
  ['stops half-way',               stopsHalfWay],
  ['takes us for somebody else',   refuses],
  ['is broken',                    broken],
])('of a server that %s, reading is a fault that tells no secret, and nothing is left aside', (_, answer) =>
  before(answer, async (url) => {
    const { vault, aside } = await bucketAt(url);
    const failures = await Promise.all(
      [vault.get(KEY), vault.lend(KEY, readFile)].map((asked) => asked.catch((error: unknown) => error)),
    );

    for (const failure of failures) {
      expect(failure).toBeInstanceOf(VaultFailed);
      expect((failure as Error).stack).not.toContain(SECRET);
    }
    expect(await aside()).toEqual([]);
  }),
);

test('where nobody listens, keeping is a fault, and the file still waits aside', async () => {
  const { vault } = await bucketAt(addressed('127.0.0.1:1'));
  const received = await receive(vault);

  await expect(vault.keep(received, KEY)).rejects.toThrow(VaultFailed);
  expect(await readFile(received.path)).toEqual(bytes);
});

test('a file is missing of a bucket that is there; of one that is not, the setting is wrong', async () => {
  const s3 = await openS3();
  const here = await bucketAt(s3.url);
  const elsewhere = await bucketAt(s3.url.replace(/habilis$/, 'nowhere'));

  await expect(here.vault.get(KEY)).rejects.toThrow(VaultMissing);
  await expect(elsewhere.vault.get(KEY)).rejects.toThrow(VaultFailed);
  await s3.close();
});
