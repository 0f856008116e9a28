/** The processing report: what became of each row of a declaration, and how many of each. */
import type { Context } from '../kernel/context.js';
import { Attestation } from '../attestations/index.js';
import type { Declaration, DeclarationRow } from '../declarations/index.js';
import { read, rowsOf } from '../declarations/index.js';
import { Outcome, Reassignment, closingOutcomeNames } from './outcome.js';
import { reasons } from './reasons.js';

/** What can have become of a row, in the order in which it is told. */
export const fates = ['processed', 'reassigned', 'closed', 'pending', 'set_aside'] as const;
export type Fate = (typeof fates)[number];

/** How it is told in French. */
export const fateNames: Record<Fate, string> = {
  processed: 'Traitée',
  reassigned: 'Confiée à un gestionnaire',
  closed: 'Close par un gestionnaire',
  pending: 'En attente de traitement',
  set_aside: 'Écartée, non déclarée',
};

export interface ReportLine {
  row: DeclarationRow;
  attestation: Attestation | undefined;
  outcome: Outcome | undefined;
  fate: Fate;
  /** The reason of a reassignment, or what the adviser made of it. */
  detail: string | null;
}

export interface Report {
  declaration: Declaration;
  counts: Record<Fate, number>;
  lines: ReportLine[];
}

const byRow = <Record extends { rowId: string }>(records: Record[]): Map<string, Record> =>
  new Map(records.map((record) => [record.rowId, record]));

function fateOf(
  { setAside, setAsideReason }: DeclarationRow,
  outcome: Outcome | undefined,
  reassignment: Reassignment | undefined,
): Pick<ReportLine, 'fate' | 'detail'> {
  if (setAside) return { fate: 'set_aside', detail: setAsideReason };
  if (!outcome) return { fate: 'pending', detail: null };
  if (!reassignment) return { fate: 'processed', detail: null };
  return reassignment.outcome
    ? { fate: 'closed', detail: closingOutcomeNames[reassignment.outcome] }
    : { fate: 'reassigned', detail: reasons[reassignment.reason].sentence };
}

/** @throws NOT_FOUND when there is no such declaration, or none this person may read */
export async function report(ctx: Context, declarationId: string): Promise<Report> {
  const declaration = await read(ctx, declarationId);
  ctx.saw('declaration', declaration, declaration.rowCount);
  const of = { declarationId };
  const attestations = byRow(await ctx.em.findBy(Attestation, of));
  const outcomes = byRow(await ctx.em.findBy(Outcome, of));
  const reassignments = byRow(await ctx.em.findBy(Reassignment, of));
  const lines = (await rowsOf(ctx, declarationId)).map((row) => ({
    row,
    attestation: attestations.get(row.id),
    outcome: outcomes.get(row.id),
    ...fateOf(row, outcomes.get(row.id), reassignments.get(row.id)),
  }));
  const count = (fate: Fate) => lines.filter((line) => line.fate === fate).length;
  const counts = Object.fromEntries(fates.map((fate) => [fate, count(fate)])) as Report['counts'];
  return { declaration, counts, lines };
}
