/** Files in a folder: written under a temporary name, made durable, then named. */
import { createReadStream } from 'node:fs';
import { mkdir, open, opendir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { failpoint } from '../kernel/failpoint.js';
import type { Vault } from '../kernel/vault.js';
import { VaultMissing, VaultUnreadable } from '../kernel/vault.js';
import { openIncoming } from './incoming.js';

/** Of a disk that fails, or of something else under that name. */
const unreadable = ['EIO', 'EISDIR'];

const lost = (key: string) => (error: NodeJS.ErrnoException) => {
  if (error.code === 'ENOENT') throw new VaultMissing(key);
  throw unreadable.includes(error.code ?? '') ? new VaultUnreadable(key) : error;
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

/** Files of a folder and of those in it, one after the other: there may be hundreds of thousands. */
async function* filesIn(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

/** @param folder  kept files in `files`, those on their way in `incoming`: one volume, so that a rename is whole */
export async function openVault(folder: string): Promise<Vault> {
  const { aside, receive, discard } = await openIncoming(join(folder, 'incoming'));
  const pathOf = (key: string) => join(folder, 'files', key);
  const found = (key: string) => stat(pathOf(key)).catch(lost(key));

  return {
    receive,
    discard,
    keep: ({ path }, key) => place(path, pathOf(key)),
    async put(key, bytes) {
      const temporary = await aside((handle) => handle.writeFile(bytes));
      failpoint('file.aside');
      await place(temporary, pathOf(key));
    },
    get: (key) => readFile(pathOf(key)).catch(lost(key)),
    open: async (key) => ({ size: (await found(key)).size, stream: createReadStream(pathOf(key)) }),
    async lend(key, work) {
      await found(key);
      return work(pathOf(key));
    },
    remove: (key) => rm(pathOf(key), { force: true }),
    async *keys() {
      const files = pathOf('');
      for await (const path of filesIn(files)) yield relative(files, path);
    },
    keptAt: (key) =>
      found(key).then(
        ({ mtime }) => mtime,
        (error: unknown) => {
          if (error instanceof VaultMissing) return undefined;
          throw error;
        },
      ),
  };
}
