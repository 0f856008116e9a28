/** How a convention ends: its term, apart from the day to which it is denounced; and since when it names its manager. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TableColumn } from 'typeorm';

const added = [
  { name: 'managerSince', type: 'varchar', length: '24', isNullable: true },
  { name: 'termOn', type: 'varchar', length: '10', isNullable: true },
];

export class ConventionEnds1763900000016 implements MigrationInterface {
  name = 'ConventionEnds1763900000016';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of added) {
      if (!(await runner.hasColumn('convention', column.name)))
        await runner.addColumn('convention', new TableColumn(column));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of added.toReversed()) await runner.dropColumn('convention', name);
  }
}
