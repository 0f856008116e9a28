/** What a page printed by Chromium says: its text as drawn, and the addresses it leads to. */
import { inflateSync } from 'node:zlib';
import type { PDFObject } from '@cantoo/pdf-lib';
import { PDFArray, PDFDict, PDFHexString, PDFRawStream, PDFString } from '@cantoo/pdf-lib';
import { name, type Lot } from './lot.js';

/** The letters of each glyph of a font. */
type Letters = Map<string, string>;

const plainOf = ({ dict, contents }: PDFRawStream): string =>
  Buffer.from(dict.get(name('Filter')) === name('FlateDecode') ? inflateSync(contents) : contents).toString(
    'latin1',
  );

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

/** Fonts are those of the whole lot: each is read once. */
const known = new WeakMap<PDFObject, Letters>();

function lettersOf(font: PDFDict): Letters {
  const table = font.lookup(name('ToUnicode'));
  if (!(table instanceof PDFRawStream)) return new Map();
  const letters = known.get(table) ?? lettersIn(plainOf(table));
  known.set(table, letters);
  return letters;
}

/** A font is chosen, glyphs are drawn, a text ends. */
const DRAWN = /\/(\w+) [\d.]+ Tf|<([\da-fA-F]+)>|\bET\b/g;

function drawn(lot: Lot, page: PDFDict): string {
  const fonts = page.lookup(name('Resources'), PDFDict).lookupMaybe(name('Font'), PDFDict);
  const contents = page.lookup(name('Contents'));
  if (!(contents instanceof PDFRawStream) || !fonts) return '';
  let letters: Letters = new Map();
  let text = '';
  for (const [all, font, glyphs] of plainOf(contents).matchAll(DRAWN)) {
    if (font) letters = lettersOf(fonts.lookup(name(font), PDFDict));
    else if (all === 'ET') text += '\n';
    else
      for (const glyph of glyphs!.match(/.{4}/g) ?? []) text += letters.get(glyph.toLowerCase()) ?? '\uFFFD';
  }
  return text;
}

function addresses(lot: Lot, page: PDFDict): string[] {
  const over = page.lookupMaybe(name('Annots'), PDFArray)?.asArray() ?? [];
  return over.flatMap((each) => {
    const uri = lot.context.lookup(each, PDFDict).lookupMaybe(name('A'), PDFDict)?.lookup(name('URI'));
    return uri instanceof PDFString || uri instanceof PDFHexString ? [uri.decodeText()] : [];
  });
}

/** @returns text and addresses, a line for each */
export function saidOn(lot: Lot, at: number): string {
  const page = lot.context.lookup(lot.pages[at], PDFDict);
  return [drawn(lot, page), ...addresses(lot, page)].join('\n');
}
