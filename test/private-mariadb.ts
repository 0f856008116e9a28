/** A MariaDB of one's own for the length of the tests: a Unix socket in a temporary folder, no port, no service. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { atExit } from './at-exit.js';
import { end, ended, installed, installer, launch, ready, usual } from './mariadb-process.js';

export interface PrivateMariadb {
  socketPath: string;
  /** Has every right and no password: only this account of the machine reaches the socket. */
  user: string;
  /** Kills the server, does something while it is dead, then starts it again on what it had made durable. */
  dead<T>(meanwhile: () => Promise<T>): Promise<T>;
  /** Stops the server, and only this one, then removes its folder. */
  stop(): Promise<void>;
}

/** A socket's path holds about a hundred characters; some systems have a long temporary folder. */
const LONGEST = 70;

/** A folder to be removed, with a path short enough for the sockets in it. */
export const shortFolder = (base: string, name: string): string =>
  mkdtempSync(join(base.length < LONGEST ? base : '/tmp', name));

/**
 * @param base  where it makes its folder
 * @param more  options of the server, before which its own give way
 * @throws Error with the server's last words when it cannot be installed or does not start
 */
export async function startMariadb(base: string, more: string[] = []): Promise<PrivateMariadb> {
  const folder = shortFolder(base, 'habilis-mariadb-');
  let running: ChildProcess | undefined;
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const cancel = atExit(() => {
    running?.kill('SIGKILL');
    remove();
  });
  const start = async () => {
    running = launch(folder, 'mariadbd', [...usual(folder), '--skip-networking', '--skip-log-bin', ...more]);
    await ready(running, folder);
  };
  const dead = async <T>(meanwhile: () => Promise<T>): Promise<T> => {
    running?.kill('SIGKILL');
    if (running) await ended(running);
    try {
      return await meanwhile();
    } finally {
      await start();
    }
  };
  const stop = async () => {
    if (running) await end(running);
    cancel();
    remove();
  };
  try {
    running = installer(folder);
    await installed(running, folder);
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { socketPath: join(folder, 'socket'), user: 'root', dead, stop };
}
