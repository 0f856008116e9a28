/** What a spreadsheet says, cell by cell, whatever program saved it: the common ground of the reader and the templates. */

/** The largest file received, in bytes: the Caf advises 20 MB at most. */
export const MAX_WORKBOOK_BYTES = 20 * 1024 * 1024;

/** The most declaration rows one workbook may carry. */
export const MAX_DATA_ROWS = 5_000;

/** A cell as stored. `text` is what a person sees, kept for display; it is never reinterpreted from elsewhere. */
export type Cell =
  | { kind: 'text'; text: string }
  /** `day` is the calendar day, `YYYY-MM-DD`, that the same number shows under a date format; only for whole numbers. */
  | { kind: 'number'; value: number; text: string; day?: string }
  /** A date cell, already resolved to a calendar day, `YYYY-MM-DD`. */
  | { kind: 'date'; day: string; text: string }
  | { kind: 'boolean'; value: boolean; text: string }
  /** `#REF!` and its like, or a formula saved without its value. */
  | { kind: 'error'; text: string };

export interface SheetRow {
  /** The row number that Excel shows, from 1. */
  number: number;
  /** By column, from 0 (column A); absent when empty. */
  cells: (Cell | undefined)[];
}

export interface Sheet {
  name: string;
  rows: SheetRow[];
}

/** Reads a stored .xlsx within bounds of time and memory. */
export interface SheetReader {
  /** For whoever serves people: the next file is read half a second sooner. */
  keepWarm(): void;
  /** @throws Refusal WORKBOOK_REFUSED when the file is not a workbook that can be read safely */
  read(path: string): Promise<Sheet[]>;
  close(): Promise<void>;
}
