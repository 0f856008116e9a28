/** Whose content a declaration is, so that nobody approves their own; and that somebody did, being alone. */
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';
import { TableColumn } from 'typeorm';

const added = (flag: string): TableColumnOptions[] => [
  { name: 'preparedBy', type: 'text', isNullable: true },
  { name: 'approvedAlone', type: flag, default: 0 },
];

interface Entry {
  id: string;
  person: string;
  action: string;
}

/** Those that are not sent yet are told by the journal whose they are: a deposit replaces all there was. */
async function tellPreparers(runner: QueryRunner): Promise<void> {
  const entries = (await runner.query(
    `select entry.subjectId as id, entry.actorId as person, entry.action as action
     from journal_entry entry join declaration on declaration.id = entry.subjectId
     where declaration.state in ('draft', 'returned', 'awaiting_approval')
       and entry.action in ('deposit', 'correct', 'setAside', 'restore', 'submit')
     order by entry.sequence`,
  )) as Entry[];
  const preparers = new Map<string, Set<string>>();
  for (const { id, person, action } of entries) {
    const before = action === 'deposit' ? [] : (preparers.get(id) ?? []);
    preparers.set(id, new Set([...before, person]));
  }
  for (const [id, people] of preparers)
    await runner.query('update declaration set preparedBy = ? where id = ?', [
      JSON.stringify([...people]),
      id,
    ]);
}

export class Preparers1763900000007 implements MigrationInterface {
  name = 'Preparers1763900000007';

  async up(runner: QueryRunner): Promise<void> {
    const flag = runner.connection.options.type === 'better-sqlite3' ? 'boolean' : 'tinyint';
    for (const column of added(flag)) {
      if (!(await runner.hasColumn('declaration', column.name)))
        await runner.addColumn('declaration', new TableColumn(column));
    }
    await tellPreparers(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of added('tinyint').toReversed()) await runner.dropColumn('declaration', name);
  }
}
