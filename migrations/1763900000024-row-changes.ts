/** What was changed in the rows of a draft: each correction and each accepted proposal, before and after. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Table } from 'typeorm';

const varchar = (name: string, length: number, more: { isPrimary?: boolean; isNullable?: boolean } = {}) => ({
  name,
  type: 'varchar',
  length: String(length),
  ...more,
});

const changes = (integer: string) =>
  new Table({
    name: 'row_change',
    columns: [
      varchar('id', 36, { isPrimary: true }),
      varchar('declarationId', 36),
      varchar('depositId', 36, { isNullable: true }),
      { name: 'rowNumber', type: integer },
      varchar('column', 3),
      varchar('columnKey', 20),
      varchar('code', 40, { isNullable: true }),
      varchar('kind', 10),
      { name: 'before', type: 'text', isNullable: true },
      { name: 'after', type: 'text', isNullable: true },
      varchar('by', 36),
      varchar('at', 24),
    ],
    indices: [{ name: 'row_change_declaration', columnNames: ['declarationId', 'id'] }],
    foreignKeys: [
      {
        columnNames: ['declarationId'],
        referencedTableName: 'declaration',
        referencedColumnNames: ['id'],
        onDelete: 'RESTRICT',
        onUpdate: 'RESTRICT',
      },
    ],
  });

export class RowChanges1763900000024 implements MigrationInterface {
  name = 'RowChanges1763900000024';

  async up(runner: QueryRunner): Promise<void> {
    const integer = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    await runner.createTable(changes(integer), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('row_change');
  }
}
