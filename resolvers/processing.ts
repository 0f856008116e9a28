/** The reassignment queue and the processing report. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Attestation } from '../schema/attestations.js';
import { PageArgs, toConnection } from '../schema/connections.js';
import { DeclarationRow } from '../schema/rows.js';
import { ReassignmentStateEnum } from '../schema/enums.js';
import * as api from '../schema/processing.js';
import * as processing from '../src/processing/index.js';
import type { ClosingOutcome, ReassignmentState, ReassignmentStep } from '../src/processing/index.js';
import { addresses } from './addresses.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.Reassignment)
export class ReassignmentResolver {
  @Query(() => api.Reassignment)
  reassignment(@Arg('id', () => ID) id: string, @Ctx() { ctx }: ApiContext) {
    return processing.readReassignment(ctx, id);
  }

  @Query(() => api.ReassignmentConnection, { description: 'The queue, oldest first.' })
  async reassignments(
    @Args(() => PageArgs) request: PageArgs,
    @Arg('state', () => ReassignmentStateEnum, { nullable: true }) state: ReassignmentState | undefined,
    @Ctx() { ctx }: ApiContext,
  ) {
    return toConnection(await processing.listReassignments(ctx, request, state));
  }

  @Mutation(() => api.Reassignment, {
    description: 'Takes one step on a case, on the revision that the adviser saw.',
  })
  advanceReassignment(
    @Args(() => api.AdvanceReassignmentArgs) { step, outcome, comment, ...seen }: api.AdvanceReassignmentArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    const closing = { outcome: outcome as ClosingOutcome, comment };
    return processing.advanceReassignment(ctx, seen, step as ReassignmentStep, closing);
  }

  @FieldResolver()
  sentence(@Root() { reason }: processing.Reassignment): string {
    return processing.reasons[reason].sentence;
  }

  @FieldResolver()
  hint(@Root() { reason }: processing.Reassignment): string {
    return processing.reasons[reason].hint;
  }

  @FieldResolver()
  ageInDays(@Root() reassignment: processing.Reassignment, @Ctx() { ctx }: ApiContext): number {
    return processing.ageInDays(ctx, reassignment);
  }

  @FieldResolver()
  holder(
    @Root() { claimedBy }: processing.Reassignment,
    @Ctx() { loaders }: ApiContext,
  ): Promise<string> | null {
    return claimedBy === null ? null : loaders.actorName.load(claimedBy);
  }

  @FieldResolver(() => DeclarationRow)
  row(@Root() { rowId }: processing.Reassignment, @Ctx() { loaders }: ApiContext) {
    return loaders.row.load(rowId);
  }

  @FieldResolver(() => Attestation)
  attestation(@Root() { attestationId }: processing.Reassignment, @Ctx() { loaders }: ApiContext) {
    return loaders.attestation.load(attestationId);
  }

  @FieldResolver()
  openSteps(@Root() reassignment: processing.Reassignment, @Ctx() { ctx }: ApiContext): string[] {
    return processing.openReassignmentSteps(ctx, reassignment);
  }
}

@Resolver()
export class ReportResolver {
  @Query(() => api.ProcessingReport)
  async processingReport(@Arg('declarationId', () => ID) declarationId: string, @Ctx() { ctx }: ApiContext) {
    const { counts, lines } = await processing.report(ctx, declarationId);
    const told = processing.fates.map((fate) => ({
      fate,
      label: processing.fateNames[fate],
      rows: counts[fate],
    }));
    return { counts: told, lines, address: addresses.report(declarationId) };
  }
}
