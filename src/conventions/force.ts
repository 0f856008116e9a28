/** What a convention gives when it comes into force, and takes back when it leaves it. */
import { IsNull, Not } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { isDuplicate } from '../kernel/database.js';
import type { PersonRole } from '../habilitations/index.js';
import { Habilitation, grant, revokeTokens, withdraw } from '../habilitations/index.js';
import type { Named, Person } from '../identity/index.js';
import { invite, personOf } from '../identity/index.js';
import type { Partner, Structure } from '../partners/index.js';
import { partnerOf, structureOf } from '../partners/index.js';
import { Convention, ConventionStructure, managerOf, serviceOf } from './convention.js';
import {
  StructureAtAnotherCaf,
  StructureOfAnotherPartner,
  StructureOfAnotherService,
  StructureUnderConvention,
} from './refusals.js';
import { describedIn } from './service.js';

/** @throws a refusal naming the structure that cannot be covered by this convention */
function demandCoverable({ caf, service }: Convention, partner: Partner, structure: Structure): void {
  const { siret } = structure;
  if (structure.partnerId !== partner.id) throw StructureOfAnotherPartner({ siret });
  if (structure.caf !== caf) throw StructureAtAnotherCaf({ siret });
  if (serviceOf(structure.kind) !== service) throw StructureOfAnotherService({ siret });
}

/** Puts a structure under the convention: the database lets one through for a service. */
async function cover(
  ctx: Context,
  convention: Convention,
  partner: Partner,
  line: ConventionStructure,
): Promise<Structure> {
  const { siret, kind, name, address, email, phone } = line;
  const at = { partnerId: partner.id, caf: convention.caf };
  const structure = await structureOf(ctx, { ...at, siret, kind, name, address, email, phone });
  demandCoverable(convention, partner, structure);
  try {
    const inForce = convention.service;
    await ctx.em.update(ConventionStructure, { id: line.id }, { structureId: structure.id, inForce });
  } catch (error) {
    throw isDuplicate(error) ? StructureUnderConvention({ siret }) : error;
  }
  return structure;
}

/**
 * What the activation does, in its transaction: the partner and the structures, found or made; the manager and the
 * declarants habilitated; those who have no password yet invited.
 *
 * @throws STRUCTURE_OF_ANOTHER_PARTNER, STRUCTURE_AT_ANOTHER_CAF, STRUCTURE_OF_ANOTHER_SERVICE,
 *   STRUCTURE_UNDER_CONVENTION, TOO_MANY_DECLARANTS
 */
export async function enterForce(ctx: Context, convention: Convention): Promise<void> {
  const { id: conventionId, caf, siren, partnerName } = convention;
  const partner = await partnerOf(ctx, caf, { siren, name: partnerName });
  await ctx.em.update(Convention, { id: conventionId }, { partnerId: partner.id });
  // Each invited once, whatever number of places name them.
  const people = new Map<string, Person>();
  const habilitate = async (named: Named, role: PersonRole, structureId: string | null) => {
    const person = await personOf(ctx, named);
    await grant(ctx, person, role, { caf, partnerId: partner.id, structureId, conventionId });
    people.set(person.id, person);
  };
  for (const line of await describedIn(ctx, convention)) {
    const { id } = await cover(ctx, convention, partner, line);
    for (const declarant of line.declarants) await habilitate(declarant, 'activityProvider', id);
  }
  await habilitate(managerOf(convention), 'habilitationManager', null);
  for (const person of people.values()) await invite(ctx, person);
}

/** What the end does, in its transaction: it covers nothing any more, and takes back whatever was given under it. */
export async function leaveForce(ctx: Context, { id: conventionId }: Convention): Promise<void> {
  await ctx.em.update(ConventionStructure, { conventionId }, { inForce: null });
  const held = ctx.em
    .createQueryBuilder(Habilitation, 'held')
    .where({ conventionId, until: IsNull(), role: Not('applicant') });
  // As committed now: one given while this transaction waited is taken back too.
  await withdraw(ctx, await ctx.held(held).getMany());
  await revokeTokens(ctx, conventionId);
}
