/** A PDF as Chromium writes it: its objects stay text, a letter a byte, found by the table at the end of the file. */
import { LotUnproven } from '../../kernel/printer.js';

/** What a dictionary says by each of its words, as it is written: `264 0 R`, `[2 0 R /XYZ 49.125 738.651 0]`. */
export type Entries = Record<string, string | undefined>;

const TOKEN = /<<|>>|[[\]]|\/[^\s<>[\]()/]+|\((?:[^()\\]|\\[^])*\)|<[\da-fA-F]*>|[^\s<>[\]()/]+/g;

/** Reads what a dictionary begins with, whatever follows it. */
export function entriesIn(text = ''): Entries {
  const entries: Entries = {};
  let [word, from, to, depth] = ['', 0, 0, 0];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const isWord = depth === 1 && token.startsWith('/') && (word === '' || to > from);
    if (token === '>>' || token === ']') depth -= 1;
    if ((isWord || depth === 0) && word) entries[word] = text.slice(from, to).trim();
    if (depth === 0 && index > 0) break;
    to = index + token.length;
    if (isWord) [word, from] = [token.slice(1), to];
    if (token === '<<' || token === '[') depth += 1;
  }
  return entries;
}

export const dictionary = (entries: Entries): string =>
  `<<${Object.entries(entries)
    .flatMap(([word, value]) => (value === undefined ? [] : [`/${word} ${value}`]))
    .join('\n')}>>`;

export const refTo = (number: number): string => `${number} 0 R`;

/** The numbers of the objects that a value leads to. */
export const refsIn = (value = ''): number[] =>
  Array.from(value.matchAll(/(\d+) 0 R/g), ([, number]) => Number(number));

/** @throws LotUnproven where the value leads to no object, or to many */
export function refIn(entries: Entries, word: string): number {
  const [ref, ...more] = refsIn(entries[word]);
  if (ref === undefined || more.length > 0) throw new LotUnproven(`The lot has no ${word}.`);
  return ref;
}

export interface Written {
  /** The number of the catalog. */
  root: number;
  /** What an object is, with its stream if it has one. @throws LotUnproven when there is none of that number */
  object(number: number): string;
  entries(number: number): Entries;
}

/** A line of the table: the place of an object in ten digits, and what else makes it twenty. */
const LINE = 20;

const END = '\nendobj\n';

const STREAM = [' stream\n', '\nendstream'] as const;

/** The text of an object before its stream, and its stream. */
export function partsOf(object: string): [dictionary: string, stream: string] {
  const at = object.endsWith(STREAM[1]) ? object.indexOf(STREAM[0]) : object.length;
  return [object.slice(0, at), object.slice(at)];
}

/** What a stream holds, as it is packed. */
export function packedIn(object: string): Buffer {
  const [, stream] = partsOf(object);
  return Buffer.from(stream.slice(STREAM[0].length, -STREAM[1].length), 'latin1');
}

/** @throws LotUnproven when it has no table where Chromium writes it */
export function readWritten(bytes: Uint8Array): Written {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const table = Number(/startxref\n(\d+)\n%%EOF\s*$/.exec(text.slice(-2 * LINE))?.[1]);
  const [head, count] = /^xref\n0 (\d+)\n/.exec(text.slice(table, table + LINE)) ?? [];
  if (!head) throw new LotUnproven('The lot has no table of its objects.');
  const lines = table + head.length;
  const places = Float64Array.from({ length: Number(count) }, (_, number) =>
    Number(text.slice(lines + number * LINE, lines + number * LINE + 10)),
  );
  const inOrder = places.toSorted();
  const ends = new Map(Array.from(inOrder, (place, at) => [place, inOrder[at + 1] ?? table]));

  const object = (number: number): string => {
    const start = `${number} 0 obj\n`;
    const place = places[number] ?? 0;
    const end = ends.get(place) ?? 0;
    if (!text.startsWith(start, place) || !text.endsWith(END, end))
      throw new LotUnproven(`The lot has no object ${number}.`);
    return text.slice(place + start.length, end - END.length);
  };
  const known = new Map<number, Entries>();
  const entries = (number: number): Entries => {
    const read = known.get(number) ?? entriesIn(object(number));
    known.set(number, read);
    return read;
  };
  const trailer = entriesIn(text.slice(lines + places.length * LINE + 'trailer\n'.length));
  return { root: refIn(trailer, 'Root'), object, entries };
}
