/** Why an attestation stands for nothing any more: until now, always because of an amendment. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TableColumn } from 'typeorm';

const column = new TableColumn({ name: 'endReason', type: 'varchar', length: '12', isNullable: true });

export class AttestationEndReasons1763900000045 implements MigrationInterface {
  name = 'AttestationEndReasons1763900000045';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn('attestation', column.name))) await runner.addColumn('attestation', column);
    await runner.query(
      `update attestation set ${runner.connection.driver.escape(column.name)} =
         case standing when 'replaced' then 'amended' else 'undeclared' end
       where standing <> 'current'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('attestation', column.name);
  }
}
