/** The reassignment queue and the processing report. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Attestation } from '../schema/attestations.js';
import { toConnection } from '../schema/connections.js';
import { Structure } from '../schema/structures.js';
import { DeclarationRow } from '../schema/rows.js';
import * as api from '../schema/processing.js';
import * as processing from '../src/processing/index.js';
import type { CaseAction, CaseOrder, CasesAsked, ReassignmentStep, Said } from '../src/processing/index.js';
import { addresses } from './addresses.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.Reassignment)
export class ReassignmentResolver {
  @Query(() => api.Reassignment)
  reassignment(@Arg('id', () => ID) id: string, @Ctx() { ctx }: ApiContext) {
    return processing.readReassignment(ctx, id);
  }

  @Query(() => api.ReassignmentConnection, { description: 'The queue, by what one asks of its cases.' })
  async reassignments(
    @Args(() => api.ReassignmentsArgs) { first, after, order, ...asked }: api.ReassignmentsArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    const request = { first: first ?? null, after: after ?? null };
    const found = processing.listReassignments(ctx, request, asked as CasesAsked, order as CaseOrder);
    return toConnection(await found);
  }

  @Query(() => api.ReassignmentCounts, { description: 'Of the cases that are not closed yet.' })
  async reassignmentCounts(@Ctx() { ctx }: ApiContext) {
    const { byReason, byAge } = await processing.countCases(ctx);
    return {
      byReason: byReason.map((one) => ({ ...one, label: processing.reasons[one.reason].sentence })),
      byAge: byAge.map((one) => ({ ...one, label: processing.ageBrackets[one.age].label })),
    };
  }

  @Query(() => [api.AdviserLoad], { description: 'For their supervisor: the most loaded first.' })
  adviserLoads(@Ctx() { ctx }: ApiContext) {
    return processing.adviserLoads(ctx);
  }

  @Mutation(() => api.Reassignment, {
    nullable: true,
    description:
      'Takes the case whose deadline comes first, of those that nobody has; null when none is left.',
  })
  claimNextReassignment(
    @Args(() => api.AmongReassignmentsArgs) asked: api.AmongReassignmentsArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return processing.claimNext(ctx, asked as CasesAsked);
  }

  @Mutation(() => api.Reassignment, {
    description: 'Takes one step on a case, on the revision that the person saw.',
  })
  advanceReassignment(
    @Args(() => api.ReassignmentActionInput) { id, revision, step, ...said }: api.ReassignmentActionInput,
    @Ctx() { ctx }: ApiContext,
  ) {
    return processing.advanceReassignment(ctx, { id, revision }, step as ReassignmentStep, said as Said);
  }

  @Mutation(() => [api.ReassignmentActionResult], {
    description: `Takes up to ${processing.MOST_ACTIONS} steps, in their order, each by itself: one that is refused holds up no other.`,
  })
  advanceReassignments(
    @Arg('actions', () => [api.ReassignmentActionInput]) actions: api.ReassignmentActionInput[],
    @Ctx() { ctx }: ApiContext,
  ) {
    return processing.advanceReassignments(ctx, actions as CaseAction[]);
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

  @FieldResolver()
  assigner(
    @Root() { assignedBy }: processing.Reassignment,
    @Ctx() { loaders }: ApiContext,
  ): Promise<string> | null {
    return assignedBy === null ? null : loaders.actorName.load(assignedBy);
  }

  @FieldResolver()
  overdue(@Root() reassignment: processing.Reassignment, @Ctx() { ctx }: ApiContext): boolean {
    return processing.isOverdue(ctx, reassignment);
  }

  @FieldResolver(() => Structure)
  structure(@Root() { structureId }: processing.Reassignment, @Ctx() { loaders }: ApiContext) {
    return loaders.structure.load(structureId);
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

@Resolver(() => api.AdviserLoad)
export class AdviserLoadResolver {
  @FieldResolver()
  name(@Root() { id }: processing.AdviserLoad, @Ctx() { loaders }: ApiContext): Promise<string> {
    return loaders.actorName.load(id);
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
    return {
      counts: told,
      lines,
      address: addresses.report(declarationId),
      pdfAddress: addresses.reportPdf(declarationId),
    };
  }
}
