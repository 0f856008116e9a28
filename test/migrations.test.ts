import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrations } from '../migrations/index.js';
import { migrate, openDatabase } from '../ormconfig.js';
import { Counter } from '../src/kernel/counter.js';
import type { Database } from '../src/kernel/database.js';
import { Job } from '../src/kernel/jobs.js';
import { emptyPlace, engine } from './bench.js';

const folder = fileURLToPath(new URL('../../migrations', import.meta.url));
const names = migrations.map(({ name }) => name);

let database: Database;
let clear: () => Promise<void>;
beforeEach(async () => {
  const place = await emptyPlace();
  const { DATABASE_URL = '', HABILIS_VAR = '' } = place.environment;
  database = await openDatabase(DATABASE_URL, join(HABILIS_VAR, 'habilis.sqlite'));
  clear = async () => {
    await database.close();
    await place.clear();
  };
});
afterEach(() => clear());

/** What the entities still ask of the tables, as statements. */
async function drift(): Promise<string[]> {
  const { upQueries } = await database.source.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

const listing = {
  sqlite: "select type, name from sqlite_master where name not like 'sqlite_%'",
  mariadb: `select 'table' as type, table_name as name from information_schema.tables where table_schema = database()
    union select 'trigger', trigger_name from information_schema.triggers where trigger_schema = database()`,
};

/** Tables and triggers by name, without the notes of the migrations themselves. */
async function made(type: 'table' | 'trigger'): Promise<string[]> {
  const found = await database.source.query<{ type: string; name: string }[]>(listing[engine]);
  return found
    .filter((it) => it.type === type && it.name !== 'migrations')
    .map(({ name }) => name)
    .toSorted();
}

const undoAll = async () => {
  for (const _ of names) await database.source.undoLastMigration();
};

const entityTables = () => database.source.entityMetadatas.map(({ tableName }) => tableName).toSorted();

test('from nothing, the migrations make the tables of the entities, exactly', async () => {
  expect(await made('table')).toEqual([]);
  expect(await drift()).not.toEqual([]);

  expect(await migrate(database)).toEqual(names);

  expect(await made('table')).toEqual(entityTables());
  expect(await drift()).toEqual([]);
});

if (engine === 'sqlite') {
  test('what another table is looked for by is indexed, as a server does by itself', async () => {
    await migrate(database);
    const unindexed = await database.source.query(
      `select t.name, f."from" from sqlite_master t, pragma_foreign_key_list(t.name) f where t.type = 'table' and not exists (
        select 1 from pragma_index_list(t.name) i, pragma_index_info(i.name) c where c.seqno = 0 and c.name = f."from")`,
    );
    expect(unindexed).toEqual([]);
  });
}

if (engine === 'mariadb') {
  test('every table has a primary key and rows that a cluster can follow', async () => {
    await migrate(database);
    const unfollowed = await database.source.query(
      `select table_name from information_schema.tables t where table_schema = database() and (engine <> 'InnoDB' or not exists (
        select 1 from information_schema.statistics s
        where s.table_schema = t.table_schema and s.table_name = t.table_name and s.index_name = 'PRIMARY'))`,
    );
    expect(unfollowed).toEqual([]);
  });
}

test('what is up to date stays as it is', async () => {
  await migrate(database);

  expect(await migrate(database)).toEqual([]);
  expect(await database.source.showMigrations()).toBe(false);
});

test('down to nothing, and up again', async () => {
  await migrate(database);
  const triggers = await made('trigger');
  await undoAll();
  expect([await made('table'), await made('trigger')]).toEqual([[], []]);

  expect(await migrate(database)).toEqual(names);
  expect([await made('table'), await made('trigger'), await drift()]).toEqual([entityTables(), triggers, []]);
});

test('jobs that had failed are set aside, each seen by the administrators of the Caf that it names', async () => {
  await migrate(database);
  const { reader, source } = database;
  const isThere = async () =>
    (await source.query<{ name: string }[]>('select name from migrations')).some(({ name }) =>
      name.startsWith('Jobs'),
    );
  while (await isThere()) await source.undoLastMigration();
  const columns = 'id, kind, deduplication, payload, state, runAt, createdAt';
  for (const state of ['failed', 'queued'])
    await source.query(
      `insert into job (${columns}) values ('${state}', 'k', '${state}', '{"id":"1","caf":"781"}', '${state}', '', '')`,
    );

  await migrate(database);

  const jobs = await reader.find(Job, { order: { id: 'ASC' } });
  expect(jobs.map(({ id, state, caf, priority }) => [id, state, caf, priority])).toEqual([
    ['failed', 'set_aside', '781', 2],
    ['queued', 'queued', '781', 2],
  ]);
});

test('a migration interrupted half-way is finished by the next run', async () => {
  await migrate(database);
  const triggers = await made('trigger');
  await database.write((em) => em.insert(Counter, { series: 'kept', value: 1 }));
  await database.source.query('delete from migrations');
  await database.source.query('drop table reassignment');
  await database.source.query('drop trigger journal_entry_no_delete');

  expect(await migrate(database)).toEqual(names);

  expect([await made('table'), await made('trigger'), await drift()]).toEqual([entityTables(), triggers, []]);
  expect(await database.reader.countBy(Counter, { series: 'kept' })).toBe(1);
});

test('texts that differ by a case, an accent or a letter are two, however the database was made', async () => {
  if (engine === 'mariadb')
    await database.source.query('alter database character set utf8mb4 collate utf8mb4_general_ci');
  await migrate(database);
  const series = ['e', 'E', 'é', 'É', 'ss', 'ß', '👶', '🧒'];

  await database.write((em) =>
    em.insert(
      Counter,
      series.map((name) => ({ series: name, value: 1 })),
    ),
  );

  for (const name of series)
    expect((await database.reader.findBy(Counter, { series: name })).map((it) => it.series)).toEqual([name]);
  expect(await drift()).toEqual([]);
});

test('every migration is in the list, in order, and knows nothing but typeorm', async () => {
  const files = (await readdir(folder)).filter((file) => file !== 'index.ts').toSorted();
  expect(files.map((file) => file.slice(0, 13))).toEqual(names.map((name) => name.slice(-13)));

  for (const file of files) {
    expect(file).toMatch(/^\d{13}-[a-z-]+\.ts$/);
    const text = await readFile(join(folder, file), 'utf8');
    const imported = [...text.matchAll(/(?:from|import|import\()\s*'([^']+)'/g)].map(([, name]) => name);
    expect([file, [...new Set(imported)]]).toEqual([file, ['typeorm']]);
  }
});
