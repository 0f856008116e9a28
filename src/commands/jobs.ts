/** Work for later, at a terminal: counted, listed, tried anew, set aside, with the same rights as through the API. */
import { tasks } from '../../workers/schedule.js';
import { plural, teller } from '../demo/teller.js';
import { openHouse } from '../house.js';
import type { JobStep } from '../jobs/index.js';
import { advanceJob, countJobs, jobStateNames, listJobs, reasonSentence } from '../jobs/index.js';
import { frenchInstant } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import { jobStates } from '../kernel/jobs.js';
import { Refusal } from '../kernel/refusal.js';
import { lastBegun } from '../kernel/schedule.js';
import type { Asked, Values } from './command.js';
import { CannotRun, WrongUse } from './command.js';
import { operator } from './operator.js';

/** `set-aside` on a command line, `set_aside` in the table. */
const wordOf = (state: string): string => state.replace('_', '-');

const LONGEST = 50;

const agoOf = (seconds: number | null): string => {
  if (seconds === null) return '';
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3_600)} h`;
};

async function tellCounts(ctx: Context): Promise<void> {
  const counts = await countJobs(ctx);
  if (counts.length === 0) return teller.line('Aucun travail.');
  teller.table(
    ['Travail', 'État', 'Nombre', 'Attend depuis'],
    counts.map(({ kind, state, count, oldestDueSeconds }) => [
      kind,
      jobStateNames[state],
      String(count),
      agoOf(oldestDueSeconds),
    ]),
  );
}

async function tellList(ctx: Context, { state: word, kind }: Values): Promise<void> {
  const states = jobStates.filter((state) => word === undefined || word === wordOf(state));
  if (states.length === 0) throw new WrongUse(`--state : ${jobStates.map(wordOf).join(', ')} attendu.`);
  const found = await listJobs(ctx, { first: LONGEST }, { states, kind: kind as string | undefined });
  if (found.nodes.length === 0) return teller.line('Aucun travail.');
  teller.table(
    ['Numéro', 'Travail', 'Caf', 'État', 'Prévu le', 'Essais', 'Raison'],
    found.nodes.map((job) => [
      job.id,
      job.kind,
      job.caf,
      jobStateNames[job.state],
      frenchInstant(job.runAt),
      String(job.attempts),
      reasonSentence(job) ?? '',
    ]),
  );
  const others = (await found.count()) - found.nodes.length;
  if (others > 0) teller.line(`Et ${plural(others, 'autre', 'autres')}, plus anciens.`);
}

async function tellSchedule(ctx: Context): Promise<void> {
  const begun = await lastBegun(ctx);
  teller.table(
    ['Tâche', 'Toutes les', 'Dernière fois', 'Ce qu’elle fait'],
    tasks.map(({ name, minutes, what }) => {
      const last = begun.get(name);
      return [name, agoOf(minutes * 60), last ? frenchInstant(last) : 'jamais', what];
    }),
  );
}

const told: Record<JobStep, string> = {
  rerun: 'Le travail est remis en attente : il sera fait dès qu’un automate est libre.',
  setAside: 'Le travail est mis de côté : aucun automate ne le fera tant que personne ne le relance.',
};

async function advance(ctx: Context, id: string, step: JobStep): Promise<void> {
  await advanceJob(ctx, id, step);
  teller.line(told[step]);
}

/** What was asked; the counts when nothing was. */
function askedFor({
  list,
  schedule,
  rerun,
  'set-aside': aside,
  ...more
}: Values): (ctx: Context) => Promise<void> {
  const asked = [list, schedule, rerun, aside].filter((it) => it !== undefined);
  if (asked.length > 1) throw new WrongUse('--list, --schedule, --rerun ou --set-aside : un seul à la fois.');
  if (!list && (more.state !== undefined || more.kind !== undefined))
    throw new WrongUse('--state et --kind vont avec --list.');
  if (list) return (ctx) => tellList(ctx, more);
  if (schedule) return tellSchedule;
  if (rerun !== undefined) return (ctx) => advance(ctx, String(rerun), 'rerun');
  return aside === undefined ? tellCounts : (ctx) => advance(ctx, String(aside), 'setAside');
}

export async function jobs({ config, values }: Asked): Promise<number | void> {
  const work = askedFor(values);
  const { house, close } = await openHouse(config);
  try {
    if (await house.database.source.showMigrations())
      throw new CannotRun('La base n’est pas à jour : lancez « bin/habilis migrate », puis recommencez.');
    await work(await operator(house));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new CannotRun(error.message);
  } finally {
    await close();
  }
}
