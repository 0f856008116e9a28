/** A real service killed once at each point of the table, and started again each time, until its month is over. */
import { addMonths } from '../../src/kernel/calendar.js';
import type { Month } from '../../src/kernel/calendar.js';
import type { FilledRow } from '../../src/workbooks/index.js';
import { makeClamd } from '../clamd.js';
import type { SmtpServer } from '../mail/smtp.js';
import { openSmtpServer } from '../mail/smtp.js';
import { rose } from '../month.js';
import { wrongLetters } from './letters.js';
import type { Point } from './points.js';
import { points } from './points.js';
import type { Scene } from './scene.js';
import { months, openScene } from './scene.js';

/** Months played at once: one for each of two processors. */
const LANES = 2;

/** A month dies at one point in four: one job at two in a row, since a third would set it aside. */
const SHARES = 4;

/** One that the automaton decides, two that an adviser has to look at. */
const rowsOf = (month: Month): FilledRow[] =>
  [rose.allocataire, '4000001', '4000002'].map((allocataire) => ({
    ...rose,
    month,
    allocataire,
    birthDate: allocataire === rose.allocataire ? rose.birthDate : `${addMonths(month, -20)}-11`,
  }));

export interface Round {
  name: string;
  /** What was wrong with it. */
  wrong: string[];
}

/** A place, and what has happened there. */
interface Lane {
  scene: Scene;
  smtp: SmtpServer;
  /** Those that were not declared yet. */
  months: Month[];
  deaths: number;
  /** What was told already is told once, where it was first seen. */
  known: Set<string>;
  told(round: Round): void;
}

async function brokenSince({ scene, smtp, deaths, known }: Lane): Promise<string[]> {
  const broken = [...(await scene.breaches()), ...(await wrongLetters(scene, smtp, deaths))];
  const fresh = broken.filter((each) => !known.has(each));
  for (const each of fresh) known.add(each);
  return fresh;
}

/** Plays a month to its end, and dies on the way at each of these points, which are then left no more. */
async function playMonth(lane: Lane, month: Month, left: Map<string, Point>): Promise<void> {
  const { scene, told } = lane;
  const later = [...left.keys()].some((name) => name.startsWith('job.deposits'));
  const played = { month, rows: rowsOf(month), later };
  for (;;) {
    const running = scene.serve(left.keys());
    const isOver = (await scene.play(running, played)) === 'over';
    // What is done is written before the process knows: over, it may still die.
    const { code, out, err } = await running.end('SIGTERM');
    const point = code === null ? left.get(out.trimEnd().split('\n').at(-1)!) : undefined;
    // Two of its own deaths, and that of another job beside it.
    const again = await scene.tryAgain();
    if (isOver && !point && again > 0) continue;
    if (!point) {
      const wrong = isOver && code === 0 ? [] : [`it ended by itself, with ${code}: ${err}`];
      return told({ name: `${month} is over, and whole`, wrong: [...wrong, ...(await brokenSince(lane))] });
    }
    lane.deaths += 1;
    left.delete(point.name);
    told({ name: `${point.name} (${point.why})`, wrong: await brokenSince(lane) });
    await scene.release();
  }
}

/** A month after the other, as long as one passes some of what is left. */
async function killAtEach(lane: Lane, share: readonly Point[]): Promise<void> {
  const left = new Map(share.map((point) => [point.name, point]));
  for (let before = 0; left.size > 0 && left.size !== before;) {
    before = left.size;
    await playMonth(lane, lane.months.shift()!, left);
  }
  for (const name of left.keys()) lane.told({ name, wrong: ['no month passed it'] });
}

/** @param among  the beginning of their names */
export async function killAtPoints(among: string, told: (round: Round) => void): Promise<void> {
  const chosen = points.filter(({ name }) => name.startsWith(among));
  const all = Array.from({ length: SHARES }, (_, share) => chosen.filter((_, at) => at % SHARES === share));
  const shares = all.filter(({ length }) => length > 0);
  const clamd = makeClamd();
  await clamd.start();
  const work = async () => {
    const smtp = await openSmtpServer();
    const scene = await openScene({ SMTP_URL: smtp.url, ANTIVIRUS_URL: clamd.address });
    const lane = { scene, smtp, months: [...months], deaths: 0, known: new Set<string>(), told };
    for (let share = shares.shift(); share; share = shares.shift()) await killAtEach(lane, share);
    await scene.close();
    await smtp.close();
  };
  await Promise.all(Array.from({ length: LANES }, work));
  await clamd.clear();
}
