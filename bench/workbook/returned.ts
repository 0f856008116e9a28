/** The returned workbook of 5,000 wrong rows, beside exceljs loading, colouring, noting and writing the same file: run as `node dist/bench/workbook/returned.js`. */
import { fileURLToPath } from 'node:url';
import ExcelJS from 'exceljs';
import { openBench, who } from '../../test/bench.js';
import { create, rose, workbook } from '../../test/month.js';
import { measured, type Turns } from '../turns.js';

const ROWS = 5_000;
const RUNS = 5;
const LISTED = 1_000;

/** Two cells of each are wrong: a number with its key, hours that are not whole. */
const rows = Array.from({ length: ROWS }, (_, at) => ({
  ...rose,
  allocataire: `${1_000_000 + at}K`,
  firstName: `Rose ${'abcdefghij'[at % 10]}`,
  hours: 15.5,
}));

const NOTE = [
  'À corriger (Habilis)',
  'Le numéro d’allocataire porte sa lettre clé.',
  'À faire : Retirez la lettre et vérifiez les sept chiffres.',
  'Attendu : 7 chiffres sans la lettre clé.',
  'Proposition : 1000000',
].join('\n');

/** In memory, which is how exceljs changes a file: neither reading of its rows nor database. */
async function byExceljs(deposited: Buffer): Promise<number> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(deposited as never);
  const sheet = book.worksheets[0]!;
  const fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF4B0A8' } } as const;
  for (let row = 3; row < ROWS + 3; row += 1) {
    for (const column of ['B', 'F']) Object.assign(sheet.getCell(`${column}${row}`), { fill, note: NOTE });
  }
  const list = book.addWorksheet('Anomalies');
  for (let at = 0; at < LISTED; at += 1) list.addRow([`B${at + 3}`, at + 3, 'B', ...NOTE.split('\n')]);
  return (await book.xlsx.writeBuffer()).byteLength;
}

export interface MeasuredReturn extends Turns {
  by: string;
  bytes: number;
}

/** Asked over HTTP on the embedded engine: the file read again, its anomalies from the database, marked by a child. */
export async function measureReturned(): Promise<MeasuredReturn[]> {
  const bench = await openBench();
  bench.house.sheetReader.keepWarm();
  const declarant = await bench.person(who.declarant);
  const { id, depositAddress } = await create(declarant);
  const deposited = await workbook(rows);
  await declarant.put(depositAddress, deposited);
  const bytes = { ours: 0, theirs: 0 };
  const ask = async () =>
    void (bytes.ours = (await declarant.get(`/declarations/${id}/returned-workbook`)).length);
  try {
    const ours = await measured(RUNS, ask);
    const theirs = await measured(RUNS, async () => void (bytes.theirs = await byExceljs(deposited)));
    return [
      { by: 'Habilis, over HTTP', bytes: bytes.ours, ...ours },
      { by: 'exceljs in memory', bytes: bytes.theirs, ...theirs },
    ];
  } finally {
    await bench.close();
  }
}

export const returnedLine = ({ by, bytes, lasted, late, own }: MeasuredReturn): string =>
  `returned workbook of ${ROWS} rows, ${by}`.padEnd(56) +
  `${lasted.toFixed(0).padStart(6)} ms ${(bytes / 1024).toFixed(0).padStart(6)} kB, loop held ${late.toFixed(0)} ms (${own.toFixed(0)} of its own)`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const each of await measureReturned()) console.log(returnedLine(each));
}
