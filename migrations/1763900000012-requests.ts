/** Habilitation requests. */
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

const request = (integer: string): TableOptions => ({
  name: 'habilitation_request',
  columns: [
    varchar('id', 36, { isPrimary: true }),
    varchar('reference', 30),
    varchar('caf', 3),
    varchar('partnerId', 36),
    varchar('structureId', 36),
    varchar('kind', 10),
    varchar('state', 20),
    { name: 'revision', type: integer, default: 1 },
    varchar('formerEmail', 254, optional),
    varchar('civility', 10, optional),
    varchar('firstName', 100, optional),
    varchar('lastName', 100, optional),
    varchar('email', 254, optional),
    { name: 'roles', type: 'text' },
    varchar('conventionId', 36, optional),
    varchar('submittedBy', 36, optional),
    varchar('submittedAt', 24, optional),
    varchar('decidedBy', 36, optional),
    varchar('decidedAt', 24, optional),
    varchar('reason', 1000, optional),
    varchar('personId', 36, optional),
    varchar('formerPersonId', 36, optional),
    varchar('createdAt', 24),
  ],
  uniques: [{ name: 'habilitation_request_reference_unique', columnNames: ['reference'] }],
  indices: [
    { name: 'habilitation_request_caf', columnNames: ['caf', 'state', 'id'] },
    { name: 'habilitation_request_partner', columnNames: ['partnerId', 'state', 'id'] },
  ],
  foreignKeys: [refersTo('partnerId', 'partner'), refersTo('structureId', 'structure')],
});

export class Requests1763900000012 implements MigrationInterface {
  name = 'Requests1763900000012';

  async up(runner: QueryRunner): Promise<void> {
    const integer = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    await runner.createTable(new Table(request(integer)), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('habilitation_request');
  }
}
