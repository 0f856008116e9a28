/** Filed attestations. */
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import * as api from '../schema/attestations.js';
import { PageArgs, toConnection } from '../schema/connections.js';
import * as attestations from '../src/attestations/index.js';
import { addresses } from './addresses.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.Attestation)
export class AttestationResolver {
  @Query(() => api.Attestation)
  attestation(@Arg('id', () => ID) id: string, @Ctx() { ctx }: ApiContext) {
    return attestations.readAttestation(ctx, id);
  }

  @Query(() => api.AttestationConnection)
  async attestations(@Args(() => PageArgs) request: PageArgs, @Ctx() { ctx }: ApiContext) {
    return toConnection(await attestations.listAttestations(ctx, request));
  }

  @FieldResolver()
  address(@Root() { id, filedAt }: attestations.Attestation): string | null {
    return filedAt && addresses.attestation(id);
  }

  @FieldResolver(() => String, { description: 'The standing, in French.' })
  standingLabel(@Root() { standing }: attestations.Attestation) {
    return attestations.standingNames[standing];
  }

  @FieldResolver(() => api.Attestation, { nullable: true, description: 'The version that replaced it.' })
  async replacedBy(@Root() attestation: attestations.Attestation, @Ctx() { ctx }: ApiContext) {
    return attestation.standing === 'replaced' ? attestations.nextVersion(ctx, attestation) : null;
  }
}
