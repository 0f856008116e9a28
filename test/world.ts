/** The world of the seed: made once a run, and copied wherever a test begins. */
import { existsSync } from 'node:fs';
import { copyFile, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { createConnection } from 'mysql2/promise';
import { migrate, openDatabase } from '../ormconfig.js';
import type { Config } from '../src/config.js';
import type { Database } from '../src/kernel/database.js';
import { plant } from '../src/seed/index.js';

export const engine = process.env.TEST_ENGINE === 'mariadb' ? 'mariadb' : 'sqlite';

/** On another one, what does not depend on the engine would be the same. */
export const isFirstEngine = !process.env.TEST_ENGINE_ONLY;

const user = process.env.TEST_MARIADB_USER ?? 'root';
const socketPath = process.env.TEST_MARIADB_SOCKET ?? '';

/** Does something on the server of the tests, in a database of it or in none. */
export async function onServer<T>(
  work: (connection: Connection) => Promise<T>,
  database?: string,
): Promise<T> {
  const plain = { dateStrings: true, supportBigNumbers: true, bigNumberStrings: true };
  const connection = await createConnection({
    socketPath,
    user,
    multipleStatements: true,
    charset: 'utf8mb4_bin',
    ...plain,
    ...(database && { database }),
  });
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}

export const addressOf = (database: string): string =>
  `mariadb://${user}@localhost/${database}?socketPath=${socketPath}`;

export const createDatabase = (name: string): Promise<unknown> =>
  onServer((server) => server.query(`create database ${name} character set utf8mb4 collate utf8mb4_bin`));

export const dropDatabase = (name: string): Promise<unknown> =>
  onServer((server) => server.query(`drop database ${name}`));

/** Brings an empty database to the world of the seed. */
export async function populate(database: Database): Promise<void> {
  await migrate(database);
  await plant(database);
}

async function populated(databaseUrl: string, file: string): Promise<void> {
  const database = await openDatabase(databaseUrl, file);
  await populate(database);
  await database.close();
}

/** What makes a table again, with its rows. */
async function tableAgain(server: Connection, table: string): Promise<string[]> {
  const [[made]] = await server.query<RowDataPacket[]>('show create table ??', [table]);
  const [rows] = await server.query<RowDataPacket[][]>({
    sql: 'select * from ??',
    values: [table],
    rowsAsArray: true,
  });
  const create = made!['Create Table'] as string;
  return rows.length > 0 ? [create, server.format('insert into ?? values ?', [table, rows])] : [create];
}

/** What makes the database of that connection again. */
async function madeAgain(server: Connection): Promise<string> {
  const [tables] = await server.query<RowDataPacket[]>('show tables');
  const statements: string[] = [];
  for (const row of tables) statements.push(...(await tableAgain(server, String(Object.values(row)[0]))));
  const [triggers] = await server.query<RowDataPacket[]>('show triggers');
  for (const { Trigger: name } of triggers) {
    const [[made]] = await server.query<RowDataPacket[]>('show create trigger ??', [name]);
    statements.push(made!['SQL Original Statement'] as string);
  }
  return ['set foreign_key_checks = 0', ...statements, 'set foreign_key_checks = 1'].join(';\n');
}

/** Makes the world in one place: a file of the embedded engine, or what makes it again on a server. */
const makers: Record<typeof engine, (file: string) => Promise<void>> = {
  sqlite: (file) => populated('', file),
  async mariadb(file) {
    const name = `habilis_world_${process.pid}`;
    await createDatabase(name);
    await populated(addressOf(name), '');
    await writeFile(file, await onServer(madeAgain, name));
    await dropDatabase(name);
  },
};

/** Whoever else needs it meanwhile in this process waits for it. */
let making: ReturnType<typeof makeWorld> | undefined;
const world = (): ReturnType<typeof makeWorld> => (making ??= makeWorld());

/** The world of this run, made by whoever needs it first; nothing outside a run. */
async function makeWorld(): Promise<string | undefined> {
  const file = process.env.TEST_WORLD;
  if (!file || existsSync(file)) return file;
  const made = `${file}-${process.pid}`;
  await makers[engine](made);
  await rename(made, file);
  return file;
}

/** Copies the world to an empty place; answers whether there was one. */
export async function copyWorld({
  databaseUrl,
  folder,
}: Pick<Config, 'databaseUrl' | 'folder'>): Promise<boolean> {
  const file = await world();
  if (!file) return false;
  if (engine === 'sqlite') await copyFile(file, join(folder, 'habilis.sqlite'));
  else {
    const statements = await readFile(file, 'utf8');
    await onServer((server) => server.query(statements), new URL(databaseUrl).pathname.slice(1));
  }
  return true;
}
