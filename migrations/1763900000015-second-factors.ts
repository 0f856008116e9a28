/** Second factors and recovery codes, and the sessions in which they were shown. */
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

const ofPerson = [
  {
    columnNames: ['personId'],
    referencedTableName: 'person',
    referencedColumnNames: ['id'],
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  },
];

const tables = (integer: string) => [
  {
    name: 'second_factor',
    columns: [
      varchar('id', 36, { isPrimary: true }),
      varchar('caf', 3, { default: "'000'" }),
      varchar('personId', 36),
      varchar('secret', 200),
      { name: 'lastStep', type: integer },
      { name: 'revision', type: integer, default: 1 },
      varchar('createdAt', 24),
      varchar('confirmedAt', 24, { isNullable: true }),
      varchar('endedAt', 24, { isNullable: true }),
    ],
    uniques: [{ name: 'second_factor_unique', columnNames: ['personId'] }],
    foreignKeys: ofPerson,
  },
  {
    name: 'recovery_code',
    columns: [
      varchar('id', 36, { isPrimary: true }),
      varchar('caf', 3, { default: "'000'" }),
      varchar('personId', 36),
      varchar('hash', 64),
      varchar('usedAt', 24, { isNullable: true }),
    ],
    uniques: [{ name: 'recovery_code_unique', columnNames: ['personId', 'hash'] }],
    foreignKeys: ofPerson,
  },
];

const shown = varchar('secondFactorAt', 24, { isNullable: true });

export class SecondFactors1763900000015 implements MigrationInterface {
  name = 'SecondFactors1763900000015';

  async up(runner: QueryRunner): Promise<void> {
    const integer = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    for (const table of tables(integer)) await runner.createTable(new Table(table), true);
    if (!(await runner.hasColumn('session', shown.name)))
      await runner.addColumn('session', new TableColumn(shown));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('session', shown.name);
    for (const { name } of tables('int').toReversed()) await runner.dropTable(name);
  }
}
