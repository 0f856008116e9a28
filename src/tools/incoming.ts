/** Files on their way, aside: written whole and made durable before anybody gives them a name. */
import { createHash, randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Received, Vault } from '../kernel/vault.js';

export interface Incoming extends Pick<Vault, 'receive' | 'discard'> {
  /** Writes a file aside, durably; nothing is left of it when the filling fails. */
  aside(fill: (handle: FileHandle) => Promise<void>): Promise<string>;
}

/** Bytes of a received file that are given with it. */
const HEAD = 8;
const AN_HOUR = 3_600_000;

/** What a killed process left on its way was never promised to anybody; what is recent may be another process's. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    // Gone already when another process has just named it.
    const found = await stat(path).catch(() => undefined);
    if (found && found.mtimeMs < Date.now() - AN_HOUR) await rm(path, { force: true });
  }
}

/** Takes a stream in, measuring it as it comes. */
async function take(
  stream: Readable,
  handle: FileHandle,
  demandRoom: (size: number) => void,
): Promise<Omit<Received, 'path'>> {
  const hash = createHash('sha256');
  let size = 0;
  let head = Buffer.alloc(0);
  // Left whole when refused: the sender still has to hear why.
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    demandRoom(size);
    if (head.length < HEAD) head = Buffer.concat([head, chunk.subarray(0, HEAD - head.length)]);
    hash.update(chunk);
    await handle.appendFile(chunk);
  }
  return { digest: hash.digest('hex'), size, head };
}

export async function openIncoming(folder: string): Promise<Incoming> {
  await mkdir(folder, { recursive: true });
  await sweep(folder);

  async function aside(fill: (handle: FileHandle) => Promise<void>): Promise<string> {
    const path = join(folder, randomUUID());
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
    aside,
    async receive(stream, limit, tooLarge) {
      let taken: Omit<Received, 'path'> | undefined;
      const path = await aside(async (handle) => {
        taken = await take(stream, handle, (size) => {
          if (size > limit) throw tooLarge();
        });
      });
      return { ...taken!, path };
    },
    discard: ({ path }) => rm(path, { force: true }),
  };
}
