/** The keys of the house: which one signs, the change for another, the one that is trusted no more. */
import { IsNull } from 'typeorm';
import type { Context, House } from '../../kernel/context.js';
import { seal, unseal } from '../../kernel/seal.js';
import { NotFound, refusal } from '../../kernel/refusal.js';
import { HOUSE } from '../../identity/index.js';
import type { PublishedKey } from './key.js';
import { SealKey, published } from './key.js';
import type { Pair, Seal, Sealed } from './signature.js';
import { newSeed, pairOf, sealWith } from './signature.js';

const WHAT = 'Clé de scellement';

export const SealKeyInUse = refusal<{ id: string }>(
  'SEAL_KEY_IN_USE',
  ({ id }) => `La clé ${id} est celle qui scelle. Donnez-lui d’abord une remplaçante, par « --rotate ».`,
);

export const SealKeyKnown = refusal<{ id: string }>(
  'SEAL_KEY_KNOWN',
  ({ id }) =>
    `La clé ${id} a déjà servi. Donnez à SEAL_KEY une clé neuve, que « bin/habilis keys --make » écrit.`,
);

/** The private part of the key that signs is not in this process: nothing is sealed until it is. */
export class SealKeyAbsent extends Error {
  override name = 'SealKeyAbsent';
}

const sealedFor = (id: string) => ({ purpose: 'attestation key', whose: id });

/** The key of the configuration, or a new one that the database keeps sealed. */
function newKey(house: House): { pair: Pair; secret: string | null } {
  if (house.sealKey) return { pair: pairOf(house.sealKey), secret: null };
  const seed = newSeed();
  const pair = pairOf(seed);
  return { pair, secret: seal(house, sealedFor(pair.id), seed) };
}

const signingKey = (ctx: Context): Promise<SealKey | null> =>
  ctx.held(ctx.em.createQueryBuilder(SealKey, 'it').where("it.signing = 'yes'")).getOne();

/** Puts a key in service, in the current transaction; none when another one was, meanwhile. */
async function begin(ctx: Context, { pair, secret }: ReturnType<typeof newKey>): Promise<void> {
  const { id, publicKey } = pair;
  const key = { id, caf: HOUSE, publicKey, secret, signing: 'yes' as const, createdAt: ctx.instant() };
  const row = { ...key, retiredAt: null, withdrawnAt: null };
  await ctx.em.createQueryBuilder().insert().into(SealKey).values(row).orIgnore().execute();
}

/** The private part, where this process has it. */
function pairOfKey(house: House, { id, secret }: SealKey): Pair | undefined {
  if (house.sealKey) {
    const pair = pairOf(house.sealKey);
    return pair.id === id ? pair : undefined;
  }
  try {
    return secret === null ? undefined : pairOf(unseal(house, sealedFor(id), secret));
  } catch {
    // Sealed under another secret of the house.
    return undefined;
  }
}

export type Signer = (sealed: Sealed) => Seal;

/**
 * What seals, in the current transaction; the first time, its key is put in service.
 *
 * @throws SealKeyAbsent
 */
export async function signerOf(ctx: Context): Promise<Signer> {
  let key = await signingKey(ctx);
  if (!key) {
    const made = newKey(ctx.house);
    await begin(ctx, made);
    key = (await signingKey(ctx))!;
    if (key.id === made.pair.id) ctx.record('begin', 'sealKey', key, { key: key.id });
  }
  const pair = pairOfKey(ctx.house, key);
  if (!pair) throw new SealKeyAbsent(`The private key of ${key.id} is not here.`);
  return (sealed) => sealWith(pair, sealed);
}

/** Whether this process could seal: it has the private part of the key that signs, or may put the first one in service. */
export async function canSeal({ house, em }: Context): Promise<boolean> {
  const key = await em.findOneBy(SealKey, { signing: 'yes' });
  return !key || pairOfKey(house, key) !== undefined;
}

/**
 * Puts another key in service: that of the configuration, or a new one where it has none. What the one before signed
 * stays good.
 *
 * @throws SEAL_KEY_KNOWN when the configuration still has a key that has served
 */
export const rotateKey = (ctx: Context): Promise<SealKey> =>
  ctx.transaction(async (ctx) => {
    const before = await ctx
      .alone(ctx.scope(SealKey, 'it', 'rotate').andWhere("it.signing = 'yes'"))
      .getOne();
    const made = newKey(ctx.house);
    const { id } = made.pair;
    ctx.demand('rotate', Object.assign(new SealKey(), { id, caf: HOUSE }), WHAT);
    if (await ctx.em.existsBy(SealKey, { id })) throw SealKeyKnown({ id });
    if (before) await ctx.em.update(SealKey, { id: before.id }, { signing: null, retiredAt: ctx.instant() });
    await begin(ctx, made);
    const key = await ctx.em.findOneByOrFail(SealKey, { id });
    ctx.record('rotate', 'sealKey', key, { key: id, before: before?.id ?? null });
    return key;
  });

/**
 * Trusts a key no more: whoever stole it may seal anything, so that its seals alone prove nothing from then on.
 *
 * @throws NOT_FOUND, SEAL_KEY_IN_USE
 */
export const withdrawKey = (ctx: Context, id: string): Promise<SealKey> =>
  ctx.transaction(async (ctx) => {
    const key = await ctx.scope(SealKey, 'it', 'withdraw').andWhere('it.id = :id', { id }).getOne();
    if (!key) throw NotFound({ what: WHAT, id });
    if (key.signing) throw SealKeyInUse({ id });
    const withdrawnAt = ctx.instant();
    const { affected } = await ctx.em.update(SealKey, { id, withdrawnAt: IsNull() }, { withdrawnAt });
    if (affected) ctx.record('withdraw', 'sealKey', key, { key: id });
    return ctx.em.findOneByOrFail(SealKey, { id });
  });

/** Every key there was, the last one first: public, for whoever checks a seal. */
export const keysOf = ({ em }: Pick<Context, 'em'>): Promise<SealKey[]> =>
  em.find(SealKey, { order: { createdAt: 'DESC', id: 'DESC' } });

export const publishedKeys = async (ctx: Pick<Context, 'em'>): Promise<{ keys: PublishedKey[] }> => ({
  keys: (await keysOf(ctx)).map(published),
});
