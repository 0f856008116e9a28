/** Accepting all that 5,000 rows propose, and how long the event loop is held meanwhile: run as `node dist/bench/proposals.js`. */
import { RowChange } from '../src/declarations/index.js';
import { engine, openBench, who } from '../test/bench.js';
import { acceptAll, create, deposit, nino } from '../test/month.js';
import { onMariadb } from './engines.js';
import { turnsOf } from './turns.js';

const ROWS = 5_000;
/** Seconds, and milliseconds of the event loop. */
const PROMISED = { lasted: 5, held: 30 };

async function measured(): Promise<void> {
  const bench = await openBench();
  const declarant = await bench.person(who.declarant);
  const rows = Array.from({ length: ROWS }, (_, at) => ({ ...nino, allocataire: `${1_000_000 + at}K` }));
  const deposited = await deposit(declarant, await create(declarant), rows);
  const turns = await turnsOf(() => acceptAll(declarant, deposited));
  const lasted = turns.lasted / 1_000;
  const changes = await bench.count(RowChange);
  console.log(
    `${engine}: ${changes} proposals accepted in ${lasted.toFixed(2)} s; the event loop held ${turns.own.toFixed(0)} ms at most, ${turns.held.toFixed(0)} on the clock`,
  );
  if (changes !== ROWS || lasted > PROMISED.lasted || turns.own > PROMISED.held) process.exitCode = 1;
  await bench.close();
}

await measured();
await onMariadb(import.meta.url);
