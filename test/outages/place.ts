/** What the outages are played with: a server of databases and a disk of one's own, and two people of the month. */
import { appendFile } from 'node:fs/promises';
import { createConnection } from 'mysql2/promise';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import { who } from '../bench.js';
import { Caller } from '../caller.js';
import type { PrivateMariadb } from '../private-mariadb.js';
import { startMariadb } from '../private-mariadb.js';

/** A server that keeps what it confirms, even killed: that of the other tests does not. */
export async function ownServer(
  folder: string,
  more: string[] = [],
): Promise<{ server: PrivateMariadb; url: string }> {
  const server = await startMariadb(folder, ['--innodb-flush-log-at-trx-commit=1', ...more]);
  const { socketPath, user } = server;
  const connection = await createConnection({ socketPath, user });
  await connection.query('create database outages character set utf8mb4 collate utf8mb4_bin');
  await connection.end();
  return { server, url: `mariadb://${user}@localhost/outages?socketPath=${socketPath}` };
}

/** Who declares the month, and who approves it. */
export const signedIn = async (address: string): Promise<[declarant: Caller, approver: Caller]> =>
  (await Promise.all(
    [who.declarant, who.approver].map((email) => new Caller(address).signIn(email, DEMO_PASSWORD)),
  )) as [Caller, Caller];

/** Fills a disk by that file, to the last byte. */
export async function fill(file: string): Promise<void> {
  for (let size = 2 ** 20; size >= 1; size /= 2)
    while (
      await appendFile(file, Buffer.alloc(size)).then(
        () => true,
        () => false,
      )
    );
}
