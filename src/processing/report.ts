/** The processing report: what became of each row of a declaration, and how many of each. */
import type { FindOptionsOrder, FindOptionsWhere } from 'typeorm';
import { In } from 'typeorm';
import type { Context } from '../kernel/context.js';
import { Attestation, originOf, standingNames } from '../attestations/index.js';
import type { Declaration, DeclarationRow } from '../declarations/index.js';
import { read, rowsOf } from '../declarations/index.js';
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

/** Looked for at once: well under the engines' limits on parameters. */
const AT_ONCE = 500;

/** What the rows have, by the row that it was given for: of an amendment, most in an earlier version. */
async function byOrigin<Entity extends Attestation | Outcome | Reassignment>(
  { em }: Context,
  entity: new () => Entity,
  declarationId: string,
  rows: readonly DeclarationRow[],
): Promise<Map<string, Entity>> {
  // An attestation made again is of the same row: the last version stands for it.
  const inOrder = { order: { id: 'ASC' } as FindOptionsOrder<Entity> };
  const found = await em.find(entity, {
    where: { declarationId } as FindOptionsWhere<Entity>,
    ...inOrder,
  });
  const carried = rows.flatMap(({ carriedFrom }) => carriedFrom ?? []);
  for (let at = 0; at < carried.length; at += AT_ONCE) {
    const rowId = In(carried.slice(at, at + AT_ONCE));
    found.push(...(await em.find(entity, { where: { rowId } as FindOptionsWhere<Entity>, ...inOrder })));
  }
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

/** @throws NOT_FOUND when there is no such declaration, or none this person may read */
export async function report(ctx: Context, declarationId: string): Promise<Report> {
  const declaration = await read(ctx, declarationId);
  ctx.saw('declaration', declaration, declaration.rowCount);
  const rows = await rowsOf(ctx, declarationId);
  const attestations = await byOrigin(ctx, Attestation, declarationId, rows);
  const outcomes = await byOrigin(ctx, Outcome, declarationId, rows);
  const reassignments = await byOrigin(ctx, Reassignment, declarationId, rows);
  const lines = rows.map((row): ReportLine => {
    const origin = originOf(row);
    const outcome = outcomes.get(origin);
    const known = { row, attestation: attestations.get(origin), outcome };
    return { ...known, ...fateOf({ ...known, reassignment: reassignments.get(origin) }) };
  });
  const count = (fate: Fate) => lines.filter((line) => line.fate === fate).length;
  const counts = Object.fromEntries(fates.map((fate) => [fate, count(fate)])) as Report['counts'];
  return { declaration, counts, lines };
}
