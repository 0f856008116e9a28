/** How long the event loop is held while something is done. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { median } from './median.js';

/** Milliseconds. */
export interface Turns {
  lasted: number;
  /** The longest turn of the event loop by the clock: what else the machine does weighs on it. */
  held: number;
  /** The longest turn by what this process worked meanwhile. */
  own: number;
  /** The longest that node's own monitor saw a timer of one millisecond late. */
  late: number;
}

/** Milliseconds that this process has worked, the helpers of its collector included. */
const worked = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

export async function turnsOf(work: () => Promise<unknown>): Promise<Turns> {
  const longest = { held: 0, own: 0 };
  let [at, used] = [performance.now(), worked()];
  let turning = true;
  const turn = () => {
    const [now, usedNow] = [performance.now(), worked()];
    longest.held = Math.max(longest.held, now - at);
    longest.own = Math.max(longest.own, Math.min(now - at, usedNow - used));
    [at, used] = [now, usedNow];
    if (turning) setImmediate(turn);
  };
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  setImmediate(turn);
  const from = performance.now();
  await work();
  const lasted = performance.now() - from;
  // Until a last turn was told, however long it was.
  await pause(5);
  turning = false;
  delay.disable();
  return { lasted, ...longest, late: delay.max / 1e6 };
}

/** One warm run, then the median and the longest turns of the others. */
export async function measured(runs: number, work: () => Promise<unknown>): Promise<Turns> {
  await work();
  const all: Turns[] = [];
  for (let run = 0; run < runs; run += 1) {
    await pause(50);
    all.push(await turnsOf(work));
  }
  const worst = (key: keyof Turns): number => Math.max(...all.map((each) => each[key]));
  return {
    lasted: median(all.map(({ lasted }) => lasted)),
    held: worst('held'),
    own: worst('own'),
    late: worst('late'),
  };
}
