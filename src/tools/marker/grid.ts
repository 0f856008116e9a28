/** How wide the columns of a sheet are and how tall its rows: where a box of so many pixels ends. */
import type { Element } from './edits.js';

/** Pixels of a digit, and of a point. */
const DIGIT = 7;
const POINT = 4 / 3;
const USUAL = { width: 64, height: 20 };
const LAST_COLUMN = 16_384;
const LAST_ROW = 1_048_576;

/** From a place to another: each the column or row, from 0, and the pixels in it. */
export interface Span {
  from: [at: number, pixels: number];
  to: [at: number, pixels: number];
}

const isHidden = ({ attribute }: Element): boolean => /^(1|true)$/.test(attribute('hidden') ?? '');

const pixels = (element: Element, name: string, unit: number): number | undefined => {
  const value = Number(element.attribute(name));
  return value > 0 ? Math.round(value * unit) : undefined;
};

export class Grid {
  private usual = { ...USUAL };
  private readonly columns: { from: number; to: number; width: number }[] = [];
  private readonly heights = new Map<number, number>();
  private readonly across = new Map<number, Span>();

  /** The sizes that columns and rows have when they say none. */
  setUsual(format: Element): void {
    this.usual.width = pixels(format, 'defaultColWidth', DIGIT) ?? USUAL.width;
    this.usual.height = pixels(format, 'defaultRowHeight', POINT) ?? USUAL.height;
  }

  addColumns(element: Element): void {
    const [from, to] = ['min', 'max'].map((name) => Number(element.attribute(name))) as [number, number];
    const width = isHidden(element) ? 0 : (pixels(element, 'width', DIGIT) ?? this.usual.width);
    this.columns.push({ from, to, width });
  }

  addRow(element: Element, number: number): void {
    const height = isHidden(element) ? 0 : pixels(element, 'ht', POINT);
    if (height !== undefined) this.heights.set(number, height);
  }

  /** Beside a column; over it when all those after it are hidden. */
  columnsFor(column: number, width: number): Span {
    const known = this.across.get(column);
    if (known) return known;
    const widthOf = (at: number): number =>
      this.columns.find(({ from, to }) => from <= at && at <= to)?.width ?? this.usual.width;
    let from = column + 1;
    while (from > 1 && endOf(widthOf, { from, last: LAST_COLUMN }, width) === undefined) from -= 1;
    const span = spanOf(widthOf, { from, last: LAST_COLUMN }, width);
    this.across.set(column, span);
    return span;
  }

  /** From the row above. */
  rowsFor(row: number, height: number): Span {
    const heightOf = (at: number): number => this.heights.get(at) ?? this.usual.height;
    return spanOf(heightOf, { from: Math.max(1, row - 1), last: LAST_ROW }, height);
  }
}

interface Range {
  from: number;
  last: number;
}

/** Where so many pixels end, counted from 0; nowhere when there are not so many. */
function endOf(sizeOf: (at: number) => number, { from, last }: Range, size: number): Span['to'] | undefined {
  let left = size;
  for (let at = from; at <= last; at += 1) {
    const own = sizeOf(at);
    if (left < own) return [at - 1, left];
    left -= own;
  }
  return undefined;
}

const spanOf = (sizeOf: (at: number) => number, range: Range, size: number): Span => ({
  from: [range.from - 1, 0],
  to: endOf(sizeOf, range, size) ?? [range.last - 1, 0],
});
