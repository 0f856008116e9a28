/** Jobs: of which Caf, how soon they are done, how often they took their worker along, and set aside rather than failed. */
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
import { TableColumn, TableIndex } from 'typeorm';

const added = (integer: string): TableColumnOptions[] => [
  { name: 'caf', type: 'varchar', length: '3', default: "''" },
  { name: 'priority', type: integer, default: 2 },
  { name: 'losses', type: integer, default: 0 },
];

const former = new TableIndex({ name: 'job_next', columnNames: ['state', 'runAt'] });
/** In the order of the claims: what is done comes in nobody's way, however much of it there is. */
const due = new TableIndex({ name: 'job_due', columnNames: ['state', 'priority', 'runAt', 'id'] });

const isSqlite = ({ connection }: QueryRunner): boolean => connection.options.type === 'better-sqlite3';

async function hasIndex(runner: QueryRunner, { name }: TableIndex): Promise<boolean> {
  const { indices } = (await runner.getTable('job'))!;
  return indices.some((index) => index.name === name);
}

export class Jobs1763900000026 implements MigrationInterface {
  name = 'Jobs1763900000026';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of added(isSqlite(runner) ? 'integer' : 'int')) {
      if (!(await runner.hasColumn('job', column.name)))
        await runner.addColumn('job', new TableColumn(column));
    }
    const caf = "json_extract(payload, '$.caf')";
    await runner.query(`update job set caf = ${isSqlite(runner) ? caf : `json_unquote(${caf})`}`);
    await runner.query("update job set state = 'set_aside' where state = 'failed'");
    if (!(await hasIndex(runner, due))) await runner.createIndex('job', due);
    if (await hasIndex(runner, former)) await runner.dropIndex('job', former);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.createIndex('job', former);
    await runner.dropIndex('job', due);
    await runner.query("update job set state = 'failed' where state = 'set_aside'");
    for (const { name } of added('int').toReversed()) await runner.dropColumn('job', name);
  }
}
