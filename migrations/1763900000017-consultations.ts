/** Reads of personal records: who, when, which, why. A line is never changed; it is deleted when its time has passed. */
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
import { Table } from 'typeorm';

const varchar = (name: string, length: number, isPrimary = false): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
  isPrimary,
});

const consultation = (int: string) => ({
  name: 'consultation',
  columns: [
    varchar('id', 36, true),
    varchar('at', 24),
    varchar('actorKind', 10),
    varchar('actorId', 36),
    varchar('caf', 3),
    varchar('what', 40),
    varchar('recordId', 36),
    { name: 'records', type: int },
    varchar('why', 120),
  ],
  indices: [
    { name: 'consultation_record', columnNames: ['recordId', 'id'] },
    { name: 'consultation_age', columnNames: ['caf', 'at'] },
  ],
});

/** The engine itself refuses that a line be rewritten. */
const guard = (embedded: boolean): string[] => [
  'DROP TRIGGER IF EXISTS consultation_no_update',
  `CREATE TRIGGER consultation_no_update BEFORE UPDATE ON consultation ${
    embedded
      ? "BEGIN SELECT RAISE(ABORT, 'a consultation is never changed'); END"
      : "FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a consultation is never changed'"
  }`,
];

export class Consultations1763900000017 implements MigrationInterface {
  name = 'Consultations1763900000017';

  async up(runner: QueryRunner): Promise<void> {
    const embedded = runner.connection.options.type === 'better-sqlite3';
    await runner.createTable(new Table(consultation(embedded ? 'integer' : 'int')), true);
    for (const statement of guard(embedded)) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER IF EXISTS consultation_no_update');
    await runner.dropTable('consultation');
  }
}
