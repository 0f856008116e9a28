/** Where files live. A file is written under a temporary name, made durable, then named: it is whole or absent. */
import type { Readable } from 'node:stream';

export interface Received {
  /** SHA-256 of the bytes, in hexadecimal. */
  digest: string;
  size: number;
  /** The first bytes: enough to tell what the file is. */
  head: Buffer;
  /** Where the bytes wait: readable by the sheet reader, not yet kept. */
  path: string;
}

export interface Vault {
  /** Keeps bytes under a name, replacing what was there. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** @throws VaultMissing when nothing is kept there */
  get(key: string): Promise<Buffer>;
  open(key: string): Promise<{ size: number; stream: Readable }>;
  /** Where the bytes kept under a name are, for the sheet reader. */
  pathOf(key: string): string;
  /** Forgets what was kept under a name, if anything was. */
  remove(key: string): Promise<void>;
  /** The size, without reading; undefined when nothing is kept there. */
  sizeOf(key: string): Promise<number | undefined>;
  /**
   * Takes in a stream aside.
   *
   * @throws whatever `tooLarge` makes once more than `limit` bytes came: nothing is left behind
   */
  receive(stream: Readable, limit: number, tooLarge: () => Error): Promise<Received>;
  /** Keeps what was received under its name. */
  keep(received: Received, key: string): Promise<void>;
  /** Forgets what was received and not kept. */
  discard(received: Received): Promise<void>;
}

/** A file the database knows is not there: a fault. */
export class VaultMissing extends Error {}
