/** The data for NIMS: published in the transaction of its cause, read by cursor or as a file, acknowledged by the consumer. */
import { Readable } from 'node:stream';
import type { SelectQueryBuilder } from 'typeorm';
import { In } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { nextNumber } from '../kernel/counter.js';
import { insertAll } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page, positionOf } from '../kernel/page.js';
import { Attestation } from '../attestations/index.js';
import type { Declaration } from '../declarations/index.js';
import { csvLine, nimsColumns } from './nims-columns.js';
import type { NimsKind } from './nims-entry.js';
import { NimsEntry } from './nims-entry.js';

/** What the declaration makes ready, and what it withdraws, that the feed does not hold yet. */
async function unpublished({ em }: Context, { id, amendsId }: Declaration): Promise<[NimsKind, string][]> {
  const select = { id: true, number: true, endedAt: true } as const;
  const ready = await em.find(Attestation, {
    where: { declarationId: id, state: 'filed', standing: 'current' },
    order: { id: 'ASC' },
    select,
  });
  const gone = amendsId
    ? await em.find(Attestation, {
        where: { endedBy: id, standing: 'withdrawn' },
        order: { id: 'ASC' },
        select,
      })
    : [];
  const known = await em.find(NimsEntry, {
    where: { declarationId: id },
    select: { attestationId: true, kind: true },
  });
  const held = new Set(known.map(({ attestationId, kind }) => `${kind} ${attestationId}`));
  const all: [NimsKind, string][] = [
    ...ready.map((it): [NimsKind, string] => ['attestation', it.id]),
    ...gone.map((it): [NimsKind, string] => ['withdrawal', it.id]),
  ];
  return all.filter(([kind, attestationId]) => !held.has(`${kind} ${attestationId}`));
}

/**
 * Publishes what the declaration makes ready; run again, nothing. Last in its transaction: positions are given under
 * the turn of the Caf, so that whoever has read one has read all those before it.
 *
 * @param acknowledged  decided in the same transaction, it waits for nobody
 */
export async function publish(ctx: Context, declaration: Declaration, acknowledged: boolean): Promise<void> {
  const { id: declarationId, caf } = declaration;
  const entries = await unpublished(ctx, declaration);
  const now = ctx.instant();
  if (entries.length > 0) {
    const first = await nextNumber(ctx, `nims-${caf}`, entries.length);
    const made = entries.map(([kind, attestationId], at) =>
      Object.assign(new NimsEntry(), {
        id: newId(),
        caf,
        position: first + at,
        kind,
        attestationId,
        declarationId,
        publishedAt: now,
        acknowledgedAt: null,
      }),
    );
    await insertAll(ctx.em, NimsEntry, made);
  }
  if (!acknowledged) return;
  const waiting = ctx.em.createQueryBuilder().update(NimsEntry).set({ acknowledgedAt: now });
  await waiting
    .where('declarationId = :declarationId and acknowledgedAt is null', { declarationId })
    .execute();
}

/** What is still so: an attestation that a later version replaced is not to be decided any more. */
const standing = (query: SelectQueryBuilder<NimsEntry>, caf: string): SelectQueryBuilder<NimsEntry> =>
  query
    .innerJoinAndSelect('entry.attestation', 'attestation')
    .andWhere('entry.caf = :caf', { caf })
    .andWhere("(entry.kind = 'withdrawal' or attestation.standing = 'current')");

/**
 * What is ready for the NIMS of that Caf: after a cursor, whatever was acknowledged; without one, what was not.
 *
 * @throws BAD_INPUT
 */
export async function nimsFeed(ctx: Context, caf: string, request: PageRequest): Promise<Page<NimsEntry>> {
  const entries = standing(ctx.scope(NimsEntry, 'entry', 'feed'), caf);
  if (typeof request.after !== 'string') entries.andWhere('entry.acknowledgedAt is null');
  const found = await page(entries, request, 'position');
  for (const { attestation } of found.nodes) ctx.saw('attestation', attestation);
  return found;
}

const demandFeed = (ctx: Context, action: string, caf: string): void =>
  ctx.demand(action, Object.assign(new NimsEntry(), { id: caf, caf }), 'Données destinées à NIMS');

/**
 * Says that all was received up to that cursor, included; again, nothing changes.
 *
 * @returns how many entries were waiting for it
 * @throws NOT_FOUND to whoever may not, BAD_INPUT for what is no cursor of the feed
 */
export const acknowledgeNims = (ctx: Context, caf: string, cursor: string): Promise<number> =>
  ctx.transaction(async (ctx) => {
    demandFeed(ctx, 'acknowledge', caf);
    const upTo = positionOf(cursor);
    const waiting = ctx.em.createQueryBuilder().update(NimsEntry).set({ acknowledgedAt: ctx.instant() });
    const { affected } = await waiting
      .where('caf = :caf and position <= :upTo and acknowledgedAt is null', { caf, upTo })
      .execute();
    if (affected) ctx.record('acknowledge', 'nimsFeed', { id: caf, caf }, { upTo, entries: affected });
    return affected ?? 0;
  });

/** Lines written at a stretch. */
const PART = 250;

async function* linesOf(ctx: Context, ids: readonly string[]): AsyncGenerator<string> {
  yield csvLine(nimsColumns.map(({ name }) => name));
  for (let at = 0; at < ids.length; at += PART) {
    const part = await ctx.em.find(NimsEntry, {
      where: { id: In(ids.slice(at, at + PART)) },
      relations: { attestation: true },
      order: { position: 'ASC' },
    });
    yield part
      .map((entry) => csvLine(nimsColumns.map(({ value }) => value(entry, entry.attestation))))
      .join('');
  }
}

/** The same as `nimsFeed`, all of it, as a file that is written as it is sent. */
export async function nimsFile(ctx: Context, caf: string, after: string | null): Promise<Readable> {
  demandFeed(ctx, 'feed', caf);
  const entries = standing(ctx.scope(NimsEntry, 'entry', 'feed'), caf);
  if (after === null) entries.andWhere('entry.acknowledgedAt is null');
  else entries.andWhere('entry.position > :after', { after: positionOf(after) });
  const found = await entries.select('entry.id', 'id').orderBy('entry.position').getRawMany<{ id: string }>();
  if (found.length > 0) ctx.saw('nimsFeed', { id: caf, caf }, found.length);
  return Readable.from(
    linesOf(
      ctx,
      found.map(({ id }) => id),
    ),
  );
}
