/** The first tables: the month, from the workbook to the filed attestation. */
import type { MigrationInterface, QueryRunner, TableColumnOptions, TableOptions } from 'typeorm';
import { Table } from 'typeorm';

type Column = (name: string, more?: Partial<TableColumnOptions>) => TableColumnOptions;

const column =
  (type: string, length?: string): Column =>
  (name, more = {}) => ({ name, type, ...(length ? { length } : {}), ...more });

const varchar = (name: string, length: number, more: Partial<TableColumnOptions> = {}) =>
  column('varchar', String(length))(name, more);
const ref = column('varchar', '36');
const instant = column('varchar', '24');
const digest = column('varchar', '64');
const long = column('text');
const optional = { isNullable: true };
const id: TableColumnOptions = ref('id', { isPrimary: true });

const refersTo = (columnName: string, table: string, onDelete: 'RESTRICT' | 'CASCADE' = 'RESTRICT') => ({
  columnNames: [columnName],
  referencedTableName: table,
  referencedColumnNames: ['id'],
  onDelete,
  onUpdate: 'RESTRICT',
});

const tables = (int: Column, flag: Column): TableOptions[] => [
  { name: 'counter', columns: [varchar('series', 40, { isPrimary: true }), int('value')] },
  {
    name: 'job',
    columns: [
      id,
      varchar('kind', 60),
      varchar('deduplication', 120),
      long('payload'),
      varchar('state', 10),
      instant('runAt'),
      instant('leaseUntil', optional),
      ref('worker', optional),
      int('fence', { default: 0 }),
      int('attempts', { default: 0 }),
      varchar('lastError', 120, optional),
      instant('createdAt'),
      instant('doneAt', optional),
    ],
    uniques: [{ name: 'job_unique', columnNames: ['deduplication'] }],
    indices: [{ name: 'job_next', columnNames: ['state', 'runAt'] }],
  },
  {
    name: 'journal_entry',
    columns: [
      id,
      varchar('chain', 10),
      int('sequence'),
      instant('at'),
      ref('actorId'),
      varchar('action', 40),
      varchar('subject', 40),
      ref('subjectId'),
      long('facts'),
      digest('previous'),
      digest('hash'),
    ],
    uniques: [{ name: 'journal_entry_unique', columnNames: ['chain', 'sequence'] }],
  },
  {
    name: 'journal_head',
    columns: [varchar('chain', 10, { isPrimary: true }), int('sequence'), digest('hash')],
  },
  { name: 'caf', columns: [varchar('code', 3, { isPrimary: true }), varchar('name', 120)] },
  {
    name: 'partner',
    columns: [id, varchar('siren', 9), varchar('name', 200)],
    uniques: [{ name: 'partner_siren_unique', columnNames: ['siren'] }],
  },
  {
    name: 'structure',
    columns: [
      id,
      ref('partnerId'),
      varchar('caf', 3),
      varchar('siret', 14),
      varchar('name', 200),
      varchar('kind', 20),
      long('address'),
      varchar('email', 254),
      varchar('phone', 20),
    ],
    uniques: [{ name: 'structure_siret_unique', columnNames: ['siret'] }],
    foreignKeys: [refersTo('partnerId', 'partner')],
  },
  {
    name: 'person',
    columns: [
      id,
      varchar('email', 254),
      varchar('civility', 10),
      varchar('firstName', 100),
      varchar('lastName', 100),
      varchar('passwordHash', 200),
    ],
    uniques: [{ name: 'person_email_unique', columnNames: ['email'] }],
  },
  {
    name: 'habilitation',
    columns: [
      id,
      ref('personId'),
      varchar('role', 30),
      varchar('caf', 3),
      ref('partnerId', optional),
      ref('structureId', optional),
      instant('since'),
      instant('until', optional),
    ],
    indices: [{ name: 'habilitation_person', columnNames: ['personId'] }],
    foreignKeys: [
      refersTo('personId', 'person'),
      refersTo('partnerId', 'partner'),
      refersTo('structureId', 'structure'),
    ],
  },
  {
    name: 'session',
    columns: [
      id,
      ref('personId'),
      digest('tokenHash'),
      instant('createdAt'),
      instant('expiresAt'),
      instant('endedAt', optional),
    ],
    uniques: [{ name: 'session_token_unique', columnNames: ['tokenHash'] }],
    foreignKeys: [refersTo('personId', 'person')],
  },
  {
    name: 'declaration',
    columns: [
      id,
      varchar('reference', 30),
      ref('structureId'),
      varchar('caf', 3),
      varchar('type', 20),
      varchar('month', 7),
      int('version'),
      varchar('state', 20),
      int('revision', { default: 1 }),
      ref('depositId', optional),
      int('rowCount', { default: 0 }),
      int('setAsideCount', { default: 0 }),
      int('blockingCount', { default: 0 }),
      int('warningCount', { default: 0 }),
      varchar('conditionsVersion', 20, optional),
      ref('conditionsAcceptedBy', optional),
      instant('conditionsAcceptedAt', optional),
      ref('submittedBy', optional),
      instant('submittedAt', optional),
      ref('approvedBy', optional),
      instant('approvedAt', optional),
      long('comment', optional),
      instant('createdAt'),
    ],
    uniques: [
      { name: 'declaration_unique', columnNames: ['structureId', 'type', 'month', 'version'] },
      { name: 'declaration_reference_unique', columnNames: ['reference'] },
    ],
    indices: [{ name: 'declaration_caf', columnNames: ['caf', 'id'] }],
    foreignKeys: [refersTo('structureId', 'structure')],
  },
  {
    name: 'deposit',
    columns: [
      id,
      ref('declarationId'),
      int('number'),
      digest('digest'),
      int('size'),
      int('rowCount'),
      ref('depositedBy'),
      instant('depositedAt'),
    ],
    uniques: [{ name: 'deposit_unique', columnNames: ['declarationId', 'number'] }],
    foreignKeys: [refersTo('declarationId', 'declaration')],
  },
  {
    name: 'declaration_row',
    columns: [
      id,
      ref('declarationId'),
      int('number'),
      varchar('month', 7, optional),
      varchar('allocataire', 7, optional),
      varchar('lastName', 100, optional),
      varchar('firstName', 100, optional),
      varchar('birthDate', 10, optional),
      int('hours', optional),
      int('specificHours', optional),
      int('amountCents', optional),
      varchar('endOfCare', 10, optional),
      long('cells'),
      flag('corrected', { default: 0 }),
      flag('setAside', { default: 0 }),
      varchar('setAsideReason', 500, optional),
    ],
    uniques: [{ name: 'declaration_row_unique', columnNames: ['declarationId', 'number'] }],
    foreignKeys: [refersTo('declarationId', 'declaration')],
  },
  {
    name: 'row_anomaly',
    columns: [
      id,
      ref('rowId'),
      ref('declarationId'),
      int('position'),
      varchar('code', 40),
      flag('blocking'),
      int('rowNumber'),
      varchar('column', 3),
      varchar('columnKey', 20),
      varchar('header', 120),
      long('seen'),
      long('sentence'),
      long('expected'),
      long('proposed', optional),
    ],
    indices: [{ name: 'row_anomaly_declaration', columnNames: ['declarationId', 'position'] }],
    foreignKeys: [refersTo('rowId', 'declaration_row', 'CASCADE')],
  },
  {
    name: 'allocataire',
    columns: [
      id,
      varchar('caf', 3),
      varchar('number', 7),
      varchar('lastName', 100),
      varchar('firstName', 100),
      flag('updating', { default: 0 }),
      varchar('cmgRequestedFrom', 7, optional),
    ],
    uniques: [{ name: 'allocataire_unique', columnNames: ['caf', 'number'] }],
  },
  {
    name: 'child',
    columns: [
      id,
      ref('allocataireId'),
      varchar('lastName', 100),
      varchar('firstName', 100),
      varchar('birthDate', 10),
    ],
    foreignKeys: [refersTo('allocataireId', 'allocataire', 'CASCADE')],
  },
  {
    name: 'filed_document',
    columns: [
      id,
      varchar('caf', 3),
      varchar('allocataire', 7),
      ref('attestationId'),
      varchar('key', 100),
      digest('digest'),
      int('size'),
      instant('filedAt'),
    ],
    uniques: [{ name: 'filed_document_unique', columnNames: ['attestationId'] }],
  },
  {
    name: 'attestation',
    columns: [
      id,
      varchar('number', 30),
      int('version'),
      ref('declarationId'),
      ref('rowId'),
      ref('structureId'),
      varchar('caf', 3),
      varchar('month', 7),
      varchar('allocataire', 7),
      varchar('state', 10),
      long('fields'),
      digest('fieldsDigest'),
      instant('filedAt', optional),
    ],
    uniques: [
      { name: 'attestation_number_unique', columnNames: ['number', 'version'] },
      { name: 'attestation_row_unique', columnNames: ['rowId', 'version'] },
    ],
    indices: [{ name: 'attestation_declaration', columnNames: ['declarationId', 'id'] }],
    foreignKeys: [refersTo('declarationId', 'declaration'), refersTo('rowId', 'declaration_row')],
  },
  {
    name: 'outcome',
    columns: [
      id,
      ref('rowId'),
      ref('declarationId'),
      ref('attestationId'),
      varchar('kind', 20),
      varchar('reason', 30, optional),
      varchar('caf', 3),
      instant('decidedAt'),
    ],
    uniques: [{ name: 'outcome_unique', columnNames: ['rowId'] }],
    indices: [{ name: 'outcome_declaration', columnNames: ['declarationId'] }],
  },
  {
    name: 'end_of_care',
    columns: [
      id,
      ref('rowId'),
      varchar('caf', 3),
      ref('structureId'),
      varchar('allocataire', 7),
      varchar('day', 10),
    ],
    uniques: [{ name: 'end_of_care_unique', columnNames: ['rowId'] }],
  },
  {
    name: 'reassignment',
    columns: [
      id,
      varchar('caf', 3),
      ref('declarationId'),
      ref('rowId'),
      ref('attestationId'),
      varchar('reason', 30),
      varchar('state', 10),
      int('revision', { default: 1 }),
      instant('openedAt'),
      ref('claimedBy', optional),
      instant('claimedAt', optional),
      instant('closedAt', optional),
      varchar('outcome', 20, optional),
      long('comment', optional),
    ],
    uniques: [{ name: 'reassignment_unique', columnNames: ['rowId'] }],
    indices: [{ name: 'reassignment_queue', columnNames: ['caf', 'state', 'id'] }],
  },
];

