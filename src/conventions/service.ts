/** Reading conventions, and finding the one that covers a structure. */
import { In } from 'typeorm';
import type { Context } from '../kernel/context.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import { Structure } from '../partners/index.js';
import { Convention, ConventionDeclarant, ConventionStructure, serviceOf } from './convention.js';
import type { ConventionStep } from './cycle.js';
import { conventionCycle } from './cycle.js';

export const listConventions = (ctx: Context, request: PageRequest): Promise<Page<Convention>> =>
  page(ctx.scope(Convention, 'convention'), request, 'id', 'DESC');

/** The steps this person could take now. */
export const conventionSteps = (ctx: Context, convention: Convention): ConventionStep[] =>
  conventionCycle.openTo(convention, { today: ctx.today() }).filter((step) => ctx.can(step, convention));

export type Described = ConventionStructure & { declarants: ConventionDeclarant[] };

/** The structures of a convention that the actor has read, each with those it lets declare. */
export async function describedIn(ctx: Context, { id }: Convention): Promise<Described[]> {
  const order = { siret: 'ASC' } as const;
  const lines = await ctx.em.find(ConventionStructure, { where: { conventionId: id }, order });
  const named = await ctx.em.find(ConventionDeclarant, {
    where: { conventionStructureId: In(lines.map((line) => line.id)) },
    order: { email: 'ASC' },
  });
  return lines.map((line) =>
    Object.assign(line, {
      declarants: named.filter(({ conventionStructureId }) => conventionStructureId === line.id),
    }),
  );
}

/**
 * The convention in force for a structure, at its Caf and for its service; null when there is none, or when its last
 * day is over. In a transaction it stays in force to the end of it. The caller has found the structure, with its own
 * right.
 */
export async function conventionCovering(ctx: Context, structureId: string): Promise<Convention | null> {
  const structure = await ctx.em.findOneBy(Structure, { id: structureId });
  if (!structure) return null;
  const covering = ctx.em
    .createQueryBuilder(ConventionStructure, 'covered')
    .innerJoinAndSelect('covered.convention', 'convention')
    .where('covered.structureId = :structureId and covered.inForce = :service', {
      structureId,
      service: serviceOf(structure.kind),
    });
  const convention = (await ctx.held(covering).getOne())?.convention;
  if (!convention || convention.caf !== structure.caf) return null;
  return convention.endsOn && convention.endsOn < ctx.today() ? null : convention;
}
