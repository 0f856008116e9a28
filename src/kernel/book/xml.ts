/** Texts in the XML of a workbook. */

const UNSAFE = /[&<>"\p{Cc}\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/gu;
/** What most texts are made of, and that stands as it is. */
const PLAIN = /^[ !#-%'-;=?-^`-~\xa0-\ud7ff\ue000-\ufffd]*$/;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const safe = (character: string): string =>
  ENTITIES[character] ?? `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

/** A text between tags or in quotes; what XML cannot carry is written `_x0007_`, as workbooks do. */
export const xmlText = (text: string): string => (PLAIN.test(text) ? text : text.replace(UNSAFE, safe));

/** The same where lines may end: in a cell or in a note. */
export const xmlLines = (text: string): string =>
  PLAIN.test(text)
    ? text
    : text.replace(UNSAFE, (character) =>
        character === '\n' || character === '\t' ? character : safe(character),
      );

export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Column letters: `1` → `A`, `27` → `AA`. */
export const lettersOf = (column: number): string =>
  column === 0
    ? ''
    : lettersOf(Math.floor((column - 1) / 26)) + String.fromCharCode(65 + ((column - 1) % 26));

/** `A` → 1, `AA` → 27. */
export const columnOf = (letters: string): number =>
  Array.from(letters).reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);

/** A sheet's name as an address writes it: `'Feuille d''appel'`. */
export const quotedSheet = (name: string): string => `'${name.replaceAll("'", "''")}'`;