const REFUSED = 'the journal is append-only';

/** The journal refuses to be rewritten, whoever asks: the engine itself says no. */
const journalGuards = (embedded: boolean): string[] => {
  const refuse = embedded
    ? `BEGIN SELECT RAISE(ABORT, '${REFUSED}'); END`
    : `FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${REFUSED}'`;
  const guard = (name: string, moment: string) => [
    `DROP TRIGGER IF EXISTS journal_entry_no_${name}`,
    `CREATE TRIGGER journal_entry_no_${name} BEFORE ${moment} ${refuse}`,
  ];
  const guards = [
    ...guard('update', 'UPDATE ON journal_entry'),
    ...guard('delete', 'DELETE ON journal_entry'),
  ];
  // SQLite's REPLACE takes the place of a row without deleting it.
  const taken = 'id = NEW.id OR (chain = NEW.chain AND sequence = NEW.sequence)';
  const replacing = `INSERT ON journal_entry WHEN EXISTS (SELECT 1 FROM journal_entry WHERE ${taken})`;
  return embedded ? [...guards, ...guard('replace', replacing)] : guards;
};

export class Foundation1763900000000 implements MigrationInterface {
  name = 'Foundation1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    const embedded = runner.connection.options.type === 'better-sqlite3';
    const int = column(embedded ? 'integer' : 'int');
    const flag = column(embedded ? 'boolean' : 'tinyint');
    // É is not e: a server's usual collation would take two codes or two names for one.
    if (!embedded) await runner.query('ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
    // What exists is left: a server commits each statement, and an interrupted migration runs again.
    for (const table of tables(int, flag)) await runner.createTable(new Table(table), true);
    for (const guard of journalGuards(embedded)) await runner.query(guard);
  }

  async down(runner: QueryRunner): Promise<void> {
    const names = tables(column('int'), column('int')).map(({ name }) => name);
    for (const name of names.toReversed()) await runner.dropTable(name);
  }
}
