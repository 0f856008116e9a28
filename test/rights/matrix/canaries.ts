/** Canaries: what the personal columns hold, looked for wherever it has no business. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { JournalEntry } from '../../../src/kernel/journal.js';
import { Job } from '../../../src/kernel/jobs.js';
import { readOutbox } from '../../../src/tools/outbox.js';
import type { Bench } from '../../bench.js';
import type { Kept } from './database.js';

type Columns = Record<string, string[]>;

const file = fileURLToPath(new URL('../../../../test/rights/columns.yaml', import.meta.url));
const written = parse(readFileSync(file, 'utf8')) as Record<
  'personal' | 'short' | 'nothing personal',
  Columns
>;

const named = (columns: Columns): string[] =>
  Object.entries(columns).flatMap(([table, names]) => names.map((name) => `${table}.${name}`));

export const personal: readonly string[] = named(written.personal);

/** Every column that columns.yaml names, as often as it does. */
export const classified: readonly string[] = Object.values(written).flatMap(named);

/** What a cell holds: of JSON, each text and number in it. */
function leavesOf(value: unknown): string[] {
  if (typeof value === 'string' && /^[[{]/.test(value)) return leavesOf(JSON.parse(value));
  if (value === null || value === undefined) return [];
  return typeof value === 'object'
    ? Object.values(value).flatMap(leavesOf)
    : [JSON.stringify(value).replaceAll('"', '')];
}

/** Long enough to be nothing else, and no word of a program. */
const isDistinct = (value: string): boolean => value.length >= 5 && !/^[a-z_]+$/.test(value);

const valuesOf = (kept: Kept, columns: Columns): string[] =>
  Object.entries(columns).flatMap(
    ([table, names]) => kept.get(table)?.flatMap((row) => names.flatMap((name) => leavesOf(row[name]))) ?? [],
  );

/** Where canaries are looked for: what these hold excuses nothing. */
const lookedInto = new Set(['job', 'journal_entry', 'mail']);

/** What each personal column holds that can be told from anything that says nothing of a person. */
export function canariesIn(kept: Kept): Map<string, Set<string>> {
  const plain = Object.entries(written['nothing personal']).filter(([table]) => !lookedInto.has(table));
  const allowed = valuesOf(kept, Object.fromEntries(plain)).join('\n');
  return new Map(
    personal.map((column) => {
      const [table, name] = column.split('.') as [string, string];
      const values = valuesOf(kept, { [table]: [name] }).filter(isDistinct);
      return [column, new Set(values.filter((value) => !allowed.includes(value)))];
    }),
  );
}

/** Figures are also found in digests and ids: one stands alone. */
const isIn = (text: string, canary: string): boolean =>
  /^\d+$/.test(canary)
    ? new RegExp(String.raw`(?<![\w.-])${canary}(?![\w.-])`).test(text)
    : text.includes(canary);

/** `person.email in a log line`: the columns whose canaries are found, and where. */
export function leaks(
  canaries: Map<string, Set<string>>,
  places: Record<string, Iterable<string>>,
): string[] {
  const texts = Object.entries(places).map(([place, lines]) => [place, [...lines].join('\n')] as const);
  return [...canaries].flatMap(([column, values]) =>
    texts.flatMap(([place, text]) =>
      [...values].filter((canary) => isIn(text, canary)).map((canary) => `${column} (${canary}) in ${place}`),
    ),
  );
}

/** What a job carries. */
export const carried = ({
  payload,
  deduplication,
  lastError,
}: { [column in 'payload' | 'deduplication' | 'lastError']?: unknown }): string =>
  JSON.stringify([payload, deduplication, lastError]);

/** Where a program, a neighbour or whoever runs the house may look. */
export async function lookedAt({ house, config, logged }: Bench): Promise<Record<string, string[]>> {
  const { reader } = house.database;
  const entries = await reader.find(JournalEntry);
  return {
    'the log': logged,
    'a job': (await reader.find(Job)).map(carried),
    'the journal': entries.map(({ facts, subjectId }) => JSON.stringify([facts, subjectId])),
    'the subject of a letter': (await readOutbox(join(config.folder, 'outbox'))).map(
      ({ subject }) => subject,
    ),
  };
}

/** Tells each address that an answer gives; what a device reads of its own second factor is none. */
export function addressesIn(data: unknown, tell: (address: string) => void): void {
  for (const value of leavesOf(data)) if (/^(\/|https?:)/.test(value)) tell(value);
}
