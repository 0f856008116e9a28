/** Reading partners, structures and the Caf. */
import type { Context } from '../kernel/context.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import { NotFound } from '../kernel/refusal.js';
import { newId } from '../kernel/id.js';
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

/**
 * The partner of that SIREN, made in the current transaction when there is none; one that exists keeps its name.
 *
 * @param caf  the Caf whose matter it is
 */
export async function partnerOf(
  ctx: Context,
  caf: string,
  { siren, name }: Pick<Partner, 'siren' | 'name'>,
): Promise<Partner> {
  const made = { id: newId(), siren, name };
  await ctx.em.createQueryBuilder().insert().into(Partner).values(made).orIgnore().execute();
  // Somebody else may have made it meanwhile: what is committed is read, not what the transaction began with.
  const known = ctx.em.createQueryBuilder(Partner, 'partner').where('partner.siren = :siren', { siren });
  const partner = await ctx.held(known).getOneOrFail();
  if (partner.id === made.id) ctx.record('create', 'partner', { id: made.id, caf });
  return partner;
}

/** The structure of that SIRET, made in the current transaction when there is none; one that exists stays as it is. */
export async function structureOf(
  ctx: Context,
  described: Omit<Structure, 'id' | 'partner'>,
): Promise<Structure> {
  const made = { id: newId(), ...described };
  await ctx.em.createQueryBuilder().insert().into(Structure).values(made).orIgnore().execute();
  const { siret } = described;
  const known = ctx.em
    .createQueryBuilder(Structure, 'structure')
    .where('structure.siret = :siret', { siret });
  const structure = await ctx.held(known).getOneOrFail();
  if (structure.id === made.id) ctx.record('create', 'structure', structure);
  return structure;
}
