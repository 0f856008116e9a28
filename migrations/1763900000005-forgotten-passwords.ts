/** Forgotten passwords until they are resolved, and the count of the passwords that a person has chosen. */
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
import { Table, TableColumn } from 'typeorm';

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

const caf = varchar('caf', 3, { default: "'000'" });

const forgotten = {
  name: 'forgotten_password',
  columns: [varchar('id', 36, { isPrimary: true }), caf, varchar('email', 254), varchar('askedAt', 24)],
};

const added = (integer: string): TableColumnOptions[] => [
  caf,
  { name: 'passwordRevision', type: integer, default: 0 },
  varchar('passwordSetAt', 24, { isNullable: true }),
];

export class ForgottenPasswords1763900000005 implements MigrationInterface {
  name = 'ForgottenPasswords1763900000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table(forgotten), true);
    const integer = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    for (const column of added(integer)) {
      if (!(await runner.hasColumn('person', column.name)))
        await runner.addColumn('person', new TableColumn(column));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of added('int').toReversed()) await runner.dropColumn('person', name);
    await runner.dropTable('forgotten_password');
  }
}
