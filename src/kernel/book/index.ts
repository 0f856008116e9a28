/** Writes workbooks: see docs/decisions/0015-drawn-workbooks.md. */
export type { Book, BookRow, BookSheet, BookValue, Colour, ComingRows, Entry, Fill, Look } from './book.js';
export { fillXml, formatsXml, looksOf, stylesPart, type Looks } from './looks.js';
export { serialOf, sheetPart } from './sheet.js';
export { linesOf } from './wrap.js';
export { bytesOf, writeBook } from './write.js';
export { XML, columnOf, lettersOf, quotedSheet, xmlLines, xmlText } from './xml.js';
