/** What the company directory said of each structure, and when scheduled work last began. */
import type { MigrationInterface, QueryRunner, TableColumnOptions, TableOptions } from 'typeorm';
import { Table } from 'typeorm';

const varchar = (
  name: string,
  length: number,
  more: Partial<TableColumnOptions> = {},
): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
  ...more,
});
const optional = { isNullable: true };

const tables = (flag: string): TableOptions[] => [
  {
    name: 'structure_check',
    columns: [
      varchar('id', 36, { isPrimary: true }),
      varchar('structureId', 36),
      varchar('state', 10),
      varchar('answer', 20),
      varchar('triedAt', 24),
      varchar('checkedAt', 24, optional),
      { name: 'facts', type: 'text', ...optional },
      { name: 'open', type: flag, ...optional },
    ],
    uniques: [{ name: 'structure_check_unique', columnNames: ['structureId'] }],
    foreignKeys: [
      {
        columnNames: ['structureId'],
        referencedTableName: 'structure',
        referencedColumnNames: ['id'],
        onDelete: 'RESTRICT',
        onUpdate: 'RESTRICT',
      },
    ],
  },
  {
    name: 'schedule',
    columns: [
      varchar('id', 64, { isPrimary: true }),
      varchar('task', 60),
      varchar('caf', 3),
      varchar('beganAt', 24, optional),
    ],
  },
];

export class Directory1763900000002 implements MigrationInterface {
  name = 'Directory1763900000002';

  async up(runner: QueryRunner): Promise<void> {
    const flag = runner.connection.options.type === 'better-sqlite3' ? 'boolean' : 'tinyint';
    for (const table of tables(flag)) await runner.createTable(new Table(table), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables('tinyint').toReversed()) await runner.dropTable(name);
  }
}
