/** The commands on the database: migrate, seed, verify-journal. */
import { join } from 'node:path';
import { migrate as runMigrations, openDatabase } from '../../ormconfig.js';
import type { Config } from '../config.js';
import { plural, teller } from '../demo/teller.js';
import { HOUSE } from '../identity/index.js';
import type { Database } from '../kernel/database.js';
import { verify } from '../kernel/journal.js';
import { plant } from '../seed/index.js';
import type { Asked } from './command.js';
import { CannotRun } from './command.js';

async function onDatabase<T>(
  { databaseUrl, folder }: Config,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(databaseUrl, join(folder, 'habilis.sqlite'));
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

export async function migrate({ config }: Asked): Promise<number | void> {
  const ran = await onDatabase(config, runMigrations);
  console.log(ran.length > 0 ? `Migrations passées : ${ran.join(', ')}.` : 'La base est déjà à jour.');
}

export async function seed({ config }: Asked): Promise<number | void> {
  if (config.production) throw new CannotRun('Les comptes de démonstration ne se créent pas en production.');
  const accounts = await onDatabase(config, async (database) => {
    await runMigrations(database);
    return plant(database);
  });
  if (accounts.length === 0) {
    console.log('La base est déjà peuplée.');
    return;
  }
  console.log(`Comptes de démonstration, tous avec le mot de passe ${accounts[0]!.password} :`);
  teller.pairs(accounts.map(({ email, label }) => [email, label]));
}

export async function verifyJournal({ config }: Asked): Promise<number | void> {
  const verdicts = await onDatabase(config, async (database) => {
    if (await database.source.showMigrations()) {
      throw new CannotRun('La base n’est pas à jour : lancez « bin/habilis migrate », puis recommencez.');
    }
    return verify(database.reader);
  });
  for (const { chain, entries, broken } of verdicts) {
    const said = broken
      ? `ROMPU à l’entrée ${broken.sequence} (${broken.why})`
      : `${plural(entries, 'entrée', 'entrées')}, chaîne entière`;
    console.log(`${chain === HOUSE ? 'Comptes des personnes' : `Caf ${chain}`} : ${said}`);
  }
  if (verdicts.length === 0) console.log('Journal vide.');
  return verdicts.some(({ broken }) => broken) ? 1 : 0;
}
