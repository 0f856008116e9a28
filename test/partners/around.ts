/** A directory that one can lead into trouble, and the real adapter in front of it. */
import { afterEach, beforeEach } from '@jest/globals';
import { pino } from 'pino';
import type { DirectoryServer } from '../../src/demo/directory-server.js';
import { openDirectoryServer } from '../../src/demo/directory-server.js';
import type { Directory, Found } from '../../src/kernel/directory.js';
import type { DirectoryOptions } from '../../src/tools/directory.js';
import { openDirectory } from '../../src/tools/directory.js';

export const PIROUETTE = '99993380700011';
export const LUCIOLES = '99992147100010';

export interface Around {
  server: DirectoryServer;
  /** What the adapter takes for the time. */
  now: number;
  logged: string[];
  open(more?: Partial<DirectoryOptions>): Directory;
}

/** A new directory for each test. */
export function aroundEach(): Around {
  const around: Around = {
    server: undefined as never,
    now: 0,
    logged: [],
    open: (more = {}) =>
      openDirectory({
        address: around.server.address,
        clock: () => new Date(around.now),
        log: pino({ base: null }, { write: (line: string) => void around.logged.push(line) }),
        ...more,
      }),
  };
  beforeEach(async () => {
    around.server = await openDirectoryServer();
    around.now = Date.parse('2026-11-05T08:00:00Z');
    around.logged = [];
  });
  afterEach(() => around.server.close());
  return around;
}

export const kindOf = async (found: Promise<Found>): Promise<string> => (await found).kind;

/** What came of it, and the milliseconds it took. */
export const lasting = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const started = performance.now();
  return [await work(), performance.now() - started];
};
