/** The watch over kept files: how far each check has come, and the files that are not what was recorded. */
import type { MigrationInterface, QueryRunner, TableColumnOptions, TableOptions } from 'typeorm';
import { Table, TableIndex } from 'typeorm';

const varchar = (name: string, length: number, isNullable = false): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
  isNullable,
});

const id: TableColumnOptions = { ...varchar('id', 36), isPrimary: true };

const tables = (type: string): TableOptions[] => [
  {
    name: 'file_check',
    columns: [
      id,
      varchar('caf', 3),
      varchar('extent', 10),
      varchar('kind', 20),
      { name: 'revision', type, default: 1 },
      varchar('fromDigest', 64),
      varchar('afterDigest', 64),
      varchar('afterId', 36),
      { name: 'remaining', type, isNullable: true },
      { name: 'checked', type, default: 0 },
      { name: 'damaged', type, default: 0 },
      varchar('beganAt', 24),
      varchar('endedAt', 24, true),
      varchar('stoppedAt', 24, true),
    ],
    uniques: [{ name: 'file_check_unique', columnNames: ['caf', 'extent', 'kind'] }],
  },
  {
    name: 'damaged_file',
    columns: [
      id,
      varchar('caf', 3),
      varchar('kind', 20),
      varchar('subjectId', 36),
      varchar('key', 120),
      varchar('digest', 64),
      varchar('flaw', 12),
      varchar('state', 12),
      varchar('foundAt', 24),
      varchar('settledAt', 24, true),
      varchar('replacedBy', 36, true),
    ],
    uniques: [{ name: 'damaged_file_unique', columnNames: ['key'] }],
    indices: [
      { name: 'damaged_file_caf', columnNames: ['caf', 'id'] },
      { name: 'damaged_file_found', columnNames: ['caf', 'foundAt'] },
    ],
  },
];

/** The order in which files are walked through: that of their digests, in which any stretch is drawn by lot. */
const walks: [table: string, index: TableIndex][] = [
  [
    'filed_document',
    new TableIndex({ name: 'filed_document_walk', columnNames: ['caf', 'digest', 'attestationId'] }),
  ],
  ['attachment', new TableIndex({ name: 'attachment_walk', columnNames: ['caf', 'digest'] })],
  ['deposit', new TableIndex({ name: 'deposit_walk', columnNames: ['digest'] })],
];

export class FileChecks1763900000044 implements MigrationInterface {
  name = 'FileChecks1763900000044';

  async up(runner: QueryRunner): Promise<void> {
    const integer = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    for (const table of tables(integer)) await runner.createTable(new Table(table), true);
    for (const [table, index] of walks) {
      const { indices } = (await runner.getTable(table))!;
      if (!indices.some(({ name }) => name === index.name)) await runner.createIndex(table, index);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, index] of walks) await runner.dropIndex(table, index);
    for (const { name } of tables('int').toReversed()) await runner.dropTable(name);
  }
}
