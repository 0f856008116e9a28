/** Rows and anomalies are found by what one asks of them, and in their order, without reading the others. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TableIndex } from 'typeorm';

const added: readonly (readonly [table: string, index: TableIndex])[] = (
  [
    ['declaration_row', 'declaration_row_aside', ['declarationId', 'setAside', 'number']],
    // Of the foreign key too: without it, a row that goes looks for its anomalies among all there are.
    ['row_anomaly', 'row_anomaly_row', ['rowId']],
    ['row_anomaly', 'row_anomaly_blocking', ['declarationId', 'blocking', 'position']],
    ['row_anomaly', 'row_anomaly_code', ['declarationId', 'code', 'position']],
    ['row_anomaly', 'row_anomaly_numbers', ['declarationId', 'rowNumber']],
    ['row_anomaly', 'row_anomaly_blocking_numbers', ['declarationId', 'blocking', 'rowNumber']],
    ['row_anomaly', 'row_anomaly_code_numbers', ['declarationId', 'code', 'rowNumber', 'blocking']],
  ] as const
).map(([table, name, columnNames]) => [table, new TableIndex({ name, columnNames: [...columnNames] })]);

/** MariaDB makes one of its own for the foreign key, and gives it up for ours. */
const ofForeignKey = new TableIndex({ name: 'row_anomaly_of_row', columnNames: ['rowId'] });

export class RowPages1763900000023 implements MigrationInterface {
  name = 'RowPages1763900000023';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, index] of added) {
      const { indices = [] } = (await runner.getTable(table)) ?? {};
      if (!indices.some(({ name }) => name === index.name)) await runner.createIndex(table, index);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    if (runner.connection.options.type !== 'better-sqlite3')
      await runner.createIndex('row_anomaly', ofForeignKey);
    for (const [table, index] of added.toReversed()) await runner.dropIndex(table, index);
  }
}
