/** A MariaDB of one's own for the length of the tests: a Unix socket in a temporary folder, no port, no service. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { atExit } from './at-exit.js';

export interface PrivateMariadb {
  socketPath: string;
  /** Has every right and no password: only this account of the machine reaches the socket. */
  user: string;
  /** Kills the server, does something while it is dead, then starts it again on what it had made durable. */
  dead<T>(meanwhile: () => Promise<T>): Promise<T>;
  /** Stops the server, and only this one, then removes its folder. */
  stop(): Promise<void>;
}

/** Milliseconds. */
const STARTS_WITHIN = 60_000;
const STOPS_WITHIN = 10_000;
/** A socket's path holds about a hundred characters; some systems have a long temporary folder. */
const LONGEST = 70;
/** Servers live outside the PATH of ordinary people. */
const PATH = `${process.env['PATH']}:/usr/sbin:/usr/local/sbin:/usr/libexec`;
/**
 * Started by the administrator, the server refuses that account unless told. In its long form the option would
 * also make the installer change the owner of the system's own plugins.
 */
const account = process.getuid?.() === 0 ? ['-uroot'] : [];

/**
 * @param base  where it makes its folder
 * @param more  options of the server, before which its own give way
 * @throws Error with the server's last words when it cannot be installed or does not start
 */
export async function startMariadb(base: string, more: string[] = []): Promise<PrivateMariadb> {
  const folder = mkdtempSync(join(base.length < LONGEST ? base : '/tmp', 'habilis-mariadb-'));
  const socketPath = join(folder, 'socket');
  let running: ChildProcess | undefined;
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const cancel = atExit(() => {
    running?.kill('SIGKILL');
    remove();
  });
  const start = async () => {
    running = launch(folder, 'mariadbd', [...serverOptions(folder, socketPath), ...more]);
    await ready(running, folder, socketPath);
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
    running = launch(folder, 'mariadb-install-db', [
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ]);
    if ((await ended(running)) !== 0) throw failure(folder, 'MariaDB ne s’installe pas');
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { socketPath, user: 'root', dead, stop };
}

/** Durability is given up for speed; a binary collation tells é from e and A from a. */
const serverOptions = (folder: string, socketPath: string): string[] => [
  `--socket=${socketPath}`,
  `--pid-file=${join(folder, 'pid')}`,
  `--tmpdir=${folder}`,
  '--skip-networking',
  '--skip-log-bin',
  '--innodb-flush-log-at-trx-commit=0',
  '--character-set-server=utf8mb4',
  '--collation-server=utf8mb4_bin',
];

function launch(folder: string, program: string, options: string[]): ChildProcess {
  const log = openSync(join(folder, 'log'), 'a');
  const common = ['--no-defaults', `--datadir=${join(folder, 'data')}`, ...account];
  const child = spawn(program, [...common, ...options], {
    env: { ...process.env, PATH },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return child;
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** The exit code, once the process has ended; a program that is missing rejects. */
async function ended(child: ChildProcess): Promise<number | null> {
  if (!hasEnded(child)) await once(child, 'exit');
  return child.exitCode;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || !child.kill('SIGTERM')) return;
  const late = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN);
  await ended(child);
  clearTimeout(late);
}

async function ready(server: ChildProcess, folder: string, socketPath: string): Promise<void> {
  const until = performance.now() + STARTS_WITHIN;
  while (!(await answers(socketPath))) {
    if (hasEnded(server) || performance.now() > until) throw failure(folder, 'MariaDB ne démarre pas');
    await pause(50);
  }
}

/** Whether the server greets whoever connects. */
async function answers(socketPath: string): Promise<boolean> {
  const socket = connect(socketPath);
  try {
    const [greeting] = await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    return Buffer.isBuffer(greeting);
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

const failure = (folder: string, what: string): Error =>
  new Error(`${what} :\n${readFileSync(join(folder, 'log'), 'utf8').split('\n').slice(-20).join('\n')}`);
