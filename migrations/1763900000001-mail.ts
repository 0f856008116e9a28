/** The mails: who is told of what, and whether the letter left. */
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
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

const mail = {
  name: 'mail',
  columns: [
    varchar('id', 36, { isPrimary: true }),
    varchar('caf', 3),
    varchar('kind', 20),
    varchar('subjectId', 36),
    varchar('personId', 36),
    varchar('deduplication', 120),
    varchar('state', 10),
    varchar('messageId', 300),
    varchar('createdAt', 24),
    varchar('sentAt', 24, { isNullable: true }),
  ],
  uniques: [{ name: 'mail_unique', columnNames: ['deduplication'] }],
  indices: [{ name: 'mail_told', columnNames: ['subjectId', 'personId', 'kind'] }],
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

export class Mail1763900000001 implements MigrationInterface {
  name = 'Mail1763900000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table(mail), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('mail');
  }
}
