/** The database as the house uses it: one way to read, one way to write, whichever the engine. */
import { setImmediate } from 'node:timers/promises';
import type { DataSource, EntityManager, ObjectLiteral, QueryRunner } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { Gate } from './gate.js';

export interface Database {
  readonly engine: 'sqlite' | 'mariadb' | 'mysql';
  /** For migrations and checks of the schema; never for the work of the house. */
  readonly source: DataSource;
  /** Reads what is committed. */
  readonly reader: EntityManager;
  /**
   * Runs a unit of work in one transaction and commits it. The work may be
   * replayed (deadlock, lost connection): it must have no effect but on `em`.
   */
  write<T>(work: (em: EntityManager) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What a transaction may be replayed on: deadlocks, certification failures, stale reads, lock time-outs, lost connections. */
const REPLAYED = new Set<unknown>([
  1213,
  1205,
  1020,
  1047,
  1180,
  1927,
  2006,
  2013,
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'PROTOCOL_CONNECTION_LOST',
  'FATAL',
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
]);
const REPLAYS = 8;

/** What the driver says of an error, whatever wrapped it: a number on MariaDB, a word on SQLite. */
const signsOf = (error: unknown): unknown[] => {
  const { errno, code, fatal, driverError } = (error ?? {}) as Record<string, unknown>;
  // A statement on a connection already lost has neither number nor word.
  return driverError ? signsOf(driverError) : [errno, code, fatal ? 'FATAL' : undefined];
};

const isReplayed = (error: unknown): boolean => signsOf(error).some((sign) => REPLAYED.has(sign));

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function replaying<T>(work: () => Promise<T>): Promise<T> {
  for (let replay = 0; ; replay += 1) {
    try {
      return await work();
    } catch (error) {
      if (replay >= REPLAYS || !isReplayed(error)) throw error;
      await pause(Math.random() * 20 * 2 ** replay);
    }
  }
}

/** Milliseconds of statements after which whoever else waits for the event loop has their turn. */
const STRETCH = 5;

/** Statements beyond which a transaction is long: what it wrote weighs some megabytes. */
const LONG = 100;

/** The engine's own habit: pages of its log after which a commit also copies them into the database. */
const USUAL = 1_000;

interface Breathing extends QueryRunner {
  statements(): number;
}

/**
 * The embedded engine answers at once, so that many statements would be one stretch for everybody else: between them,
 * the event loop is let go. Nobody else writes during a transaction: the gate is passed once it is over.
 */
function breathing(runner: QueryRunner): Breathing {
  const query = runner.query.bind(runner) as (...asked: unknown[]) => Promise<unknown>;
  let since = performance.now();
  let count = 0;
  const breathe = async (...asked: unknown[]) => {
    count += 1;
    if (performance.now() - since > STRETCH) {
      await setImmediate();
      since = performance.now();
    }
    return query(...asked);
  };
  return Object.assign(runner, { query: breathe, statements: () => count });
}

/** After a long transaction, its log is copied into the database in a turn of its own, once it is committed. */
async function commit(runner: QueryRunner, long: boolean): Promise<void> {
  if (!long) return void (await runner.query('COMMIT'));
  await runner.query('PRAGMA wal_autocheckpoint = 0');
  try {
    await runner.query('COMMIT');
    await setImmediate();
    // It is committed, whatever becomes of the copy: the next one takes what is left.
    await runner.query('PRAGMA wal_checkpoint(PASSIVE)').catch(() => undefined);
  } finally {
    await runner.query(`PRAGMA wal_autocheckpoint = ${USUAL}`);
  }
}

/** Milliseconds that a transaction waits for another process to end its own; it is then replayed. */
const PATIENCE = 5_000;

/** SQLite would wait by itself, and hold the event loop meanwhile: whoever has the lock may be waiting for that very loop. */
async function begin(runner: QueryRunner): Promise<void> {
  const until = performance.now() + PATIENCE;
  await runner.query('PRAGMA busy_timeout = 0');
  for (let wait = 1; ; wait = Math.min(wait * 2, 50)) {
    try {
      return void (await runner.query('BEGIN IMMEDIATE'));
    } catch (error) {
      if (!signsOf(error).includes('SQLITE_BUSY') || performance.now() > until) throw error;
      await pause(wait);
    }
  }
}

/**
 * One transaction of SQLite. It is immediate: a deferred one that turns to
 * writing late fails when another process wrote in between. TypeORM's own would
 * count it as open for good when the engine gives it up by itself, as it does
 * on a full disk, and commit nothing afterwards.
 */
async function immediate<T>(runner: Breathing, work: (em: EntityManager) => Promise<T>): Promise<T> {
  const told = runner as { isTransactionActive: boolean };
  await begin(runner);
  told.isTransactionActive = true;
  const before = runner.statements();
  try {
    const result = await work(runner.manager);
    await commit(runner, runner.statements() - before > LONG);
    return result;
  } catch (error) {
    await runner.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    told.isTransactionActive = false;
  }
}

/** SQLite: a writer behind the gate, and a reader of the same file that never waits for it. */
export function sqliteDatabase(writer: DataSource, reader: DataSource): Database {
  const gate = new Gate();
  const runner = breathing(writer.createQueryRunner());
  // The one runner of its connection: all that is read goes by it.
  breathing(reader.createQueryRunner());
  return {
    engine: 'sqlite',
    source: writer,
    reader: reader.manager,
    write: (work) => gate.pass(() => replaying(() => immediate(runner, work))),
    close: async () => {
      await gate.pass(() => writer.destroy());
      await reader.destroy();
    },
  };
}

/** MariaDB and MySQL: a pool serves both. */
export const serverDatabase = (source: DataSource, engine: 'mariadb' | 'mysql'): Database => ({
  engine,
  source,
  reader: source.manager,
  write: (work) => replaying(() => source.transaction(work)),
  close: () => source.destroy(),
});

const DUPLICATE = new Set<unknown>([1062, 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY']);

/** Whether an insert or update failed on a unique constraint. */
export const isDuplicate = (error: unknown): boolean => signsOf(error).some((sign) => DUPLICATE.has(sign));

/**
 * Records written by one statement: some milliseconds of the event loop. Where TypeORM writes it, its work grows as the
 * square of the parameters, so that larger statements take longer in all (bench/proposals.ts).
 */
const CHUNK = 50;

/** Does something with chunks of any number of records; between two, whoever else waits for the event loop has their turn. */
async function inChunks<Record>(
  records: readonly Record[],
  work: (chunk: Record[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < records.length; at += CHUNK) {
    if (at > 0) await setImmediate();
    await work(records.slice(at, at + CHUNK));
  }
}

/** A value as the engine takes it; what a record does not say is the column's default, or nothing. */
function valueOf({ connection: { driver } }: EntityManager, column: ColumnMetadata, record: ObjectLiteral) {
  const said: unknown = column.getEntityValue(record);
  return (
    (driver.preparePersistentValue(said === undefined ? column.default : said, column) as unknown) ?? null
  );
}

/**
 * Inserts any number of records in few statements, written here: those of TypeORM took three quarters of the time of a
 * large deposit, while everybody else's writes wait for the end of it.
 */
export function insertAll<Entity extends ObjectLiteral>(
  em: EntityManager,
  entity: new () => Entity,
  records: readonly Entity[],
): Promise<void> {
  const { columns, tablePath } = em.connection.getMetadata(entity);
  const quoted = (name: string) => em.connection.driver.escape(name);
  const names = columns.map(({ databaseName }) => quoted(databaseName)).join(', ');
  const line = `(${columns.map(() => '?').join(', ')})`;
  return inChunks(records, (chunk) =>
    em.query(
      `insert into ${quoted(tablePath)} (${names}) values ${chunk.map(() => line).join(', ')}`,
      chunk.flatMap((record) => columns.map((column) => valueOf(em, column, record))),
    ),
  );
}

/** Writes columns of any number of records, known by their id, in few statements. */
export const updateAll = <Entity extends ObjectLiteral & { id: string }>(
  em: EntityManager,
  entity: new () => Entity,
  records: readonly Entity[],
  columns: readonly (keyof Entity & string)[],
): Promise<void> =>
  inChunks(records, (chunk) =>
    em
      .createQueryBuilder()
      .insert()
      .into(entity)
      .values(chunk)
      .orUpdate([...columns], ['id'])
      .updateEntity(false)
      .execute(),
  );
