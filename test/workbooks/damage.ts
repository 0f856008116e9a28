/** Damaged copies of workbooks: the same seed gives the same damage. */
import { readFile } from 'node:fs/promises';
import { openArchive } from '../../src/tools/sheet-archive.js';
import { filesOf, producers } from './corpus/cases.js';
import { deflated } from './corpus/package.js';
import { samplePath, zip, type Entry } from './files.js';

interface Origin {
  bytes: Buffer;
  /** What it unpacks to; none when it is refused unopened. */
  parts: { name: string; data: Buffer }[];
}

const samples = ['micro-creche-10-2026', 'garde-a-domicile-10-2026', 'micro-creche-fratries-10-2026'];
/** Larger ones are the same shapes for more time. */
const LARGEST = 60_000;

export type Dice = (sides: number) => number;

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** The samples and the corpus. */
export async function origins(): Promise<Origin[]> {
  const corpus = (await Promise.all(producers.map(filesOf))).flat().map(({ file }) => file);
  const all = await Promise.all([...samples.map(samplePath), ...corpus].map(openOrigin));
  return all.filter(({ bytes }) => bytes.length > 0 && bytes.length < LARGEST);
}

async function openOrigin(path: string): Promise<Origin> {
  const bytes = await readFile(path);
  const parts: Origin['parts'] = [];
  try {
    const archive = await openArchive(path);
    for (const name of archive.names) {
      const chunks: Buffer[] = [];
      for await (const chunk of archive.bytesOf(name)) chunks.push(chunk);
      parts.push({ name, data: Buffer.concat(chunks) });
    }
  } catch {
    return { bytes, parts: [] };
  }
  return { bytes, parts: parts.some(({ data }) => data.length > LARGEST * 10) ? [] : parts };
}

/** One copy: spoilt as a file, or inside a part that is packed again with the right sizes and checksum. */
export function damaged(all: Origin[], roll: Dice): Buffer {
  const { bytes, parts } = all[roll(all.length)]!;
  if (parts.length === 0 || roll(3) === 0) return spoilt(bytes, roll);
  const entries: Entry[] = parts.map((part) => ({ ...part }));
  const one = roll(entries.length);
  const other = roll(entries.length);
  if (roll(4) === 0) {
    const { data } = entries[one]!;
    entries[one]!.data = entries[other]!.data;
    entries[other]!.data = data;
  } else {
    entries[one]!.data = spoilt(Buffer.from(entries[one]!.data), roll);
  }
  return zip(deflated(entries));
}

/** Flips bits, cuts, repeats or swaps a stretch. */
function spoilt(whole: Buffer, roll: Dice): Buffer {
  const bytes = Buffer.from(whole);
  const size = bytes.length;
  if (size < 2) return bytes;
  const from = roll(size);
  const length = Math.min(1 + roll(64), size - from);
  const ways: (() => Buffer)[] = [
    () => bytes.subarray(0, from),
    () => Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)]),
    () => Buffer.concat([bytes.subarray(0, from + length), bytes.subarray(from)]),
    () => {
      bytes.copy(bytes, roll(size - length + 1), from, from + length);
      return bytes;
    },
    () => {
      for (let flips = 1 + roll(8); flips > 0; flips -= 1) {
        const at = roll(size);
        bytes[at] = bytes[at]! ^ (1 << roll(8));
      }
      return bytes;
    },
  ];
  return ways[roll(ways.length)]!();
}
