/** Whose identity at a provider an account has met. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Table } from 'typeorm';

const varchar = (name: string, length: number, more: { isPrimary?: boolean; default?: string } = {}) => ({
  name,
  type: 'varchar',
  length: String(length),
  ...more,
});

const links = () =>
  new Table({
    name: 'open_id_link',
    columns: [
      varchar('id', 36, { isPrimary: true }),
      varchar('caf', 3, { default: "'000'" }),
      varchar('personId', 36),
      varchar('issuer', 200),
      varchar('subject', 255),
      varchar('linkedAt', 24),
    ],
    uniques: [
      { name: 'open_id_link_subject', columnNames: ['issuer', 'subject'] },
      { name: 'open_id_link_person', columnNames: ['personId', 'issuer'] },
    ],
    foreignKeys: [
      {
        columnNames: ['personId'],
        referencedTableName: 'person',
        referencedColumnNames: ['id'],
        onDelete: 'RESTRICT',
        onUpdate: 'RESTRICT',
      },
    ],
  });

export class OpenIdLinks1763900000018 implements MigrationInterface {
  name = 'OpenIdLinks1763900000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(links(), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('open_id_link');
  }
}
