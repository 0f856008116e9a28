/** Serves the API and works off the queue, in one process by default. */
import { join } from 'node:path';
import { migrate } from '../../ormconfig.js';
import { openDoor } from '../../resolvers/server.js';
import { automata } from '../../workers/automata.js';
import { startSchedule } from '../../workers/schedule.js';
import { startWorker } from '../../workers/worker.js';
import type { Logger } from 'pino';
import { canSeal } from '../attestations/index.js';
import type { Config } from '../config.js';
import { durabilityOf } from '../durability.js';
import type { OpenHouse } from '../house.js';
import { openHouse } from '../house.js';
import { HOUSE } from '../identity/index.js';
import type { Clock } from '../kernel/calendar.js';
import type { Database } from '../kernel/database.js';
import { armFailpoint } from '../kernel/failpoint.js';
import { automaton } from '../rights/index.js';
import type { Asked } from './command.js';
import { CannotRun, WrongUse, untilStopped } from './command.js';
import { listenHindranceIn } from './hindrances.js';

export const parts = ['api', 'workers'] as const;
export type Part = (typeof parts)[number];

export interface Serving {
  open: OpenHouse;
  /** Of the API, when it is served. */
  address: string | undefined;
  close(): Promise<void>;
}

/** The embedded engine brings itself up to date; a shared one is migrated by its keeper. */
async function demandSchema(database: Database): Promise<void> {
  if (database.engine === 'sqlite') await migrate(database);
  else if (await database.source.showMigrations()) {
    throw new CannotRun('La base n’est pas à jour : lancez « bin/habilis migrate », puis recommencez.');
  }
}

/** What could not be sealed would wait without a word: it is told at once. */
async function demandSeal({ production }: Config, { house }: OpenHouse): Promise<void> {
  if (production && !(await canSeal(automaton(house, HOUSE))))
    throw new CannotRun(
      'SEAL_KEY : ce n’est pas la clé qui scelle. Pour la mettre en service : « bin/habilis keys --rotate ».',
    );
}

/** A server of several that is away is no reason to stay away too: it is told that nobody has asked it. */
async function demandSafety({ production }: Config, database: Database): Promise<void> {
  if (!production) return;
  const { faults, silent } = await durabilityOf(database);
  if (faults.length > 0) throw new CannotRun(...faults);
  for (const name of silent)
    console.log(`La base ${name} ne répond pas : ses réglages de durabilité n’ont pas été vérifiés.`);
}

export interface ServingOptions {
  only?: readonly Part[];
  clock?: Clock;
  log?: Logger;
}

/** Opens the house and starts its parts. */
export async function startServing(
  config: Config,
  { only: asked = parts, clock, log }: ServingOptions = {},
): Promise<Serving> {
  armFailpoint(config.failpoint);
  const open = await openHouse(config, clock, log);
  const closing = [open.close];
  const close = async () => {
    for (const step of closing.toReversed()) await step();
  };
  try {
    await demandSafety(config, open.house.database);
    await demandSchema(open.house.database);
    await demandSeal(config, open);
    const door = asked.includes('api') ? await openDoor(open.house, config) : undefined;
    if (door) closing.push(door.close);
    // Last: whoever starts this listens for the word to stop at once, and no work is done that it would cut.
    if (asked.includes('workers')) {
      const worker = startWorker(open.house, automata(open.house));
      open.onWork(worker.wake);
      // Closed before them, the door lets no more work in.
      closing.splice(1, 0, worker.stop, startSchedule(open.house).stop);
    }
    return { open, address: door?.address, close };
  } catch (error) {
    await close();
    const line = listenHindranceIn(error, config);
    throw line ? new CannotRun(line) : error;
  }
}

/** As one may tell it: without the key of the bucket and its secret. */
function placeOfFiles({ vaultUrl, folder }: Config): string {
  if (!vaultUrl) return join(folder, 'files');
  const { host, pathname } = new URL(vaultUrl);
  return `le seau ${pathname.slice(1)} de ${host}`;
}

export async function serve({ config, values: { only } }: Asked): Promise<number | void> {
  const asked = parts.filter((part) => only === undefined || part === only);
  if (asked.length === 0) throw new WrongUse('--only : api ou workers attendu.');
  const { open, address, close } = await startServing(config, { only: asked });
  if (address) {
    open.house.sheetReader.keepWarm();
    console.log(`Habilis écoute sur ${address}/graphql`);
  }
  if (asked.includes('workers')) console.log('Les automates sont au travail.');
  console.log(
    config.antivirusUrl
      ? `Les classeurs déposés passent par l’antivirus (${config.antivirusUrl}) avant d’être lus.`
      : 'Les classeurs déposés ne passent par aucun antivirus (ANTIVIRUS_URL).',
  );
  console.log(`Les fichiers sont gardés dans ${placeOfFiles(config)}.`);
  await untilStopped();
  console.log('Arrêt : ce qui est en cours se termine.');
  await close();
}
