/** The data for NIMS, who decides for a Caf, and access tokens of a Caf's own programs. */
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
import { Table, TableColumn } from 'typeorm';

const text = (name: string, length: number): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
});

const decider = { ...text('nimsDecider', 10), default: "'house'" };

const entries = (integer: string) =>
  new Table({
    name: 'nims_entry',
    columns: [
      { ...text('id', 36), isPrimary: true },
      text('caf', 3),
      { name: 'position', type: integer },
      text('kind', 15),
      text('attestationId', 36),
      text('declarationId', 36),
      text('publishedAt', 24),
      { ...text('acknowledgedAt', 24), isNullable: true },
    ],
    uniques: [
      { name: 'nims_entry_position', columnNames: ['caf', 'position'] },
      { name: 'nims_entry_once', columnNames: ['attestationId', 'kind'] },
    ],
    indices: [
      { name: 'nims_entry_waiting', columnNames: ['caf', 'acknowledgedAt', 'position'] },
      { name: 'nims_entry_declaration', columnNames: ['declarationId'] },
    ],
    foreignKeys: [
      {
        columnNames: ['attestationId'],
        referencedTableName: 'attestation',
        referencedColumnNames: ['id'],
        onDelete: 'RESTRICT',
        onUpdate: 'RESTRICT',
      },
    ],
  });

const partner = (isNullable: boolean) => new TableColumn({ ...text('partnerId', 36), isNullable });

export class NimsFeed1763900000037 implements MigrationInterface {
  name = 'NimsFeed1763900000037';

  async up(runner: QueryRunner): Promise<void> {
    const integer = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    await runner.createTable(entries(integer), true);
    if (!(await runner.hasColumn('caf', decider.name)))
      await runner.addColumn('caf', new TableColumn(decider));
    await runner.changeColumn('access_token', 'partnerId', partner(true));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `delete from ${runner.connection.driver.escape('access_token')} where ${runner.connection.driver.escape('partnerId')} is null`,
    );
    await runner.changeColumn('access_token', 'partnerId', partner(false));
    await runner.dropColumn('caf', decider.name);
    await runner.dropTable('nims_entry');
  }
}
