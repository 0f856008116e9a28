/** What a Caf has chosen for its structures. */
import type { Context } from '../kernel/context.js';
import { NotFound } from '../kernel/refusal.js';
import { Caf } from './structure.js';

/** @throws NOT_FOUND to whoever is not of that Caf */
export async function readCafSettings(ctx: Context, code: string): Promise<Caf> {
  const caf = await ctx.scope(Caf, 'caf', 'readSettings').andWhere('caf.code = :code', { code }).getOne();
  if (!caf) throw NotFound({ what: 'Caf', id: code });
  return caf;
}

/**
 * Opens the Caf's records to checks of the month's rows, or closes them. Already so, nothing is written.
 *
 * @throws NOT_FOUND to whoever may not
 */
export const setRegisterChecks = (ctx: Context, code: string, enabled: boolean): Promise<Caf> =>
  ctx.transaction(async (ctx) => {
    const caf = await readCafSettings(ctx, code);
    if (!ctx.can('setRegisterChecks', caf)) throw NotFound({ what: 'Caf', id: code });
    const other = { code, registerChecks: !enabled };
    const { affected } = await ctx.em.update(Caf, other, { registerChecks: enabled });
    if (affected) ctx.record('setRegisterChecks', 'caf', { id: code, caf: code }, { enabled });
    return readCafSettings(ctx, code);
  });
