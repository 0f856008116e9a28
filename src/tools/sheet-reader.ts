/** Reads workbooks in child processes, one parsed file each, bounded in time and memory. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ReadOptions, Sheet, SheetReader } from '../kernel/sheet.js';
import { workbookLimits as limits } from '../kernel/sheet-limits.js';
import { WorkbookRefused } from '../kernel/sheet-refusals.js';
import { practiceBook } from './sheet-practice.js';
import type { Ended, Said } from './sheet-reader-process.js';
import type { Batch, End } from './sheet-workbook.js';

export interface SheetReaderOptions {
  /** Milliseconds one read may take; its child is then killed. Default: the limit of a workbook. */
  deadline?: number;
}

/** A workbook could not be read for a reason that is not the workbook's. */
export class SheetReaderFault extends Error {}

const program = fileURLToPath(import.meta.resolve('#programs/sheet-reader'));
/** Files read at once; the others wait their turn. */
const places = 2;
/** Milliseconds left to a small workbook before the next child starts beside it. */
const aside = 300;
/** Milliseconds between two tellings of the rows read. */
const tellEvery = 50;

interface Child {
  process: ChildProcess;
  /** Settles once the child listens, or is gone. */
  ready: Promise<unknown>;
  gone: Promise<void>;
}

/** Opens a reader; a child starts with a file to read, or before it once the reader is kept warm. */
export function openSheetReader({
  deadline = limits.seconds.most * 1000,
}: SheetReaderOptions = {}): SheetReader {
  const waiting: { enter: () => void; fail: (error: Error) => void }[] = [];
  const reading = new Set<Child>();
  let taken = 0;
  let closed = false;
  let warm = false;
  const spares: Child[] = [];
  let practice: Promise<Buffer> | undefined;

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
  const keepSpare = (): void => {
    if (closed || spares.length > 0) return;
    const spare = start();
    spares.push(spare);
    practice ??= practiceBook();
    void practise(spare, practice);
  };
  const takeChild = (): Child => {
    const spare = spares.pop();
    const child = spare && alive(spare) ? spare : start();
    if (warm) setTimeout(keepSpare, aside).unref();
    return child;
  };
  const giveBack = (child: Child, asNew: boolean): void => {
    if (asNew && !closed && spares.length < places) spares.push(child);
    else child.process.kill('SIGKILL');
  };

  return {
    keepWarm() {
      warm = true;
      keepSpare();
    },
    async read(path, { onRows } = {}) {
      await enter();
      const child = takeChild();
      const sheets = openSheets(onRows);
      reading.add(child);
      let asNew = false;
      try {
        const end = await ask(child, { path, deadline, take: sheets.take });
        asNew = 'asNew' in end && end.asNew;
        return sheets.all(end);
      } finally {
        sheets.close();
        reading.delete(child);
        giveBack(child, asNew);
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

const alive = ({ process }: Child): boolean =>
  process.exitCode === null && process.signalCode === null && process.connected;

/** A child sees nothing of the environment and writes nowhere: a workbook is personal data. */
function start(): Child {
  const child = fork(program, [], {
    execArgv: [`--max-old-space-size=${limits.heap.most}`],
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

/** What a child reads first takes thrice the time: it does so before anybody waits for it. */
async function practise({ process, ready }: Child, practice: Promise<Buffer>): Promise<void> {
  await ready;
  if (process.connected) process.send({ practice: await practice }, unlessGone);
}

async function stop({ process, gone }: Child): Promise<void> {
  process.ref();
  process.kill('SIGKILL');
  await gone;
}

interface Question {
  path: string;
  deadline: number;
  take: (batch: Batch) => void;
}

/** Of a child that just died, its end is told elsewhere. */
const unlessGone = (): void => undefined;

/** How the reading ended; the child's silence, its death and the deadline are ends too. */
async function ask(child: Child, question: Question): Promise<End | Ended> {
  let timeout: NodeJS.Timeout | undefined;
  const late = new Promise<End>((settle) => {
    timeout = setTimeout(() => settle({ refused: 'took_too_long' }), question.deadline);
  });
  child.process.ref();
  try {
    return await Promise.race([late, converse(child, question)]);
  } finally {
    clearTimeout(timeout);
    child.process.removeAllListeners('message');
  }
}

async function converse({ process, ready, gone }: Child, { path, take }: Question): Promise<End | Ended> {
  await ready;
  if (!process.connected) {
    return { fault: 'child process did not start' };
  }
  const ended = new Promise<Ended>((settle) => {
    process.on('message', (said: Exclude<Said, 'ready'>) => {
      if (!('rows' in said)) return settle(said);
      take(said);
      process.send({}, unlessGone);
    });
  });
  process.send({ path }, unlessGone);
  return Promise.race([ended, gone.then((): End => ({ refused: 'damaged' }))]);
}

/** Gathers the rows as they come, and tells how many there are. */
function openSheets(onRows: ReadOptions['onRows']) {
  const sheets: Sheet[] = [];
  let rows = 0;
  let told = 0;
  const tell = (): void => {
    if (rows > told) onRows?.((told = rows));
  };
  const teller = onRows && setInterval(tell, tellEvery).unref();
  return {
    take(batch: Batch): void {
      const sheet = (sheets[batch.sheet] ??= { name: batch.name, rows: [] });
      for (const row of batch.rows) sheet.rows.push(row);
      rows += batch.rows.length;
    },
    all(end: End): Sheet[] {
      if ('refused' in end) throw WorkbookRefused({ reason: end.refused });
      if ('fault' in end) throw new SheetReaderFault(`A workbook could not be read: ${end.fault}.`);
      tell();
      return sheets;
    },
    close: () => clearInterval(teller),
  };
}
