/** What families were told, where no system of the Caf takes it. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Table } from 'typeorm';

const text = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });

export class Notices1763900000036 implements MigrationInterface {
  name = 'Notices1763900000036';

  async up(runner: QueryRunner): Promise<void> {
    const table = new Table({
      name: 'family_notice',
      columns: [
        { ...text('id', 36), isPrimary: true },
        text('key', 60),
        text('caf', 3),
        text('allocataire', 7),
        text('attestationId', 36),
        text('title', 200),
        { name: 'text', type: 'text' },
        text('createdAt', 24),
      ],
      uniques: [{ name: 'family_notice_unique', columnNames: ['key'] }],
      indices: [{ name: 'family_notice_caf', columnNames: ['caf', 'id'] }],
    });
    await runner.createTable(table, true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('family_notice');
  }
}
