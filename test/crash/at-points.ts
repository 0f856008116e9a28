/** A real service killed once at each point of the table, started again, and its month played to the end. */
import { addMonths } from '../../src/kernel/calendar.js';
import type { Month } from '../../src/kernel/calendar.js';
import type { FilledRow } from '../../src/workbooks/index.js';
import type { Running } from '../commands/program.js';
import { openSmtpServer } from '../mail/smtp.js';
import { rose } from '../month.js';
import { wrongLetters } from './letters.js';
import type { Point } from './points.js';
import { points } from './points.js';
import type { Scene } from './scene.js';
import { months, openScene } from './scene.js';

/** Points tried at once: one for each of two processors. */
const LANES = 2;

/** One that the automaton decides, two that an adviser has to look at. */
const rowsOf = (month: Month): FilledRow[] =>
  [rose.allocataire, '4000001', '4000002'].map((allocataire) => ({
    ...rose,
    month,
    allocataire,
    birthDate: allocataire === rose.allocataire ? rose.birthDate : `${addMonths(month, -20)}-11`,
  }));

type Told = (round: { name: string; wrong: string[] }) => void;

/** Where a lane has come to: the process that serves, and the point at which it is to die. */
interface Serving {
  scene: Scene;
  running: Running;
}

/**
 * Kills at one point, and plays its month to the end with the process that is to die at the next one.
 *
 * @returns what was wrong
 */
async function killAt(serving: Serving, point: Point, next: string, month: Month): Promise<string[]> {
  const { scene, running: doomed } = serving;
  const played = { month, rows: rowsOf(month), later: point.name.startsWith('job.deposits') };
  const wrong: string[] = [];
  const again = async (failpoint: string) => {
    await scene.release();
    serving.running = scene.serve(failpoint);
    return scene.play(serving.running, played);
  };
  if ((await scene.play(doomed, played)) === 'over') wrong.push('the month was over before it died');
  if (!doomed.hasEnded()) await doomed.end('SIGTERM');
  else if (doomed.child.signalCode !== 'SIGKILL') wrong.push('it ended by itself');
  // What is left of this month may pass the next point already: then others finish it.
  if ((await again(next)) === 'dead') {
    if ((await again('')) === 'dead') wrong.push('it died again');
    else wrong.push(...(await ended(serving.running)));
    serving.running = scene.serve(next);
  }
  const said = [doomed, serving.running].flatMap((one) => one.said.err || []);
  return [...wrong, ...said, ...(await scene.breaches())];
}

async function ended(running: Running): Promise<string[]> {
  const { code, err } = await running.end('SIGTERM');
  return code === 0 && err === '' ? [] : [`started again it ended with ${code}: ${err}`];
}

/** Plays points one after the other at one place, each in a month of its own. */
async function chain(part: Point[], told: Told): Promise<void> {
  const smtp = await openSmtpServer();
  const scene = await openScene({ SMTP_URL: smtp.url });
  const serving = { scene, running: scene.serve(part[0]!.name) };
  for (const [at, point] of part.entries()) {
    const wrong = await killAt(serving, point, part[at + 1]?.name ?? '', months[at]!);
    wrong.push(...(await wrongLetters(scene, smtp)));
    told({ name: `${point.name} (${point.why})`, wrong });
  }
  const wrong = await ended(serving.running);
  if (wrong.length > 0) told({ name: 'the last one ends when it is told to', wrong });
  await scene.close();
  await smtp.close();
}

async function lane(parts: Point[][], told: Told): Promise<void> {
  for (let part = parts.shift(); part; part = parts.shift()) await chain(part, told);
}

/** Points of one place: each has its month, and a month is declared once. */
const TOGETHER = 12;

/** @param among  the beginning of their names */
export async function killAtPoints(among: string, told: Told): Promise<void> {
  // The last first: what is left of a month after one point does not pass those before it.
  const chosen = points.filter(({ name }) => name.startsWith(among)).toReversed();
  const parts: Point[][] = [];
  for (let at = 0; at < chosen.length; at += TOGETHER) parts.push(chosen.slice(at, at + TOGETHER));
  await Promise.all(Array.from({ length: LANES }, () => lane(parts, told)));
}
