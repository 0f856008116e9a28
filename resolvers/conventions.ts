/** Conventions. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { PageArgs, toConnection } from '../schema/connections.js';
import * as api from '../schema/conventions.js';
import * as conventions from '../src/conventions/index.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.Convention)
export class ConventionResolver {
  @Query(() => api.Convention)
  convention(@Arg('id', () => ID) id: string, @Ctx() { ctx }: ApiContext) {
    return conventions.readConvention(ctx, id);
  }

  @Query(() => api.ConventionConnection, { description: 'The latest first.' })
  async conventions(@Args(() => PageArgs) request: PageArgs, @Ctx() { ctx }: ApiContext) {
    return toConnection(await conventions.listConventions(ctx, request));
  }

  @Mutation(() => api.Convention, {
    description: 'Ends a convention now; whatever was given under it is taken back.',
  })
  endConvention(
    @Args(() => api.EndConventionArgs) { reason, ...seen }: api.EndConventionArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return conventions.endConvention(ctx, seen, reason);
  }

  @FieldResolver(() => [api.ConventionStructure])
  structures(@Root() convention: conventions.Convention, @Ctx() { ctx }: ApiContext) {
    return conventions.structuresOf(ctx, convention);
  }

  @FieldResolver()
  managerName(@Root() convention: conventions.Convention): string {
    const { managerCivility, managerFirstName, managerLastName } = convention;
    return `${managerCivility} ${managerFirstName} ${managerLastName}`;
  }

  @FieldResolver()
  openSteps(@Root() convention: conventions.Convention, @Ctx() { ctx }: ApiContext): string[] {
    return conventions.conventionSteps(ctx, convention);
  }
}
