/** Work that is done again on what an engine asks to be done again: a deadlock, a stale reading, a server that went away. */

/** Deadlocks and failures of certification, lock time-outs, stale readings, nodes out of their cluster, lost connections. */
const REPLAYED = new Set<unknown>([
  1213,
  1205,
  1020,
  1047,
  1053,
  1180,
  1927,
  2006,
  2013,
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'FATAL',
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
]);

/** Done again that many times at least, */
const REPLAYS = 8;
/** and for that many milliseconds: a cluster was seen to take 6 seconds to go on without a node that died. */
const PATIENCE = 15_000;
/** Milliseconds: what comes back is not waited for much longer than it takes. */
const LONGEST_PAUSE = 1_000;

/** What the driver says of an error, whatever wrapped it: a number on MariaDB, a word on SQLite. */
export const signsOf = (error: unknown): unknown[] => {
  const { errno, code, fatal, driverError } = (error ?? {}) as Record<string, unknown>;
  // A statement on a connection already lost has neither number nor word.
  return driverError ? signsOf(driverError) : [errno, code, fatal ? 'FATAL' : undefined];
};

export const isReplayed = (error: unknown): boolean => signsOf(error).some((sign) => REPLAYED.has(sign));

export const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

export async function replaying<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + PATIENCE;
  for (let replay = 0; ; replay += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isReplayed(error) || (replay >= REPLAYS && performance.now() > until)) throw error;
      await pause(Math.random() * Math.min(20 * 2 ** replay, LONGEST_PAUSE));
    }
  }
}
