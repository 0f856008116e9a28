/**
 * Makes the files of the corpus that are ours to make: run as `node dist/test/workbooks/corpus/make.js`. Those of
 * LibreOffice, and the foreign ones, were made by hand (README.md). Expected results are written by `expect.js`.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { zip } from '../files.js';
import { byExceljs, type DrawnCase } from './by-exceljs.js';
import { corpus } from './cases.js';
import { handmade } from './handmade.js';
import { hostile } from './hostile.js';
import { deflated } from './package.js';

/** So that the same case gives the same bytes. */
const MADE_ON = new Date('2026-11-05T09:00:00Z');

async function drawn({ draw, stream }: DrawnCase): Promise<Buffer> {
  if (stream) {
    const out = new PassThrough();
    const bytes = buffer(out);
    const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, ...stream });
    const sheet = book.addWorksheet('Déclaration');
    draw(sheet, book);
    await book.commit();
    return bytes;
  }
  const book = new ExcelJS.Workbook();
  [book.created, book.modified] = [MADE_ON, MADE_ON];
  draw(book.addWorksheet('Déclaration'), book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

async function write(folder: string, files: Record<string, () => Buffer | Promise<Buffer>>): Promise<void> {
  await mkdir(`${corpus}${folder}`, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    await rm(`${corpus}${folder}/${name}.xlsx`, { force: true });
    await writeFile(`${corpus}${folder}/${name}.xlsx`, await bytes());
  }
}

const each = <T>(cases: Record<string, T>, bytes: (each: T) => Buffer | Promise<Buffer>) =>
  Object.fromEntries(Object.entries(cases).map(([name, one]) => [name, () => bytes(one)]));

await write('exceljs', each(byExceljs, drawn));
await write(
  'handmade',
  each(handmade, ({ parts, stored }) => zip(stored ? parts : deflated(parts))),
);
await write(
  'hostile',
  each(hostile, ({ bytes }) => bytes()),
);
