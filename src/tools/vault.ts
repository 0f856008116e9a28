/** Files in a folder: written under a temporary name, made durable, then named. */
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Vault } from '../kernel/vault.js';
import { VaultMissing } from '../kernel/vault.js';
import { openIncoming } from './incoming.js';

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

/** @param folder  kept files in `files`, those on their way in `incoming`: one volume, so that a rename is whole */
export async function openVault(folder: string): Promise<Vault> {
  const { aside, receive, discard } = await openIncoming(join(folder, 'incoming'));
  const pathOf = (key: string) => join(folder, 'files', key);
  const found = (key: string) => stat(pathOf(key)).catch(missing(key));

  return {
    receive,
    discard,
    keep: ({ path }, key) => place(path, pathOf(key)),
    async put(key, bytes) {
      await place(await aside((handle) => handle.writeFile(bytes)), pathOf(key));
    },
    get: (key) => readFile(pathOf(key)).catch(missing(key)),
    open: async (key) => ({ size: (await found(key)).size, stream: createReadStream(pathOf(key)) }),
    async lend(key, work) {
      await found(key);
      return work(pathOf(key));
    },
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}
