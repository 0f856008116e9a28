/** What an attestation says, frozen and sealed: from then on its page is always the same. */
import type { Context } from '../kernel/context.js';
import { Attestation } from './attestation.js';
import type { AttestationFields } from './fields.js';
import { templateVersion } from './page.js';
import type { Signer } from './seal/keys.js';
import { signerOf } from './seal/keys.js';
import type { SealKey } from './seal/key.js';
import { isSignedBy, sealedOf } from './seal/signature.js';

export type Frozen = Pick<Attestation, 'fields' | 'fieldsDigest' | 'sealKeyId' | 'sealSignature'>;

export function frozen(signer: Signer, fields: AttestationFields): Frozen {
  const sealed = sealedOf(fields);
  const { keyId, signature } = signer(sealed);
  return { fields, fieldsDigest: sealed.digest, sealKeyId: keyId, sealSignature: signature };
}

/** Whether what it says is still what was frozen, and that key sealed. */
export function isSealedBy(
  { id: keyId, publicKey }: SealKey,
  { fields, fieldsDigest, sealKeyId, sealSignature }: Attestation,
): boolean {
  const sealed = sealedOf(fields);
  const isFrozen = sealed.digest === fieldsDigest && sealKeyId === keyId && sealSignature !== null;
  return isFrozen && isSignedBy(publicKey, sealed, { keyId, signature: sealSignature });
}

/**
 * Freezes again what was numbered for another template and is not filed yet: nobody has seen it, and a template that is
 * no more is not kept for it.
 */
export async function freezeAnew(ctx: Context, numbered: readonly Attestation[]): Promise<void> {
  const stale = numbered.filter(({ fields }) => fields.templateVersion !== templateVersion);
  if (stale.length === 0) return;
  await ctx.transaction(async (ctx) => {
    const signer = await signerOf(ctx);
    for (const attestation of stale) {
      const anew = frozen(signer, { ...attestation.fields, templateVersion });
      await ctx.em.update(Attestation, { id: attestation.id, state: 'numbered' }, anew);
      Object.assign(attestation, anew);
      ctx.record('freezeAnew', 'attestation', attestation, { number: attestation.number, templateVersion });
    }
  });
}
