/** Partners, structures and the Caf. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { PageArgs, toConnection } from '../schema/connections.js';
import * as api from '../schema/structures.js';
import * as partners from '../src/partners/index.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.Structure)
export class StructureResolver {
  @Query(() => api.Structure)
  structure(@Arg('id', () => ID) id: string, @Ctx() { ctx }: ApiContext) {
    return partners.readStructure(ctx, id);
  }

  @Query(() => api.StructureConnection)
  async structures(@Args(() => PageArgs) request: PageArgs, @Ctx() { ctx }: ApiContext) {
    return toConnection(await partners.listStructures(ctx, request));
  }

  @Query(() => api.Partner)
  partner(@Arg('id', () => ID) id: string, @Ctx() { ctx }: ApiContext) {
    return partners.readPartner(ctx, id);
  }

  @Query(() => api.Caf)
  caf(@Arg('code', () => ID) code: string, @Ctx() { ctx }: ApiContext) {
    return partners.readCaf(ctx, code);
  }

  @Query(() => api.CafSettings)
  cafSettings(@Arg('code', () => ID) code: string, @Ctx() { ctx }: ApiContext) {
    return partners.readCafSettings(ctx, code);
  }

  @Mutation(() => api.CafSettings, {
    description: 'Opens the families’ records to checks of the rows that structures deposit, or closes them.',
  })
  setRegisterChecks(
    @Arg('code', () => ID) code: string,
    @Arg('enabled', () => Boolean) enabled: boolean,
    @Ctx() { ctx }: ApiContext,
  ) {
    return partners.setRegisterChecks(ctx, code, enabled);
  }

  @Query(() => api.EstablishmentAnswer, {
    description: 'Asks the company directory; the SIRET may hold spaces.',
  })
  establishment(@Arg('siret', () => String) siret: string, @Ctx() { ctx }: ApiContext) {
    return partners.findEstablishment(ctx, siret);
  }

  @FieldResolver(() => api.StructureDirectory)
  async directory(@Root() { id }: partners.Structure, @Ctx() { loaders }: ApiContext) {
    return partners.directoryFacts(await loaders.check.load(id));
  }

  @FieldResolver(() => api.Partner, { name: 'partner' })
  partnerOf(@Root() { partnerId }: partners.Structure, @Ctx() { loaders }: ApiContext) {
    return loaders.partner.load(partnerId);
  }

  @FieldResolver(() => api.Caf, { name: 'caf' })
  cafOf(@Root() { caf }: partners.Structure, @Ctx() { loaders }: ApiContext) {
    return loaders.caf.load(caf);
  }
}
