/** Access tokens of a Caf's own programs, such as the NIMS that it plugs: made and ended by its officers. */
import type { Context } from '../kernel/context.js';
import { BadInput, NotFound } from '../kernel/refusal.js';
import { Caf } from '../partners/index.js';
import type { Operation } from './token.js';
import { AccessToken, cafOperations } from './token.js';
import { hashSecret, newSecret } from './token-secret.js';
import { demandDays, demandName, tokenFor } from './tokens.js';

export interface CafTokenRequest {
  caf: string;
  name: string;
  operations: Operation[];
  days?: number | null;
}

function demandRequest({ name, operations: asked, days }: CafTokenRequest): void {
  demandName(name);
  demandDays(days);
  if (asked.length === 0 || asked.some((operation) => !cafOperations.includes(operation)))
    throw BadInput({ field: 'operations', expected: 'au moins une opération, d’une Caf seulement,' });
}

/**
 * Makes a token for a program of the Caf. Its text is told here, and never again.
 *
 * @throws NOT_FOUND to whoever may not, BAD_INPUT
 */
export async function createCafToken(
  ctx: Context,
  request: CafTokenRequest,
): Promise<{ secret: string; accessToken: AccessToken }> {
  demandRequest(request);
  const secret = newSecret();
  const accessToken = await ctx.transaction(async (ctx) => {
    const { caf: code } = request;
    const known = await ctx
      .scope(Caf, 'caf', 'issueCafToken')
      .andWhere('caf.code = :code', { code })
      .getExists();
    if (!known) throw NotFound({ what: 'Caf', id: code });
    const token = tokenFor(ctx, { ...request, structureIds: [] });
    const place = { partnerId: null, caf: code, conventionId: null };
    await ctx.em.insert(AccessToken, { ...token, ...place, tokenHash: hashSecret(ctx.house, secret) });
    const facts = { operations: token.operations.join(','), expiresAt: token.expiresAt };
    ctx.record('create', 'accessToken', { id: token.id, caf: code }, facts);
    return ctx.em.findOneByOrFail(AccessToken, { id: token.id });
  });
  return { secret, accessToken };
}
