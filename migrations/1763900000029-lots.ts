/** The lots in which attestations are printed. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TableColumn } from 'typeorm';

export class Lots1763900000029 implements MigrationInterface {
  name = 'Lots1763900000029';

  async up(runner: QueryRunner): Promise<void> {
    if (await runner.hasColumn('attestation', 'lot')) return;
    const type = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    await runner.addColumn('attestation', new TableColumn({ name: 'lot', type, default: 0 }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('attestation', 'lot');
  }
}
