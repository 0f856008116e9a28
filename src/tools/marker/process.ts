/** The child that marks one workbook: it says the file on its standard output, or nothing. */
import { pipeline } from 'node:stream/promises';
import type { Mark, Marking } from '../../kernel/marking.js';
import { markWorkbook } from './workbook.js';

/** Marks come a few hundred at a time; what asks for the work comes last. */
export type Asked = { marks: readonly Mark[] } | { path: string; marking: Omit<Marking, 'marks'> };

const marks: Mark[] = [];

async function mark({ path, marking }: Extract<Asked, { path: string }>): Promise<void> {
  try {
    await pipeline(await markWorkbook(path, { ...marking, marks }), process.stdout, { end: false });
  } catch {
    // Its reason could tell something of the file.
    process.exitCode = 1;
  }
  process.disconnect();
}

process.on('message', (asked: Asked) => {
  if ('marks' in asked) marks.push(...asked.marks);
  else void mark(asked);
});
