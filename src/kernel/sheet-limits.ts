/** How much of a workbook is read, as a table: the limit itself is accepted, one more is not. */

interface Limit {
  most: number;
  unit: string;
  /** What is counted, and where. */
  counts: string;
  /** The reason of the refusal beyond; without one, the rest is cut and seen to be. */
  refused?: string;
  why: string;
}

const MEGABYTE = 1024 * 1024;

export const workbookLimits = {
  fileBytes: {
    most: 20 * MEGABYTE,
    unit: 'bytes',
    counts: 'the file as received',
    refused: 'too_large',
    why: 'what the Caf advises',
  },
  entries: {
    most: 1_000,
    unit: 'entries',
    counts: 'the directory of the archive',
    refused: 'too_large_unpacked',
    why: 'a declaration has about ten parts; a hundred sheets still pass',
  },
  unpackedBytes: {
    most: 48 * MEGABYTE,
    unit: 'bytes',
    counts: 'the sizes that the directory announces, together; no part may unpack to more than it announces',
    refused: 'too_large_unpacked',
    why: 'a million styled blank rows fit: four seconds of processor',
  },
  ratio: {
    most: 250,
    unit: 'times',
    counts: 'those sizes over the size of the file, from 8 MiB announced',
    refused: 'too_large_unpacked',
    why: 'sheets of styled blanks stay under 100; a bomb has 1,000',
  },
  dataRows: {
    most: 5_000,
    unit: 'rows',
    counts: 'rows of the declaration, under its titles and hints',
    refused: 'too_many_rows',
    why: 'thirty times the largest structure',
  },
  filledRows: {
    most: 5_100,
    unit: 'rows',
    counts: 'rows with something in them, over all the sheets',
    refused: 'too_many_rows',
    why: 'the rows of a declaration, and room for titles, hints and a notice',
  },
  columns: {
    most: 64,
    unit: 'columns',
    counts: 'the last column with something in it',
    refused: 'too_many_columns',
    why: 'seven times the largest template',
  },
  textLength: {
    most: 500,
    unit: 'characters',
    counts: 'one text; the rest is replaced by an ellipsis, which no template accepts',
    why: 'five times the longest name',
  },
  textsLength: {
    most: 4 * MEGABYTE,
    unit: 'characters',
    counts: 'the texts of all the cells, a shared one each time it is shown',
    refused: 'too_large_unpacked',
    why: 'ten times the largest declaration; one shared text may be shown a million times',
  },
  sharedTexts: {
    most: 500_000,
    unit: 'texts',
    counts: 'the texts that cells share',
    refused: 'too_large_unpacked',
    why: 'more than all the cells that are read',
  },
  depth: {
    most: 64,
    unit: 'levels',
    counts: 'elements inside one another, in any part',
    refused: 'damaged',
    why: 'a sheet has seven',
  },
  heap: {
    most: 256,
    unit: 'MiB',
    counts: 'the memory of the process that reads one file',
    refused: 'damaged',
    why: 'a declaration of 10,000 rows takes a quarter, Node included',
  },
  seconds: {
    most: 20,
    unit: 'seconds',
    counts: 'the reading of one file, its turn not included',
    refused: 'took_too_long',
    why: 'the slowest accepted file takes four of processor',
  },
} satisfies Record<string, Limit>;
