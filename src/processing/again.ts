/** What was decided follows an attestation that was made again: the decision stands, its paper is another. */
import type { Context } from '../kernel/context.js';
import type { Attestation } from '../attestations/index.js';
import { read } from '../declarations/index.js';
import { heldDecider } from './nims-decider.js';
import { NimsEntry } from './nims-entry.js';
import { publish } from './nims-feed.js';
import { Outcome, Reassignment } from './outcome.js';

/**
 * In the current transaction. NIMS leaves out a version that was replaced, so that the next one is published in its
 * place: it waits for a decision as the former did, unless there is one.
 */
export async function followAttestation(ctx: Context, former: string, next: Attestation): Promise<void> {
  const { em } = ctx;
  const { id: attestationId, rowId, declarationId, caf } = next;
  // Nobody decides on the former one meanwhile.
  await heldDecider(ctx, caf);
  const { affected: decisions } = await em.update(
    Outcome,
    { rowId, attestationId: former },
    { attestationId },
  );
  await em.update(Reassignment, { rowId, attestationId: former }, { attestationId });
  if (!(await em.existsBy(NimsEntry, { attestationId: former, kind: 'attestation' }))) return;
  await publish(ctx, await read(ctx, declarationId), false);
  if (decisions) await em.update(NimsEntry, { attestationId }, { acknowledgedAt: ctx.instant() });
}
