/** Whether the database keeps what it says it keeps: asked before production starts. */
import type { Database, DatabaseServer } from './kernel/database.js';

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

const names = flags.map(({ variable }) => `'${variable}'`).join(', ');

async function faultsOf({ ask }: DatabaseServer): Promise<string[]> {
  const rows = await ask<{ Variable_name: string; Value: string }>(
    `show global variables where variable_name in (${names})`,
  );
  const values = new Map(rows.map(({ Variable_name, Value }) => [Variable_name, Value]));
  return flags.filter(({ variable, safe }) => !safe(values.get(variable) ?? '')).map(({ line }) => line);
}

interface Durability {
  /** One clear line for each flag that loses data, of each server; the embedded engine is set by the house itself. */
  faults: string[];
  /** Servers that are not there to be asked. */
  silent: string[];
}

export async function durabilityOf({ servers }: Pick<Database, 'servers'>): Promise<Durability> {
  const durability: Durability = { faults: [], silent: [] };
  for (const server of servers) {
    const whose = servers.length > 1 ? `${server.name}, ` : '';
    const lines = await faultsOf(server).catch(() => undefined);
    if (lines) durability.faults.push(...lines.map((line) => whose + line));
    else durability.silent.push(server.name);
  }
  return durability;
}
