/** The automata's part in the trace of reads: forgetting what is old. */
import { instant, monthOf } from '../src/kernel/calendar.js';
import { forgetConsultations } from '../src/kernel/consultations.js';
import { figure } from '../src/parameters/index.js';
import type { Task } from './schedule.js';

export const forgetting: Task = {
  name: 'consultations.forget',
  minutes: 60,
  what: 'Efface la trace des consultations dont le temps de conservation est passé',
  by: 'each Caf',
  why: 'who read a record is kept for a time, and no longer',
  run: async (ctx) => {
    const months = figure('consultation_months', monthOf(ctx.today())).value;
    const before = ctx.now();
    before.setUTCMonth(before.getUTCMonth() - months);
    await forgetConsultations(ctx, instant(before));
  },
};
