/** Matching: what it decided by, how homonyms and numbers of other Cafs are found, and which right an end of care closes. */
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
import { TableColumn, TableIndex } from 'typeorm';

const columns: readonly (readonly [table: string, column: TableColumnOptions])[] = [
  ['outcome', { name: 'evidence', type: 'text', isNullable: true }],
  ['child', { name: 'matchingKey', type: 'varchar', length: '220', default: "''" }],
  ['end_of_care', { name: 'birthDate', type: 'varchar', length: '10', isNullable: true }],
  ['end_of_care', { name: 'closesFrom', type: 'varchar', length: '7', isNullable: true }],
];

const indices: readonly (readonly [table: string, index: TableIndex])[] = (
  [
    ['child', 'child_matching', ['matchingKey']],
    ['allocataire', 'allocataire_number', ['number']],
    ['end_of_care', 'end_of_care_record', ['caf', 'allocataire']],
  ] as const
).map(([table, name, columnNames]) => [table, new TableIndex({ name, columnNames: [...columnNames] })]);

interface Child {
  id: string;
  lastName: string;
  firstName: string;
  birthDate: string;
}

/** As the house spelt it when this migration was written. */
const bare = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^\p{L}]/gu, '')
    .toLowerCase();

const keyOf = ({ lastName, firstName, birthDate }: Child): string =>
  `${birthDate} ${[bare(lastName), bare(firstName)].toSorted().join(' ')}`.slice(0, 220);

async function fillKeys(runner: QueryRunner): Promise<void> {
  const { driver } = runner.connection;
  const [table, key, id] = ['child', 'matchingKey', 'id'].map((name) => driver.escape(name));
  const children = (await runner.query(`select * from ${table} where ${key} = ''`)) as Child[];
  for (const child of children)
    await runner.query(`update ${table} set ${key} = ? where ${id} = ?`, [keyOf(child), child.id]);
}

export class Matching1763900000035 implements MigrationInterface {
  name = 'Matching1763900000035';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of columns)
      if (!(await runner.hasColumn(table, column.name)))
        await runner.addColumn(table, new TableColumn(column));
    await fillKeys(runner);
    for (const [table, index] of indices) {
      const { indices: known = [] } = (await runner.getTable(table)) ?? {};
      if (!known.some(({ name }) => name === index.name)) await runner.createIndex(table, index);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, index] of indices.toReversed()) await runner.dropIndex(table, index);
    for (const [table, { name }] of columns.toReversed()) await runner.dropColumn(table, name);
  }
}
