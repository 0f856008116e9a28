/** The engines: embedded SQLite, or MariaDB/MySQL behind DATABASE_URL; the same entities and migrations. */
import 'reflect-metadata';
import type { DataSourceOptions } from 'typeorm';
import { DataSource } from 'typeorm';
import { Allocataire, Child, EndOfCare, FiledDocument } from './src/allocataires/index.js';
import { Attestation, SealKey } from './src/attestations/index.js';
import { Convention, ConventionDeclarant, ConventionStructure } from './src/conventions/index.js';
import {
  Declaration,
  DeclarationRow,
  Deposit,
  RegisterMismatch,
  RowAnomaly,
  RowChange,
} from './src/declarations/index.js';
import { DamagedFile, FileCheck } from './src/filing/index.js';
import { AccessToken, AccessTokenRefusal, Habilitation } from './src/habilitations/index.js';
import {
  AccessLink,
  Attempts,
  ForgottenPassword,
  OpenIdLink,
  Person,
  RecoveryCode,
  SecondFactor,
  Session,
} from './src/identity/index.js';
import { Consultation } from './src/kernel/consultation.js';
import { Counter } from './src/kernel/counter.js';
import type { Database } from './src/kernel/database.js';
import { serverDatabase, sqliteDatabase } from './src/kernel/database.js';
import { serverAddresses } from './src/kernel/server-addresses.js';
import { Job } from './src/kernel/jobs.js';
import { JournalEntry, JournalHead } from './src/kernel/journal.js';
import { Schedule } from './src/kernel/schedule.js';
import { Caf, Partner, Structure, StructureCheck } from './src/partners/index.js';
import { Attachment, Conversation, Message, ReadMark } from './src/messages/index.js';
import { Mail } from './src/mail/index.js';
import { FamilyNotice, NimsEntry, Outcome, Reassignment } from './src/processing/index.js';
import { HabilitationRequest } from './src/requests/index.js';
import type { Servers } from './src/tools/servers.js';
import { migrations } from './migrations/index.js';

export const entities = [
  Consultation,
  Counter,
  Job,
  JournalEntry,
  JournalHead,
  Schedule,
  Caf,
  Partner,
  Structure,
  StructureCheck,
  Person,
  Habilitation,
  Convention,
  ConventionStructure,
  ConventionDeclarant,
  HabilitationRequest,
  Session,
  AccessLink,
  AccessToken,
  AccessTokenRefusal,
  ForgottenPassword,
  Attempts,
  SecondFactor,
  RecoveryCode,
  OpenIdLink,
  Declaration,
  Deposit,
  DeclarationRow,
  RowAnomaly,
  RegisterMismatch,
  RowChange,
  Allocataire,
  Child,
  FiledDocument,
  Attestation,
  SealKey,
  Outcome,
  FamilyNotice,
  NimsEntry,
  EndOfCare,
  Reassignment,
  Conversation,
  Message,
  Attachment,
  ReadMark,
  FileCheck,
  DamagedFile,
  Mail,
];

const common = { entities, migrations, migrationsTransactionMode: 'each', logging: false } as const;

/** @param file  path of the database; its folder is made when missing */
export const sqliteOptions = (file: string): DataSourceOptions => ({
  ...common,
  type: 'better-sqlite3',
  database: file,
  enableWAL: true,
  // FULL: what was told to be written survives the loss of power.
  prepareDatabase: (connection: { pragma(text: string): unknown }) =>
    void connection.pragma('synchronous = FULL'),
});

/** @param servers  of a database that several may have; `?socketPath=` names a local socket */
function serverOptions(address: URL, servers: Servers, type: 'mariadb' | 'mysql'): DataSourceOptions {
  return {
    ...common,
    type,
    driver: servers.driver,
    username: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
    database: address.pathname.slice(1),
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    dateStrings: ['DATE'],
    supportBigNumbers: true,
    bigNumberStrings: true,
    extra: { connectionLimit: 10 },
  };
}

/** @param text  a `mysql:` or `mariadb:` URL, with several servers for a cluster */
async function openServer(text: string): Promise<Database> {
  // The embedded engine does without its driver, a tenth of what a command takes to start.
  const { openServers } = await import('./src/tools/servers.js');
  const addresses = serverAddresses(text);
  const servers = openServers(addresses);
  const options = serverOptions(addresses[0]!, servers, 'mysql');
  const probe = await new DataSource({ ...options, entities: [], migrations: [] }).initialize();
  const [{ version }] = (await probe.query('select version() as version')) as [{ version: string }];
  await probe.destroy();
  const engine = version.includes('MariaDB') ? 'mariadb' : 'mysql';
  const source = await new DataSource(serverOptions(addresses[0]!, servers, engine)).initialize();
  return serverDatabase(source, engine, servers.each());
}

async function openSqlite(file: string): Promise<Database> {
  const writer = await new DataSource(sqliteOptions(file)).initialize();
  const reader = await new DataSource({ ...sqliteOptions(file), migrations: [] }).initialize();
  return sqliteDatabase(writer, reader);
}

/** @param databaseUrl  empty for the embedded engine, kept in `file` */
export const openDatabase = (databaseUrl: string, file: string): Promise<Database> =>
  databaseUrl ? openServer(databaseUrl) : openSqlite(file);

/** Brings the schema up to date; answers the names of the migrations that ran. */
export const migrate = async (database: Database): Promise<string[]> =>
  (await database.source.runMigrations()).map(({ name }) => name);
