/** Accepting what anomalies propose: one, or all those of a draft, each kept as a change. */
import { setImmediate } from 'node:timers/promises';
import type { Context } from '../kernel/context.js';
import { inSlices } from '../kernel/slices.js';
import type { Seen } from './change.js';
import { ready } from './change.js';
import { retype } from './changes.js';
import type { Declaration } from './declaration.js';
import { rowsOf } from './parts.js';
import { ProposalNotFound } from './refusals.js';
import type { DeclarationRow } from './row.js';
import { RowAnomaly } from './row.js';
import type { RowChange } from './row-change.js';
import { checked, writeRows } from './rows.js';

type Proposal = RowAnomaly & { proposed: string };

/** Which proposals: one, those of a code, or all of them. */
interface Asked {
  anomalyId?: string;
  code?: string | null;
}

/** Read at a stretch: some milliseconds of the event loop. */
const PART = 500;

/** In the order of the workbook. */
async function proposalsOf(
  { em }: Context,
  { id }: Declaration,
  { anomalyId, code }: Asked,
): Promise<Proposal[]> {
  const found: Proposal[] = [];
  for (;;) {
    const part = em
      .createQueryBuilder(RowAnomaly, 'anomaly')
      .select(
        ['rowId', 'column', 'columnKey', 'code', 'proposed', 'position'].map((name) => `anomaly.${name}`),
      )
      .where('anomaly.declarationId = :id and anomaly.proposed is not null', { id })
      .andWhere('anomaly.position > :last', { last: found.at(-1)?.position ?? -1 })
      .orderBy('anomaly.position')
      .limit(PART);
    if (anomalyId) part.andWhere('anomaly.id = :anomalyId', { anomalyId });
    if (typeof code === 'string') part.andWhere('anomaly.code = :code', { code });
    const proposals = await part.addSelect('anomaly.id').getMany();
    found.push(...(proposals as Proposal[]));
    if (proposals.length < PART) return found;
    await setImmediate();
  }
}

interface Accepted {
  changes: RowChange[];
  changed: Set<DeclarationRow>;
}

/** Types what is proposed: of two proposals for a cell, the first one. */
async function acceptIn(
  ctx: Context,
  declaration: Declaration,
  rows: readonly DeclarationRow[],
  proposals: readonly Proposal[],
): Promise<Accepted> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const typed = new Set<string>();
  const accepted: Accepted = { changes: [], changed: new Set() };
  await inSlices(proposals, ({ rowId, column, columnKey: key, code, proposed: text }) => {
    const row = byId.get(rowId);
    const cell = `${rowId} ${key}`;
    if (!row || typed.has(cell)) return;
    typed.add(cell);
    accepted.changed.add(row);
    accepted.changes.push(retype(ctx, declaration, row, { kind: 'accepted', key, column, text, code }));
  });
  return accepted;
}

async function accept(ctx: Context, seen: Seen, asked: Asked): Promise<Declaration> {
  const step = 'acceptProposal';
  const declaration = await ready(ctx, seen, step);
  const proposals = await proposalsOf(ctx, declaration, asked);
  if (proposals.length === 0) throw ProposalNotFound({ code: asked.code ?? null });
  const rows = await rowsOf(ctx, declaration.id);
  const { changes, changed } = await acceptIn(ctx, declaration, rows, proposals);
  const next = await checked(ctx, declaration, rows);
  const facts = { accepted: changes.length, code: asked.code ?? null };
  return writeRows(ctx, { seen, step, next, changed: [...changed], changes, facts });
}

/**
 * Accepts what one anomaly proposes, as if it had been typed in the workbook: it is read and checked again.
 *
 * @throws PROPOSAL_NOT_FOUND, and those of `ready`
 */
export const acceptProposal = (ctx: Context, seen: Seen, anomalyId: string): Promise<Declaration> =>
  accept(ctx, seen, { anomalyId });

/**
 * Accepts all that is proposed, at once.
 *
 * @param code  only what anomalies of that code propose
 * @throws PROPOSAL_NOT_FOUND when nothing is, and those of `ready`
 */
export const acceptProposals = (ctx: Context, seen: Seen, code?: string | null): Promise<Declaration> =>
  accept(ctx, seen, { code: code ?? null });
