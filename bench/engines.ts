/** A measure on both engines: the one that runs, then MariaDB in a process of its own. */
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { engine } from '../test/bench.js';
import { startMariadb } from '../test/private-mariadb.js';

/** A measure is of what production asks: on a disk, each transaction kept there before it is said to be done. */
const DURABLE = ['--innodb-flush-log-at-trx-commit=1'];

/** Runs the same measure on a MariaDB started for it; there already, it does nothing. */
export async function onMariadb(measure: string, args: readonly string[] = []): Promise<void> {
  if (engine === 'mariadb') return;
  const { socketPath, user, stop } = await startMariadb(tmpdir(), DURABLE);
  const settings = { TEST_ENGINE: 'mariadb', TEST_MARIADB_SOCKET: socketPath, TEST_MARIADB_USER: user };
  try {
    const { status } = spawnSync(process.execPath, [fileURLToPath(measure), ...args], {
      env: { ...process.env, ...settings },
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
  } finally {
    await stop();
  }
}
