/** The printing of documents: what a feature asks, and the one typeface it may count on. */

/** Prints one self-contained HTML document to PDF. No network, no files, no script. */
export interface Printer {
  /**
   * The same document gives the same bytes, whenever and wherever it is printed by the same Chromium.
   *
   * @param html  a whole document with its own `<head>`, letters written as themselves and not as entities;
   *              `<meta name="date" content="2026-11-05T08:00:00.000Z">` dates the PDF
   * @throws PrintFailed
   */
  print(html: string): Promise<Buffer>;
  close(): Promise<void>;
}

/** A document could not be printed. A fault and not a refusal: nobody who asked for it can do better. */
export class PrintFailed extends Error {
  override name = 'PrintFailed';
}

/** The typeface the printer brings, regular and bold: Latin, Greek, Cyrillic, Vietnamese and Arabic letters. */
export const fontFamily = 'Habilis Sans';
