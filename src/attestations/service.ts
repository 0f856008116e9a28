/** Reading attestations and their files. */
import type { Context } from '../kernel/context.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import type { Declaration } from '../declarations/index.js';
import { DeclarationRow } from '../declarations/index.js';
import { Attestation, attestationKey } from './attestation.js';

const WHAT = 'Attestation';

/** @throws NOT_FOUND when there is none, or none this person may read */
export async function readAttestation(ctx: Context, id: string): Promise<Attestation> {
  const attestation = await ctx.find(Attestation, id, WHAT);
  ctx.saw('attestation', attestation);
  return attestation;
}

/** @param declaration  those of its rows only: of an amendment, most were issued for an earlier version */
export async function listAttestations(
  ctx: Context,
  request: PageRequest,
  declaration?: Pick<Declaration, 'id' | 'amendsId'>,
): Promise<Page<Attestation>> {
  const attestations = ctx.scope(Attestation, 'attestation');
  const { id, amendsId } = declaration ?? {};
  if (amendsId) {
    const rows = attestations
      .subQuery()
      .select('coalesce(declared.carriedFrom, declared.id)')
      .from(DeclarationRow, 'declared')
      .where('declared.declarationId = :id');
    attestations.andWhere(`attestation.rowId in ${rows.getQuery()}`, { id });
  } else if (id) attestations.andWhere('attestation.declarationId = :id', { id });
  const found = await page(attestations, request);
  for (const attestation of found.nodes) ctx.saw('attestation', attestation);
  return found;
}

/** The printed file of a filed attestation. */
export async function readFile(
  ctx: Context,
  id: string,
): Promise<{ attestation: Attestation; file: Buffer }> {
  const attestation = await readAttestation(ctx, id);
  return { attestation, file: await ctx.house.vault.get(attestationKey(attestation)) };
}

/** The next version of an attestation. */
export const nextVersion = ({ em }: Context, { number, version }: Attestation): Promise<Attestation | null> =>
  em.findOneBy(Attestation, { number, version: version + 1 });
