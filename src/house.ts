/** Puts the house together: the engine, the files, the printer and the reader, from the configuration. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import { pino } from 'pino';
import { openDatabase } from '../ormconfig.js';
import { openIdPaths } from '../resolvers/addresses.js';
import { registerOf, tableRegistry } from './allocataires/index.js';
import type { Config } from './config.js';
import type { Clock } from './kernel/calendar.js';
import type { House } from './kernel/context.js';
import type { Vault } from './kernel/vault.js';
import { tableNotices } from './processing/index.js';
import { openAntivirus } from './tools/antivirus.js';
import { openDirectory } from './tools/directory.js';
import { openIdentityProvider } from './tools/identity-provider.js';
import { openMarker } from './tools/marker/index.js';
import { openPostman } from './tools/postman.js';
import { openPrinter } from './tools/printer.js';
import { openSheetReader } from './tools/sheet-reader.js';
import { openVault } from './tools/vault.js';

export interface OpenHouse {
  house: House;
  /** Calls the listener whenever work was queued in this process. */
  onWork(listener: () => void): void;
  close(): Promise<void>;
}

/** Standard output is for people; the log goes to standard error. */
export const openLog = ({ logLevel }: Config): Logger =>
  pino({ level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));

/** The bucket of the configuration, whose client is loaded for it only, or the folder. */
export async function vaultOf({ vaultUrl: url, folder }: Config): Promise<Vault> {
  if (!url) return openVault(folder);
  const { openBucket } = await import('./tools/bucket.js');
  return openBucket({ url, incoming: join(folder, 'incoming') });
}

/** The directory of the configuration, or an invented one behind a real address of this machine. */
async function companyDirectory({ directoryUrl }: Config, clock: Clock, log: Logger) {
  if (directoryUrl) return { directory: openDirectory({ address: directoryUrl, clock, log }) };
  const { openDirectoryServer } = await import('./demo/directory-server.js');
  const { address, close } = await openDirectoryServer();
  return { directory: openDirectory({ address, clock, log }), close };
}

const identityProviderOf = (
  { openIdIssuer, openIdClientId, openIdClientSecret, publicUrl }: Config,
  log: Logger,
) =>
  openIdIssuer
    ? openIdentityProvider({
        issuer: openIdIssuer,
        clientId: openIdClientId,
        clientSecret: openIdClientSecret,
        callback: publicUrl + openIdPaths.callback,
        signedOut: publicUrl + openIdPaths.signedOut,
        log,
      })
    : undefined;

export async function openHouse(
  config: Config,
  clock: Clock = () => new Date(),
  log: Logger = openLog(config),
): Promise<OpenHouse> {
  const database = await openDatabase(config.databaseUrl, join(config.folder, 'habilis.sqlite'));
  const vault = await vaultOf(config);
  const printer = openPrinter({ executablePath: config.chromium });
  const sheetReader = openSheetReader();
  const { smtpUrl, mailFrom: from, publicUrl, folder, antivirusUrl: address } = config;
  const marker = openMarker();
  const postman = openPostman({ smtpUrl, from, outboxFolder: join(folder, 'outbox') });
  const companies = await companyDirectory(config, clock, log);
  const listeners: (() => void)[] = [];
  return {
    house: {
      production: config.production,
      database,
      clock,
      log,
      vault,
      printer,
      sheetReader,
      antivirus: address ? openAntivirus({ address, log }) : undefined,
      marker,
      directory: companies.directory,
      register: registerOf(tableRegistry(database)),
      postman,
      notices: tableNotices,
      identityProvider: identityProviderOf(config, log),
      publicUrl,
      secret: config.secret,
      sealKey: config.sealKey,
      wakeWorkers: () => {
        for (const listener of listeners) listener();
      },
    },
    onWork: (listener) => void listeners.push(listener),
    close: async () => {
      await Promise.all([
        printer.close(),
        sheetReader.close(),
        marker.close(),
        postman.close(),
        companies.close?.(),
      ]);
      await database.close();
    },
  };
}
