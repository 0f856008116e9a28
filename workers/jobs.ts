/** The automata's part in their own work: forgetting what was done long ago. */
import { DAY_MS, instant, monthOf } from '../src/kernel/calendar.js';
import { forgetJobs } from '../src/jobs/index.js';
import { figure } from '../src/parameters/index.js';
import type { Task } from './schedule.js';

export const jobsForgetting: Task = {
  name: 'jobs.forget',
  minutes: 1_440,
  what: 'Efface les travaux faits depuis longtemps',
  by: 'all',
  why: 'what was done is kept until the next month is over, to be looked at, and no longer: it would only grow',
  run: (ctx) => {
    const days = figure('job_days', monthOf(ctx.today())).value;
    return forgetJobs(ctx, instant(new Date(ctx.now().getTime() - days * DAY_MS)));
  },
};
