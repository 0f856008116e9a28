/** Damaged files as people are told of them: by the references they know, never by whose they are. */
import { In } from 'typeorm';
import type { Instant } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page } from '../kernel/page.js';
import { NotFound } from '../kernel/refusal.js';
import { Attestation } from '../attestations/index.js';
import { Convention } from '../conventions/index.js';
import { Declaration, Deposit } from '../declarations/index.js';
import { Attachment } from '../messages/index.js';
import type { DamageState, FileKind } from './damaged-file.js';
import { DamagedFile } from './damaged-file.js';
import { FileCheck } from './file-check.js';

type Named = Map<string, string>;

async function attestationNames({ em }: Context, ids: string[]): Promise<Named> {
  const found = await em.findBy(Attestation, { id: In(ids) });
  return new Map(found.map(({ id, number, version }) => [id, `${number}, version ${version}`]));
}

async function depositNames({ em }: Context, ids: string[]): Promise<Named> {
  const found = await em.find(Deposit, { where: { id: In(ids) }, relations: { declaration: true } });
  return new Map(
    found.map(({ id, number, declaration }) => [id, `${declaration.reference}, dépôt n° ${number}`]),
  );
}

async function conventionNames({ em }: Context, ids: string[]): Promise<Named> {
  const found = await em.findBy(Convention, { id: In(ids) });
  return new Map(found.map(({ id, reference }) => [id, reference]));
}

/** By the declaration that the message is about: the name of a file is its sender's own. */
async function attachmentNames({ em }: Context, ids: string[]): Promise<Named> {
  const found = await em.findBy(Attachment, { id: In(ids) });
  const about = await em.findBy(Declaration, { id: In(found.map(({ declarationId }) => declarationId)) });
  const references = new Map(about.map(({ id, reference }) => [id, reference]));
  return new Map(found.map(({ id, declarationId }) => [id, references.get(declarationId) ?? id]));
}

const namers: Record<FileKind, (ctx: Context, ids: string[]) => Promise<Named>> = {
  attestation: attestationNames,
  deposit: depositNames,
  convention: conventionNames,
  signed_copy: conventionNames,
  attachment: attachmentNames,
};

/** What files are of, by the reference that people know. */
export async function namesOf(ctx: Context, damages: readonly DamagedFile[]): Promise<Named> {
  const names: Named = new Map();
  for (const [kind, name] of Object.entries(namers)) {
    const ids = damages.filter((damage) => damage.kind === kind).map(({ subjectId }) => subjectId);
    for (const [id, told] of ids.length > 0 ? await name(ctx, ids) : []) names.set(id, told);
  }
  return names;
}

export type NamedDamage = DamagedFile & { name: string };

/** Damaged files with the reference of each, the latest first. */
export async function listDamaged(ctx: Context, request: PageRequest): Promise<Page<NamedDamage>> {
  const found = await page(ctx.scope(DamagedFile, 'damage'), request, 'id', 'DESC');
  const names = await namesOf(ctx, found.nodes);
  const nodes = found.nodes.map((damage) =>
    Object.assign(damage, { name: names.get(damage.subjectId) ?? '' }),
  );
  return { ...found, nodes };
}

/** Named one by one in a letter; the others are counted. */
const NAMED = 20;

export interface DamageTold {
  counts: Record<DamageState, number>;
  /** The latest of them. */
  latest: { damage: DamagedFile; name: string }[];
  /** Kinds of files whose check was stopped: too many were damaged at once. */
  stopped: FileKind[];
}

/** What was found at the Caf of this automaton since that moment. */
export async function damageSince(ctx: Context, since: Instant): Promise<DamageTold> {
  const query = () => ctx.scope(DamagedFile, 'damage').andWhere('damage.foundAt >= :since', { since });
  const counted = await query()
    .select('damage.state', 'state')
    .addSelect('count(*)', 'number')
    .groupBy('damage.state')
    .getRawMany<{ state: DamageState; number: string | number }>();
  const damages = await query().orderBy('damage.id', 'DESC').limit(NAMED).getMany();
  const names = await namesOf(ctx, damages);
  const stopped = await ctx.scope(FileCheck, 'it').andWhere('it.stoppedAt >= :since', { since }).getMany();
  const counts = { found: 0, made_again: 0, lost: 0, restored: 0 };
  for (const { state, number } of counted) counts[state] = Number(number);
  return {
    counts,
    latest: damages.map((damage) => ({ damage, name: names.get(damage.subjectId) ?? '' })),
    stopped: stopped.map(({ kind }) => kind),
  };
}

/** @throws NOT_FOUND when nothing of the sort happened to that deposit, or not at the Caf of this automaton */
export async function readDamagedDeposit(
  ctx: Context,
  id: string,
): Promise<{ deposit: Deposit; isLost: boolean }> {
  const found = ctx.scope(DamagedFile, 'damage').andWhere({ kind: 'deposit', subjectId: id });
  const damage = await found.getOne();
  const deposit =
    damage && (await ctx.em.findOne(Deposit, { where: { id }, relations: { declaration: true } }));
  if (!deposit) throw NotFound({ what: 'Fichier endommagé', id });
  return { deposit, isLost: damage.state === 'lost' };
}
