/** Conventions, and the structures each covers: one in force at most for a structure and a service. */
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

const refersTo = (column: string, table: string) => ({
  columnNames: [column],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
  onUpdate: 'RESTRICT',
});

const tables = (integer: string): TableOptions[] => [
  {
    name: 'convention',
    columns: [
      varchar('id', 36, { isPrimary: true }),
      varchar('reference', 30),
      varchar('caf', 3),
      varchar('siren', 9),
      varchar('partnerName', 200),
      varchar('partnerId', 36, optional),
      varchar('service', 3),
      varchar('state', 20),
      { name: 'revision', type: integer, default: 1 },
      varchar('managerCivility', 10),
      varchar('managerFirstName', 100),
      varchar('managerLastName', 100),
      varchar('managerEmail', 254),
      varchar('activatedOn', 10, optional),
      varchar('endsOn', 10, optional),
      varchar('endedAt', 24, optional),
      varchar('reason', 1000, optional),
    ],
    uniques: [{ name: 'convention_reference_unique', columnNames: ['reference'] }],
    indices: [{ name: 'convention_caf', columnNames: ['caf', 'id'] }],
    foreignKeys: [refersTo('partnerId', 'partner')],
  },
  {
    name: 'convention_structure',
    columns: [
      varchar('id', 36, { isPrimary: true }),
      varchar('conventionId', 36),
      varchar('siret', 14),
      varchar('kind', 20),
      varchar('name', 200),
      { name: 'address', type: 'text' },
      varchar('email', 254),
      varchar('phone', 20),
      varchar('structureId', 36, optional),
      varchar('inForce', 3, optional),
    ],
    uniques: [{ name: 'convention_structure_unique', columnNames: ['conventionId', 'siret'] }],
    indices: [
      { name: 'convention_structure_in_force', columnNames: ['structureId', 'inForce'], isUnique: true },
    ],
    foreignKeys: [refersTo('conventionId', 'convention'), refersTo('structureId', 'structure')],
  },
];

export class Conventions1763900000006 implements MigrationInterface {
  name = 'Conventions1763900000006';

  async up(runner: QueryRunner): Promise<void> {
    const integer = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    for (const table of tables(integer)) await runner.createTable(new Table(table), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables('int').toReversed()) await runner.dropTable(name);
  }
}
