/** Marks workbooks in child processes, one file each, bounded in time and memory. */
import { fork, type ChildProcess } from 'node:child_process';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Marker, Marking } from '../../kernel/marking.js';
import { workbookLimits as limits } from '../../kernel/sheet-limits.js';
import type { Asked } from './process.js';

const program = fileURLToPath(import.meta.resolve('#programs/marker'));
/** Files marked at once; the others wait their turn. */
const PLACES = 2;
/** Marks handed over at a stretch: nobody waits for more than some milliseconds. */
const SLICE = 100;
/** MiB: the text of the largest sheet, and what is changed in it. */
const HEAP = 512;

export interface MarkerOptions {
  /** Milliseconds one file may take; its child is then killed. */
  deadline?: number;
}

export function openMarker({ deadline = limits.seconds.most * 1000 }: MarkerOptions = {}): Marker {
  const children = new Set<ChildProcess>();
  const waiting: (() => void)[] = [];
  let taken = 0;

  const enter = async (): Promise<void> => {
    if (taken < PLACES) taken += 1;
    else await new Promise<void>((turn) => waiting.push(turn));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else taken -= 1;
  };

  return {
    async mark(path, marking) {
      await enter();
      const child = start();
      children.add(child);
      const timeout = setTimeout(() => child.kill('SIGKILL'), deadline);
      try {
        return await markedBy(child, path, marking);
      } finally {
        clearTimeout(timeout);
        children.delete(child);
        child.kill('SIGKILL');
        leave();
      }
    },
    close() {
      for (const child of children) child.kill('SIGKILL');
      return Promise.resolve();
    },
  };
}

/** It sees nothing of the environment: a workbook is personal data. */
const start = (): ChildProcess =>
  fork(program, [], {
    execArgv: [`--max-old-space-size=${HEAP}`],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });

/** Of a child that just died, its end is told elsewhere. */
const unlessGone = (): void => undefined;

async function markedBy(
  child: ChildProcess,
  path: string,
  { marks, list, ...marking }: Marking,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  child.stdout!.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<boolean>((settle) => {
    child.once('close', (code) => settle(code === 0)).once('error', () => settle(false));
  });
  const say = (asked: Asked): void => void (child.connected && child.send(asked, unlessGone));
  for (let at = 0; at < marks.length; at += SLICE) {
    say({ marks: marks.slice(at, at + SLICE) });
    await setImmediate();
  }
  say({ path, marking: { ...marking, list } });
  return (await ended) ? Buffer.concat(chunks) : undefined;
}
