/** What the number formats of a workbook make of a number: a day, a duration, or a number. */
import { namespaces, readXml } from './sheet-xml.js';

export interface Format {
  shows: 'number' | 'day' | 'duration';
  /** Digits shown at least: `0000000` shows seven. */
  digits: number;
}

export const PLAIN: Format = { shows: 'number', digits: 0 };

/** The numbers of formats that need no code: days and clocks of every language, by ECMA-376 part 1, 18.8.30. */
const builtIn: { from: number; to: number; shows: Format['shows'] }[] = [
  { from: 14, to: 17, shows: 'day' },
  { from: 18, to: 21, shows: 'duration' },
  { from: 22, to: 22, shows: 'day' },
  { from: 27, to: 31, shows: 'day' },
  { from: 32, to: 35, shows: 'duration' },
  { from: 36, to: 36, shows: 'day' },
  { from: 45, to: 47, shows: 'duration' },
  { from: 50, to: 54, shows: 'day' },
  { from: 55, to: 56, shows: 'duration' },
  { from: 57, to: 58, shows: 'day' },
];

const MAX_DIGITS = 15;

/** By the letters of its first part, once literals, colours, places and fractions of seconds are out. */
export function formatOf(code: string): Format {
  const bare = code.replace(/"[^"]*"|\\.|[_*]./gs, '');
  const letters = bare
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '')
    .split(';')[0]!
    .replace(/s[.,]0+/gi, 's');
  if (/[0#?]/.test(letters)) {
    return { shows: 'number', digits: /^0+$/.test(code) ? Math.min(code.length, MAX_DIGITS) : 0 };
  }
  if (/[yd]/i.test(letters)) return { shows: 'day', digits: 0 };
  if (/[hs]/i.test(letters)) return { shows: 'duration', digits: 0 };
  return { shows: /m/i.test(letters) ? 'day' : 'number', digits: 0 };
}

const builtInFormat = (id: number): Format => {
  const shows = builtIn.find(({ from, to }) => id >= from && id <= to)?.shows;
  return shows ? { shows, digits: 0 } : PLAIN;
};

/** The format of each style that cells may name, in order. */
export async function readFormats(bytes: AsyncIterable<Buffer>): Promise<Format[]> {
  const own = new Map<number, Format>();
  const ids: number[] = [];
  let inCellFormats = false;
  await readXml(bytes, 'styleSheet', namespaces.main, {
    open({ local, depth, attribute }) {
      if (depth === 2) inCellFormats = local === 'cellXfs';
      if (depth !== 3) return;
      const id = Number(attribute('numFmtId') ?? 0);
      if (local === 'numFmt') own.set(id, formatOf(attribute('formatCode') ?? ''));
      if (local === 'xf' && inCellFormats) ids.push(id);
    },
  });
  return ids.map((id) => own.get(id) ?? builtInFormat(id));
}
