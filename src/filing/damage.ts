/** What is done about a damaged file: written down once, told, and made again where it can be. */
import { In } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
import { enqueue } from '../kernel/jobs.js';
import type { Flaw } from '../kernel/vault.js';
import type { Attestation } from '../attestations/index.js';
import { isBegunAgain, makeAgain } from '../attestations/index.js';
import { followAttestation } from '../processing/index.js';
import type { DamageState, FileKind } from './damaged-file.js';
import { DamagedFile } from './damaged-file.js';
import { makeFileAgain, tellDamagedDeposit, tellDamagedFiles } from './jobs.js';
import type { KeptFile } from './kinds.js';
import { kinds } from './kinds.js';

const WHAT = 'Fichier endommagé';
const HOUR = 3_600_000;

/** A file that was looked at. */
export interface Look {
  caf: string;
  kind: FileKind;
  file: KeptFile;
  flaw: Flaw | undefined;
}

/** What is known of damaged files, by where they are kept. */
export const knownAt = async (
  { em }: Context,
  keys: readonly string[],
): Promise<Map<string, DamagedFile>> => {
  if (keys.length === 0) return new Map();
  const query = em.createQueryBuilder(DamagedFile, 'damage').where('damage.key in (:...keys)', { keys });
  return new Map((await query.getMany()).map((damage) => [damage.key, damage]));
};

/** One letter an hour, at its end, whatever was found in it. */
export function tellSoon(ctx: Context, caf: string): Promise<void> {
  const now = ctx.now().getTime();
  const revision = Math.floor(now / HOUR) + 1;
  const delay = revision * HOUR - now;
  return enqueue(ctx, { ...tellDamagedFiles, delay }, { id: caf, caf, revision }, revision);
}

/** Those who can do something about it are told; what can be made again is. */
async function follow(ctx: Context, { id, caf, kind, subjectId, foundAt }: DamagedFile): Promise<void> {
  await tellSoon(ctx, caf);
  if (kind === 'attestation') await enqueue(ctx, makeFileAgain, { id, caf }, foundAt);
  if (kind === 'deposit') await enqueue(ctx, tellDamagedDeposit, { id: subjectId, caf });
}

/** Whether the record still says that it is there, and what it is: a refused deposit has lost its file rightly. */
async function isStillKept(ctx: Context, { caf, kind, file }: Look): Promise<boolean> {
  const now = await kinds[kind].find(ctx, caf, file.id);
  return now?.key === file.key && now.digest === file.digest;
}

async function noteDamage(ctx: Context, look: Look, known: DamagedFile | undefined): Promise<boolean> {
  if ((known && known.state !== 'restored') || !(await isStillKept(ctx, look))) return false;
  const { caf, kind, file, flaw } = look;
  const damage = Object.assign(new DamagedFile(), {
    id: known?.id ?? newId(),
    caf,
    kind,
    subjectId: file.id,
    key: file.key,
    digest: file.digest,
    flaw: flaw!,
    state: (kind === 'attestation' ? 'found' : 'lost') satisfies DamageState,
    foundAt: ctx.instant(),
    settledAt: null,
    replacedBy: null,
  });
  await ctx.em.save(DamagedFile, damage);
  ctx.record('findDamaged', kind, { id: file.id, caf }, { flaw: flaw!, digest: file.digest });
  await follow(ctx, damage);
  return true;
}

/** Somebody has put it back. */
async function noteRestored(ctx: Context, known: DamagedFile | undefined): Promise<void> {
  if (!known || !['found', 'lost'].includes(known.state)) return;
  const { id, caf, kind, subjectId, digest } = known;
  const settled = { state: 'restored' as const, settledAt: ctx.instant() };
  const { affected } = await ctx.em.update(DamagedFile, { id, state: known.state }, settled);
  if (affected) ctx.record('findRestored', kind, { id: subjectId, caf }, { digest });
}

/**
 * Writes down what was seen, in the current transaction: what is known already changes nothing.
 *
 * @returns how many are damaged that were not known to be
 */
export async function noteLooks(ctx: Context, looks: readonly Look[]): Promise<number> {
  const known = await knownAt(
    ctx,
    looks.map(({ file }) => file.key),
  );
  let damaged = 0;
  for (const look of looks) {
    const before = known.get(look.file.key);
    if (!look.flaw) await noteRestored(ctx, before);
    else if (await noteDamage(ctx, look, before)) damaged += 1;
  }
  return damaged;
}

/** Writes what became of a damaged attestation, in the transaction that files its next version. */
async function settle(ctx: Context, damage: DamagedFile, next: Attestation | null): Promise<void> {
  const { id, caf, subjectId } = damage;
  const settled = next
    ? { state: 'made_again' as const, replacedBy: next.id }
    : { state: 'lost' as const, replacedBy: null };
  const settledAt = ctx.instant();
  // Put back by somebody while it was printed, it was made again all the same.
  const unsettled = { id, state: In<DamageState>(['found', 'restored']) };
  const { affected } = await ctx.em.update(DamagedFile, unsettled, { ...settled, settledAt });
  if (!affected || !next) return;
  await followAttestation(ctx, subjectId, next);
  const { number, version } = next;
  ctx.record('makeAgain', 'attestation', { id: subjectId, caf }, { number, version });
}

/** Whether there is a version to file: put back meanwhile, the one that was numbered is filed all the same. */
const isWaited = async (ctx: Context, { state, subjectId }: DamagedFile): Promise<boolean> =>
  state === 'found' || (state === 'restored' && (await isBegunAgain(ctx, subjectId)));

/** Issues the next version of a damaged attestation. Settled already, it is left as it is. */
export async function repair(ctx: Context, id: string): Promise<void> {
  const damage = await ctx.find(DamagedFile, id, WHAT);
  ctx.demand('makeAgain', damage, WHAT);
  if (!(await isWaited(ctx, damage))) return;
  await makeAgain(ctx, damage.subjectId, (ctx, next) => settle(ctx, damage, next));
}
