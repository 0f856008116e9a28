/** What families were told, for the advisers of their Caf. */
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Attestation } from '../schema/attestations.js';
import { PageArgs, toConnection } from '../schema/connections.js';
import * as api from '../schema/notices.js';
import type * as processing from '../src/processing/index.js';
import { listNotices } from '../src/processing/index.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.FamilyNotice)
export class NoticeResolver {
  @Query(() => api.FamilyNoticeConnection, { description: 'Newest first.' })
  async familyNotices(
    @Args(() => PageArgs) request: PageArgs,
    @Arg('allocataire', () => String, { nullable: true, description: 'Of that number only.' })
    allocataire: string | undefined,
    @Ctx() { ctx }: ApiContext,
  ) {
    return toConnection(await listNotices(ctx, request, allocataire));
  }

  @FieldResolver(() => Attestation)
  attestation(@Root() { attestationId }: processing.FamilyNotice, @Ctx() { loaders }: ApiContext) {
    return loaders.attestation.load(attestationId);
  }
}
