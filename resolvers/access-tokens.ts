/** Access tokens of programs: made, listed and ended by the habilitation manager. */
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import * as api from '../schema/access-tokens.js';
import { PageArgs, toConnection } from '../schema/connections.js';
import { Caf, Partner, Structure } from '../schema/structures.js';
import * as habilitations from '../src/habilitations/index.js';
import type { CafTokenRequest, TokenRequest } from '../src/habilitations/index.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.AccessToken)
export class AccessTokenResolver {
  @Query(() => api.AccessTokenConnection, { description: 'Newest first; a token sees itself.' })
  async accessTokens(@Args(() => PageArgs) request: PageArgs, @Ctx() { ctx }: ApiContext) {
    return toConnection(await habilitations.listTokens(ctx, request));
  }

  @Mutation(() => api.CreatedAccessToken, {
    description: 'Its text is in the answer, and nowhere afterwards.',
  })
  createAccessToken(
    @Arg('input', () => api.CreateAccessTokenInput) input: api.CreateAccessTokenInput,
    @Ctx() { ctx }: ApiContext,
  ) {
    return habilitations.createToken(ctx, input as TokenRequest);
  }

  @Mutation(() => api.CreatedAccessToken, {
    description: 'A token for a program of the Caf; its text is in the answer, and nowhere afterwards.',
  })
  createCafAccessToken(
    @Arg('input', () => api.CreateCafAccessTokenInput) input: api.CreateCafAccessTokenInput,
    @Ctx() { ctx }: ApiContext,
  ) {
    return habilitations.createCafToken(ctx, input as CafTokenRequest);
  }

  @Mutation(() => api.AccessToken, { description: 'Ends a token at once: its next call is refused.' })
  revokeAccessToken(@Args(() => api.AccessTokenArgs) seen: api.AccessTokenArgs, @Ctx() { ctx }: ApiContext) {
    return habilitations.revokeToken(ctx, seen);
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'Null when it is a Caf’s own.' })
  partner(@Root() { partnerId }: habilitations.AccessToken, @Ctx() { loaders }: ApiContext) {
    return partnerId === null ? null : loaders.partner.load(partnerId);
  }

  @FieldResolver(() => Caf)
  caf(@Root() { caf }: habilitations.AccessToken, @Ctx() { loaders }: ApiContext) {
    return loaders.caf.load(caf);
  }

  @FieldResolver(() => [Structure], {
    description: 'Those it acts at now: one that changed hands is not among them.',
  })
  structures(@Root() token: habilitations.AccessToken, @Ctx() { ctx }: ApiContext) {
    return habilitations.structuresOf(ctx, token);
  }

  @FieldResolver(() => String, { description: 'The name of the manager who made it.' })
  createdBy(@Root() { createdBy }: habilitations.AccessToken, @Ctx() { loaders }: ApiContext) {
    return loaders.actorName.load(createdBy);
  }

  @FieldResolver()
  state(@Root() token: habilitations.AccessToken, @Ctx() { ctx }: ApiContext): string {
    return habilitations.stateAt(token, ctx.instant());
  }

  @FieldResolver()
  stateLabel(@Root() token: habilitations.AccessToken, @Ctx() { ctx }: ApiContext): string {
    return habilitations.tokenStateNames[habilitations.stateAt(token, ctx.instant())];
  }

  @FieldResolver()
  openSteps(@Root() token: habilitations.AccessToken, @Ctx() { ctx }: ApiContext): string[] {
    return habilitations.openTokenSteps(ctx, token);
  }
}
