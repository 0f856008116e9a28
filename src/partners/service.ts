/** Reading partners, structures and the Caf. */
import type { Context } from '../kernel/context.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import { NotFound } from '../kernel/refusal.js';
import { Caf, Partner, Structure } from './structure.js';

export const readStructure = (ctx: Context, id: string): Promise<Structure> =>
  ctx.find(Structure, id, 'Structure');

export const readPartner = (ctx: Context, id: string): Promise<Partner> =>
  ctx.find(Partner, id, 'Partenaire');

export const listStructures = (ctx: Context, request: PageRequest): Promise<Page<Structure>> =>
  page(ctx.scope(Structure, 'structure'), request);

/** The Caf that covers a structure or an adviser: its name is public to whoever is signed in. */
export async function readCaf(ctx: Context, code: string): Promise<Caf> {
  const caf = ctx.actor.kind === 'nobody' ? null : await ctx.em.findOneBy(Caf, { code });
  if (!caf) throw NotFound({ what: 'Caf', id: code });
  return caf;
}
