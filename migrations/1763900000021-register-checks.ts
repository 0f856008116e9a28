/** Whether a Caf lets the rows of a month be checked against its records. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TableColumn } from 'typeorm';

const NAME = 'registerChecks';

export class RegisterChecks1763900000021 implements MigrationInterface {
  name = 'RegisterChecks1763900000021';

  async up(runner: QueryRunner): Promise<void> {
    const type = runner.connection.options.type === 'better-sqlite3' ? 'boolean' : 'tinyint';
    if (!(await runner.hasColumn('caf', NAME)))
      await runner.addColumn('caf', new TableColumn({ name: NAME, type, default: 0 }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('caf', NAME);
  }
}
