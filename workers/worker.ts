/** Claims jobs, runs them, settles them: any number of workers may share one database. */
import type { Context, House } from '../src/kernel/context.js';
import { newId } from '../src/kernel/id.js';
import { failpoint } from '../src/kernel/failpoint.js';
import type { Job, JobKind, JobPayload } from '../src/kernel/jobs.js';
import { JobLost, Postponed } from '../src/kernel/jobs.js';
import { outageIn } from '../src/kernel/outage.js';
import { PostFailed } from '../src/kernel/postman.js';
import { framesOf } from '../src/kernel/trace.js';
import { automaton } from '../src/rights/index.js';
import { beat, claim, dutyOf, later, settle } from './claim.js';

/** What is done for one kind of job. It must be safe to do twice. */
export interface Handler {
  kind: string;
  /** How many times it is tried before it is set aside. */
  attempts?: number;
  /** Ends the job in the last of its transactions, by `ctx.complete()`; one that finds nothing to do has none. */
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
const HEARTBEAT = 3_000;
const ATTEMPTS = 8;
const LONGEST_DELAY = 300_000;
/** Between two tries of what waits for something outside, in milliseconds: once it is back, nobody waits for long. */
const OUTAGE_DELAY = 10_000;
/** Jobs under way at once in one process. */
const LANES = 2;

/** Another version of the program queued it: that one does it. */
class NoHandler extends Error {}

/** The reason that people are told: the name of the error, never its text. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'Error';
  return (error.name === 'Error' ? error.constructor.name : error.name).slice(0, 120);
};

/** Twice as long each time, and not for all at the same moment: what failed together is not tried together. */
const delayAfter = (attempts: number): number =>
  Math.min(1_000 * 2 ** (attempts - 1), LONGEST_DELAY) * (1 + Math.random() / 4);

/** Put back for later by no fault of its own: it is tried as often as it takes. */
const waiting = (house: House, lastError: string, delay: number): Partial<Job> => ({
  state: 'queued',
  lastError,
  leaseUntil: null,
  attempts: 0,
  losses: 0,
  runAt: later(house, delay),
});

const afterFailure = (house: House, { attempts }: Job, error: unknown, most: number): Partial<Job> => {
  const lastError = reasonOf(error);
  if (error instanceof Postponed) return waiting(house, lastError, error.delay);
  const outage = outageIn(error);
  if (outage) return waiting(house, outage, OUTAGE_DELAY * (1 + Math.random() / 4));
  const isEndless = error instanceof PostFailed && !error.isHanded;
  if (attempts >= most && !isEndless) return { state: 'set_aside', lastError, leaseUntil: null };
  return { state: 'queued', lastError, leaseUntil: null, runAt: later(house, delayAfter(attempts)) };
};

/** What the automaton reads on its way is told too, whether the work is done or not. */
async function perform(house: House, handler: Handler, job: Job): Promise<void> {
  const { kind, payload } = job;
  const why = `job ${kind}`;
  const duty = dutyOf(house, job);
  const ctx = automaton(house, payload.caf).doing(why, duty);
  failpoint(`job.${kind}.claimed`);
  try {
    await handler.run(ctx, payload);
    failpoint(`job.${kind}.done`);
    // Nothing was left to do.
    if (!duty.isDone) await ctx.transaction(async (ctx) => Promise.resolve(ctx.complete()));
  } finally {
    await ctx.tellSeen(why);
  }
}

function tellFailure({ log }: House, { id, kind, attempts }: Job, error: Error): void {
  if (error instanceof Postponed) log.warn({ job: id, kind, postponed: error.delay });
  else if (!(error instanceof JobLost)) {
    const outage = outageIn(error);
    log.error({
      job: id,
      kind,
      attempts,
      error: error.name,
      ...(outage && { outage }),
      at: framesOf(error.stack),
    });
  }
}

/** Signs of life, one at a time: one that waits for the database takes no more than one connection. */
function beatingOf(house: House, job: Job): NodeJS.Timeout {
  let isUnderWay = false;
  return setInterval(() => {
    if (isUnderWay) return;
    isUnderWay = true;
    void beat(house, job)
      .catch(() => undefined)
      .finally(() => (isUnderWay = false));
  }, HEARTBEAT);
}

async function run(house: House, handlers: readonly Handler[], job: Job): Promise<void> {
  const beating = beatingOf(house, job);
  const handler = handlers.find(({ kind }) => kind === job.kind);
  try {
    if (!handler) throw new NoHandler(job.kind);
    await perform(house, handler, job);
  } catch (error) {
    tellFailure(house, job, error as Error);
    const { affected } = await settle(
      house,
      job,
      afterFailure(house, job, error, handler?.attempts ?? ATTEMPTS),
    );
    // Whatever else it ran into, another has its job.
    if (!affected) house.log.warn({ job: job.id, kind: job.kind, lost: true });
  } finally {
    clearInterval(beating);
  }
}

/** Runs what is due until nothing is: for the tests and the demonstration. */
export async function workOff(house: House, handlers: readonly Handler[]): Promise<void> {
  const worker = newId();
  for (let job = await claim(house, worker); job; job = await claim(house, worker))
    await run(house, handlers, job);
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
      const job = await claim(house, worker).catch((error: Error) => {
        house.log.error({ claim: outageIn(error) ?? error.name, at: framesOf(error.stack) });
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
