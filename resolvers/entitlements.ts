/** What a month is worth: simulated, or attached to a decided row. */
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { CmgEstimate, CmgInput, RecordInput } from '../schema/entitlements.js';
import { MatchingEvidence } from '../schema/matching.js';
import { ReportLine, Reassignment } from '../schema/processing.js';
import { tableRegistry } from '../src/allocataires/index.js';
import type { PartialCmgInput } from '../src/entitlements/index.js';
import * as processing from '../src/processing/index.js';
import type { ApiContext } from './context.js';
import { toldEvidence } from './matching.js';

const told = (estimate: processing.Estimate | null | undefined) => {
  if (!estimate) return null;
  if ('missing' in estimate) return { missing: estimate.missing, trace: [] };
  return { missing: [], ...estimate.estimate };
};

@Resolver()
export class SimulationResolver {
  @Query(() => CmgEstimate, { description: 'What a month would be worth, explained rule by rule.' })
  async simulateCmg(
    @Arg('input', () => CmgInput) input: CmgInput,
    @Arg('record', () => RecordInput, { nullable: true }) record: RecordInput | undefined,
    @Ctx() { ctx }: ApiContext,
  ) {
    const registry = tableRegistry(ctx.house.database);
    return told(await processing.simulate(ctx, registry, input as PartialCmgInput, record));
  }
}

@Resolver(() => ReportLine)
export class ReportLineResolver {
  @FieldResolver(() => CmgEstimate, {
    nullable: true,
    description: 'For the Caf’s people only; null for others.',
  })
  estimate(@Root() { outcome }: processing.ReportLine, @Ctx() { ctx }: ApiContext) {
    return outcome && ctx.can('read', outcome) ? told(outcome.estimate) : null;
  }

  @FieldResolver(() => MatchingEvidence, {
    nullable: true,
    description: 'What agreed with the record and what did not; for the Caf’s people only, null for others.',
  })
  evidence(@Root() { outcome }: processing.ReportLine, @Ctx() { ctx }: ApiContext) {
    return outcome && ctx.can('read', outcome) ? toldEvidence(outcome.evidence) : null;
  }
}

@Resolver(() => Reassignment)
export class ReassignmentEstimateResolver {
  @FieldResolver(() => CmgEstimate, { nullable: true, description: 'Null when no record was found.' })
  async estimate(@Root() { rowId }: processing.Reassignment, @Ctx() { ctx, loaders }: ApiContext) {
    const outcome = await loaders.outcome.load(rowId);
    return ctx.can('read', outcome) ? told(outcome.estimate) : null;
  }

  @FieldResolver(() => MatchingEvidence, {
    nullable: true,
    description: 'What agreed with the record and what did not; null when the row was not matched here.',
  })
  async evidence(@Root() { rowId }: processing.Reassignment, @Ctx() { ctx, loaders }: ApiContext) {
    const outcome = await loaders.outcome.load(rowId);
    return ctx.can('read', outcome) ? toldEvidence(outcome.evidence) : null;
  }
}
