/** Accepting all that 5,000 rows propose, and how long the event loop is held meanwhile: run as `node dist/bench/proposals.js`. */
import { RowChange } from '../src/declarations/index.js';
import { engine, openBench, who } from '../test/bench.js';
import { acceptAll, create, deposit, nino } from '../test/month.js';
import { onMariadb } from './engines.js';

const ROWS = 5_000;
/** Seconds, and milliseconds of the event loop. */
const PROMISED = { lasted: 5, held: 30 };

interface Turns {
  /** Milliseconds of the longest turn of the event loop, on the clock and of this process. */
  longest: { clock: number; own: number };
}

/** Milliseconds that this process has worked. */
const own = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** The turns of the event loop while something is done; what else the machine does weighs on the clock only. */
async function turnsOf(work: () => Promise<unknown>): Promise<Turns> {
  const longest = { clock: 0, own: 0 };
  let [at, used] = [performance.now(), own()];
  let turning = true;
  const turn = () => {
    const [now, usedNow] = [performance.now(), own()];
    longest.clock = Math.max(longest.clock, now - at);
    longest.own = Math.max(longest.own, Math.min(now - at, usedNow - used));
    [at, used] = [now, usedNow];
    if (turning) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  turning = false;
  return { longest };
}

async function measured(): Promise<void> {
  const bench = await openBench();
  const declarant = await bench.person(who.declarant);
  const rows = Array.from({ length: ROWS }, (_, at) => ({ ...nino, allocataire: `${1_000_000 + at}K` }));
  const deposited = await deposit(declarant, await create(declarant), rows);
  const from = performance.now();
  const { longest } = await turnsOf(() => acceptAll(declarant, deposited));
  const lasted = (performance.now() - from) / 1_000;
  const changes = await bench.count(RowChange);
  console.log(
    `${engine}: ${changes} proposals accepted in ${lasted.toFixed(2)} s; the event loop held ${longest.own.toFixed(0)} ms at most, ${longest.clock.toFixed(0)} on the clock`,
  );
  if (changes !== ROWS || lasted > PROMISED.lasted || longest.own > PROMISED.held) process.exitCode = 1;
  await bench.close();
}

await measured();
await onMariadb(import.meta.url);
