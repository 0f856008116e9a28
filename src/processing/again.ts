/** What was decided follows an attestation that was made again: the decision stands, its paper is another. */
import type { Context } from '../kernel/context.js';
import type { Attestation } from '../attestations/index.js';
import { Outcome, Reassignment } from './outcome.js';

/** In the current transaction. */
export async function followAttestation({ em }: Context, former: string, next: Attestation): Promise<void> {
  const ofRow = { rowId: next.rowId, attestationId: former };
  await em.update(Outcome, ofRow, { attestationId: next.id });
  await em.update(Reassignment, ofRow, { attestationId: next.id });
}
