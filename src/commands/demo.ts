/** Plays a whole month on a fresh database, with the two workbooks of docs/samples or with the person's own. */
import { mkdir, open, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Config } from '../config.js';
import type { Story } from '../demo/story.js';
import { Person } from '../demo/client.js';
import { countLetters } from '../demo/letters.js';
import { workQueue } from '../demo/queue.js';
import { play, summaryOf } from '../demo/story.js';
import { plural, teller } from '../demo/teller.js';
import type { Clock } from '../kernel/calendar.js';
import { dayOf, monthOf } from '../kernel/calendar.js';
import type { SheetReader } from '../kernel/sheet.js';
import { verify } from '../kernel/journal.js';
import { Refusal } from '../kernel/refusal.js';
import { openSheetReader } from '../tools/sheet-reader.js';
import type { Account } from '../seed/index.js';
import { DEMO_PASSWORD, plant } from '../seed/index.js';
import { check, detect, recognise } from '../workbooks/index.js';
import type { Asked } from './command.js';
import { CannotRun, untilStopped } from './command.js';
import { startServing } from './serve.js';

const samples = fileURLToPath(new URL('../../../docs/samples', import.meta.url));

/** The samples are of October 2026: the demonstration's clock starts on a working day of the next month. */
const SAMPLES_DAY = Date.parse('2026-11-05T08:00:00Z');

type Cast = Pick<Story, 'structure' | 'type' | 'declarant' | 'approver'>;

const casts: Record<'micro_creche' | 'home_care', Cast> = {
  micro_creche: {
    structure: 'Micro-crèche Pirouette',
    type: 'CMG_MICRO_CRECHE',
    declarant: 'camille.durand@pirouette.example',
    approver: 'nadia.ferrand@pirouette.example',
  },
  home_care: {
    structure: 'Nounou Services',
    type: 'CMG_HOME_CARE',
    declarant: 'hugo.lenoir@nounou-services.example',
    approver: 'ines.caradec@nounou-services.example',
  },
};

const ADVISER = 'claire.fontaine@caf493.example';

const startingAt = (start: number): Clock => {
  const opened = Date.now();
  return () => new Date(start + Date.now() - opened);
};

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
  return folder;
}

/** Which structure of the demonstration can play this file, and for which month. */
async function storyOf(reader: SheetReader, path: string): Promise<Story> {
  const workbook = await readFile(path);
  const sheets = await reader.read(path);
  const template = detect(sheets);
  const today = dayOf(new Date());
  const rows = check(template, recognise(sheets, template).rows, { month: monthOf(today), today });
  const month = rows.find(({ values }) => values.month)?.values.month;
  if (!month) throw new CannotRun('Aucune ligne de ce fichier ne porte un mois lisible (MM/AAAA).');
  return { ...casts[template], month, workbook: new Uint8Array(workbook) };
}

/** @throws CannotRun naming the file as the person typed it */
async function demandFile(path: string, typed: string): Promise<void> {
  const handle = await open(path).catch(() => undefined);
  const isFile = (await handle?.stat())?.isFile();
  await handle?.close();
  if (!isFile) throw new CannotRun(`Fichier introuvable, ou fermé à ce compte : ${typed}`);
}

/** @param file  from the folder where the person is; the two samples when there is none */
async function storiesOf(file: string | undefined, from: string): Promise<Story[]> {
  const own = file && resolve(from, file);
  if (own) await demandFile(own, file);
  const paths = own
    ? [own]
    : ['micro-creche-10-2026.xlsx', 'garde-a-domicile-10-2026.xlsx'].map((name) => join(samples, name));
  const reader = openSheetReader();
  try {
    return await Promise.all(paths.map((path) => storyOf(reader, path)));
  } finally {
    await reader.close();
  }
}

/** Any of its people may ask it, of any run. */
const QUERY =
  '{ declarations { edges { node { reference stateLabel totals { hours amountCents } ' +
  'attestations { edges { node { number allocataire } } } } } } }';

async function stayOpen(address: string, asker: string, accounts: readonly Account[]): Promise<void> {
  teller.title('Le serveur reste ouvert (Ctrl+C pour l’arrêter)');
  teller.pairs([
    ['Adresse de l’API', `${address}/graphql`],
    ['Mot de passe de tous les comptes', DEMO_PASSWORD],
  ]);
  teller.line();
  teller.pairs(accounts.map(({ email, label }) => [email, label]));
  teller.line('\n  Une requête à essayer, dans un autre terminal :\n');
  teller.line(`  ${(await Person.signIn(address, asker, DEMO_PASSWORD)).pasted(QUERY)}`);
  await untilStopped();
  teller.line('\nServeur arrêté.');
}

/** Relative to where the person is, when it is below. */
const shown = (path: string, from: string): string => {
  const below = relative(from, path);
  return below.startsWith('..') ? path : below;
};

async function playAll(
  config: Config,
  stories: Story[],
  clock: Clock | undefined,
  stay: boolean,
): Promise<void> {
  const { folder, from } = config;
  const log = pino({ base: null }, pino.destination(join(folder, 'habilis.log')));
  const { open: opened, address = '', close } = await startServing(config, clock ? { clock, log } : { log });
  try {
    const accounts = await plant(opened.house.database);
    teller.line(`Base neuve, serveur sur ${address}, personnes et familles inventées.`);
    const told = [];
    for (const story of stories) {
      const files = join(folder, 'documents', story.structure.toLowerCase().replaceAll(' ', '-'));
      told.push(await play(address, story, files));
    }
    await workQueue(address, ADVISER);
    const whole = (await verify(opened.house.database.reader)).every(({ broken }) => !broken);
    if (!whole) throw new CannotRun('Le journal ne se vérifie pas.');
    teller.title('En résumé');
    const documents = shown(join(folder, 'documents'), from);
    const outbox = join(folder, 'outbox');
    const letters = plural(await countLetters(opened.house.database, outbox), 'lettre', 'lettres');
    teller.pairs([
      ...summaryOf(told),
      ['Journal', 'chaîne entière'],
      ['Documents', documents],
      ['Courriers', `${letters} dans ${shown(outbox, from)}`],
    ]);
    if (stay) await stayOpen(address, stories[0]!.declarant, accounts);
    else
      teller.line(
        `\n« bin/habilis demo --serve » laisse le serveur ouvert. Une requête à y essayer :\n  ${QUERY}`,
      );
  } finally {
    await close();
  }
}

export async function demo({ config, values: { file, serve } }: Asked): Promise<number | void> {
  const started = Date.now();
  try {
    const stories = await storiesOf(file as string | undefined, config.from);
    const folder = await freshFolder(join(config.folder, 'demo'));
    await writeFile(join(folder, 'LISEZ-MOI.txt'), 'Dossier d’une démonstration : effacé à la suivante.\n');
    const alone = {
      ...config,
      production: false,
      databaseUrl: '',
      directoryUrl: '',
      smtpUrl: '',
      folder,
      host: '127.0.0.1',
      port: 0,
    };
    await playAll(alone, stories, file ? undefined : startingAt(SAMPLES_DAY), Boolean(serve));
  } catch (error) {
    throw error instanceof Refusal ? new CannotRun(error.message) : error;
  }
  if (!serve) teller.line(`\nTerminé en ${Math.round((Date.now() - started) / 1000)} s.`);
}
