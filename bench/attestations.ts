/**
 * Attestations printed each way, in turn, in one run: run as `node dist/bench/attestations.js [how many by lots]`, with
 * PUPPETEER_EXECUTABLE_PATH, and FULL_CHROMIUM_PATH where the full browser is installed too. Machines change their pace
 * from one minute to the next: each round plays every way, and a ratio is the median of those of the rounds.
 */
import { existsSync } from 'node:fs';
import { attestationPages, pieceOf } from '../src/attestations/page.js';
import { openPrinter } from '../src/tools/printer.js';
import { launched, onNewPages, reusedPages } from './attestations/chromium.js';
import { drawn } from './attestations/pdfkit.js';
import { sheets } from './attestations/printed.js';
import { median } from './median.js';
import { costOf } from './processes.js';

const LOT = 50;
/** Lots under way at once: two are printed while one is cut. */
const LANES = 3;
const ROUNDS = 7;
const MANY = Number(process.argv[2] ?? 2_000);

interface Way {
  name: string;
  documents: number;
  work: (documents: number) => Promise<unknown>;
}

/** Documents a second, and milliseconds of processor each. */
interface Measured {
  speed: number;
  processor: number;
}

async function measure({ documents, work }: Way): Promise<Measured> {
  const before = costOf(process.pid).processor;
  const from = performance.now();
  await work(documents);
  const seconds = (performance.now() - from) / 1_000;
  const processor = ((costOf(process.pid).processor - before) * 1_000) / documents;
  return { speed: documents / seconds, processor };
}

const pdfkit: Way = {
  name: 'pdfkit, drawn and tagged',
  documents: 40,
  work: async (count) => {
    for (const sheet of sheets(count)) await drawn(sheet);
  },
};

interface Flavour {
  name: string;
  /** How many times as fast as a new page each of the full browser its lots are to be. */
  goal: number;
  fresh: Way;
  pool: Way;
  lots: Way;
  /** Prints that many, and answers the bytes of the largest file. */
  print: (count: number) => Promise<number>;
  close: () => Promise<unknown>;
}

async function flavour(
  { name, goal }: Pick<Flavour, 'name' | 'goal'>,
  executablePath: string,
): Promise<Flavour> {
  // Pages that stay open slow down what else a browser does: each way has its own.
  const [browser, reusing] = [await launched(executablePath), await launched(executablePath)];
  const printer = openPrinter({ executablePath });
  const print = async (count: number): Promise<number> => {
    let bytes = 0;
    const lane = async (first: number) => {
      for (let at = first * LOT; at < count; at += LANES * LOT) {
        const all = sheets(Math.min(LOT, count - at), at);
        const files = await printer.printLot(attestationPages(all), all.map(pieceOf));
        bytes = Math.max(bytes, ...files.map(({ length }) => length));
      }
    };
    await Promise.all(Array.from({ length: LANES }, (_, first) => lane(first)));
    return bytes;
  };
  const onReusedPages = await reusedPages(reusing, 4);
  await onReusedPages(sheets(20));
  await onNewPages(browser, sheets(3));
  await print(2 * LOT);
  return {
    name,
    goal,
    fresh: {
      name: `${name}, a new page each`,
      documents: 30,
      work: (count) => onNewPages(browser, sheets(count)),
    },
    pool: {
      name: `${name}, four pages reused`,
      documents: 100,
      work: (count) => onReusedPages(sheets(count)),
    },
    lots: {
      name: `${name}, lots of ${LOT}, cut and proven`,
      documents: 15 * LOT,
      work: print,
    },
    print,
    close: () => Promise.all([browser.close(), reusing.close(), printer.close()]),
  };
}

const headless = process.env.PUPPETEER_EXECUTABLE_PATH;
const full = process.env.FULL_CHROMIUM_PATH;
const flavours: Flavour[] = [];
if (headless && existsSync(headless))
  flavours.push(await flavour({ name: 'headless shell', goal: 20 }, headless));
if (full && existsSync(full)) flavours.push(await flavour({ name: 'full Chromium', goal: 15 }, full));
/** What most would take: the full browser where it is there. */
const usual = flavours.at(-1);
if (!usual) throw new Error('PUPPETEER_EXECUTABLE_PATH says where Chromium is.');

const ways = [pdfkit, ...flavours.flatMap(({ fresh, pool, lots }) => [fresh, pool, lots])];
const rounds: Map<Way, Measured>[] = [];
for (let round = 1; round <= ROUNDS; round += 1) {
  const measured = new Map<Way, Measured>();
  for (const way of ways) measured.set(way, await measure(way));
  rounds.push(measured);
  console.log(`round ${round} of ${ROUNDS}`);
}

const over = (tell: (round: Map<Way, Measured>) => number): number => median(rounds.map(tell));
for (const way of ways) {
  const speed = over((round) => round.get(way)!.speed).toFixed(1);
  const processor = over((round) => round.get(way)!.processor).toFixed(1);
  console.log(
    `${way.name.padEnd(44)} ${speed.padStart(7)} a second ${processor.padStart(7)} ms of processor each`,
  );
}

const ratio = (what: string, one: Way, other: Way, of: keyof Measured, goal?: string): void => {
  const value = over((round) => round.get(one)![of] / round.get(other)![of]);
  console.log(`  ${what}: ${value.toFixed(2)}${goal ? ` (goal: ${goal})` : ''}`);
};
for (const { name, goal, fresh, pool, lots, print } of flavours) {
  console.log(`lots, ${name}`);
  ratio(`beside a new page each, ${usual.name}`, lots, usual.fresh, 'speed', `${goal}`);
  ratio(`beside four pages reused, ${usual.name}`, lots, usual.pool, 'speed', '4');
  ratio('processor beside pdfkit', lots, pdfkit, 'processor', '0.6 at most');
  if (fresh !== usual.fresh) {
    ratio('beside a new page each, of its own', lots, fresh, 'speed');
    ratio('beside four pages reused, of its own', lots, pool, 'speed');
  }
  const before = costOf(process.pid).megabytes;
  const bytes = await print(MANY);
  const after = costOf(process.pid).megabytes;
  console.log(`  a file at most: ${(bytes / 1_000).toFixed(1)} kB (goal: 70)`);
  console.log(`  memory ${MANY} documents later: ${(after / before).toFixed(2)} of what it was`);
}
await Promise.all(flavours.map(({ close }) => close()));
