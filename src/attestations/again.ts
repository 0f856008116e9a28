/** An attestation whose file was lost or damaged, made again: the next version of its number, which says the same. */
import type { Context } from '../kernel/context.js';
import { NotFound } from '../kernel/refusal.js';
import { Attestation } from './attestation.js';
import { fileOne } from './filing.js';
import { numbered } from './numbering.js';
import { templateVersion } from './page.js';
import { signerOf } from './seal/keys.js';
import { nextVersion } from './service.js';

async function following(ctx: Context, former: Attestation): Promise<Attestation> {
  const { declarationId: id, rowId, structureId, caf, month, lot } = former;
  const version = former.version + 1;
  const fields = { ...former.fields, version, issuedAt: ctx.instant(), templateVersion };
  const signer = await signerOf(ctx);
  return numbered({ id, structureId, caf, month }, { row: { id: rowId }, fields, signer, lot });
}

const toIssue = (ctx: Context, id: string) => ctx.scope(Attestation, 'attestation', 'issue').andWhere({ id });

/** The next version, numbered by whoever comes first; nothing when an amendment made it, or the row is declared no more. */
const numberAgain = (ctx: Context, id: string): Promise<Attestation | null> =>
  ctx.transaction(async (ctx) => {
    const former = await ctx.alone(toIssue(ctx, id)).getOne();
    if (!former) throw NotFound({ what: 'Attestation', id });
    const known = await nextVersion(ctx, former);
    if (known) return known.declarationId === former.declarationId ? known : null;
    if (former.standing !== 'current' || former.state !== 'filed') return null;
    ctx.saw('attestation', former);
    const next = await following(ctx, former);
    await ctx.em.insert(Attestation, next);
    return next;
  });

/** Whether the next version is numbered and not filed: who began to make it again died, or could not print. */
export async function isBegunAgain(ctx: Context, id: string): Promise<boolean> {
  const former = await toIssue(ctx, id).getOne();
  const next = former && (await nextVersion(ctx, former));
  return next?.declarationId === former?.declarationId && next?.state === 'numbered';
}

/**
 * Makes an attestation again whose file is damaged, unless it was replaced or withdrawn. Run again, it goes on where it
 * was.
 *
 * @param settle  what is written with the end of it, told the version that stands for it, or that none was made
 */
export async function makeAgain(
  ctx: Context,
  id: string,
  settle: (ctx: Context, next: Attestation | null) => Promise<void>,
): Promise<void> {
  const next = await numberAgain(ctx, id);
  if (next?.state === 'numbered') return fileOne(ctx, next, (ctx) => settle(ctx, next));
  await ctx.transaction(async (ctx) => {
    await settle(ctx, next);
    ctx.complete();
  });
}
