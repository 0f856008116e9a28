/** The rows and the anomalies of a declaration, a page at a time, by what one asks of them. */
import type { SelectQueryBuilder } from 'typeorm';
import { In } from 'typeorm';
import type { Context } from '../kernel/context.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { page, pageOfNumbered } from '../kernel/page.js';
import type { Declaration } from './declaration.js';
import { DeclarationRow, RowAnomaly } from './row.js';

/** The rows one asks for: all of them, or those that carry anomalies, or those set aside. */
export const rowFilters = ['all', 'with_anomalies', 'blocking', 'warning', 'set_aside'] as const;
export type RowFilter = (typeof rowFilters)[number];

/** How a filter is called in French. */
export const rowFilterNames: Record<RowFilter, string> = {
  all: 'Toutes les lignes',
  with_anomalies: 'Avec anomalies ou alertes',
  blocking: 'Bloquantes',
  warning: 'Avec alertes',
  set_aside: 'Écartées',
};

export interface AnomaliesAsked {
  /** Only those that block, or only the warnings. */
  blocking?: boolean | null;
  code?: string | null;
}

export interface RowsAsked {
  filter?: RowFilter | null;
  /** Those that carry that anomaly. */
  code?: string | null;
}

/** What a page hands out of a declaration is told as so many rows of it. */
export function told<Node>(ctx: Context, declaration: Declaration, found: Page<Node>): Page<Node> {
  const { length } = found.nodes;
  if (length > 0) ctx.saw('declaration', declaration, length);
  return found;
}

function anomaliesAmong(
  { em }: Context,
  { id }: Declaration,
  { blocking, code }: AnomaliesAsked,
): SelectQueryBuilder<RowAnomaly> {
  const anomalies = em.createQueryBuilder(RowAnomaly, 'anomaly').where('anomaly.declarationId = :id', { id });
  if (typeof blocking === 'boolean') anomalies.andWhere('anomaly.blocking = :blocking', { blocking });
  if (typeof code === 'string') anomalies.andWhere('anomaly.code = :code', { code });
  return anomalies;
}

/** In the order of the workbook. */
export async function pageOfAnomalies(
  ctx: Context,
  declaration: Declaration,
  request: PageRequest,
  asked: AnomaliesAsked = {},
): Promise<Page<RowAnomaly>> {
  const found = await page(anomaliesAmong(ctx, declaration, asked), request, 'position');
  const { blockingCount, warningCount } = declaration;
  const { blocking, code } = asked;
  if (typeof code === 'string') return told(ctx, declaration, found);
  const known = (blocking === false ? 0 : blockingCount) + (blocking === true ? 0 : warningCount);
  return told(ctx, declaration, { ...found, count: async () => known });
}

/** The rows that carry such anomalies: their numbers are found among the anomalies, which are fewer. */
const pageOfThoseWith = (
  ctx: Context,
  declaration: Declaration,
  request: PageRequest,
  asked: AnomaliesAsked,
): Promise<Page<DeclarationRow>> => {
  const { id: declarationId } = declaration;
  const among = () => anomaliesAmong(ctx, declaration, asked);
  return pageOfNumbered(
    {
      after: async (number, count) => {
        const numbers = among()
          .select('anomaly.rowNumber', 'number')
          .distinct(true)
          .andWhere('anomaly.rowNumber > :number', { number })
          .orderBy('anomaly.rowNumber')
          .limit(count);
        return (await numbers.getRawMany<{ number: number }>()).map((found) => found.number);
      },
      read: (numbers) =>
        ctx.em.find(DeclarationRow, {
          where: { declarationId, number: In(numbers) },
          order: { number: 'ASC' },
        }),
      numberOf: ({ number }) => number,
      count: async () => {
        const counted = among().select('count(distinct anomaly.rowNumber)', 'rows');
        return Number((await counted.getRawOne<{ rows: string | number }>())!.rows);
      },
    },
    request,
  );
};

/** In the order of the workbook. Rows set aside carry no anomaly: for them, the code is not looked at. */
export async function pageOfRows(
  ctx: Context,
  declaration: Declaration,
  request: PageRequest,
  { filter, code }: RowsAsked = {},
): Promise<Page<DeclarationRow>> {
  const { id, rowCount, setAsideCount } = declaration;
  const rows = ctx.em.createQueryBuilder(DeclarationRow, 'row').where('row.declarationId = :id', { id });
  if (filter === 'set_aside') {
    rows.andWhere('row.setAside = :aside', { aside: true });
    const found = await page(rows, request, 'number');
    return told(ctx, declaration, { ...found, count: async () => setAsideCount });
  }
  if ((filter ?? 'all') === 'all' && typeof code !== 'string') {
    const found = await page(rows, request, 'number');
    return told(ctx, declaration, { ...found, count: async () => rowCount });
  }
  const blocking = filter === 'blocking' || filter === 'warning' ? filter === 'blocking' : null;
  return told(ctx, declaration, await pageOfThoseWith(ctx, declaration, request, { blocking, code }));
}

/** How many anomalies of one code, and on how many rows. */
export interface AnomalyCount {
  code: string;
  blocking: boolean;
  anomalies: number;
  rows: number;
}

/** By code, those that block first, then the most frequent. */
export async function anomalyCounts({ em }: Context, { id }: Declaration): Promise<AnomalyCount[]> {
  const counted = await em
    .createQueryBuilder(RowAnomaly, 'anomaly')
    .select('anomaly.code', 'code')
    .addSelect('max(anomaly.blocking)', 'blocking')
    .addSelect('count(*)', 'anomalies')
    .addSelect('count(distinct anomaly.rowNumber)', 'rows')
    .where('anomaly.declarationId = :id', { id })
    .groupBy('anomaly.code')
    .getRawMany<Record<keyof AnomalyCount, string | number>>();
  return counted
    .map(({ code, blocking, anomalies, rows }) => ({
      code: String(code),
      blocking: Number(blocking) === 1,
      anomalies: Number(anomalies),
      rows: Number(rows),
    }))
    .toSorted((a, b) => Number(b.blocking) - Number(a.blocking) || b.anomalies - a.anomalies);
}
