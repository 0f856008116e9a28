/** Amendments: which version amends which, by how many differences, and what becomes of the earlier attestations. */
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
import { TableColumn, TableIndex } from 'typeorm';

const ref = (name: string): TableColumnOptions => ({ name, type: 'varchar', length: '36', isNullable: true });

const added = (integer: string): [table: string, column: TableColumnOptions][] => [
  ['declaration', ref('amendsId')],
  ['declaration', ref('amendedById')],
  ['declaration', { name: 'addedCount', type: integer, default: 0 }],
  ['declaration', { name: 'changedCount', type: integer, default: 0 }],
  ['declaration', { name: 'removedCount', type: integer, default: 0 }],
  ['declaration_row', ref('carriedFrom')],
  ['attestation', { name: 'standing', type: 'varchar', length: '10', default: "'current'" }],
  ['attestation', { name: 'endedAt', type: 'varchar', length: '24', isNullable: true }],
  ['attestation', ref('endedBy')],
];

const ended = new TableIndex({ name: 'attestation_ended', columnNames: ['endedBy'] });

export class Amendments1763900000025 implements MigrationInterface {
  name = 'Amendments1763900000025';

  async up(runner: QueryRunner): Promise<void> {
    const integer = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    for (const [table, column] of added(integer)) {
      if (!(await runner.hasColumn(table, column.name)))
        await runner.addColumn(table, new TableColumn(column));
    }
    const { indices } = (await runner.getTable('attestation'))!;
    if (!indices.some(({ name }) => name === ended.name)) await runner.createIndex('attestation', ended);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('attestation', ended);
    for (const [table, { name }] of added('int').toReversed()) await runner.dropColumn(table, name);
  }
}
