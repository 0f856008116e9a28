/** Reads workbooks in child processes, one parsed file each, bounded in time and memory. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Sheet, SheetReader } from '../kernel/sheet.js';
import { WorkbookRefused } from '../kernel/sheet-refusals.js';
import type { Answer } from './sheet-reader-process.js';

export interface SheetReaderOptions {
  /** Milliseconds one read may take; its child is then killed. Default: 20 seconds. */
  deadline?: number;
}

/** A workbook could not be read for a reason that is not the workbook's. */
export class SheetReaderFault extends Error {}

const program = fileURLToPath(new URL('./sheet-reader-process.js', import.meta.url));
/** Files read at once; the others wait their turn. */
const places = 2;
const heapMegabytes = 256;

interface Child {
  process: ChildProcess;
  /** Settles once the child listens, or is gone. */
  ready: Promise<unknown>;
  gone: Promise<void>;
}

/** Opens a reader; a child starts with a file to read, or before it once the reader is kept warm. */
export function openSheetReader({ deadline = 20_000 }: SheetReaderOptions = {}): SheetReader {
  const waiting: { enter: () => void; fail: (error: Error) => void }[] = [];
  const reading = new Set<Child>();
  let taken = 0;
  let closed = false;
  let warm = false;
  const spares: Child[] = [];

  const enter = async (): Promise<void> => {
    if (closed) throw new SheetReaderFault('The sheet reader is closed.');
    if (taken < places) taken += 1;
    else await new Promise<void>((enter, fail) => waiting.push({ enter, fail }));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next.enter();
    else taken -= 1;
  };
  const takeChild = (): Child => {
    const spare = spares.pop();
    const child = spare && alive(spare) ? spare : start();
    if (warm && spares.length === 0) spares.push(start());
    return child;
  };
  const giveBack = (child: Child, asNew = false): void => {
    if (asNew && !closed && spares.length < places) spares.push(child);
    else child.process.kill('SIGKILL');
  };

  return {
    keepWarm() {
      warm = true;
      if (spares.length === 0) spares.push(start());
    },
    async read(path) {
      await enter();
      const child = takeChild();
      reading.add(child);
      let answer: Answer | undefined;
      try {
        answer = await ask(child, path, deadline);
        return sheetsIn(answer);
      } finally {
        reading.delete(child);
        giveBack(child, answer?.asNew);
        leave();
      }
    },
    async close() {
      closed = true;
      for (const { fail } of waiting.splice(0)) fail(new SheetReaderFault('The sheet reader is closed.'));
      await Promise.all([...spares, ...reading].map(stop));
    },
  };
}

const alive = ({ process }: Child): boolean => process.exitCode === null && process.signalCode === null;

/** A child sees nothing of the environment and writes nowhere: a workbook is personal data. */
function start(): Child {
  const child = fork(program, [], {
    execArgv: [`--max-old-space-size=${heapMegabytes}`],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const gone = new Promise<void>((settle) => {
    child.once('exit', settle).once('error', settle);
  });
  const ready = Promise.race([once(child, 'message').catch(() => undefined), gone]);
  child.unref();
  child.channel?.unref();
  return { process: child, ready, gone };
}

async function stop({ process, gone }: Child): Promise<void> {
  process.ref();
  process.kill('SIGKILL');
  await gone;
}

/** The child's answer; its silence, its death and the deadline are answers too. */
async function ask(child: Child, path: string, deadline: number): Promise<Answer> {
  let timeout: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((settle) => {
    timeout = setTimeout(() => settle({ refused: 'took_too_long' }), deadline);
  });
  child.process.ref();
  try {
    return await Promise.race([late, converse(child, path)]);
  } finally {
    clearTimeout(timeout);
  }
}

async function converse({ process, ready, gone }: Child, path: string): Promise<Answer> {
  await ready;
  if (!process.connected) {
    return { fault: 'child process did not start' };
  }
  const answered = new Promise<Answer>((settle) =>
    process.once('message', settle as (answer: unknown) => void),
  );
  process.send(path);
  return Promise.race([answered, gone.then((): Answer => ({ refused: 'damaged' }))]);
}

function sheetsIn(answer: Answer): Sheet[] {
  if ('sheets' in answer) return answer.sheets;
  if ('refused' in answer) throw WorkbookRefused({ reason: answer.refused });
  throw new SheetReaderFault(`A workbook could not be read: ${answer.fault}.`);
}
