/** The whole queue of a Caf, whatever the state of its cases, is listed in either order without being sorted. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TableIndex } from 'typeorm';

const TABLE = 'reassignment';

const indices = [
  new TableIndex({ name: 'reassignment_all_due', columnNames: ['caf', 'turn'] }),
  new TableIndex({ name: 'reassignment_all_age', columnNames: ['caf', 'id'] }),
];

export class WholeQueue1763900000033 implements MigrationInterface {
  name = 'WholeQueue1763900000033';

  async up(runner: QueryRunner): Promise<void> {
    const known = (await runner.getTable(TABLE))!.indices.map(({ name }) => name);
    for (const index of indices) if (!known.includes(index.name)) await runner.createIndex(TABLE, index);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of indices.toReversed()) await runner.dropIndex(TABLE, index);
  }
}
