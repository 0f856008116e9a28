/** The real program, as a person or a system runs it: a process of its own, and what it says. */
import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { LESS_COMPILED } from '../node.js';

const program = fileURLToPath(import.meta.resolve('#programs/habilis'));

export type Environment = Record<string, string>;

/** Nothing of the tests' own environment: only what finds programs and temporary folders. */
const bare = (): Environment => ({ PATH: process.env.PATH ?? '', TMPDIR: process.env.TMPDIR ?? '/tmp' });

export interface Said {
  out: string;
  err: string;
}

export interface Ended extends Said {
  /** The exit code; null when a signal ended it. */
  code: number | null;
}

export class Running {
  readonly said: Said = { out: '', err: '' };
  private readonly closed: Promise<unknown>;

  constructor(readonly child: ChildProcess) {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.said.out += text));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.said.err += text));
    this.closed = once(child, 'close');
  }

  async ended(): Promise<Ended> {
    await this.closed;
    return { ...this.said, code: this.child.exitCode };
  }

  /** What the pattern captures, once the program has said it. */
  async says(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.said.out);
      if (found) return found[1] ?? found[0];
      if (this.hasEnded())
        throw new Error(`Ended without saying ${pattern}:\n${this.said.out}${this.said.err}`);
      await pause(20);
    }
  }

  /** Once a signal has frozen it. */
  async freezes(): Promise<void> {
    while (!fromProc(String(this.child.pid))[0]?.state.startsWith('T')) {
      if (this.hasEnded()) throw new Error(`Ended rather than freezing:\n${this.said.err}`);
      await pause(20);
    }
  }

  hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    this.child.kill(signal);
    return this.ended();
  }
}

const started = new Set<Running>();

/** @param around  a program that ends by becoming the one after its arguments */
export function start(
  args: string[],
  environment: Environment = {},
  cwd?: string,
  around: readonly string[] = [],
): Running {
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', ...LESS_COMPILED, program];
  const [command, ...rest] = [...around, ...node, ...args] as [string, ...string[]];
  const child = spawn(command, rest, {
    env: { ...bare(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd ? { cwd } : {}),
  });
  const running = new Running(child);
  started.add(running);
  return running;
}

export const run = (args: string[], environment?: Environment, cwd?: string): Promise<Ended> =>
  start(args, environment, cwd).ended();

/** For the end of a test that failed half-way: no process outlives it. */
export async function endAll(): Promise<void> {
  for (const running of started) if (!running.hasEnded()) await running.end('SIGKILL');
  started.clear();
}

/** The same, for who cannot wait: at the end of this process. */
export const cutAll = (): void => {
  for (const { child } of started) child.kill('SIGKILL');
};

/** The address that `serve` says it listens on. */
export const addressOf = (running: Running): Promise<string> => running.says(/(http:\/\/\S+)\/graphql/);

interface Process {
  pid: number;
  parent: number;
  /** As the system writes it: Z for one that is dead and not yet buried. */
  state: string;
}

/** `pid (name) state parent …`: the name may hold spaces. */
function fromProc(pid: string): Process[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [{ pid: Number(pid), parent: Number(parent), state }];
  } catch {
    return [];
  }
}

function processes(): Process[] {
  if (existsSync('/proc/self/stat'))
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(fromProc);
  const listed = execFileSync('ps', ['-axo', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n');
  return listed.map((line) => {
    const [pid, parent, state = ''] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), state };
  });
}

/** Everything that a process has started, and what those have started. */
export function descendantsOf({ child }: Running): number[] {
  const all = processes();
  const under = (pid: number): number[] =>
    all.filter(({ parent }) => parent === pid).flatMap(({ pid: found }) => [found, ...under(found)]);
  return under(child.pid!);
}

/** Those of these processes that still live, after leaving them a moment to die. */
export async function stillAlive(pids: number[]): Promise<number[]> {
  const alive = () => processes().filter(({ pid, state }) => pids.includes(pid) && !state.startsWith('Z'));
  for (const until = Date.now() + 20_000; alive().length > 0 && Date.now() < until;) await pause(50);
  return alive().map(({ pid }) => pid);
}
