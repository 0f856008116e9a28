/** The database as the house uses it: one way to read, one way to write, whichever the engine. */
import { setImmediate } from 'node:timers/promises';
import type { DataSource, EntityManager, ObjectLiteral, QueryRunner } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { Gate } from './gate.js';
import { isReplayed, pause, replaying, signsOf } from './replays.js';

/** One of the servers of a shared database. */
export interface DatabaseServer {
  name: string;
  ask<Row>(query: string): Promise<Row[]>;
}

/** Whether what a transaction wrote is there: asked when its commit was not answered. */
export type IsKept = (em: EntityManager) => Promise<boolean>;

export interface Database {
  readonly engine: 'sqlite' | 'mariadb' | 'mysql';
  /** For migrations and checks of the schema; never for the work of the house. */
  readonly source: DataSource;
  /** Reads what is committed. */
  readonly reader: EntityManager;
  /** In the order in which they are used; none for the embedded engine. */
  readonly servers: readonly DatabaseServer[];
  /**
   * Runs a unit of work in one transaction and commits it. The work may be
   * replayed (deadlock, lost connection): it must have no effect but on `em`.
   *
   * @param isKept  what a lost commit is known by; without it, such work is replayed
   */
  write<T>(work: (em: EntityManager) => Promise<T>, isKept?: IsKept): Promise<T>;
  close(): Promise<void>;
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
    servers: [],
    write: (work) => gate.pass(() => replaying(() => immediate(runner, work))),
    close: async () => {
      await gate.pass(() => writer.destroy());
      await reader.destroy();
    },
  };
}

const CERTIFICATION = 1213;

/** One transaction on a server. A connection lost at its commit says nothing of it: what it wrote does. */
async function committed<T>(
  source: DataSource,
  work: (em: EntityManager) => Promise<T>,
  isKept?: IsKept,
): Promise<T> {
  let done: { result: T } | undefined;
  try {
    return await source.transaction(async (em) => {
      const result = await work(em);
      done = { result };
      return result;
    });
  } catch (error) {
    const isKnown = !isReplayed(error) || signsOf(error).includes(CERTIFICATION);
    if (done && isKept && !isKnown && (await replaying(() => isKept(source.manager)))) return done.result;
    throw error;
  }
}

interface Leaving extends QueryRunner {
  databaseConnection: unknown;
  databaseConnectionPromise: unknown;
}

/** Reads again on another server when the one that was asked went away; what is in a transaction is replayed with it. */
function readingOn(runner: Leaving): QueryRunner {
  const query = runner.query.bind(runner) as (...asked: unknown[]) => Promise<unknown>;
  const read = async (...asked: unknown[]) => {
    if (runner.isTransactionActive || !/^\s*select\b/i.test(String(asked[0]))) return query(...asked);
    return replaying(async () => {
      try {
        return await query(...asked);
      } catch (error) {
        if (isReplayed(error)) await leave(runner);
        throw error;
      }
    });
  };
  return Object.assign(runner, { query: read });
}

/** The runner takes another connection for what it is asked next. */
async function leave(runner: Leaving): Promise<void> {
  await runner.release();
  Object.assign(runner, {
    isReleased: false,
    databaseConnection: undefined,
    databaseConnectionPromise: undefined,
  });
}

/** MariaDB and MySQL: a pool serves both ways. */
export function serverDatabase(
  source: DataSource,
  engine: 'mariadb' | 'mysql',
  servers: readonly DatabaseServer[],
): Database {
  const runner = source.createQueryRunner.bind(source);
  // With nowhere else to go, whoever reads is told at once.
  if (servers.length > 1) source.createQueryRunner = (mode) => readingOn(runner(mode) as Leaving);
  return {
    engine,
    source,
    reader: source.manager,
    servers,
    write: (work, isKept) => replaying(() => committed(source, work, isKept)),
    close: () => source.destroy(),
  };
}

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
