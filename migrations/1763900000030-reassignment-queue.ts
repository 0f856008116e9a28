/** The reassignment queue: deadlines and their order, what it is filtered by, who gave a case to whom. */
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
import { TableColumn, TableIndex, TableUnique } from 'typeorm';

const TABLE = 'reassignment';

const varchar = (name: string, length: number): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
  isNullable: true,
});

/** Filled for the cases there are, then asked of each. */
const asked = [varchar('structureId', 36), varchar('month', 7), varchar('dueOn', 10), varchar('turn', 47)];
const optional = [varchar('assignedBy', 36)];

const indices = (
  [
    ['reassignment_due', ['caf', 'state', 'turn']],
    ['reassignment_pending', ['caf', 'closedAt', 'turn']],
    ['reassignment_pending_age', ['caf', 'closedAt', 'id']],
    ['reassignment_reason', ['caf', 'reason', 'state', 'turn']],
    ['reassignment_adviser', ['caf', 'claimedBy', 'state', 'turn']],
    ['reassignment_structure', ['caf', 'structureId', 'state', 'turn']],
    ['reassignment_month', ['caf', 'month', 'state', 'turn']],
  ] as const
).map(([name, columnNames]) => new TableIndex({ name, columnNames: [...columnNames] }));

const unique = { name: 'reassignment_turn', columnNames: ['turn'] };

const ofAttestation = (column: string): string =>
  `(select attestation.${column} from attestation where attestation.id = reassignment.attestationId)`;

/** What came before deadlines is due ten days after it was opened. */
const filled = (embedded: boolean): string[] => [
  `update reassignment set structureId = ${ofAttestation('structureId')} where structureId is null`,
  `update reassignment set month = ${ofAttestation('month')} where month is null`,
  `update reassignment set dueOn = ${
    embedded
      ? "date(substr(openedAt, 1, 10), '+10 days')"
      : "date_format(date_add(substr(openedAt, 1, 10), interval 10 day), '%Y-%m-%d')"
  } where dueOn is null`,
  `update reassignment set turn = ${embedded ? "dueOn || ' ' || id" : "concat(dueOn, ' ', id)"} where turn is null`,
];

export class ReassignmentQueue1763900000030 implements MigrationInterface {
  name = 'ReassignmentQueue1763900000030';

  async up(runner: QueryRunner): Promise<void> {
    const embedded = runner.connection.options.type === 'better-sqlite3';
    for (const column of [...asked, ...optional])
      if (!(await runner.hasColumn(TABLE, column.name)))
        await runner.addColumn(TABLE, new TableColumn(column));
    for (const statement of filled(embedded)) await runner.query(statement);
    for (const column of asked)
      await runner.changeColumn(TABLE, column.name, new TableColumn({ ...column, isNullable: false }));
    const table = (await runner.getTable(TABLE))!;
    const known = [...table.indices, ...table.uniques].map(({ name }) => name);
    for (const index of indices) if (!known.includes(index.name)) await runner.createIndex(TABLE, index);
    if (known.includes(unique.name)) return;
    if (embedded) await runner.createUniqueConstraint(TABLE, new TableUnique(unique));
    else await runner.createIndex(TABLE, new TableIndex({ ...unique, isUnique: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    if (runner.connection.options.type === 'better-sqlite3')
      await runner.dropUniqueConstraint(TABLE, unique.name);
    else await runner.dropIndex(TABLE, unique.name);
    for (const index of indices.toReversed()) await runner.dropIndex(TABLE, index);
    for (const { name } of [...optional, ...asked.toReversed()]) await runner.dropColumn(TABLE, name);
  }
}
