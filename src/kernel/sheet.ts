/** What a spreadsheet says, cell by cell, whatever program saved it: the common ground of the reader and the templates. */

import { workbookLimits } from './sheet-limits.js';

/** The largest file received, in bytes. */
export const MAX_WORKBOOK_BYTES = workbookLimits.fileBytes.most;

/** The most declaration rows one workbook may carry. */
export const MAX_DATA_ROWS = workbookLimits.dataRows.most;

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

export interface ReadOptions {
  /** Told how many filled rows were read so far, four times a second at most, and once at the end. */
  onRows?: (rows: number) => void;
}

/** Reads a stored .xlsx within bounds of time and memory. */
export interface SheetReader {
  /** For whoever serves people: the process that reads the next file is already started. */
  keepWarm(): void;
  /** @throws Refusal WORKBOOK_REFUSED when the file is not a workbook that can be read safely */
  read(path: string, options?: ReadOptions): Promise<Sheet[]>;
  close(): Promise<void>;
}
