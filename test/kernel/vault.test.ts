/** A file is whole under its name or absent, wherever files live: one suite for the folder and for the bucket. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Vault } from '../../src/kernel/vault.js';
import { VaultMissing } from '../../src/kernel/vault.js';
import { openBucket } from '../../src/tools/bucket.js';
import { openVault } from '../../src/tools/vault.js';
import type { S3 } from '../s3.js';
import { openS3 } from '../s3.js';

const base = await mkdtemp(join(tmpdir(), 'vault-test-'));
let s3: S3;
beforeAll(async () => {
  s3 = await openS3();
});
afterAll(async () => {
  await s3.close();
  await rm(base, { recursive: true, force: true });
});

let folder: string;
let vault: Vault;

const incoming = () => readdir(join(folder, 'incoming'));
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

class TooLarge extends Error {}
const tooLarge = () => new TooLarge();

async function namesIn({ keys }: Vault): Promise<string[]> {
  const names: string[] = [];
  for await (const name of keys()) names.push(name);
  return names;
}

const MEGABYTE = 1024 * 1024;
const bytes = Buffer.alloc(100_000, 'bytes that differ from one place to the next');
const inChunks = (whole: Buffer, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(whole.length / size) }, (_, at) =>
      whole.subarray(at * size, (at + 1) * size),
    ),
  );

const engines: Record<string, () => Promise<Vault>> = {
  'a folder': () => openVault(folder),
  'a bucket': () => openBucket({ url: s3.url, incoming: join(folder, 'incoming') }),
};

describe.each(Object.entries(engines))('in %s', (_, open) => {
  beforeEach(async () => {
    folder = await mkdtemp(join(base, 'vault-'));
    vault = await open();
  });

  test('what is received waits aside, whole, with its size and its digest', async () => {
    const received = await vault.receive(inChunks(bytes, 999), MEGABYTE, tooLarge);

    expect(received).toMatchObject({ size: bytes.length, digest: digestOf(bytes) });
    expect(await readFile(received.path)).toEqual(bytes);
    expect(await incoming()).toHaveLength(1);
  });

  test('what is kept has a name and no longer waits', async () => {
    const received = await vault.receive(inChunks(bytes, 4_096), MEGABYTE, tooLarge);
    await vault.keep(received, 'deposits/one.xlsx');

    expect(await incoming()).toEqual([]);
    expect(await vault.get('deposits/one.xlsx')).toEqual(bytes);
    const { size, stream } = await vault.open('deposits/one.xlsx');
    expect([size, await buffer(stream)]).toEqual([bytes.length, bytes]);
  });

  test('what is kept is lent as a file of this machine, and stays kept', async () => {
    await vault.put('deposits/one.xlsx', bytes);
    expect(await vault.lend('deposits/one.xlsx', (path) => readFile(path))).toEqual(bytes);

    await expect(vault.lend('deposits/one.xlsx', () => Promise.reject(new Error('unread')))).rejects.toThrow(
      'unread',
    );
    expect(await incoming()).toEqual([]);
    expect(await vault.get('deposits/one.xlsx')).toEqual(bytes);
  });

  test('what is removed is gone, and twice is once', async () => {
    await vault.put('deposits/one.xlsx', bytes);
    await vault.remove('deposits/one.xlsx');
    await vault.remove('deposits/one.xlsx');

    await expect(vault.get('deposits/one.xlsx')).rejects.toThrow(VaultMissing);
  });

  test('what is discarded is gone, and twice is once', async () => {
    const received = await vault.receive(inChunks(bytes, 4_096), MEGABYTE, tooLarge);
    await vault.discard(received);
    await vault.discard(received);

    expect(await incoming()).toEqual([]);
  });

  test.each<[number, number, string]>([
    [0, 1, 'nothing at all'],
    [1, 1, 'one byte'],
    [100_000, 100_000, 'in one piece'],
    [100_000, 999, 'in pieces'],
  ])('as many bytes as the limit, %i, are received (pieces of %i: %s)', async (size, chunk) => {
    const part = bytes.subarray(0, size);
    const received = await vault.receive(inChunks(part, chunk), size, tooLarge);
    expect(received).toMatchObject({ size, digest: digestOf(part) });
  });

  test.each<[number, number, string]>([
    [99_999, 100_000, 'one byte too many, in one piece'],
    [99_999, 999, 'one byte too many, in pieces'],
    [0, 1, 'the first byte is too many'],
  ])('above a limit of %i bytes nothing is left (pieces of %i: %s)', async (limit, chunk) => {
    await expect(vault.receive(inChunks(bytes, chunk), limit, tooLarge)).rejects.toThrow(TooLarge);

    expect(await incoming()).toEqual([]);
  });

  test('a sender that stops half-way leaves nothing', async () => {
    const broken = new Readable({ read: () => undefined });
    const receiving = vault.receive(broken, MEGABYTE, tooLarge);
    broken.push(bytes);
    setTimeout(() => broken.destroy(new Error('cut')), 20);

    await expect(receiving).rejects.toThrow('cut');
    expect(await incoming()).toEqual([]);
  });

  test('a sender of too much is not cut off while it speaks', async () => {
    const stream = inChunks(bytes, 999);
    await expect(vault.receive(stream, 10_000, tooLarge)).rejects.toThrow(TooLarge);

    expect(stream.destroyed).toBe(false);
  });

  test('a sender of too much hears the answer', async () => {
    const server = createServer((request, response) => {
      vault.receive(request, MEGABYTE, tooLarge).catch((error: unknown) => {
        response.writeHead(error instanceof TooLarge ? 413 : 500).end('trop lourd');
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}`, {
      method: 'POST',
      body: Buffer.alloc(8 * MEGABYTE),
    });

    expect([answer.status, await answer.text()]).toEqual([413, 'trop lourd']);
    expect(await incoming()).toEqual([]);
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  test('a file that is not there is a fault that names its key', async () => {
    await expect(vault.get('nowhere/file.pdf')).rejects.toThrow(VaultMissing);
    await expect(vault.get('nowhere/file.pdf')).rejects.toThrow('nowhere/file.pdf');
    await expect(vault.open('nowhere/file.pdf')).rejects.toThrow(VaultMissing);
    await expect(vault.lend('nowhere/file.pdf', readFile)).rejects.toThrow(VaultMissing);
  });

  test('the names of what is kept are told, and when each was put there; nothing of what is on its way', async () => {
    expect(await namesIn(vault)).toEqual([]);
    for (const key of ['a.pdf', 'deep/b.pdf', 'deep/deeper/c.pdf']) await vault.put(key, bytes);
    await vault.receive(inChunks(bytes, 999), MEGABYTE, tooLarge);

    expect((await namesIn(vault)).toSorted()).toEqual(['a.pdf', 'deep/b.pdf', 'deep/deeper/c.pdf']);
    expect((await vault.keptAt('deep/b.pdf'))!.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(await vault.keptAt('deep/nothing.pdf')).toBeUndefined();
  });

  test.each<[string, number, boolean, string]>([
    ['61 minutes old', 61 * 60, false, 'no sender is that slow: a killed process left it'],
    ['59 minutes old', 59 * 60, true, 'it may be on its way in another process'],
    ['new', 0, true, 'it is on its way'],
  ])('at opening, a leftover %s (%i s) stays: %s (%s)', async (_, age, stays) => {
    const path = join(folder, 'incoming', 'leftover');
    await writeFile(path, bytes);
    const then = Date.now() / 1000 - age;
    await utimes(path, then, then);
    await vault.put('kept', bytes);

    vault = await open();

    expect(await incoming()).toEqual(stays ? ['leftover'] : []);
    expect(await vault.get('kept')).toEqual(bytes);
  });
});

/** Of a bucket it is the server that must see to it, as S3 promises; the one of the tests does not. */
describe('in a folder, whoever reads meanwhile', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(base, 'vault-'));
    vault = await openVault(folder);
  });

  test('a file put again replaces the former at once: nobody reads a mixture', async () => {
    const versions = [1, 2, 3, 4, 5, 6].map((fill) => Buffer.alloc(fill * 50_000, fill));
    await vault.put('one', versions[0]!);
    let putting = true;
    const puts = (async () => {
      for (const version of versions) await vault.put('one', version);
      putting = false;
    })();
    let reads = 0;
    while (putting) {
      const read = await vault.get('one');
      expect(versions.some((version) => version.equals(read))).toBe(true);
      reads += 1;
    }
    await puts;

    expect(reads).toBeGreaterThan(1);
    expect(await vault.get('one')).toEqual(versions[5]);
    expect(await incoming()).toEqual([]);
  });

  test('two puts of one file at once leave one of the two, whole', async () => {
    const [one, other] = [Buffer.alloc(500_000, 1), Buffer.alloc(400_000, 2)];
    await Promise.all([vault.put('same', one), vault.put('same', other)]);

    const kept = await vault.get('same');
    expect([one, other].some((version) => version.equals(kept))).toBe(true);
  });
});
