/** How often each table was written in, counted by the engine: one whose count stands still need not be read again. */
import type { EntityMetadata } from 'typeorm';
import type { Bench } from '../../bench.js';

const tablesOf = ({ house }: Bench): EntityMetadata[] => house.database.reader.connection.entityMetadatas;

const counting = (table: string): string[] =>
  ['insert', 'update', 'delete'].map(
    (verb) =>
      `create trigger moved_${table}_${verb} after ${verb} on ${table} for each row begin
        update moved set times = times + 1 where name = '${table}';
      end`,
  );

/** From then on, writes are counted, each in its own transaction. */
export async function countMoves(bench: Bench): Promise<void> {
  const tables = tablesOf(bench).map(({ tableName }) => tableName);
  const statements = [
    'create table moved (name varchar(64) primary key, times integer not null)',
    `insert into moved values ${tables.map((table) => `('${table}', 0)`).join(', ')}`,
    ...tables.flatMap(counting),
  ];
  for (const statement of statements) await bench.house.database.source.query(statement);
}

/** The table, and those that take rows of it with them: a server does not count what goes so. */
const movedBy = ({ tableName, foreignKeys }: EntityMetadata): string[] => [
  tableName,
  ...foreignKeys
    .filter(({ onDelete }) => onDelete === 'CASCADE')
    .map((key) => key.referencedEntityMetadata.tableName),
];

/** By table, what changes whenever something is written in it. */
export async function movesIn(bench: Bench): Promise<Map<string, string>> {
  const { reader } = bench.house.database;
  const counted = await reader.query<{ name: string; times: number }[]>('select name, times from moved');
  const times = new Map(counted.map((row) => [row.name, row.times]));
  const told = (table: EntityMetadata) =>
    movedBy(table)
      .map((name) => times.get(name))
      .join(' ');
  return new Map(tablesOf(bench).map((table) => [table.tableName, told(table)]));
}
