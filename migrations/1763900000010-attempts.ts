/** What is tried, how often, until when it counts. */
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
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

const attempts = (integer: string) => ({
  name: 'attempts',
  columns: [
    varchar('id', 36, { isPrimary: true }),
    varchar('caf', 3, { default: "'000'" }),
    varchar('counted', 20),
    varchar('what', 64),
    { name: 'tries', type: integer },
    varchar('until', 24),
  ],
  uniques: [{ name: 'attempts_unique', columnNames: ['what'] }],
});

export class Attempts1763900000010 implements MigrationInterface {
  name = 'Attempts1763900000010';

  async up(runner: QueryRunner): Promise<void> {
    const integer = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    await runner.createTable(new Table(attempts(integer)), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('attempts');
  }
}
