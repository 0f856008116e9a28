/** Keys that seal attestations, and the seal of each. */
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
import { Table, TableColumn } from 'typeorm';

const varchar = (
  name: string,
  length: number,
  more: Partial<TableColumnOptions> = {},
): TableColumnOptions => ({ name, type: 'varchar', length: String(length), ...more });

const keys = {
  name: 'seal_key',
  columns: [
    varchar('id', 36, { isPrimary: true }),
    varchar('caf', 3, { default: "'000'" }),
    varchar('publicKey', 43),
    varchar('secret', 200, { isNullable: true }),
    varchar('signing', 3, { isNullable: true }),
    varchar('createdAt', 24),
    varchar('retiredAt', 24, { isNullable: true }),
    varchar('withdrawnAt', 24, { isNullable: true }),
  ],
  uniques: [{ name: 'seal_key_signing_unique', columnNames: ['signing'] }],
};

const added = [
  varchar('sealKeyId', 36, { isNullable: true }),
  varchar('sealSignature', 86, { isNullable: true }),
];

export class Seals1763900000042 implements MigrationInterface {
  name = 'Seals1763900000042';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table(keys), true);
    for (const column of added) {
      if (!(await runner.hasColumn('attestation', column.name)))
        await runner.addColumn('attestation', new TableColumn(column));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of added.toReversed()) await runner.dropColumn('attestation', name);
    await runner.dropTable(keys.name);
  }
}
