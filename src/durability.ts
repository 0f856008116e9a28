/** Whether the database keeps what it says it keeps: asked before production starts. */
import type { Database } from './kernel/database.js';

interface Flag {
  variable: string;
  safe: (value: string) => boolean;
  line: string;
}

const isOn = (value: string): boolean => value === '1' || value.toUpperCase() === 'ON';

const flags: readonly Flag[] = [
  {
    variable: 'innodb_flush_log_at_trx_commit',
    safe: (value) => value === '1',
    line: 'innodb_flush_log_at_trx_commit : 1 attendu, sinon une coupure efface ce qui était confirmé.',
  },
  {
    variable: 'innodb_doublewrite',
    safe: isOn,
    line: 'innodb_doublewrite : ON attendu, sinon une coupure peut abîmer une page.',
  },
  {
    variable: 'sql_mode',
    safe: (value) => value.includes('STRICT_TRANS_TABLES') || value.includes('STRICT_ALL_TABLES'),
    line: 'sql_mode : STRICT_TRANS_TABLES attendu, sinon une valeur trop longue est coupée sans le dire.',
  },
];

/** One clear line for each flag that loses data; the embedded engine is set by the house itself. */
export async function durabilityFaults({ engine, reader }: Database): Promise<string[]> {
  if (engine === 'sqlite') return [];
  const names = flags.map(({ variable }) => `'${variable}'`).join(', ');
  const rows = await reader.query<{ Variable_name: string; Value: string }[]>(
    `show global variables where variable_name in (${names})`,
  );
  const values = new Map(rows.map(({ Variable_name, Value }) => [Variable_name, Value]));
  return flags.filter(({ variable, safe }) => !safe(values.get(variable) ?? '')).map(({ line }) => line);
}
