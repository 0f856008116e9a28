/** A clamd of one's own for the length of a test: a Unix socket in a temporary folder, one signature, no service. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { atExit } from './at-exit.js';

/**
 * The harmless text that antivirus programs agree to find, spelt in two: this file, and what is built of it, must not
 * be found.
 */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('-');

/** Bytes of one file, at most. */
export const LONGEST = 1024 * 1024;

const STARTS_WITHIN = 60_000;
/** Servers live outside the PATH of ordinary people. */
const PATH = `${process.env['PATH']}:/usr/sbin:/usr/local/sbin`;

export interface Clamd {
  address: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  clear(): Promise<void>;
}

export function makeClamd(): Clamd {
  const folder = mkdtempSync(join(tmpdir(), 'habilis-clamd-'));
  const socketPath = join(folder, 'socket');
  const settings = join(folder, 'clamd.conf');
  mkdirSync(join(folder, 'signatures'));
  writeFileSync(
    join(folder, 'signatures/test.ndb'),
    `Eicar-Test:0:*:${Buffer.from(EICAR).toString('hex')}\n`,
  );
  writeFileSync(
    settings,
    `DatabaseDirectory ${folder}/signatures\nLocalSocket ${socketPath}\nForeground yes\nStreamMaxLength ${LONGEST}\n`,
  );
  let running: ChildProcess | undefined;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const cancel = atExit(() => {
    running?.kill('SIGKILL');
    remove();
  });
  const stop = async () => {
    const ended = running && once(running, 'exit');
    running?.kill('SIGKILL');
    await ended;
    running = undefined;
  };
  return {
    address: `unix:${socketPath}`,
    async start() {
      const env = { ...process.env, PATH };
      running = spawn('clamd', ['--config-file', settings], { env, stdio: 'ignore' });
      const until = performance.now() + STARTS_WITHIN;
      while (!(await answers(socketPath))) {
        if (running.exitCode !== null || performance.now() > until) throw new Error('clamd ne démarre pas');
        await pause(20);
      }
    },
    stop,
    async clear() {
      await stop();
      cancel();
      remove();
    },
  };
}

async function answers(socketPath: string): Promise<boolean> {
  const socket = connect(socketPath);
  try {
    socket.write('zPING\0');
    const [said] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as unknown[];
    return Buffer.isBuffer(said);
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
