/** What a unit of work is done again on, whichever engine says it. */
import { expect, test } from '@jest/globals';
import { replaying } from '../../src/kernel/replays.js';

/** What it comes to, after having failed that way at first; how often it was done. */
async function after(failure: object, failures = 1): Promise<[unknown, number]> {
  let runs = 0;
  const work = replaying(async () => {
    runs += 1;
    if (runs <= failures) throw failure;
    return Promise.resolve('done');
  });
  return [await work.catch((error: unknown) => error), runs];
}

test.each<[object, string]>([
  [{ errno: 1213 }, 'a deadlock, or a failure of certification'],
  [{ errno: 1205 }, 'a lock that was waited for in vain'],
  [{ errno: 1020 }, 'what was read has changed since'],
  [{ errno: 1047 }, 'a node out of its cluster'],
  [{ errno: 1053 }, 'a server that stops'],
  [{ errno: 1180 }, 'a commit that failed'],
  [{ errno: 1927 }, 'a connection that was killed'],
  [{ errno: 2006 }, 'a server gone away'],
  [{ errno: 2013 }, 'a server lost during the question'],
  [{ code: 'ECONNREFUSED' }, 'nobody listens'],
  [{ code: 'ECONNRESET' }, 'cut by the other side'],
  [{ code: 'EPIPE' }, 'cut before it was told'],
  [{ code: 'ETIMEDOUT' }, 'a machine that says nothing'],
  [{ code: 'PROTOCOL_CONNECTION_LOST' }, 'closed by the server'],
  [{ code: 'PROTOCOL_SEQUENCE_TIMEOUT' }, 'a server that says nothing'],
  [{ fatal: true }, 'a connection already lost'],
  [{ code: 'SQLITE_BUSY' }, 'another process writes'],
  [{ code: 'SQLITE_BUSY_SNAPSHOT' }, 'another process has written'],
  [{ driverError: { errno: 1213 } }, 'wrapped by what talks to the engine'],
])('work that fails by %j is done again (%s)', async (failure) => {
  expect(await after(failure)).toEqual(['done', 2]);
});

test.each<[object, string]>([
  [{ errno: 1062, code: 'ER_DUP_ENTRY' }, 'a duplicate'],
  [{ errno: 1045, code: 'ER_ACCESS_DENIED_ERROR' }, 'a wrong password'],
  [{ code: 'SQLITE_FULL' }, 'a full disk'],
  [new Error('refused'), 'a refusal of ours'],
])('work that fails by %j is not done again (%s)', async (failure) => {
  expect(await after(failure)).toEqual([failure, 1]);
});

test('eight failures in a row are not the end of it', async () => {
  expect(await after({ errno: 1213 }, 8)).toEqual(['done', 9]);
});
