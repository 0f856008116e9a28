/** The story of a month: the two workbooks of docs/samples, or the person's own, each by its structure. */
import { open, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CannotRun } from '../commands/command.js';
import { dayOf, monthOf } from '../kernel/calendar.js';
import type { SheetReader } from '../kernel/sheet.js';
import { DEMO_PASSWORD } from '../seed/index.js';
import { openSheetReader } from '../tools/sheet-reader.js';
import type { TemplateCode } from '../workbooks/index.js';
import { check, detect, recognise } from '../workbooks/index.js';
import type { MonthCast } from './month.js';
import { play, summaryOf } from './month.js';
import { workQueue } from './queue.js';
import type { Played, Stage, Story } from './stage.js';
import { samplesClock } from './stage.js';

const samples = fileURLToPath(new URL('docs/samples', import.meta.resolve('#package')));

type Actors = Pick<MonthCast, 'structure' | 'type' | 'declarant' | 'approver'>;

const casts: Record<Exclude<TemplateCode, 'family_creche'>, Actors> = {
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

/** Any of its people may ask it, of any run. */
const QUERY =
  '{ declarations { edges { node { reference stateLabel totals { hours amountCents } ' +
  'attestations { edges { node { number allocataire } } } } } } }';

/** Which structure of the demonstration can play this file, and for which month. */
async function castOf(reader: SheetReader, path: string): Promise<MonthCast> {
  const workbook = await readFile(path);
  const sheets = await reader.read(path);
  const template = detect(sheets);
  const today = dayOf(new Date());
  const rows = await check(template, recognise(sheets, template).rows, { month: monthOf(today), today });
  const month = rows.find(({ values }) => values.month)?.values.month;
  if (!month) throw new CannotRun('Aucune ligne de ce fichier ne porte un mois lisible (MM/AAAA).');
  // The layout that a crèche familiale shares with a micro-crèche is played by the micro-crèche.
  const cast = casts[template === 'family_creche' ? 'micro_creche' : template];
  return { ...cast, month, workbook: new Uint8Array(workbook) };
}

/** @throws CannotRun naming the file as the person typed it */
async function demandFile(path: string, typed: string): Promise<void> {
  const handle = await open(path).catch(() => undefined);
  const isFile = (await handle?.stat())?.isFile();
  await handle?.close();
  if (!isFile) throw new CannotRun(`Fichier introuvable, ou fermé à ce compte : ${typed}`);
}

async function castsOf(file: string | undefined, from: string): Promise<MonthCast[]> {
  const own = file && resolve(from, file);
  if (own) await demandFile(own, file);
  const paths = own
    ? [own]
    : ['micro-creche-10-2026.xlsx', 'garde-a-domicile-10-2026.xlsx'].map((name) => join(samples, name));
  const reader = openSheetReader();
  try {
    return await Promise.all(paths.map((path) => castOf(reader, path)));
  } finally {
    await reader.close();
  }
}

async function playAll(played: readonly MonthCast[], { address, documents }: Stage): Promise<Played> {
  const told = [];
  for (const cast of played) {
    const files = join(documents, cast.structure.toLowerCase().replaceAll(' ', '-'));
    told.push(await play(address, cast, files));
  }
  await workQueue(address, ADVISER);
  const asker = { email: played[0]!.declarant, password: DEMO_PASSWORD };
  return { summary: summaryOf(told), opened: [], asker, query: QUERY };
}

/**
 * @param file  from the folder where the person is; the two samples when there is none
 * @throws CannotRun when it cannot be played
 */
export async function monthStory(file: string | undefined, from: string): Promise<Story> {
  const played = await castsOf(file, from);
  return { clock: file ? undefined : samplesClock(), play: (stage) => playAll(played, stage) };
}
