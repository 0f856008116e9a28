/** One reading in a process of its own, which loads nothing else: run as `node dist/bench/workbook/once.js WAY PATH`. */

import { fileURLToPath } from 'node:url';

export const ways = ['exceljs in memory', 'exceljs streaming', 'ours'] as const;
export type Way = (typeof ways)[number];

export interface Measured {
  way: string;
  rows: number;
  /** Of the reading alone, modules loaded. */
  milliseconds: number;
  /** Of the process: loading, reading, collecting. */
  processorMs: number;
  megabytes: number;
  loopHeldMs: number;
}

/** How long a timer of one millisecond had to wait at most. */
export function watchLoop(): () => number {
  let last = performance.now();
  let held = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    held = Math.max(held, now - last);
    last = now;
  }, 1);
  return () => {
    clearInterval(timer);
    return Math.max(held, performance.now() - last);
  };
}

/** Takes in every cell, as a template would. @returns the rows */
const readers: Record<Way, () => Promise<(path: string) => Promise<number>>> = {
  async 'exceljs in memory'() {
    const { default: ExcelJS } = await import('exceljs');
    return async (path) => {
      const book = new ExcelJS.Workbook();
      await book.xlsx.readFile(path);
      let rows = 0;
      book.worksheets[0]!.eachRow((row) => {
        row.eachCell((cell) => cell.value);
        rows += 1;
      });
      return rows;
    };
  },
  async 'exceljs streaming'() {
    const { default: ExcelJS } = await import('exceljs');
    return async (path) => {
      let rows = 0;
      const options = { sharedStrings: 'cache', styles: 'cache', worksheets: 'emit' } as const;
      for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(path, options)) {
        for await (const row of sheet) {
          row.eachCell((cell) => cell.value);
          rows += 1;
        }
      }
      return rows;
    };
  },
  async ours() {
    const [{ openArchive }, { readWorkbook }] = await Promise.all([
      import('../../src/tools/sheet-archive.js'),
      import('../../src/tools/sheet-workbook.js'),
    ]);
    return async (path) => {
      let rows = 0;
      await readWorkbook(await openArchive(path), (batch) => void (rows += batch.rows.length), 20_000);
      return rows;
    };
  },
};

/** What a fresh process prints: one measure. */
async function readOnce(way: Way, path: string): Promise<void> {
  const read = await readers[way]();
  const held = watchLoop();
  const from = performance.now();
  const rows = await read(path);
  const milliseconds = performance.now() - from;
  await new Promise((settle) => setTimeout(settle, 2));
  const loopHeldMs = held();
  const { user, system } = process.cpuUsage();
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const measured = { way, rows, milliseconds, processorMs: (user + system) / 1000, megabytes, loopHeldMs };
  console.log(JSON.stringify(measured));
}

const [way, path] = process.argv.slice(2);
if (process.argv[1] === fileURLToPath(import.meta.url)) await readOnce(way as Way, path!);
