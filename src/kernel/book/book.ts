/** What a workbook to write is: sheets of plain values, and the looks of their cells by name. */
import type { Day } from '../calendar.js';

/** A colour, `RRGGBB` in hexadecimal. */
export type Colour = string;

export interface Look {
  font?: { size?: number; bold?: boolean; italic?: boolean; underline?: boolean; colour?: Colour };
  fill?: Fill;
  /** Thin lines around. */
  border?: Colour;
  /** A number format in the letters of the file, which every Excel shows in its own language; `@` is text. */
  format?: string;
  align?: { horizontal?: 'left' | 'center' | 'right'; vertical?: 'top' | 'center'; wrap?: boolean };
}

/** Hatched, a fill shows on paper without colours. */
export type Fill = Colour | { hatched: Colour; on: Colour };

export type BookValue = string | number | boolean | { day: Day } | { error: string } | null | undefined;

export interface BookRow {
  /** The row number that Excel shows; by default the one after the row before. */
  number?: number;
  /** Points. */
  height?: number;
  values: readonly BookValue[];
  /** Of its cells, by column: where absent, the column's. A row of looks and no values is a row of styled blanks. */
  looks?: readonly (string | undefined)[];
}

/** What Excel lets one type in cells, and says meanwhile. */
export interface Entry {
  /** `A3:A202` */
  cells: string;
  /** What is asked of the value: kind, comparison and its operands, in the words of the file. */
  rule?: { type: string; operator: string; operands: readonly (string | number)[]; error: string };
  /** At most 32 characters. */
  title?: string;
  /** At most 255 characters, shown while the cell is selected. */
  prompt?: string;
}

/** Rows that are at hand, or that are read as they are written. */
export type ComingRows = Iterable<BookRow> | AsyncIterable<BookRow>;

export interface BookSheet<Rows extends ComingRows = Iterable<BookRow>> {
  name: string;
  columns: readonly { width: number; look?: string }[];
  rows: Rows;
  /** First rows that stay in view, and are printed on every page. */
  titleRows?: number;
  /** Whether the rows under the first one can be filtered. */
  filtered?: boolean;
  entries?: readonly Entry[];
  /** From a cell to another of the same workbook. */
  links?: readonly { cell: string; sheet: string; to: string }[];
  /** Printed across an A4 page, as wide as it is. */
  landscape?: boolean;
}

export interface Book {
  title: string;
  looks: Readonly<Record<string, Look>>;
  sheets: readonly BookSheet<ComingRows>[];
}
