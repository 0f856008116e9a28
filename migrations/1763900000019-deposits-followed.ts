/** How far the reading of a deposit has come, where its file is, and what its sender was answered. */
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
import { TableColumn, TableIndex } from 'typeorm';

const varchar = (name: string, length: number): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
  isNullable: true,
});
const integer = (name: string, type: string): TableColumnOptions => ({ name, type, default: 0 });
const text = (name: string): TableColumnOptions => ({ name, type: 'text', isNullable: true });

const added = (int: string): TableColumnOptions[] => [
  { ...varchar('state', 12), isNullable: false, default: "'done'" },
  varchar('file', 120),
  integer('rowsRead', int),
  varchar('scannedAt', 24),
  integer('seenRevision', int),
  varchar('idempotencyKey', 64),
  text('result'),
  text('refusal'),
];

const byKey = new TableIndex({
  name: 'deposit_key',
  columnNames: ['declarationId', 'depositedBy', 'idempotencyKey'],
  isUnique: true,
});

/** Those of before were kept under their digest, and read before they were told of. */
async function tellWhatWasRead(runner: QueryRunner): Promise<void> {
  const digests = (await runner.query('select distinct digest from deposit')) as { digest: string }[];
  for (const { digest } of digests) {
    const file = `workbooks/${digest.slice(0, 2)}/${digest}.xlsx`;
    await runner.query('update deposit set file = ?, rowsRead = rowCount where digest = ? and file is null', [
      file,
      digest,
    ]);
  }
}

export class DepositsFollowed1763900000019 implements MigrationInterface {
  name = 'DepositsFollowed1763900000019';

  async up(runner: QueryRunner): Promise<void> {
    const int = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    for (const column of added(int)) {
      if (!(await runner.hasColumn('deposit', column.name)))
        await runner.addColumn('deposit', new TableColumn(column));
    }
    const table = await runner.getTable('deposit');
    if (!table?.indices.some(({ name }) => name === byKey.name)) await runner.createIndex('deposit', byKey);
    await tellWhatWasRead(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    // Before, only what was read was kept.
    await runner.query("delete from deposit where state <> 'done'");
    await runner.dropIndex('deposit', byKey.name!);
    for (const { name } of added('int').toReversed()) await runner.dropColumn('deposit', name);
  }
}
