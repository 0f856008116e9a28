/** A server of MariaDB as a process of one's own, in a folder that goes with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds. */
const STARTS_WITHIN = 60_000;
const STOPS_WITHIN = 10_000;
/** Servers live outside the PATH of ordinary people. */
export const PATH = `${process.env['PATH']}:/usr/sbin:/usr/local/sbin:/usr/libexec`;

/** An account of the machine. */
export interface Owner {
  uid: number;
  gid: number;
}

/**
 * Started by the administrator, the server refuses that account unless told. In its long form the option would
 * also make the installer change the owner of the system's own plugins.
 */
const account = (owner?: Owner) => (!owner && process.getuid?.() === 0 ? ['-uroot'] : []);

/** @param owner  who runs it, in the place of whoever starts it */
export function launch(folder: string, program: string, options: string[], owner?: Owner): ChildProcess {
  const log = openSync(join(folder, 'log'), 'a');
  const common = ['--no-defaults', `--datadir=${join(folder, 'data')}`, ...account(owner)];
  const child = spawn(program, [...common, ...options], {
    env: { ...process.env, PATH, TMPDIR: folder },
    stdio: ['ignore', log, log],
    ...owner,
  });
  closeSync(log);
  return child;
}

/** What fills the folder of a server before its first start. */
export const installer = (folder: string, owner?: Owner): ChildProcess =>
  launch(folder, 'mariadb-install-db', ['--auth-root-authentication-method=normal', '--skip-test-db'], owner);

/** @throws Error with its last words when it fails */
export async function installed(installing: ChildProcess, folder: string): Promise<void> {
  if ((await ended(installing)) !== 0) throw failure(folder, 'MariaDB ne s’installe pas');
}

/** Durability is given up for speed; a binary collation tells é from e and A from a. */
export const usual = (folder: string): string[] => [
  `--socket=${join(folder, 'socket')}`,
  `--pid-file=${join(folder, 'pid')}`,
  `--tmpdir=${folder}`,
  '--innodb-flush-log-at-trx-commit=0',
  '--character-set-server=utf8mb4',
  '--collation-server=utf8mb4_bin',
];

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** The exit code, once the process has ended; a program that is missing rejects. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (!hasEnded(child)) await once(child, 'exit');
  return child.exitCode;
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || !child.kill('SIGTERM')) return;
  const late = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN);
  await ended(child);
  clearTimeout(late);
}

/** @throws Error with its last words when it does not greet in time */
export async function ready(server: ChildProcess, folder: string): Promise<void> {
  const until = performance.now() + STARTS_WITHIN;
  while (!(await answers(join(folder, 'socket')))) {
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
