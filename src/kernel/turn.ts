/** The turn of a record: those who come for it at the same moment have it one after the other, on whichever server they are. */
import { randomInt } from 'node:crypto';
import type { Context } from './context.js';
import { Counter } from './counter.js';

const OTHERS = 2 ** 31;

/**
 * Takes the turn of that record until the end of the transaction, before anything is read in it: what is read is then
 * what those before have left. Written rather than locked, since the nodes of a cluster do not know of each other's locks:
 * of two that write the same row one is replayed.
 */
export async function takeTurn({ em }: Pick<Context, 'em'>, id: string): Promise<void> {
  // Never the value that is there: what changes nothing is not told to the other nodes.
  const turn = { series: `turn ${id.replaceAll('-', '')}`, value: randomInt(OTHERS) };
  const taking = em.createQueryBuilder().insert().into(Counter).values(turn);
  await taking.orUpdate(['value'], ['series']).execute();
}
