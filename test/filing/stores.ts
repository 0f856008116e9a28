/** The two places where files live, as tests damage them: by hand, behind the back of the service. */
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench } from '../bench.js';
import { openBench } from '../bench.js';
import { openS3 } from '../s3.js';

export interface Store {
  bench: Bench;
  /** Where the bytes under a key are. */
  pathOf(key: string): string;
  /** The store answers no more. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

async function inFolder(moment: string): Promise<Store> {
  const bench = await openBench(moment);
  return {
    bench,
    pathOf: (key) => join(bench.config.folder, 'files', key),
    stop: () => Promise.reject(new Error('A folder always answers.')),
    close: bench.close,
  };
}

async function inBucket(moment: string): Promise<Store> {
  const s3 = await openS3();
  const bench = await openBench(moment, { VAULT_URL: s3.url });
  return { bench, pathOf: s3.pathOf, stop: s3.close, close: bench.close };
}

export const stores = { 'a folder': inFolder, 'a bucket': inBucket };

const flip = async (path: string): Promise<void> => {
  const bytes = await readFile(path);
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  await writeFile(path, bytes);
};

/** Ways of losing a file. */
export const damages = {
  flip,
  truncate: (path: string): Promise<void> => truncate(path, 1_000),
  remove: (path: string): Promise<void> => rm(path),
};
