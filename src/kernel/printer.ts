/** The printing of documents: what a feature asks, and the one typeface it may count on. */

/** Prints one self-contained HTML document to PDF. No network, no files, no script. */
export interface Printer {
  /**
   * The same document gives the same bytes, whenever and wherever it is printed by the same Chromium.
   *
   * @param html  a whole document with its own `<head>`, letters written as themselves and not as entities;
   *              `<meta name="date" content="2026-11-05T08:00:00.000Z">` dates the PDF
   * @throws PrintFailed, PrinterDown
   */
  print(html: string): Promise<Buffer>;
  /**
   * Prints many sheets at once (`<article class="sheet">`, an A4 page each), then cuts them into a file each. A file
   * holds its own page, tags and title, and no byte of the others but the letters of the typeface they were drawn with.
   *
   * @param html  as for `print`
   * @param pieces  what its sheets are, in order
   * @throws PrintFailed, PrinterDown, LotUnproven
   */
  printLot(html: string, pieces: readonly Piece[]): Promise<Buffer[]>;
  close(): Promise<void>;
}

/** One sheet of a lot, and the file it becomes. */
export interface Piece {
  title: string;
  /** The instant that the file gives as its date. */
  date: string;
  /** What its page says and no other does, by which it proves whose it is: a number, an address. */
  marks: readonly string[];
}

/** The pages of a lot are not surely those of its pieces: none is to be filed, and each may be printed by itself. */
export class LotUnproven extends Error {
  override name = 'LotUnproven';
}

/** A document could not be printed, where others can. A fault and not a refusal: nobody who asked for it can do better. */
export class PrintFailed extends Error {
  override name = 'PrintFailed';
}

/** Nothing can be printed for now, whichever the document. */
export class PrinterDown extends Error {
  override name = 'PrinterDown';
}

/** The typeface the printer brings, regular and bold: Latin, Greek, Cyrillic, Vietnamese and Arabic letters. */
export const fontFamily = 'Habilis Sans';
