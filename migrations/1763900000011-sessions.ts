/** When a session was last seen, so that one that was left ends. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TableColumn, TableIndex } from 'typeorm';

const added = [
  { name: 'caf', type: 'varchar', length: '3', default: "'000'" },
  { name: 'lastSeenAt', type: 'varchar', length: '24', default: "''" },
];

const open = new TableIndex({ name: 'session_open', columnNames: ['endedAt'] });

export class Sessions1763900000011 implements MigrationInterface {
  name = 'Sessions1763900000011';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of added) {
      if (!(await runner.hasColumn('session', column.name)))
        await runner.addColumn('session', new TableColumn(column));
    }
    // Those that are open were seen when they were opened, for all that is known.
    await runner.query(`update session set lastSeenAt = createdAt where lastSeenAt = ''`);
    const { indices } = (await runner.getTable('session'))!;
    if (!indices.some(({ name }) => name === open.name)) await runner.createIndex('session', open);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('session', open);
    for (const { name } of added.toReversed()) await runner.dropColumn('session', name);
  }
}
