/** What a structure was told is wrong by the records of its Caf, as keyed hashes: how many, never what. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Table } from 'typeorm';

const TABLE = 'register_mismatch';

const varchar = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });

export class RegisterMismatches1763900000022 implements MigrationInterface {
  name = 'RegisterMismatches1763900000022';

  async up(runner: QueryRunner): Promise<void> {
    const table = new Table({
      name: TABLE,
      columns: [
        { ...varchar('id', 36), isPrimary: true },
        varchar('structureId', 36),
        varchar('month', 7),
        varchar('number', 64),
        varchar('claim', 64),
      ],
      uniques: [{ name: 'register_mismatch_unique', columnNames: ['structureId', 'month', 'claim'] }],
      foreignKeys: [
        {
          columnNames: ['structureId'],
          referencedTableName: 'structure',
          referencedColumnNames: ['id'],
          onDelete: 'RESTRICT',
          onUpdate: 'RESTRICT',
        },
      ],
    });
    await runner.createTable(table, true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(TABLE);
  }
}
