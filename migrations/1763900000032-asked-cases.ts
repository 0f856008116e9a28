/** Cases of which the partner was asked: by which message. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TableColumn } from 'typeorm';

const TABLE = 'reassignment';
const NAME = 'questionNumber';

export class AskedCases1763900000032 implements MigrationInterface {
  name = 'AskedCases1763900000032';

  async up(runner: QueryRunner): Promise<void> {
    const type = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    if (!(await runner.hasColumn(TABLE, NAME)))
      await runner.addColumn(TABLE, new TableColumn({ name: NAME, type, isNullable: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn(TABLE, NAME);
  }
}
