/** Messages between a structure and its Caf about a declaration: conversations, files, and how far each has read. */
import type { MigrationInterface, QueryRunner, TableColumnOptions, TableOptions } from 'typeorm';
import { Table } from 'typeorm';

const varchar = (
  name: string,
  length: number,
  more: Partial<TableColumnOptions> = {},
): TableColumnOptions => ({ name, type: 'varchar', length: String(length), ...more });

const id = varchar('id', 36, { isPrimary: true });
const ref = (name: string, isNullable = false): TableColumnOptions => varchar(name, 36, { isNullable });

const tables = (integer: string): TableOptions[] => {
  const count = (name: string): TableColumnOptions => ({ name, type: integer });
  return [
    {
      name: 'conversation',
      columns: [
        id,
        ref('declarationId'),
        ref('structureId'),
        varchar('caf', 3),
        varchar('subject', 200),
        ref('aboutId', true),
        varchar('once', 64),
        varchar('openedAt', 24),
        count('messageCount'),
        count('partnerNumber'),
        count('cafNumber'),
        ref('lastMessageId'),
        varchar('lastMessageAt', 24),
      ],
      uniques: [
        { name: 'conversation_once', columnNames: ['once'] },
        { name: 'conversation_last', columnNames: ['lastMessageId'] },
      ],
      indices: [
        { name: 'conversation_declaration', columnNames: ['declarationId', 'lastMessageId'] },
        { name: 'conversation_structure', columnNames: ['structureId', 'lastMessageId'] },
        { name: 'conversation_caf', columnNames: ['caf', 'lastMessageId'] },
        { name: 'conversation_about', columnNames: ['aboutId'] },
      ],
    },
    {
      name: 'message',
      columns: [
        id,
        ref('conversationId'),
        count('number'),
        varchar('side', 10),
        ref('authorId'),
        { name: 'body', type: 'text' },
        varchar('at', 24),
      ],
      uniques: [{ name: 'message_unique', columnNames: ['conversationId', 'number'] }],
    },
    {
      name: 'attachment',
      columns: [
        id,
        ref('declarationId'),
        varchar('caf', 3),
        ref('messageId', true),
        varchar('state', 10),
        varchar('name', 120),
        varchar('kind', 10),
        count('size'),
        varchar('digest', 64),
        ref('addedBy'),
        varchar('addedAt', 24),
      ],
      indices: [
        { name: 'attachment_message', columnNames: ['messageId'] },
        { name: 'attachment_unsent', columnNames: ['caf', 'state', 'addedAt'] },
        { name: 'attachment_of_person', columnNames: ['declarationId', 'addedBy', 'state'] },
      ],
    },
    {
      name: 'read_mark',
      columns: [id, ref('conversationId'), ref('personId'), varchar('side', 10), count('readUpTo')],
      uniques: [{ name: 'read_mark_unique', columnNames: ['conversationId', 'personId'] }],
    },
  ];
};

export class Messages1763900000031 implements MigrationInterface {
  name = 'Messages1763900000031';

  async up(runner: QueryRunner): Promise<void> {
    const integer = runner.connection.options.type === 'better-sqlite3' ? 'integer' : 'int';
    for (const table of tables(integer)) await runner.createTable(new Table(table), true);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables('int').toReversed()) await runner.dropTable(name);
  }
}
