/** The processing report: what became of each row of a declaration, and how many of each. */
import type { FindOptionsOrder, FindOptionsWhere } from 'typeorm';
import { In } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { Attestation, originOf, standingNames } from '../attestations/index.js';
import type { Declaration, DeclarationRow } from '../declarations/index.js';
import { read, rowParts } from '../declarations/index.js';
import { Outcome, Reassignment, closingOutcomeNames } from './outcome.js';
import { reasons } from './reasons.js';

/** What can have become of a row, in the order in which it is told. */
export const fates = ['processed', 'reassigned', 'closed', 'pending', 'amended', 'set_aside'] as const;
export type Fate = (typeof fates)[number];

/** How it is told in French. */
export const fateNames: Record<Fate, string> = {
  processed: 'Traitée',
  reassigned: 'Confiée à un gestionnaire',
  closed: 'Close par un gestionnaire',
  pending: 'En attente de traitement',
  amended: 'Rectifiée ou retirée par une version suivante',
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

/** A report as it is read: never more than some of its lines in memory. */
export interface ReportInParts {
  declaration: Declaration;
  parts: AsyncIterable<ReportLine[]>;
}

/** What the rows have, by the row that it was given for: of an amendment, most in an earlier version. */
async function byOrigin<Entity extends Attestation | Outcome | Reassignment>(
  { em }: Context,
  entity: new () => Entity,
  origins: readonly string[],
): Promise<Map<string, Entity>> {
  const found = await em.find(entity, {
    where: { rowId: In(origins) } as FindOptionsWhere<Entity>,
    // An attestation made again is of the same row: the last version stands for it.
    order: { id: 'ASC' } as FindOptionsOrder<Entity>,
  });
  return new Map(found.map((record) => [record.rowId, record]));
}

type Known = Pick<ReportLine, 'row' | 'attestation' | 'outcome'> & { reassignment: Reassignment | undefined };

function fateOf({ row, attestation, outcome, reassignment }: Known): Pick<ReportLine, 'fate' | 'detail'> {
  if (row.setAside) return { fate: 'set_aside', detail: row.setAsideReason };
  if (attestation && attestation.standing !== 'current')
    return { fate: 'amended', detail: standingNames[attestation.standing] };
  if (!outcome) return { fate: 'pending', detail: null };
  if (!reassignment) return { fate: 'processed', detail: null };
  return reassignment.outcome
    ? { fate: 'closed', detail: closingOutcomeNames[reassignment.outcome] }
    : { fate: 'reassigned', detail: reasons[reassignment.reason].sentence };
}

async function linesOf(ctx: Context, rows: readonly DeclarationRow[]): Promise<ReportLine[]> {
  const origins = rows.map(originOf);
  const attestations = await byOrigin(ctx, Attestation, origins);
  const outcomes = await byOrigin(ctx, Outcome, origins);
  const reassignments = await byOrigin(ctx, Reassignment, origins);
  return rows.map((row): ReportLine => {
    const origin = originOf(row);
    const outcome = outcomes.get(origin);
    const known = { row, attestation: attestations.get(origin), outcome };
    return { ...known, ...fateOf({ ...known, reassignment: reassignments.get(origin) }) };
  });
}

async function* partsOf(ctx: Context, declarationId: string): AsyncGenerator<ReportLine[], void> {
  for await (const rows of rowParts(ctx, declarationId)) yield await linesOf(ctx, rows);
}

/** @throws NOT_FOUND when there is no such declaration, or none this person may read */
export async function reportInParts(ctx: Context, declarationId: string): Promise<ReportInParts> {
  const declaration = await read(ctx, declarationId);
  ctx.saw('declaration', declaration, declaration.rowCount);
  return { declaration, parts: partsOf(ctx, declarationId) };
}

/** How many lines became what, before any is known. */
export const noCounts = (): Report['counts'] =>
  Object.fromEntries(fates.map((fate) => [fate, 0])) as Report['counts'];

/**
 * The same, whole.
 *
 * @throws NOT_FOUND when there is no such declaration, or none this person may read
 */
export async function report(ctx: Context, declarationId: string): Promise<Report> {
  const { declaration, parts } = await reportInParts(ctx, declarationId);
  const counts = noCounts();
  const lines: ReportLine[] = [];
  for await (const part of parts) lines.push(...part);
  for (const { fate } of lines) counts[fate] += 1;
  return { declaration, counts, lines };
}
