/** Access tokens of programs, and what they were refused. */
import type { MigrationInterface, QueryRunner, TableColumnOptions, TableOptions } from 'typeorm';
import { Table } from 'typeorm';

const varchar = (
  name: string,
  length: number,
  more: Partial<TableColumnOptions> = {},
): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
  ...more,
});

const optional = { isNullable: true };
const primary = { isPrimary: true };

const refersTo = (columnName: string, table: string) => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
  onUpdate: 'RESTRICT',
});

const accessToken = (integer: string): TableOptions => ({
  name: 'access_token',
  columns: [
    varchar('id', 36, primary),
    varchar('name', 80),
    varchar('partnerId', 36),
    varchar('caf', 3),
    varchar('conventionId', 36, optional),
    { name: 'structureIds', type: 'text' },
    { name: 'operations', type: 'text' },
    varchar('tokenHash', 64),
    varchar('state', 10),
    { name: 'revision', type: integer, default: 1 },
    varchar('createdBy', 36),
    varchar('createdAt', 24),
    varchar('expiresAt', 24),
    varchar('warnedAt', 24, optional),
    varchar('revokedAt', 24, optional),
    varchar('lastUsedAt', 24, optional),
    varchar('lastUsedFor', 60, optional),
  ],
  uniques: [{ name: 'access_token_hash_unique', columnNames: ['tokenHash'] }],
  indices: [{ name: 'access_token_place', columnNames: ['partnerId', 'caf'] }],
  foreignKeys: [refersTo('partnerId', 'partner')],
});

const accessTokenRefusal = (integer: string): TableOptions => ({
  name: 'access_token_refusal',
  columns: [
    varchar('tokenId', 36, primary),
    varchar('operation', 60, primary),
    varchar('hour', 24),
    { name: 'count', type: integer },
  ],
  foreignKeys: [refersTo('tokenId', 'access_token')],
});

export class AccessTokens1763900000008 implements MigrationInterface {
  name = 'AccessTokens1763900000008';

  async up(runner: QueryRunner): Promise<void> {
    const integer = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    for (const table of [accessToken(integer), accessTokenRefusal(integer)])
      await runner.createTable(new Table(table), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['access_token_refusal', 'access_token']) await runner.dropTable(name);
  }
}
