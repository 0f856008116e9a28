/** Work for later as its administrators see it: listed, counted, tried anew, set aside, and forgotten in the end. */
import { In } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import type { JobState } from '../kernel/jobs.js';
import { Job } from '../kernel/jobs.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import { Overtaken } from '../kernel/refusal.js';
import type { JobStep } from './cycle.js';
import { jobCycle } from './cycle.js';

const WHAT = jobCycle.what;

/** Which jobs one asks for; all of them when it says nothing. */
export interface JobsAsked {
  states?: readonly JobState[] | null | undefined;
  kind?: string | null | undefined;
}

/** The last one asked for first. */
export function listJobs(
  ctx: Context,
  request: PageRequest,
  { states, kind }: JobsAsked = {},
): Promise<Page<Job>> {
  const jobs = ctx.scope(Job, 'job');
  if (states?.length) jobs.andWhere('job.state in (:...states)', { states });
  if (kind) jobs.andWhere('job.kind = :kind', { kind });
  return page(jobs, request, 'id', 'DESC');
}

export const readJob = (ctx: Context, id: string): Promise<Job> => ctx.find(Job, id, WHAT);

export interface JobCount {
  kind: string;
  state: JobState;
  count: number;
  /** Whole seconds for which the one that has waited longest has been due; null when none of them is. */
  oldestDueSeconds: number | null;
}

/** By kind and state, in that order. */
export async function countJobs(ctx: Context): Promise<JobCount[]> {
  const counted = await ctx
    .scope(Job, 'job')
    .select('job.kind', 'kind')
    .addSelect('job.state', 'state')
    .addSelect('count(*)', 'count')
    .addSelect('min(job.runAt)', 'oldest')
    .groupBy('job.kind')
    .addGroupBy('job.state')
    .orderBy('job.kind')
    .addOrderBy('job.state')
    .getRawMany<{ kind: string; state: JobState; count: string | number; oldest: Instant }>();
  return counted.map(({ kind, state, count, oldest }) => {
    const seconds = Math.floor((ctx.now().getTime() - Date.parse(oldest)) / 1_000);
    const oldestDueSeconds = state === 'queued' && seconds >= 0 ? seconds : null;
    return { kind, state, count: Number(count), oldestDueSeconds };
  });
}

/** The steps this person could take now: the buttons of the screen. */
export const openJobSteps = (ctx: Context, job: Job): JobStep[] =>
  jobCycle.openTo(job).filter((step) => ctx.can(step, job));

/** What a step leaves on the job, beside its state. */
const marks: Record<JobStep, (ctx: Context) => Partial<Job>> = {
  rerun: (ctx) => ({ runAt: ctx.instant(), attempts: 0, losses: 0 }),
  setAside: () => ({ leaseUntil: null, lastError: 'SetAside' }),
};

/**
 * Takes one step on a job.
 *
 * @throws NOT_FOUND, STEP_NOT_OPEN, OVERTAKEN when a worker was faster
 */
export const advanceJob = (ctx: Context, id: string, step: JobStep): Promise<Job> =>
  ctx.transaction(async (ctx) => {
    const job = await readJob(ctx, id);
    ctx.demand(step, job, WHAT);
    const { to: state = job.state } = jobCycle.take(job, step);
    const { fence, kind, lastError } = job;
    const changes = { ...marks[step](ctx), state };
    const { affected } = await ctx.em.update(Job, { id, fence, state: job.state }, changes);
    if (!affected) throw Overtaken({ what: WHAT, id, revision: fence });
    ctx.record(step, 'job', job, { kind, ...(lastError && { reason: lastError }) });
    if (step === 'rerun') ctx.afterCommit(() => ctx.house.wakeWorkers());
    return Object.assign(job, changes);
  });

/** Deleted in one transaction, at most: the rest is for the next turn. */
const AT_ONCE = 5_000;
const CHUNK = 500;

/**
 * Deletes what was done long ago, of the Caf that this automaton acts for, in the current transaction; what was set
 * aside stays until somebody decides.
 *
 * @param before  jobs that were due before then
 */
export async function forgetJobs(ctx: Context, before: Instant): Promise<void> {
  const old = await ctx
    .scope(Job, 'job', 'forget')
    .andWhere("job.state = 'done' and job.runAt < :before", { before })
    .orderBy('job.runAt')
    .limit(AT_ONCE)
    .getMany();
  for (let at = 0; at < old.length; at += CHUNK)
    await ctx.em.delete(Job, { id: In(old.slice(at, at + CHUNK).map(({ id }) => id)) });
  const [first] = old;
  if (first) ctx.record('forget', 'job', { id: first.caf, caf: first.caf }, { before, records: old.length });
}
