/** How long a big workbook takes to be written, side by side with exceljs: run as `node dist/bench/workbook/writing.js`. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { PassThrough, type Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import ExcelJS from 'exceljs';
import { reportWorkbook, type Report, type ReportLine } from '../../src/processing/index.js';

const ROWS = 10_000;
const RUNS = 5;
const PART = 250;

export interface Measured {
  what: string;
  by: string;
  /** The median of the runs. */
  milliseconds: number;
  /** Bytes written. */
  bytes: number;
  /** The longest that the event loop was held, in milliseconds. */
  held: number;
}

const child = (at: number) => ({
  number: at + 3,
  month: '2026-10',
  allocataire: String(1_000_000 + at * 37).slice(-7),
  lastName: `NOM-${at % 997}`,
  firstName: `Prénom ${at % 499}`,
  hours: at % 180,
  specificHours: at % 12,
  amountCents: at * 91,
  endOfCare: at % 40 === 0 ? '2026-10-16' : null,
});

const lineOf = (at: number): ReportLine =>
  ({
    row: child(at),
    attestation: { number: `A-493-202610-${String(at).padStart(6, '0')}` },
    outcome: undefined,
    fate: at % 20 === 0 ? 'reassigned' : 'processed',
    detail: at % 20 === 0 ? 'La date de naissance ne correspond pas à celle du dossier.' : null,
  }) as unknown as ReportLine;

export const bigReport = (): Report =>
  ({
    declaration: { reference: 'D-493-202610-0001', month: '2026-10' },
    counts: { processed: 9_500, reassigned: 500, closed: 0, pending: 0, set_aside: 0 },
    lines: Array.from({ length: ROWS }, (_, at) => lineOf(at)),
  }) as unknown as Report;

/** What the report has in each row, for exceljs to write the same. */
const valuesOf = ({ row, attestation, fate, detail }: ReportLine) => [
  row.number,
  row.month,
  row.allocataire,
  row.lastName,
  row.firstName,
  row.hours,
  row.specificHours,
  row.amountCents! / 100,
  row.endOfCare,
  attestation!.number,
  fate,
  detail,
];

const columns = [8, 10, 20, 22, 20, 10, 17, 14, 14, 24, 28, 60].map((width, at) => ({
  header: `Colonne ${at}`,
  width,
  style: at === 7 ? { numFmt: '#,##0.00 "€"' } : at === 2 ? { numFmt: '@' } : {},
}));

async function drain(stream: Readable): Promise<number> {
  let bytes = 0;
  for await (const chunk of stream) bytes += (chunk as Buffer).length;
  return bytes;
}

/** As they are read, some at a time. */
async function* partsOf({ lines }: Report): AsyncGenerator<ReportLine[]> {
  for (let at = 0; at < lines.length; at += PART) yield lines.slice(at, at + PART);
}

const ours = (report: Report): Promise<number> =>
  drain(reportWorkbook({ declaration: report.declaration, parts: partsOf(report) }));

async function inMemory({ lines }: Report): Promise<number> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Bilan', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns;
  for (const line of lines) sheet.addRow(valuesOf(line));
  return (await book.xlsx.writeBuffer()).byteLength;
}

async function streaming({ lines }: Report): Promise<number> {
  const stream = new PassThrough();
  const drained = drain(stream);
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  const sheet = book.addWorksheet('Bilan', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns;
  for (const line of lines) sheet.addRow(valuesOf(line)).commit();
  sheet.commit();
  await book.commit();
  return drained;
}

async function measure(what: string, by: string, work: () => Promise<number>): Promise<Measured> {
  const times: number[] = [];
  let bytes = await work();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  for (let run = 0; run < RUNS; run += 1) {
    const start = performance.now();
    bytes = await work();
    times.push(performance.now() - start);
  }
  delay.disable();
  const milliseconds = times.toSorted((one, other) => one - other)[Math.floor(RUNS / 2)]!;
  return { what, by, milliseconds, bytes, held: delay.max / 1e6 };
}

/** The report workbook of 10,000 rows: ours, exceljs in memory, exceljs streaming. */
export async function measureWriting(): Promise<Measured[]> {
  const report = bigReport();
  const what = `report workbook of ${ROWS} rows`;
  return [
    await measure(what, 'Habilis', () => ours(report)),
    await measure(what, 'exceljs in memory', () => inMemory(report)),
    await measure(what, 'exceljs streaming', () => streaming(report)),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { what, by, milliseconds, bytes, held } of await measureWriting()) {
    console.log(
      `${what.padEnd(36)} ${by.padEnd(18)} ${milliseconds.toFixed(0).padStart(6)} ms ${String(bytes).padStart(9)} bytes, loop held ${held.toFixed(0)} ms`,
    );
  }
}
