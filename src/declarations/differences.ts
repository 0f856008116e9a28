/** What an amendment changes, row by row: added, changed with each column before and after, removed. */
import { frenchDay, slashMonth } from '../kernel/calendar.js';
import type { Context } from '../kernel/context.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { pageOfNumbered } from '../kernel/page.js';
import { inSlices } from '../kernel/slices.js';
import type { At, Column, ColumnKey, RowValues, Template } from '../workbooks/index.js';
import { pairing } from '../workbooks/index.js';
import type { Declaration } from './declaration.js';
import type { DeclaredRow } from './parts.js';
import { declaredRowsOf } from './parts.js';
import { templateOf } from './types.js';

export const differenceKinds = ['added', 'changed', 'removed'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** How a difference is called in French. */
export const differenceKindNames: Record<DifferenceKind, string> = {
  added: 'Ajoutée',
  changed: 'Modifiée',
  removed: 'Retirée',
};

/** A row of this version, the row of the amended one, or both. */
export type Pair =
  | { kind: 'added'; row: DeclaredRow; former?: undefined }
  | { kind: 'changed' | 'unchanged'; row: DeclaredRow; former: DeclaredRow }
  | { kind: 'removed'; row?: undefined; former: DeclaredRow };

const columnsOf = ({ columns }: Template): { key: ColumnKey; value: keyof RowValues; header: string }[] =>
  columns.map(({ key, header }: Column) => ({
    key,
    value: key === 'amount' ? 'amountCents' : key,
    header,
  }));

/** Rows that say the very same are the same: which of them is which does not matter. */
async function same(
  template: Template,
  rows: readonly DeclaredRow[],
  formers: readonly DeclaredRow[],
): Promise<Map<DeclaredRow, DeclaredRow>> {
  const keys = columnsOf(template).map(({ value }) => value);
  const whole = (row: DeclaredRow) => JSON.stringify(keys.map((key) => row[key]));
  const kept = new Map<string, DeclaredRow[]>();
  await inSlices(formers, (former) => {
    const said = whole(former);
    kept.set(said, [...(kept.get(said) ?? []), former]);
  });
  const pairs = new Map<DeclaredRow, DeclaredRow>();
  await inSlices(rows, (row) => {
    const former = kept.get(whole(row))?.shift();
    if (former) pairs.set(row, former);
  });
  return pairs;
}

/**
 * Pairs the rows of two versions as those of two months are: by family and child, whatever their order, accents and
 * case; a child whose birth date or name was corrected is still the same, one of another number is another.
 */
export async function compare(
  template: Template,
  rows: readonly DeclaredRow[],
  formers: readonly DeclaredRow[],
  at: At,
): Promise<Pair[]> {
  const alike = await same(template, rows, formers);
  const taken = new Set(alike.values());
  const left = rows.filter((row) => !alike.has(row)).map((row) => ({ row, values: row }));
  const previous = formers.filter((former) => !taken.has(former));
  const { before, gone } = await pairing({ template, previous, rows: left }, at);
  return [
    ...[...alike].map(([row, former]): Pair => ({ kind: 'unchanged', row, former })),
    ...left.map((it): Pair => {
      const former = before.get(it);
      return former ? { kind: 'changed', row: it.row, former } : { kind: 'added', row: it.row };
    }),
    ...gone.map((former): Pair => ({ kind: 'removed', former })),
  ];
}

/**
 * The rows that an amendment declares beside those of the version that it amends; of a first version, none.
 *
 * @param rows  those it declares, where they are known
 */
export async function pairsOf(
  ctx: Context,
  declaration: Declaration,
  rows?: readonly DeclaredRow[],
): Promise<Pair[]> {
  const { id, amendsId, month } = declaration;
  if (!amendsId) return [];
  const declared = rows ?? (await declaredRowsOf(ctx, id));
  const formers = await declaredRowsOf(ctx, amendsId);
  return compare(templateOf(declaration), declared, formers, { month, today: ctx.today() });
}

/** How many rows an amendment adds, changes and removes. */
export type DifferenceCounts = Pick<Declaration, 'addedCount' | 'changedCount' | 'removedCount'>;

export async function countDifferences(
  ctx: Context,
  declaration: Declaration,
  rows: readonly DeclaredRow[],
): Promise<DifferenceCounts> {
  const pairs = await pairsOf(ctx, declaration, rows);
  const count = (kind: DifferenceKind) => pairs.filter((pair) => pair.kind === kind).length;
  return { addedCount: count('added'), changedCount: count('changed'), removedCount: count('removed') };
}

/** A cell before and after; null for what was not there, or says nothing. */
export interface DifferentCell {
  column: ColumnKey;
  header: string;
  before: string | null;
  after: string | null;
}

export interface RowDifference {
  kind: DifferenceKind;
  /** Its place among the differences. */
  place: number;
  /** Row numbers that Excel shows, in this version and in the amended one. */
  rowNumber: number | null;
  formerRowNumber: number | null;
  cells: DifferentCell[];
}

/** A value as one types it in the workbook. */
function shown(key: keyof RowValues, value: string | number | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (key === 'amountCents') return (Number(value) / 100).toFixed(2).replace('.', ',');
  if (key === 'month') return slashMonth(String(value));
  return key === 'birthDate' || key === 'endOfCare' ? frenchDay(String(value)) : String(value);
}

/** In the order of this version; what is no more in it stands where it was. */
const placeOf = ({ row, former }: Pair): number => (row ? row.number * 2 + 1 : former.number * 2);

function differenceOf(template: Template, pair: Pair): RowDifference {
  const { kind, row, former } = pair;
  const cells = columnsOf(template).map(({ key, value, header }) => ({
    column: key,
    header,
    before: shown(value, former?.[value]),
    after: shown(value, row?.[value]),
  }));
  return {
    kind: kind as DifferenceKind,
    place: placeOf(pair),
    rowNumber: row?.number ?? null,
    formerRowNumber: former?.number ?? null,
    cells: cells.filter(({ before, after }) => before !== after),
  };
}

/** In the order of the workbook. */
export async function pageOfDifferences(
  ctx: Context,
  declaration: Declaration,
  request: PageRequest,
  kind?: DifferenceKind | null,
): Promise<Page<RowDifference>> {
  const template = templateOf(declaration);
  const asked = (pair: Pair) => (kind ? pair.kind === kind : pair.kind !== 'unchanged');
  const places = new Map(
    (await pairsOf(ctx, declaration))
      .filter(asked)
      .map((pair) => [placeOf(pair), pair] as const)
      .toSorted(([a], [b]) => a - b),
  );
  const found = await pageOfNumbered(
    {
      after: async (place, count) => [...places.keys()].filter((it) => it > place).slice(0, count),
      read: async (some) => some.map((place) => differenceOf(template, places.get(place)!)),
      numberOf: ({ place }) => place,
      count: async () => places.size,
    },
    request,
  );
  const { length } = found.nodes;
  if (length > 0) ctx.saw('declaration', declaration, length);
  return found;
}
