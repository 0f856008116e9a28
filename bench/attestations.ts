/**
 * Attestations printed each way in one run: run as `node dist/bench/attestations.js [how many by lots]`, with
 * PUPPETEER_EXECUTABLE_PATH, and FULL_CHROMIUM_PATH where the full browser is installed too.
 */
import { existsSync } from 'node:fs';
import { attestationPages, pieceOf } from '../src/attestations/page.js';
import type { Sheet } from '../src/attestations/page/seal.js';
import { openPrinter } from '../src/tools/printer.js';
import { launched, onNewPages, onReusedPages } from './attestations/chromium.js';
import { drawn } from './attestations/pdfkit.js';
import { sheets } from './attestations/printed.js';
import { costOf } from './processes.js';

const LOT = 50;
/** One by one takes long: fewer tell as much. */
const FEW = 60;
const MANY = Number(process.argv[2] ?? 1_000);

interface Measured {
  way: string;
  documents: number;
  /** Documents a second, and milliseconds of processor each. */
  speed: number;
  processor: number;
  megabytes: number;
}

async function measure(way: string, documents: number, work: () => Promise<unknown>): Promise<Measured> {
  const before = costOf(process.pid);
  const from = performance.now();
  await work();
  const seconds = (performance.now() - from) / 1_000;
  const after = costOf(process.pid);
  const processor = ((after.processor - before.processor) * 1_000) / documents;
  const measured = { way, documents, speed: documents / seconds, processor, megabytes: after.megabytes };
  console.log(
    `${way.padEnd(44)} ${String(documents).padStart(6)}  ${measured.speed.toFixed(1).padStart(7)} a second  ${processor.toFixed(1).padStart(7)} ms of processor each  ${after.megabytes.toFixed(0).padStart(5)} MB`,
  );
  return measured;
}

async function oneByOne(name: string, path: string): Promise<Measured[]> {
  const browser = await launched(path);
  try {
    await onNewPages(browser, sheets(3));
    return [
      await measure(`${name}, a new page each`, FEW, () => onNewPages(browser, sheets(FEW))),
      await measure(`${name}, four pages reused`, FEW, () => onReusedPages(browser, sheets(FEW), 4)),
    ];
  } finally {
    await browser.close();
  }
}

async function byLots(name: string, executablePath: string): Promise<Measured> {
  const printer = openPrinter({ executablePath });
  let bytes = 0;
  const lot = async (all: Sheet[]) => {
    for (const file of await printer.printLot(attestationPages(all), all.map(pieceOf)))
      bytes = Math.max(bytes, file.length);
  };
  const lots = (count: number) =>
    Promise.all(
      [0, 1, 2].map(async (lane) => {
        for (let at = lane * LOT; at < count; at += 3 * LOT) await lot(sheets(Math.min(LOT, count - at), at));
      }),
    );
  try {
    await lots(2 * LOT);
    const measured = await measure(`${name}, lots of ${LOT}, cut and proven`, MANY, () => lots(MANY));
    const again = await measure(`${name}, the same once more`, MANY, () => lots(MANY));
    console.log(
      `  ${(bytes / 1_000).toFixed(1)} kB a file at most; memory ${(again.megabytes / measured.megabytes).toFixed(2)} of what it was ${MANY} documents before`,
    );
    return measured;
  } finally {
    await printer.close();
  }
}

const ratio = (what: string, value: number, goal: string): void =>
  console.log(`  ${what}: ${value.toFixed(2)} (goal: ${goal})`);

const flavours: [string, string | undefined, number][] = [
  ['headless shell', process.env.PUPPETEER_EXECUTABLE_PATH, 20],
  ['full Chromium', process.env.FULL_CHROMIUM_PATH, 15],
];
const pdfkit = await measure('pdfkit, drawn and tagged', FEW * 5, async () => {
  for (const sheet of sheets(FEW * 5)) await drawn(sheet);
});
let newPages: Measured | undefined;
for (const [name, path, goal] of flavours) {
  if (!path || !existsSync(path)) continue;
  const [fresh, pool] = await oneByOne(name, path);
  const lots = await byLots(name, path);
  newPages = fresh;
  ratio(
    `lots beside a new page each, ${name}`,
    lots.speed / fresh!.speed,
    `${goal} with the full browser’s new pages`,
  );
  ratio('lots beside four pages reused', lots.speed / pool!.speed, '4');
  ratio('processor beside pdfkit', lots.processor / pdfkit.processor, '0.6 at most');
}
if (!newPages) process.exitCode = 1;
