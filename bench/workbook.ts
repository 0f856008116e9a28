/** The workbook measured side by side with exceljs, in one run: run as `node dist/bench/workbook.js`. */
import { depositLine, measureDeposit } from './workbook/deposit.js';
import type { Measured } from './workbook/once.js';
import { measureReading } from './workbook/reading.js';
import { measureReturned, returnedLine } from './workbook/returned.js';
import { measureWriting } from './workbook/writing.js';

const cell = (value: number, unit: string): string => `${Math.round(value)} ${unit}`.padStart(9);

const readingLine = ({ way, rows, milliseconds, processorMs, megabytes, loopHeldMs }: Measured): string =>
  [
    way.padEnd(42),
    String(Math.round(rows)).padStart(6),
    cell(milliseconds, 'ms'),
    processorMs > 0 ? cell(processorMs, 'ms') : ''.padStart(9),
    cell(megabytes, 'MB'),
    cell(loopHeldMs, 'ms'),
  ].join('  ');

console.log(`Reading, medians: ${''.padEnd(24)}  rows    reading  processor  memory  loop held`);
for (const each of await measureReading()) console.log(readingLine(each));
console.log('\nWriting the processing report of 10,000 rows, medians:');
for (const { what, by, milliseconds, bytes, held } of await measureWriting()) {
  console.log(
    `${what}, ${by}`.padEnd(42),
    cell(milliseconds, 'ms'),
    cell(bytes / 1024, 'kB'),
    cell(held, 'ms held'),
  );
}
console.log('\nGiving it back, medians, and the longest that the event loop was held:');
for (const each of await measureReturned()) console.log(returnedLine(each));
console.log('\nDepositing over HTTP:');
for (const each of await measureDeposit()) console.log(depositLine(each));
