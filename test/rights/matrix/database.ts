/** The whole of what the house keeps, as rows and files: to tell whether anything moved, and to put it back. */
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityManager, EntityMetadata } from 'typeorm';
import { In, Not } from 'typeorm';
import { JournalEntry } from '../../../src/kernel/journal.js';
import type { Bench } from '../../bench.js';
import { engine } from '../../bench.js';
import { countMoves, movesIn } from './moved.js';

type Row = Record<string, unknown>;
/** Rows of each table. */
export type Kept = Map<string, Row[]>;

/** Written once and never again, by the engine itself: its heads say whether it moved. */
const JOURNAL = 'journal_entry';
const KEPT_FOR_GOOD = new Set([JOURNAL, 'journal_head']);

const quoted = (em: EntityManager, name: string): string => em.connection.driver.escape(name);

const keysOf = ({ primaryColumns }: EntityMetadata): string[] =>
  primaryColumns.map(({ databaseName }) => databaseName);

/** Every table but the journal. */
const tablesOf = ({ house }: Bench): EntityMetadata[] =>
  house.database.reader.connection.entityMetadatas.filter(({ tableName }) => tableName !== JOURNAL);

/** Rows of a table, in the order of their keys. */
function rowsOf({ house: { database } }: Bench, metadata: EntityMetadata): Promise<Row[]> {
  const { reader } = database;
  const order = keysOf(metadata).map((key) => quoted(reader, key));
  return reader.query<Row[]>(
    `select * from ${quoted(reader, metadata.tableName)} order by ${order.join(', ')}`,
  );
}

export async function keptIn(bench: Bench): Promise<Kept> {
  const tables = tablesOf(bench).map(async (it) => [it.tableName, await rowsOf(bench, it)] as const);
  return new Map(await Promise.all(tables));
}

/** Names, sizes and times of the files of a folder, whatever they hold. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => ({ name, found: statSync(join(folder, name)) }))
    .filter(({ found }) => found.isFile())
    .map(({ name, found }) => `${name} ${found.size} ${found.mtimeMs}`)
    .toSorted();

/** Where the files of the house live; the database's own are told by their rows. */
const filesKept = ({ config }: Bench): string[] =>
  filesOf(config.folder).filter((name) => !name.startsWith('habilis.sqlite'));

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Leaves out what is noted of whoever calls, when a session was last seen, and what a turn is written with. */
function withoutLooks(row: Row): Row {
  if ('lastSeenAt' in row) return { ...row, lastSeenAt: '' };
  const isTurn = typeof row.series === 'string' && row.series.startsWith('turn ');
  return isTurn ? { ...row, value: 0 } : row;
}

/** What is noted of whoever calls, once in a while: what they were refused. */
const NOTES = ['journal_head', 'access_token_refusal', 'attempts'];

/** What is noted of a program as it calls: when it last did, and what it was refused; and of who lost their role. */
const withoutNotes = (table: string, rows: Row[]): Row[] => {
  if (table === 'access_token') return rows.map((row) => ({ ...row, lastUsedAt: '', lastUsedFor: '' }));
  return NOTES.includes(table) ? [] : rows;
};

/** What a table was seen to hold; its digest leaves out looks and turns. */
interface Seen {
  moves: string;
  rows: Row[];
  digest: string;
}

const seen = new WeakMap<Bench, Map<string, Seen>>();

/** Every table as it is now; those that nobody wrote in are not read again. */
async function seenIn(bench: Bench): Promise<Map<string, Seen>> {
  const moves = await movesIn(bench);
  const known = seen.get(bench);
  const tables = tablesOf(bench).map(async (metadata): Promise<[string, Seen]> => {
    const { tableName } = metadata;
    const [before, moved] = [known?.get(tableName), moves.get(tableName)!];
    if (before?.moves === moved) return [tableName, before];
    const rows = await rowsOf(bench, metadata);
    return [tableName, { moves: moved, rows, digest: digest(rows.map(withoutLooks)) }];
  });
  const now = new Map(await Promise.all(tables));
  seen.set(bench, now);
  return now;
}

/** Tables that are written in as one calls. */
const NOTED = ['access_token', ...NOTES];

/**
 * What was kept at a moment, by table: two that are equal, and nothing moved.
 *
 * @param noting  leaves out what is noted of programs, and of people who lost their role
 */
export async function stateOf(bench: Bench, noting = false): Promise<Record<string, string>> {
  const now = await seenIn(bench);
  const digests = [...now].map(([table, { rows, digest: whole }]) => [
    table,
    noting && NOTED.includes(table) ? digest(withoutNotes(table, rows)) : whole,
  ]);
  const journalled =
    noting && (await bench.count(JournalEntry, { action: Not(In(['refuse', 'refuseAttempts'])) } as never));
  return { ...Object.fromEntries(digests), journal: String(journalled), files: digest(filesKept(bench)) };
}

async function withoutForeignKeys(bench: Bench, work: (em: EntityManager) => Promise<void>): Promise<void> {
  const { database } = bench.house;
  if (engine === 'mariadb') {
    await database.write(async (em) => {
      await em.query('set foreign_key_checks = 0');
      await work(em);
      await em.query('set foreign_key_checks = 1');
    });
    return;
  }
  // Inside a transaction SQLite does not hear it.
  await database.source.query('pragma foreign_keys = off');
  await database.write(work);
  await database.source.query('pragma foreign_keys = on');
}

const sameRow = (one: Row | undefined, other: Row): boolean =>
  one !== undefined && JSON.stringify(withoutLooks(one)) === JSON.stringify(withoutLooks(other));

/** Changes a table back row by row: those that are new go, those that went or changed come again. */
async function putTableBack(
  em: EntityManager,
  metadata: EntityMetadata,
  was: Row[],
  is: Row[],
): Promise<void> {
  const keys = keysOf(metadata);
  const keyOf = (row: Row) => JSON.stringify(keys.map((key) => row[key]));
  const before = new Map(was.map((row) => [keyOf(row), row]));
  const after = new Map(is.map((row) => [keyOf(row), row]));
  const table = quoted(em, metadata.tableName);
  for (const [key, row] of after) {
    if (sameRow(before.get(key), row)) continue;
    const where = keys.map((name) => `${quoted(em, name)} = ?`).join(' and ');
    await em.query(
      `delete from ${table} where ${where}`,
      keys.map((name) => row[name]),
    );
  }
  for (const [key, row] of before) {
    if (sameRow(after.get(key), row)) continue;
    const columns = Object.keys(row).map((name) => quoted(em, name));
    await em.query(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
      Object.values(row),
    );
  }
}

/** @param look  is shown the tables that moved, before they are put back */
export type PutBack = (look?: (moved: Kept) => void) => Promise<void>;

/** Remembers the whole database, and puts it back as it was: everything but what is written for good. */
export async function remember(bench: Bench): Promise<PutBack> {
  await countMoves(bench);
  const before = await seenIn(bench);
  return async (look) => {
    const now = await seenIn(bench);
    const moved = tablesOf(bench).filter(
      ({ tableName }) => before.get(tableName)!.digest !== now.get(tableName)!.digest,
    );
    look?.(new Map(moved.map(({ tableName }) => [tableName, now.get(tableName)!.rows])));
    const movable = moved.filter(({ tableName }) => !KEPT_FOR_GOOD.has(tableName));
    if (movable.length === 0) return;
    await withoutForeignKeys(bench, async (em) => {
      for (const metadata of movable) {
        const [was, is] = [before, now].map((at) => at.get(metadata.tableName)!.rows);
        await putTableBack(em, metadata, was!, is!);
      }
    });
  };
}
