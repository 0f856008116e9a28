/** Claims jobs, runs them, settles them: any number of workers may share one database. */
import type { EntityManager } from 'typeorm';
import type { Context, House } from '../src/kernel/context.js';
import { instant } from '../src/kernel/calendar.js';
import type { Database } from '../src/kernel/database.js';
import { newId } from '../src/kernel/id.js';
import type { JobKind, JobPayload } from '../src/kernel/jobs.js';
import { Job, Postponed } from '../src/kernel/jobs.js';
import { framesOf } from '../src/kernel/trace.js';
import { automaton } from '../src/rights/index.js';

/** What is done for one kind of job. It must be safe to do twice. */
export interface Handler {
  kind: string;
  /** How many times it is tried before it is kept as failed. */
  attempts?: number;
  run: (ctx: Context, payload: JobPayload) => Promise<void>;
}

export const handle = ({ name, attempts }: JobKind, run: Handler['run']): Handler => ({
  kind: name,
  ...(attempts ? { attempts } : {}),
  run,
});

export interface Worker {
  /** Looks for work now rather than at the next poll. */
  wake(): void;
  /** Finishes what is under way and takes nothing more. */
  stop(): Promise<void>;
}

const POLL = 500;
/** A worker that says nothing for that long is taken for dead, and its job for free. */
const LEASE = 10_000;
const HEARTBEAT = 3_000;
const ATTEMPTS = 8;
const LONGEST_DELAY = 300_000;
/** Jobs under way at once in one process. */
const LANES = 2;
/** Jobs looked at by one claim: others may be taking the first ones. */
const LOOKED_AT = 20;

const later = (house: House, milliseconds: number): string =>
  instant(new Date(house.clock().getTime() + milliseconds));

/** The first jobs due, held by nobody as far as one can see. */
const due = (em: EntityManager, now: string): Promise<Job[]> =>
  em
    .createQueryBuilder(Job, 'job')
    .where("job.state = 'queued' and job.runAt <= :now", { now })
    .orWhere("job.state = 'running' and job.leaseUntil < :now", { now })
    .orderBy('job.runAt')
    .addOrderBy('job.id')
    .limit(LOOKED_AT)
    .getMany();

/** Whether nobody else is taking that job: one row by its key, since a lock on the search would hold them all. */
async function isFree({ engine }: Database, em: EntityManager, { id, fence }: Job): Promise<boolean> {
  // SQLite's transaction is immediate: it holds the whole file already.
  if (engine === 'sqlite') return true;
  const free = em.createQueryBuilder(Job, 'job').where({ id, fence });
  return (await free.setLock('pessimistic_write').setOnLocked('skip_locked').getOne()) !== null;
}

const handlerOf = (handlers: readonly Handler[], { kind: asked }: Job) =>
  handlers.find(({ kind }) => kind === asked);

const mostAttempts = (handler: Handler | undefined): number => handler?.attempts ?? ATTEMPTS;

/**
 * The next job due, now held by this worker; none when nothing is due.
 *
 * @param handlers  say how many times their jobs are tried
 */
export const claim = (
  house: House,
  worker: string,
  handlers: readonly Handler[] = [],
): Promise<Job | undefined> =>
  house.database.write(async (em) => {
    for (const job of await due(em, later(house, 0))) {
      if (!(await isFree(house.database, em, job))) continue;
      const { id, fence, attempts, state } = job;
      // Held, and not given back by the last of many workers: it may be what kills them.
      if (state === 'running' && attempts >= mostAttempts(handlerOf(handlers, job))) {
        await em.update(Job, { id, fence }, { state: 'failed', lastError: 'WorkerLost', leaseUntil: null });
        continue;
      }
      const held = {
        state: 'running',
        worker,
        leaseUntil: later(house, LEASE),
        fence: fence + 1,
        attempts: attempts + 1,
      };
      const { affected } = await em.update(Job, { id, fence }, held as Partial<Job>);
      if (affected) return Object.assign(job, held);
    }
    return undefined;
  });

/** Writes on a job only while this worker still holds it; a late worker writes nothing. */
const hold = (house: House, { id, fence }: Job, changes: Partial<Job>): Promise<unknown> =>
  house.database.write((em) => em.update(Job, { id, fence, state: 'running' }, changes));

const afterFailure = (house: House, { attempts }: Job, error: unknown, most: number): Partial<Job> => {
  if (error instanceof Postponed) {
    const runAt = later(house, error.delay);
    return { state: 'queued', lastError: error.name, leaseUntil: null, attempts: 0, runAt };
  }
  const lastError = (error instanceof Error ? error.name : 'Error').slice(0, 120);
  if (attempts >= most) return { state: 'failed', lastError, leaseUntil: null };
  const delay = Math.min(1_000 * 2 ** (attempts - 1), LONGEST_DELAY);
  return { state: 'queued', lastError, leaseUntil: null, runAt: later(house, delay) };
};

/** What the automaton reads on its way is told too, whether the work is done or not. */
async function perform(house: House, handler: Handler, { kind, payload }: Job): Promise<void> {
  const why = `job ${kind}`;
  const ctx = automaton(house, payload.caf).doing(why);
  try {
    await handler.run(ctx, payload);
  } finally {
    await ctx.tellSeen(why);
  }
}

function tellFailure({ log }: House, { id, kind, attempts }: Job, error: Error): void {
  if (error instanceof Postponed) log.warn({ job: id, kind, postponed: error.delay });
  else log.error({ job: id, kind, attempts, error: error.name, at: framesOf(error.stack) });
}

async function run(house: House, handlers: readonly Handler[], job: Job): Promise<void> {
  const beat = setInterval(() => {
    hold(house, job, { leaseUntil: later(house, LEASE) }).catch(() => undefined);
  }, HEARTBEAT);
  const handler = handlerOf(handlers, job);
  try {
    if (!handler) throw new Error(`No handler for ${job.kind}`);
    await perform(house, handler, job);
    await hold(house, job, { state: 'done', doneAt: later(house, 0), leaseUntil: null });
  } catch (error) {
    tellFailure(house, job, error as Error);
    await hold(house, job, afterFailure(house, job, error, mostAttempts(handler)));
  } finally {
    clearInterval(beat);
  }
}

/** Runs what is due until nothing is: for the tests and the demonstration. */
export async function workOff(house: House, handlers: readonly Handler[]): Promise<void> {
  const worker = newId();
  for (let job = await claim(house, worker, handlers); job; job = await claim(house, worker, handlers)) {
    await run(house, handlers, job);
  }
}

/** Works until stopped. */
export function startWorker(house: House, handlers: readonly Handler[]): Worker {
  const worker = newId();
  let stopped = false;
  const resting = new Set<() => void>();
  const rouse = () => {
    for (const rise of resting) rise();
  };
  const rest = () =>
    new Promise<void>((done) => {
      const rise = () => {
        clearTimeout(timer);
        resting.delete(rise);
        done();
      };
      const timer = setTimeout(rise, POLL);
      resting.add(rise);
    });
  const lane = async () => {
    while (!stopped) {
      const job = await claim(house, worker, handlers).catch((error: Error) => {
        house.log.error({ claim: error.name, at: framesOf(error.stack) });
        return undefined;
      });
      if (job) await run(house, handlers, job).catch(({ name }: Error) => house.log.error({ settle: name }));
      else await rest();
    }
  };
  const lanes = Promise.all(Array.from({ length: LANES }, lane));
  return {
    wake: rouse,
    async stop() {
      stopped = true;
      rouse();
      await lanes;
    },
  };
}
