/** Where files live. A file is whole under its name, or absent: nobody ever sees a part of one. */
import { createHash } from 'node:crypto';
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
  /**
   * Lends the bytes kept under a name as a file of this machine, for as long as the work lasts.
   *
   * @throws VaultMissing when nothing is kept there
   */
  lend<T>(key: string, work: (path: string) => Promise<T>): Promise<T>;
  /** Forgets what was kept under a name, if anything was. */
  remove(key: string): Promise<void>;
  /**
   * Takes in a stream aside.
   *
   * @throws whatever `tooLarge` makes once more than `limit` bytes came: nothing is left behind
   */
  receive(stream: Readable, limit: number, tooLarge: () => Error): Promise<Received>;
  /** Keeps what was received under its name: what comes back from there is what was received. */
  keep(received: Received, key: string): Promise<void>;
  /** Forgets what was received and not kept. */
  discard(received: Received): Promise<void>;
  /** The names under which something is kept, in any order. */
  keys(): AsyncIterable<string>;
  /** When what is kept under a name was put there; nothing when it is gone. */
  keptAt(key: string): Promise<Date | undefined>;
}

/** A file the database knows is not there: a fault. */
export class VaultMissing extends Error {
  override name = 'VaultMissing';
}

/** The place where files live gives no answer, or not the one that was asked for: the work is tried again. */
export class VaultFailed extends Error {
  override name = 'VaultFailed';
}

/** It is there and cannot be read: the disk has lost it. */
export class VaultUnreadable extends Error {
  override name = 'VaultUnreadable';
}

/** How a kept file can be other than what was recorded. */
export const flaws = ['missing', 'altered', 'unreadable'] as const;
export type Flaw = (typeof flaws)[number];

export type Inspected = { bytes: Buffer; flaw?: undefined } | { bytes?: undefined; flaw: Flaw };

/**
 * The bytes kept under a name, if they are still what was recorded.
 *
 * @throws VaultFailed when there is no telling now
 */
export async function inspect(vault: Vault, key: string, digest: string): Promise<Inspected> {
  try {
    const bytes = await vault.get(key);
    return createHash('sha256').update(bytes).digest('hex') === digest ? { bytes } : { flaw: 'altered' };
  } catch (error) {
    if (error instanceof VaultMissing) return { flaw: 'missing' };
    if (error instanceof VaultUnreadable) return { flaw: 'unreadable' };
    throw error;
  }
}
