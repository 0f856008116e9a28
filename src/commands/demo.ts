/** Plays a story on a fresh database, with real HTTP calls, and says what came of it. */
import { once } from 'node:events';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { pino } from 'pino';
import type { Config } from '../config.js';
import { Person } from '../demo/client.js';
import { habilitationStory } from '../demo/habilitation.js';
import { countLetters } from '../demo/letters.js';
import { monthStory } from '../demo/months.js';
import type { Played, Story } from '../demo/stage.js';
import { plural, teller } from '../demo/teller.js';
import type { House } from '../kernel/context.js';
import { verify } from '../kernel/journal.js';
import { Refusal } from '../kernel/refusal.js';
import type { Account } from '../seed/index.js';
import { DEMO_PASSWORD, plant } from '../seed/index.js';
import type { Asked, Values } from './command.js';
import { CannotRun, WrongUse, untilStopped } from './command.js';
import { startServing } from './serve.js';

/** The story that the person asks for. @throws WrongUse when there is none of that name */
async function storyOf({ story = 'month', file }: Values, from: string): Promise<Story> {
  if (story === 'month') return monthStory(file as string | undefined, from);
  if (story !== 'habilitation') throw new WrongUse('--story : month ou habilitation attendu.');
  if (file) throw new WrongUse('--file ne se joue qu’avec l’histoire du mois.');
  return habilitationStory();
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** A folder of its own for this run; those of runs that ended are cleared. */
async function freshFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    if (!isAlive(Number(name.split('-').at(-1))))
      await rm(join(parent, name), { recursive: true, force: true });
  }
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[:T-]/g, '');
  const folder = join(parent, `${stamp}-${process.pid}`);
  await mkdir(folder);
  await writeFile(join(folder, 'LISEZ-MOI.txt'), 'Dossier d’une démonstration : effacé à la suivante.\n');
  return folder;
}

const HOST = '127.0.0.1';

/** A port that nobody has now: letters lead to it before the server is there. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Nothing of the person's own settings: its own folder, and a free port of this machine. */
async function alone(config: Config): Promise<Config> {
  const port = await freePort();
  return {
    ...config,
    production: false,
    databaseUrl: '',
    vaultUrl: '',
    // Nothing invented is sealed by the key of a real service.
    sealKey: '',
    directoryUrl: '',
    smtpUrl: '',
    folder: await freshFolder(join(config.folder, 'demo')),
    host: HOST,
    port,
    publicUrl: `http://${HOST}:${port}`,
  };
}

/** Relative to where the person is, when it is below. */
const shown = (path: string, from: string): string => {
  const below = relative(from, path);
  return below.startsWith('..') ? path : below;
};

async function sumUp({ folder, from }: Config, { database }: House, { summary }: Played): Promise<void> {
  const whole = (await verify(database.reader)).every(({ broken }) => !broken);
  if (!whole) throw new CannotRun('Le journal ne se vérifie pas.');
  const outbox = join(folder, 'outbox');
  const letters = plural(await countLetters(database, outbox), 'lettre', 'lettres');
  teller.title('En résumé');
  teller.pairs([
    ...summary,
    ['Journal', 'chaîne entière'],
    ['Documents', shown(join(folder, 'documents'), from)],
    ['Courriers', `${letters} dans ${shown(outbox, from)}`],
  ]);
}

async function stayOpen(address: string, accounts: readonly Account[], played: Played): Promise<void> {
  const { opened, asker, query } = played;
  teller.title('Le serveur reste ouvert (Ctrl+C pour l’arrêter)');
  teller.pairs([
    ['Adresse de l’API', `${address}/graphql`],
    ['Vérification d’une attestation', `${address}/verify`],
    ['Mot de passe de tous les comptes', DEMO_PASSWORD],
  ]);
  teller.line();
  teller.pairs(accounts.map(({ email, label }) => [email, label]));
  if (opened.length > 0) {
    teller.line(`\n  Ouverts par l’histoire, avec le mot de passe « ${opened[0]!.password} » :\n`);
    teller.pairs(opened.map(({ email, label }) => [email, label]));
  }
  teller.line('\n  Une requête à essayer, dans un autre terminal :\n');
  teller.line(`  ${(await Person.signIn(address, asker.email, asker.password)).pasted(query)}`);
  await untilStopped();
  teller.line('\nServeur arrêté.');
}

async function playOut(config: Config, { clock, play }: Story, stay: boolean): Promise<void> {
  const { folder } = config;
  const log = pino({ base: null }, pino.destination(join(folder, 'habilis.log')));
  const { open: opened, address = '', close } = await startServing(config, clock ? { clock, log } : { log });
  try {
    const accounts = await plant(opened.house.database);
    teller.line(`Base neuve, serveur sur ${address}, personnes et familles inventées.`);
    const [documents, outbox] = [join(folder, 'documents'), join(folder, 'outbox')];
    await mkdir(documents);
    const played = await play({ address, documents, outbox });
    await sumUp(config, opened.house, played);
    if (stay) await stayOpen(address, accounts, played);
    else
      teller.line(
        `\nAvec « --serve », le serveur reste ouvert. Une requête à y essayer :\n  ${played.query}`,
      );
  } finally {
    await close();
  }
}

export async function demo({ config, values }: Asked): Promise<number | void> {
  const started = Date.now();
  const stay = Boolean(values.serve);
  try {
    const story = await storyOf(values, config.from);
    await playOut(await alone(config), story, stay);
  } catch (error) {
    throw error instanceof Refusal ? new CannotRun(error.message) : error;
  }
  if (!stay) teller.line(`\nTerminé en ${Math.round((Date.now() - started) / 1000)} s.`);
}
