/** Who holds which job: claimed by its fence, kept by its lease, taken over when its worker says nothing any more. */
import type { EntityManager } from 'typeorm';
import type { Duty, House } from '../src/kernel/context.js';
import { instant } from '../src/kernel/calendar.js';
import type { Database } from '../src/kernel/database.js';
import { Job, JobLost } from '../src/kernel/jobs.js';

/** A worker that says nothing for that long is taken for dead, and its job for free. */
const LEASE = 10_000;
/** Workers that a job may take along before it is set aside: one death is an accident, three are a habit. */
const MOST_LOSSES = 3;
/** Jobs looked at by one claim: others may be taking the first ones. */
const LOOKED_AT = 20;

export const later = (house: House, milliseconds: number): string =>
  instant(new Date(house.clock().getTime() + milliseconds));

/** The first jobs due, held by nobody as far as one can see: those of silent workers, then in the order of the index. */
async function due(em: EntityManager, now: string): Promise<Job[]> {
  const lost = await em
    .createQueryBuilder(Job, 'job')
    .where("job.state = 'running' and job.leaseUntil < :now", { now })
    .orderBy('job.leaseUntil')
    .limit(LOOKED_AT)
    .getMany();
  const queued = await em
    .createQueryBuilder(Job, 'job')
    .where("job.state = 'queued' and job.runAt <= :now", { now })
    .orderBy('job.priority')
    .addOrderBy('job.runAt')
    .addOrderBy('job.id')
    .limit(LOOKED_AT)
    .getMany();
  return [...lost, ...queued];
}

/** Whether nobody else is taking that job: one row by its key, since a lock on the search would hold them all. */
async function isFree({ engine }: Database, em: EntityManager, { id, fence }: Job): Promise<boolean> {
  // SQLite's transaction is immediate: it holds the whole file already.
  if (engine === 'sqlite') return true;
  const free = em.createQueryBuilder(Job, 'job').where({ id, fence });
  return (await free.setLock('pessimistic_write').setOnLocked('skip_locked').getOne()) !== null;
}

/** What the claim makes of a job: a try of its own, or that of a worker that was lost, if it may be tried again. */
function claimed(house: House, worker: string, { state, fence, attempts, losses }: Job): Partial<Job> {
  const leaseUntil = later(house, LEASE);
  if (state === 'queued')
    return { state: 'running', worker, leaseUntil, fence: fence + 1, attempts: attempts + 1 };
  if (losses + 1 < MOST_LOSSES) return { worker, leaseUntil, fence: fence + 1, losses: losses + 1 };
  return { state: 'set_aside', lastError: 'WorkerLost', leaseUntil: null, losses: losses + 1 };
}

async function take(house: House, em: EntityManager, worker: string): Promise<Job | 'none' | 'others'> {
  const seen = await due(em, later(house, 0));
  for (const job of seen) {
    if (!(await isFree(house.database, em, job))) continue;
    const { id, fence, state } = job;
    const changes = claimed(house, worker, job);
    const { affected } = await em.update(Job, { id, fence, state }, changes);
    if (affected && changes.state !== 'set_aside') return Object.assign(job, changes);
  }
  return seen.length < LOOKED_AT ? 'none' : 'others';
}

/** The next job due, now held by this worker; none when nothing is due. */
export async function claim(house: House, worker: string): Promise<Job | undefined> {
  for (;;) {
    const taken = await house.database.write((em) => take(house, em, worker));
    if (taken === 'none') return undefined;
    if (taken !== 'others') return taken;
  }
}

const whileHeld = (
  em: EntityManager,
  { id, fence }: Job,
  changes: Partial<Job>,
): Promise<{ affected?: number }> => em.update(Job, { id, fence, state: 'running' }, changes);

/** Writes on a job only while this worker still holds it; a late worker writes nothing. */
export const settle = (house: House, job: Job, changes: Partial<Job>): Promise<{ affected?: number }> =>
  house.database.write((em) => whileHeld(em, job, changes));

/** Says that the worker is alive. */
export const beat = (house: House, job: Job): Promise<unknown> =>
  settle(house, job, { leaseUntil: later(house, LEASE) });

/** The job, for whoever does it: each of its transactions holds it, which is a sign of life too, and the last one ends it. */
export const dutyOf = (house: House, job: Job): Duty => ({
  isDone: false,
  async hold(em, isLast) {
    const changes: Partial<Job> = isLast
      ? { state: 'done', doneAt: later(house, 0), leaseUntil: null }
      : { leaseUntil: later(house, LEASE) };
    // It got somewhere: what takes its worker along after that is not the job as it was.
    const { affected } = await whileHeld(em, job, { ...changes, losses: 0 });
    if (!affected) throw new JobLost();
  },
});
