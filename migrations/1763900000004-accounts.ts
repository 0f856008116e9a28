/** Accounts by invitation: links that open once, and where a habilitation comes from. */
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
import { Table, TableColumn, TableIndex } from 'typeorm';

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

const accessLink = {
  name: 'access_link',
  columns: [
    varchar('id', 36, { isPrimary: true }),
    varchar('personId', 36),
    varchar('caf', 3, { default: "'000'" }),
    varchar('purpose', 20),
    varchar('createdAt', 24),
    varchar('expiresAt', 24),
    varchar('usedAt', 24, { isNullable: true }),
  ],
  indices: [{ name: 'access_link_person', columnNames: ['personId'] }],
  foreignKeys: [
    {
      columnNames: ['personId'],
      referencedTableName: 'person',
      referencedColumnNames: ['id'],
      onDelete: 'RESTRICT',
      onUpdate: 'RESTRICT',
    },
  ],
};

const added = (integer: string): TableColumnOptions[] => [
  varchar('conventionId', 36, { isNullable: true }),
  { name: 'declarantSlot', type: integer, isNullable: true },
];

/** It also finds the habilitations of a structure. */
const declarant = new TableIndex({
  name: 'habilitation_declarant',
  columnNames: ['structureId', 'declarantSlot'],
  isUnique: true,
});

/** The server's own index of the foreign key, which it gave up when the one above could serve. */
const ofForeignKey = new TableIndex({
  name: 'FK_9fbad79f481f38150bb2de94432',
  columnNames: ['structureId'],
});

export class Accounts1763900000004 implements MigrationInterface {
  name = 'Accounts1763900000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table(accessLink), true);
    const integer = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    for (const column of added(integer)) {
      if (!(await runner.hasColumn('habilitation', column.name)))
        await runner.addColumn('habilitation', new TableColumn(column));
    }
    const { indices } = (await runner.getTable('habilitation'))!;
    if (!indices.some(({ name }) => name === declarant.name))
      await runner.createIndex('habilitation', declarant);
  }

  async down(runner: QueryRunner): Promise<void> {
    if (runner.connection.options.type !== 'better-sqlite3')
      await runner.createIndex('habilitation', ofForeignKey);
    await runner.dropIndex('habilitation', declarant);
    for (const { name } of added('int').toReversed()) await runner.dropColumn('habilitation', name);
    await runner.dropTable('access_link');
  }
}
