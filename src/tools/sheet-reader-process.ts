/** The child that reads one workbook: whatever a file does to it, the service does not feel it. */
import { once } from 'node:events';
import { Refusal } from '../kernel/refusal.js';
import type { WorkbookFacts, WorkbookReason } from '../kernel/sheet-refusals.js';
import { openArchive } from './sheet-archive.js';
import { readWorkbook, type Batch } from './sheet-workbook.js';

/** What ends a reading. A fault carries its code (`ENOENT`) and nothing of the file. */
export type End = ({ done: true } | { refused: WorkbookReason } | { fault: string }) & {
  /** Nothing of the file was unpacked: the child is as new, and may take another. */
  asNew?: boolean;
};

/** Batches of rows, then the end. After a batch the child waits for any answer: the parent has one at a time to take in. */
export type Said = 'ready' | Batch | End;

const say = (said: Said): void => void process.send?.(said);

async function hand(batch: Batch): Promise<void> {
  say(batch);
  await once(process, 'message');
}

async function read(path: string): Promise<End> {
  const archive = await openArchive(path).catch((error: unknown) => ({ ...endFor(error), asNew: true }));
  if (!('bytesOf' in archive)) return archive;
  try {
    await readWorkbook(archive, hand);
    return { done: true };
  } catch (error) {
    return endFor(error);
  }
}

function endFor(error: unknown): End {
  if (error instanceof Refusal) return { refused: (error.facts as WorkbookFacts).reason };
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code && syscall ? { fault: code } : { refused: 'damaged' };
}

// The parent ends the child once it has the answer: an exit from here could overtake a long one.
process.once('disconnect', () => process.exit());
process.on('message', (message: { path?: string }) => {
  if (message.path !== undefined) void read(message.path).then(say);
});
say('ready');
