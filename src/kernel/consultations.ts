/** Asking who read a record, and forgetting what is old. */
import { In } from 'typeorm';
import type { Instant } from './calendar.js';
import { Consultation } from './consultation.js';
import type { Context } from './context.js';
import type { Page, PageRequest } from './page.js';
import { page } from './page.js';

/** Who read this record, the last one first. Asking is a read too, and is told as such. */
export async function consultationsOf(
  ctx: Context,
  recordId: string,
  request: PageRequest,
): Promise<Page<Consultation>> {
  const asked = ctx
    .scope(Consultation, 'consultation')
    .andWhere('consultation.recordId = :recordId', { recordId });
  const found = await page(asked, request, 'id', 'DESC');
  const [last] = found.nodes;
  if (last) ctx.saw('consultation', { id: recordId, caf: last.caf }, found.nodes.length);
  return found;
}

/** Deleted in one transaction, at most: the rest is for the next turn. */
const AT_ONCE = 5_000;
const CHUNK = 500;

/** Deletes what is older than its time, of the Caf that this automaton acts for, in the current transaction. */
export async function forgetConsultations(ctx: Context, before: Instant): Promise<void> {
  const old = await ctx
    .scope(Consultation, 'consultation', 'forget')
    .andWhere('consultation.at < :before', { before })
    .orderBy('consultation.at')
    .limit(AT_ONCE)
    .getMany();
  for (let at = 0; at < old.length; at += CHUNK) {
    const ids = old.slice(at, at + CHUNK).map(({ id }) => id);
    await ctx.em.delete(Consultation, { id: In(ids) });
  }
  const [first] = old;
  if (first)
    ctx.record('forget', 'consultation', { id: first.caf, caf: first.caf }, { before, records: old.length });
}
