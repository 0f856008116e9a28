/** Habilitation requests: drafts, steps, and the Caf's decisions. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { toConnection } from '../schema/connections.js';
import { SeenArgs } from '../schema/declarations.js';
import * as api from '../schema/requests.js';
import { Structure } from '../schema/structures.js';
import * as requests from '../src/requests/index.js';
import type { Decided, RequestClick, RequestKind, RequestState, Written } from '../src/requests/index.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.HabilitationRequest)
export class HabilitationRequestResolver {
  @Query(() => api.HabilitationRequest)
  habilitationRequest(@Arg('id', () => ID) id: string, @Ctx() { ctx }: ApiContext) {
    return requests.readRequest(ctx, id);
  }

  @Query(() => api.HabilitationRequestConnection, { description: 'Oldest first.' })
  async habilitationRequests(
    @Args(() => api.HabilitationRequestsArgs) { states, ...asked }: api.HabilitationRequestsArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    const filter = { ...asked, states: states as RequestState[] };
    return toConnection(await requests.listRequests(ctx, asked, filter));
  }

  @Query(() => [api.HabilitationRequestCount], { description: 'One line for each state.' })
  async habilitationRequestCounts(@Ctx() { ctx }: ApiContext) {
    const counts = await requests.countRequests(ctx);
    return counts.map((one) => ({ ...one, label: requests.requestStateNames[one.state] }));
  }

  @Mutation(() => api.HabilitationRequest, { description: 'Saves a draft, which may be incomplete.' })
  createHabilitationRequest(
    @Args(() => api.CreateHabilitationRequestArgs) asked: api.CreateHabilitationRequestArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    const { structureId, kind, content } = asked;
    return requests.createRequest(ctx, { structureId, kind: kind as RequestKind }, content as Written);
  }

  @Mutation(() => api.HabilitationRequest, { description: 'Replaces what a draft says.' })
  editHabilitationRequest(
    @Args(() => api.EditHabilitationRequestArgs) { content, ...seen }: api.EditHabilitationRequestArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return requests.editRequest(ctx, seen, content as Written);
  }

  @Mutation(() => Boolean, { description: 'Deletes a draft, with what it said of a person.' })
  async deleteHabilitationRequest(@Args(() => SeenArgs) seen: SeenArgs, @Ctx() { ctx }: ApiContext) {
    await requests.deleteRequest(ctx, seen);
    return true;
  }

  @Mutation(() => api.HabilitationRequest, {
    description: 'Takes one step of the cycle, on the revision that the person saw.',
  })
  advanceHabilitationRequest(
    @Args(() => api.AdvanceHabilitationRequestArgs) asked: api.AdvanceHabilitationRequestArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    const { step, reason, ...seen } = asked;
    return requests.advanceRequest(ctx, seen, step as RequestClick, reason);
  }

  @Mutation(() => [api.HabilitationDecisionResult], {
    description: `Decides up to ${requests.MOST_DECISIONS} requests, in their order, each by itself: one that is refused holds up no other.`,
  })
  decideHabilitationRequests(
    @Arg('decisions', () => [api.HabilitationDecisionInput]) decisions: api.HabilitationDecisionInput[],
    @Ctx() { ctx }: ApiContext,
  ) {
    return requests.decideRequests(ctx, decisions as Decided[]);
  }

  @FieldResolver(() => String, { description: 'The kind, in French.' })
  kindLabel(@Root() { kind }: requests.HabilitationRequest) {
    return requests.requestKindNames[kind];
  }

  @FieldResolver(() => String, { description: 'The state, in French.' })
  stateLabel(@Root() { state }: requests.HabilitationRequest) {
    return requests.requestStateNames[state];
  }

  @FieldResolver(() => Structure)
  structure(@Root() { structureId }: requests.HabilitationRequest, @Ctx() { loaders }: ApiContext) {
    return loaders.structure.load(structureId);
  }

  @FieldResolver(() => String, { nullable: true, description: 'The manager who sent it.' })
  submittedBy(@Root() { submittedBy }: requests.HabilitationRequest, @Ctx() { loaders }: ApiContext) {
    return submittedBy && loaders.actorName.load(submittedBy);
  }

  @FieldResolver(() => api.HabilitationRequestOrigin)
  async origin(@Root() request: requests.HabilitationRequest, @Ctx() { ctx }: ApiContext) {
    const { convention, fromManager } = await requests.originOf(ctx, request);
    return { convention: convention?.reference ?? null, fromManager };
  }

  @FieldResolver()
  openSteps(@Root() request: requests.HabilitationRequest, @Ctx() { ctx }: ApiContext): Promise<string[]> {
    return requests.requestSteps(ctx, request);
  }
}
