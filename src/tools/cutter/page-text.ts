/** What a page printed by Chromium says: its text, as drawn. */
import { inflateSync } from 'node:zlib';

/** Bytes that a page or a table of letters unpacks to, at most: a file may be anybody's. */
const LARGEST = 16_000_000;

/** The letters of each glyph of a font. */
export type Letters = Map<string, string>;

/** @param packed  a stream that only Flate, if anything, made smaller */
export const plain = (packed: Uint8Array, filter: string | undefined): string =>
  Buffer.from(
    filter === '/FlateDecode' ? inflateSync(packed, { maxOutputLength: LARGEST }) : packed,
  ).toString('latin1');

const hex = (code: string): number => Number.parseInt(code, 16);
const written = (code: string): string => String.fromCharCode(...(code.match(/.{4}/g) ?? []).map(hex));

/** The table by which a font says what it draws: `<0026> <0043>`, and `<0026> <0029> <0043>` for a range. */
function lettersIn(table: string): Letters {
  const letters: Letters = new Map();
  for (const [, lines] of table.matchAll(/beginbfchar\s(.*?)endbfchar/gs))
    for (const [, glyph, text] of lines!.matchAll(/<(\w+)>\s*<(\w+)>/g))
      letters.set(glyph!.toLowerCase(), written(text!));
  for (const [, lines] of table.matchAll(/beginbfrange\s(.*?)endbfrange/gs))
    for (const [, first, last, text] of lines!.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g))
      for (let code = hex(first!); code <= hex(last!); code += 1)
        letters.set(code.toString(16).padStart(4, '0'), String.fromCharCode(hex(text!) + code - hex(first!)));
  return letters;
}

/** Fonts are shared by pages, and chosen again for each word: the table of each is read once. */
export function lettersOnce<Font>(tableOf: (font: Font) => string): (font: Font) => Letters {
  const known = new Map<Font, Letters>();
  return (font) => {
    const letters = known.get(font) ?? lettersIn(tableOf(font));
    known.set(font, letters);
    return letters;
  };
}

/** Glyphs are said to stand for a text, or no more; a font is chosen, glyphs are drawn, a text ends. */
const DRAWN = /\/ActualText <FEFF([\da-fA-F]*)>|\/(\w+) [\d.]+ Tf|<([\da-fA-F]+)>|\b(?:EMC|ET)\b/g;

function lettersOfGlyphs(letters: Letters, glyphs: string): string {
  const all = glyphs.toLowerCase();
  let text = '';
  for (let at = 0; at + 4 <= all.length; at += 4) text += letters.get(all.slice(at, at + 4)) ?? '\uFFFD';
  return text;
}

function drawn({ contents, lettersOf }: Page): string {
  let letters: Letters = new Map();
  let text = '';
  let isSaid = false;
  for (const [all, said, font, glyphs] of contents.matchAll(DRAWN)) {
    if (said !== undefined) text += written(said);
    if (font) letters = lettersOf(font);
    if (all === 'ET') text += '\n';
    if (glyphs && !isSaid) text += lettersOfGlyphs(letters, glyphs);
    isSaid = said !== undefined || (isSaid && all !== 'EMC');
  }
  return text;
}

/** `.23999999 0 0 -.23999999 0 841.91998 cm` is how a page is turned upright; the next one, how what it shows is laid on it. */
const LAID = /\b([\d.]{1,12}) 0 0 \1 -?[\d.]{1,12} -?[\d.]{1,12} cm/;

/** Printer's dots of three hundredths of an inch for a pixel of a ninety-sixth. */
const FULL = 300 / 96;

/** What there is of a page. */
export interface Page {
  /** What draws it. */
  contents: string;
  /** The letters of a font, by its name on that page. */
  lettersOf: (font: string) => Letters;
}

export interface Said {
  text: string;
  /** Whether it was made smaller to fit: Chromium does so to the whole document when something in it is wider than paper. */
  isShrunk: boolean;
}

export const saidBy = (page: Page): Said => ({
  text: drawn(page),
  isShrunk: Number(LAID.exec(page.contents)?.[1]) !== FULL,
});
