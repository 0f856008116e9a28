/** Reading a workbook, each way in a fresh process: exceljs in memory, exceljs as a stream, and the house's reader. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openSheetReader } from '../../src/tools/sheet-reader.js';
import { check, recognise, templates } from '../../src/workbooks/index.js';
import { median } from '../median.js';
import { watchLoop, ways, type Measured, type Way } from './once.js';

const RUNS = 5;

const FORMATS = { 1: 'mm/yyyy', 2: '@', 5: 'dd/mm/yyyy', 8: '#,##0.00' };

/** By exceljs, which reads as a stream only what it wrote itself. */
async function workbookOf(count: number): Promise<Buffer> {
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Déclaration');
  sheet.addRow(templates.micro_creche.columns.map(({ header }) => header));
  for (let at = 0; at < count; at += 1) {
    const lastName = `NOM${String.fromCharCode(65 + (at % 26), 65 + (Math.floor(at / 26) % 26))}É`;
    const birth = new Date(Date.UTC(2024, at % 12, 1 + (at % 28)));
    const month = new Date(Date.UTC(2026, 9, 1));
    const amount = 985.6 + (at % 1_000) / 100;
    const values = [month, String(3_000_000 + at), lastName, 'Zoé', birth, 100 + (at % 40), at % 10, amount];
    const row = sheet.addRow(values);
    for (const [column, format] of Object.entries(FORMATS)) row.getCell(Number(column)).numFmt = format;
    for (let column = 1; column <= 9; column += 1) row.getCell(column).border = { top: { style: 'thin' } };
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

const program = fileURLToPath(new URL('./once.js', import.meta.url));
const run = promisify(execFile);

const medians = (way: string, runs: Measured[]): Measured => {
  const of = (key: Exclude<keyof Measured, 'way'>): number => median(runs.map((each) => each[key]));
  return {
    way,
    rows: of('rows'),
    milliseconds: of('milliseconds'),
    processorMs: of('processorMs'),
    megabytes: of('megabytes'),
    loopHeldMs: of('loopHeldMs'),
  };
};

/** The ways take turns, so that what else the machine does falls on all of them. */
async function sideBySide(path: string): Promise<Measured[]> {
  const runs = new Map<Way, Measured[]>(ways.map((way) => [way, []]));
  for (let turn = 0; turn < RUNS; turn += 1) {
    for (const way of ways) {
      const { stdout } = await run(process.execPath, [program, way, path]);
      runs.get(way)!.push(JSON.parse(stdout) as Measured);
    }
  }
  return ways.map((way) => medians(way, runs.get(way)!));
}

/** As the service reads: by a child started beforehand, to the last anomaly; time, and how long its loop was held. */
async function inService(path: string, rows: number): Promise<Measured> {
  const reader = openSheetReader();
  reader.keepWarm();
  const runs: Measured[] = [];
  for (let turn = 0; turn < RUNS; turn += 1) {
    await new Promise((settle) => setTimeout(settle, 1_000));
    const held = watchLoop();
    const from = performance.now();
    const sheets = await reader.read(path);
    const loopHeldMs = held();
    await check('micro_creche', recognise(sheets, 'micro_creche').rows, {
      month: '2026-10',
      today: '2026-11-05',
    });
    const milliseconds = performance.now() - from;
    const megabytes = process.memoryUsage().rss / 1024 / 1024;
    runs.push({ way: 'service', rows, milliseconds, processorMs: 0, megabytes, loopHeldMs });
  }
  await reader.close();
  return medians('ours, in the service, to the last anomaly', runs);
}

/** Medians side by side in one run, of 50 rows and of 10,000; the service reads no more than 5,000. */
export async function measureReading(): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'reading-'));
  const all: Measured[] = [];
  for (const count of [50, 5_000, 10_000]) {
    const path = join(folder, `${count}.xlsx`);
    await writeFile(path, await workbookOf(count));
    if (count !== 5_000) all.push(...(await sideBySide(path)));
    if (count !== 10_000) all.push(await inService(path, count));
  }
  await rm(folder, { recursive: true });
  return all;
}
