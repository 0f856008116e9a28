/** The data for NIMS, for the program that a Caf plugs: read, acknowledged, and decisions posted back. */
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { toConnection } from '../schema/connections.js';
import * as api from '../schema/nims.js';
import { NimsDeciderEnum } from '../schema/nims-enums.js';
import { CafSettings } from '../schema/structures.js';
import { tableRegistry } from '../src/allocataires/index.js';
import type { NimsDecider } from '../src/partners/index.js';
import type { Posted } from '../src/processing/index.js';
import * as processing from '../src/processing/index.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.NimsEntry)
export class NimsResolver {
  @Query(() => api.NimsEntryConnection, {
    description: 'After a cursor, whatever was acknowledged; without one, what was not yet. Oldest first.',
  })
  async nimsFeed(
    @Args(() => api.NimsFeedArgs) { caf, ...request }: api.NimsFeedArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return toConnection(await processing.nimsFeed(ctx, caf, request));
  }

  @Mutation(() => Int, {
    description: 'All was received up to that cursor, included: how many entries were waiting for it.',
  })
  acknowledgeNims(
    @Arg('caf', () => ID) caf: string,
    @Arg('cursor', () => String) cursor: string,
    @Ctx() { ctx }: ApiContext,
  ) {
    return processing.acknowledgeNims(ctx, caf, cursor);
  }

  @Mutation(() => [api.NimsPosted], {
    description: `Decisions of the Caf’s own NIMS, ${processing.MOST_POSTED} at most; each with its own result, and the first one stands.`,
  })
  async postNimsOutcomes(
    @Arg('caf', () => ID) caf: string,
    @Arg('outcomes', () => [api.NimsOutcomeInput]) outcomes: api.NimsOutcomeInput[],
    @Ctx() { ctx }: ApiContext,
  ) {
    const registry = tableRegistry(ctx.house.database);
    const posted = outcomes.map(({ outcome: kind, ...of }) => ({ ...of, kind }) as Posted);
    const told = await processing.postNimsOutcomes(ctx, caf, posted, registry);
    return told.map((it) => ({ ...it, sentence: processing.postedResultNames[it.result] }));
  }

  @Mutation(() => CafSettings, { description: 'Who decides for the Caf from now on.' })
  setNimsDecider(
    @Arg('code', () => ID) code: string,
    @Arg('decider', () => NimsDeciderEnum) decider: string,
    @Ctx() { ctx }: ApiContext,
  ) {
    return processing.setNimsDecider(ctx, code, decider as NimsDecider);
  }

  @FieldResolver()
  number(@Root() { attestation }: processing.NimsEntry): string {
    return attestation.number;
  }

  @FieldResolver()
  version(@Root() { attestation }: processing.NimsEntry): number {
    return attestation.version;
  }

  @FieldResolver()
  declaration(@Root() { attestation }: processing.NimsEntry): string {
    return attestation.fields.deposit.reference;
  }

  @FieldResolver()
  month(@Root() { attestation }: processing.NimsEntry): string {
    return attestation.month;
  }

  @FieldResolver()
  siret(@Root() { attestation }: processing.NimsEntry): string {
    return attestation.fields.structure.siret;
  }

  @FieldResolver()
  allocataire(@Root() { attestation }: processing.NimsEntry): string {
    return attestation.allocataire;
  }

  @FieldResolver()
  lastName(@Root() { attestation }: processing.NimsEntry): string | null {
    return attestation.fields.child?.lastName ?? null;
  }

  @FieldResolver()
  firstName(@Root() { attestation }: processing.NimsEntry): string | null {
    return attestation.fields.child?.firstName ?? null;
  }

  @FieldResolver()
  birthDate(@Root() { attestation }: processing.NimsEntry): string | null {
    return attestation.fields.child?.birthDate ?? null;
  }

  @FieldResolver()
  hours(@Root() { attestation }: processing.NimsEntry): number {
    return attestation.fields.hours;
  }

  @FieldResolver()
  specificHours(@Root() { attestation }: processing.NimsEntry): number {
    return attestation.fields.specificHours;
  }

  @FieldResolver()
  amountCents(@Root() { attestation }: processing.NimsEntry): number {
    return attestation.fields.amountCents;
  }

  @FieldResolver()
  endOfCare(@Root() { attestation }: processing.NimsEntry): string | null {
    return attestation.fields.endOfCare;
  }
}
