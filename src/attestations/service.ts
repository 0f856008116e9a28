/** Reading attestations and their files. */
import type { Context } from '../kernel/context.js';
import { enqueue } from '../kernel/jobs.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import { NotFound, refusal } from '../kernel/refusal.js';
import { inspect } from '../kernel/vault.js';
import { FiledDocument } from '../allocataires/index.js';
import type { Declaration } from '../declarations/index.js';
import { DeclarationRow } from '../declarations/index.js';
import { Attestation } from './attestation.js';
import { lookAtAttestation } from './jobs.js';

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

export const AttestationDamaged = refusal<{ number: string; version: number }>(
  'FILE_DAMAGED',
  () =>
    'Le fichier de cette attestation est endommagé : il n’est pas remis. Il est refait à l’identique, sous une nouvelle version ; rechargez la page dans quelques minutes.',
);

/**
 * The printed file of a filed attestation.
 *
 * @throws FILE_DAMAGED when it is not what was filed any more: it is then looked at without waiting for the night
 */
export async function readFile(
  ctx: Context,
  id: string,
): Promise<{ attestation: Attestation; file: Buffer }> {
  const attestation = await readAttestation(ctx, id);
  const { number, version, caf } = attestation;
  const document = await ctx.em.findOneBy(FiledDocument, { attestationId: id });
  if (!document) throw NotFound({ what: WHAT, id });
  const { bytes } = await inspect(ctx.house.vault, document.key, document.digest);
  if (bytes) return { attestation, file: bytes };
  await ctx.transaction((ctx) => enqueue(ctx, lookAtAttestation, { id, caf }, ctx.today()));
  throw AttestationDamaged({ number, version });
}

/** The next version of an attestation. */
export const nextVersion = ({ em }: Context, { number, version }: Attestation): Promise<Attestation | null> =>
  em.findOneBy(Attestation, { number, version: version + 1 });
