/** A convention before it is in force: who asked for it, its PDF, its signed copy, and whom it lets declare. */
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
const optional = { isNullable: true };

const added = [
  varchar('applicantId', 36, optional),
  varchar('requestedAt', 24, optional),
  varchar('documentDigest', 64, optional),
  varchar('signedDigest', 64, optional),
  varchar('signedAt', 24, optional),
  varchar('signedBy', 36, optional),
];

const declarant = {
  name: 'convention_declarant',
  columns: [
    varchar('id', 36, { isPrimary: true }),
    varchar('conventionStructureId', 36),
    varchar('civility', 10),
    varchar('firstName', 100),
    varchar('lastName', 100),
    varchar('email', 254),
  ],
  uniques: [{ name: 'convention_declarant_unique', columnNames: ['conventionStructureId', 'email'] }],
  foreignKeys: [
    {
      columnNames: ['conventionStructureId'],
      referencedTableName: 'convention_structure',
      referencedColumnNames: ['id'],
      onDelete: 'RESTRICT',
      onUpdate: 'RESTRICT',
    },
  ],
};

export class ConventionRequests1763900000013 implements MigrationInterface {
  name = 'ConventionRequests1763900000013';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of added) {
      if (!(await runner.hasColumn('convention', column.name)))
        await runner.addColumn('convention', new TableColumn(column));
    }
    await runner.createTable(new Table(declarant), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(declarant.name);
    for (const { name } of added.toReversed()) await runner.dropColumn('convention', name);
  }
}
