/** Long work on many things, without keeping everybody else waiting. */
import { setImmediate } from 'node:timers/promises';

/** Things done at a stretch: some milliseconds at most of what a row asks. */
const SLICE = 25;

/** Does something with each thing, in order; between two slices, whoever else waits for the event loop has their turn. */
export async function inSlices<Thing>(
  things: readonly Thing[],
  work: (thing: Thing, index: number) => void,
): Promise<void> {
  for (const [index, thing] of things.entries()) {
    if (index > 0 && index % SLICE === 0) await setImmediate();
    work(thing, index);
  }
}
