/** Files in a folder: written under a temporary name, made durable, then named. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Vault } from '../kernel/vault.js';
import { VaultMissing } from '../kernel/vault.js';

const missing = (key: string) => (error: NodeJS.ErrnoException) => {
  throw error.code === 'ENOENT' ? new VaultMissing(key) : error;
};

/** Makes the naming itself durable: a rename lives in its folder. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function place(temporary: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** Bytes of a received file that are given with it. */
const HEAD = 8;
const AN_HOUR = 3_600_000;

/** What a killed process left on its way was never promised to anybody; what is recent may be another process's. */
async function sweep(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    // Gone already when another process has just named it.
    const found = await stat(path).catch(() => undefined);
    if (found && found.mtimeMs < Date.now() - AN_HOUR) await rm(path, { force: true });
  }
}

/** @param folder  kept files in `files`, those on their way in `incoming`: one volume, so that a rename is whole */
export async function openVault(folder: string): Promise<Vault> {
  const incoming = join(folder, 'incoming');
  await mkdir(incoming, { recursive: true });
  await sweep(incoming);
  const pathOf = (key: string) => join(folder, 'files', key);

  async function aside(fill: (handle: FileHandle) => Promise<void>): Promise<string> {
    const path = join(incoming, randomUUID());
    const handle = await open(path, 'wx');
    try {
      await fill(handle);
      await handle.sync();
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    return path;
  }

  return {
    async put(key, bytes) {
      await place(await aside((handle) => handle.writeFile(bytes)), pathOf(key));
    },
    get: (key) => readFile(pathOf(key)).catch(missing(key)),
    async open(key) {
      const { size } = await stat(pathOf(key)).catch(missing(key));
      return { size, stream: createReadStream(pathOf(key)) };
    },
    pathOf,
    remove: (key) => rm(pathOf(key), { force: true }),
    sizeOf: (key) =>
      stat(pathOf(key)).then(
        ({ size }) => size,
        () => undefined,
      ),
    async receive(stream, limit, tooLarge) {
      const hash = createHash('sha256');
      let size = 0;
      let head = Buffer.alloc(0);
      const path = await aside(async (handle) => {
        // Left whole when refused: the sender still has to hear why.
        for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
          size += chunk.length;
          if (size > limit) throw tooLarge();
          if (head.length < HEAD) head = Buffer.concat([head, chunk.subarray(0, HEAD - head.length)]);
          hash.update(chunk);
          await handle.appendFile(chunk);
        }
      });
      return { digest: hash.digest('hex'), size, head, path };
    },
    keep: ({ path }, key) => place(path, pathOf(key)),
    discard: ({ path }) => rm(path, { force: true }),
  };
}
