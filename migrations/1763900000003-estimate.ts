/** What the CMG is computed from, on the record, and the estimate of each decided row. */
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
import { TableColumn } from 'typeorm';

const added = (flag: string): [table: string, column: TableColumnOptions][] => [
  ['allocataire', { name: 'situation', type: 'text', isNullable: true }],
  ['child', { name: 'aeeh', type: flag, default: 0 }],
  ['outcome', { name: 'estimate', type: 'text', isNullable: true }],
];

export class Estimate1763900000003 implements MigrationInterface {
  name = 'Estimate1763900000003';

  async up(runner: QueryRunner): Promise<void> {
    const flag = runner.connection.options.type === 'better-sqlite3' ? 'boolean' : 'tinyint';
    for (const [table, column] of added(flag)) {
      if (!(await runner.hasColumn(table, column.name)))
        await runner.addColumn(table, new TableColumn(column));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, { name }] of added('tinyint').toReversed()) await runner.dropColumn(table, name);
  }
}
