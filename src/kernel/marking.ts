/** What is written back on a deposited workbook: marks on cells, each with its note, and a sheet that lists them. */
import type { BookRow, BookSheet, Look } from './book/index.js';

/** `kept`: nothing is wrong, but the service keeps something that the file does not say. */
export type MarkKind = 'blocking' | 'warning' | 'kept';

export interface Mark {
  /** As Excel shows. */
  row: number;
  /** The letter. */
  column: string;
  kind: MarkKind;
  note: string;
}

export interface Marking {
  /** The sheet that carries the marks, by its name. */
  sheet: string;
  marks: readonly Mark[];
  /** Takes the place of the sheet of that name, if there is one. */
  list: BookSheet & { rows: readonly BookRow[] };
  looks: Readonly<Record<string, Look>>;
}

export interface Marker {
  /**
   * The workbook with the marks; all the rest of it stays as it was.
   *
   * @param path  of a workbook that the sheet reader has just accepted
   * @returns undefined when marks cannot be put in this one
   */
  mark(path: string, marking: Marking): Promise<Buffer | undefined>;
  close(): Promise<void>;
}
