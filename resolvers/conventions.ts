/** Conventions. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { PageArgs, toConnection } from '../schema/connections.js';
import * as api from '../schema/conventions.js';
import * as conventions from '../src/conventions/index.js';
import type { ConventionClick } from '../src/conventions/index.js';
import { addresses } from './addresses.js';
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

  @Mutation(() => api.ConventionRequested, {
    description: 'Asks a Caf for a convention; open to whoever is not signed in too.',
  })
  requestConvention(
    @Args(() => api.RequestConventionArgs) asked: api.RequestConventionArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    const { caf, service, convention, applicant = null } = asked;
    const { partnerName, structures, manager } = convention;
    return conventions.requestConvention(ctx, caf, { service, partnerName, structures, manager }, applicant);
  }

  @Mutation(() => api.Convention, {
    description: 'Replaces what is asked of a convention that was returned; its Caf and its service stay.',
  })
  amendConvention(
    @Args(() => api.AmendConventionArgs) { convention, ...seen }: api.AmendConventionArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return conventions.amendConvention(ctx, seen, convention);
  }

  @Mutation(() => api.Convention, {
    description:
      'Takes one step on the revision that the person saw. ACTIVATE makes partner, structures and accounts; END takes back at once whatever was given.',
  })
  advanceConvention(
    @Args(() => api.AdvanceConventionArgs) { step, reason, endsOn, ...seen }: api.AdvanceConventionArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return conventions.advanceConvention(ctx, seen, step as ConventionClick, { reason, endsOn });
  }

  @Mutation(() => api.Convention, {
    description:
      'Names another habilitation manager: the former one loses the role at once, the new one is invited.',
  })
  replaceManager(
    @Args(() => api.ReplaceManagerArgs) { manager, ...seen }: api.ReplaceManagerArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return conventions.replaceManager(ctx, seen, manager);
  }

  @FieldResolver()
  stateLabel(@Root() { state }: conventions.Convention): string {
    return conventions.conventionStateNames[state];
  }

  @FieldResolver(() => [api.ConventionStructure])
  structures(@Root() convention: conventions.Convention, @Ctx() { ctx }: ApiContext) {
    return conventions.describedIn(ctx, convention);
  }

  @FieldResolver(() => api.NamedPerson)
  manager(@Root() convention: conventions.Convention) {
    return conventions.managerOf(convention);
  }

  @FieldResolver()
  address(@Root() { id, documentDigest }: conventions.Convention): string | null {
    return documentDigest && addresses.convention(id);
  }

  @FieldResolver()
  signedCopyAddress(@Root() { id }: conventions.Convention): string {
    return addresses.signedCopy(id);
  }

  @FieldResolver()
  openSteps(@Root() convention: conventions.Convention, @Ctx() { ctx }: ApiContext): string[] {
    return conventions.conventionSteps(ctx, convention);
  }
}
