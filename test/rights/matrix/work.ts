/** Work of the automaton here: waiting, set aside, and done long ago. */
import { newId } from '../../../src/kernel/id.js';
import type { JobState } from '../../../src/kernel/jobs.js';
import { Job, defineJob, enqueue } from '../../../src/kernel/jobs.js';
import { automaton } from '../../../src/rights/index.js';
import type { Bench } from '../../bench.js';

const CAF = '493';
/** No automaton does it. */
const kind = defineJob('test.kept');

async function made({ house }: Bench, state: JobState, runAt: string): Promise<string> {
  const about = newId();
  return automaton(house, CAF).transaction(async (ctx) => {
    await enqueue(ctx, kind, { id: about, caf: CAF });
    const deduplication = `${kind.name}:${about}:`;
    await ctx.em.update(Job, { deduplication }, { state, runAt });
    return (await ctx.em.findOneByOrFail(Job, { deduplication })).id;
  });
}

export const work = async (bench: Bench) => ({
  waitingJobId: await made(bench, 'queued', '2030-01-01T00:00:00.000Z'),
  asideJobId: await made(bench, 'set_aside', '2026-11-05T07:00:00.000Z'),
  doneJobId: await made(bench, 'done', '2020-11-05T08:00:00.000Z'),
});
