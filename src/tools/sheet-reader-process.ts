/** The child that reads one workbook: whatever a file does to it, the service does not feel it. */
import { once } from 'node:events';
import { archiveOf, openArchive } from './sheet-archive.js';
import { endFor, readWorkbook, type Batch, type End } from './sheet-workbook.js';

/** How a reading ended. */
export type Ended = End & {
  /** Nothing of the file was unpacked: the child is as new, and may take another. */
  asNew: boolean;
};

/** What the parent asks: a file to read, or, before there is one, a workbook of its own to practise on. */
export type Asked = { path: string } | { practice: Uint8Array };

/** Batches of rows, then the end. After a batch the child waits for any answer: the parent has one at a time to take in. */
export type Said = 'ready' | Batch | Ended;

const say = (said: Said): void => void process.send?.(said);

async function hand(batch: Batch): Promise<void> {
  say(batch);
  await once(process, 'message');
}

async function read(path: string): Promise<Ended> {
  let asNew = true;
  try {
    const archive = await openArchive(path);
    asNew = false;
    await readWorkbook(archive, hand);
    return { done: true, asNew };
  } catch (error) {
    return { ...endFor(error), asNew };
  }
}

const PRACTICES = 3;

/** A first reading takes three times what the next ones do: the code is not compiled yet. */
async function practise(book: Uint8Array): Promise<void> {
  for (let time = 0; time < PRACTICES; time += 1) {
    await readWorkbook(await archiveOf(Buffer.from(book)), () => undefined);
  }
}

// The parent ends the child once it has the answer: an exit from here could overtake a long one.
process.once('disconnect', () => process.exit());
process.on('message', (asked: Asked | Record<string, never>) => {
  if ('path' in asked) void read(asked.path).then(say);
  if ('practice' in asked) void practise(asked.practice);
});
say('ready');
