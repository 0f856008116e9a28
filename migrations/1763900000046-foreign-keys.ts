/**
 * The foreign keys that began no index on the embedded engine: what was looked for by them was read whole. A server
 * makes one for each by itself.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TableIndex } from 'typeorm';

const keys = [
  ['child', 'allocataireId'],
  ['structure', 'partnerId'],
  ['convention', 'partnerId'],
  ['habilitation', 'partnerId'],
  ['habilitation_request', 'structureId'],
  ['session', 'personId'],
  ['mail', 'personId'],
] as const;

const isEmbedded = ({ connection }: QueryRunner): boolean => connection.options.type === 'better-sqlite3';

const indexOf = (table: string, key: string): TableIndex =>
  new TableIndex({ name: `${table}_${key.replace('Id', '')}`, columnNames: [key] });

export class ForeignKeys1763900000046 implements MigrationInterface {
  name = 'ForeignKeys1763900000046';

  async up(runner: QueryRunner): Promise<void> {
    if (!isEmbedded(runner)) return;
    for (const [table, key] of keys) {
      const index = indexOf(table, key);
      const known = (await runner.getTable(table))?.indices ?? [];
      if (!known.some(({ name }) => name === index.name)) await runner.createIndex(table, index);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    if (!isEmbedded(runner)) return;
    for (const [table, key] of keys) await runner.dropIndex(table, indexOf(table, key));
  }
}
