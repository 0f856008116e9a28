/** The looks of cells as the file keeps them: fonts, fills, borders and formats once each, and their combinations by number. */
import type { Fill, Look } from './book.js';
import { XML, xmlText } from './xml.js';

/** Where numbers begin: after those that a workbook has already. */
export interface Start {
  fonts: number;
  fills: number;
  borders: number;
  /** Own number formats begin at 164. */
  formats: number;
  combinations: number;
}

export interface Looks {
  fonts: string[];
  fills: string[];
  borders: string[];
  formats: string[];
  combinations: string[];
  /**
   * The number that a cell bears.
   *
   * @param guarded  for a text that begins like a formula: it stays a text when somebody types in its cell
   */
  numberOf(name: string, guarded?: boolean): number;
}

/** A workbook's own first ones: the default font, no fill and Excel's grey, no border, the plain combination. */
const FIRST: Start = { fonts: 1, fills: 2, borders: 1, formats: 164, combinations: 1 };

/** Formats that every workbook knows by number. */
const KNOWN_FORMATS: Record<string, number> = { '0': 1, '#,##0.00': 4, '@': 49 };

const font = ({ size = 11, bold, italic, underline, colour }: NonNullable<Look['font']>): string =>
  `<font>${bold ? '<b/>' : ''}${italic ? '<i/>' : ''}${underline ? '<u/>' : ''}<sz val="${size}"/>${
    colour ? `<color rgb="FF${colour}"/>` : ''
  }<name val="Calibri"/><family val="2"/></font>`;

export const fillXml = (fill: Fill): string => {
  const [pattern, front, back] =
    typeof fill === 'string' ? ['solid', fill, undefined] : ['lightUp', fill.hatched, fill.on];
  return `<fill><patternFill patternType="${pattern}"><fgColor rgb="FF${front}"/><bgColor ${
    back ? `rgb="FF${back}"` : 'indexed="64"'
  }/></patternFill></fill>`;
};

const border = (colour: string): string => {
  const sides = ['left', 'right', 'top', 'bottom'].map(
    (side) => `<${side} style="thin"><color rgb="FF${colour}"/></${side}>`,
  );
  return `<border>${sides.join('')}<diagonal/></border>`;
};

const alignment = ({ horizontal, vertical, wrap }: NonNullable<Look['align']>): string =>
  `<alignment${horizontal ? ` horizontal="${horizontal}"` : ''}${vertical ? ` vertical="${vertical}"` : ''}${
    wrap ? ' wrapText="1"' : ''
  }/>`;

/** The place of a piece among those already there, from `start`. */
function placeOf(pieces: string[], start: number, piece: string): number {
  const at = pieces.indexOf(piece);
  return start + (at < 0 ? pieces.push(piece) - 1 : at);
}

function combinationOf(looks: Looks, start: Start, look: Look): (guarded: boolean) => string {
  const known = look.format === undefined ? 0 : KNOWN_FORMATS[look.format];
  const format = known ?? placeOf(looks.formats, start.formats, look.format!);
  const fontAt = look.font ? placeOf(looks.fonts, start.fonts, font(look.font)) : 0;
  const fillAt = look.fill ? placeOf(looks.fills, start.fills, fillXml(look.fill)) : 0;
  const borderAt = look.border ? placeOf(looks.borders, start.borders, border(look.border)) : 0;
  const inside = look.align ? alignment(look.align) : '';
  return (guarded) =>
    `<xf numFmtId="${format}" fontId="${fontAt}" fillId="${fillAt}" borderId="${borderAt}" xfId="0"${
      format ? ' applyNumberFormat="1"' : ''
    }${fontAt ? ' applyFont="1"' : ''}${fillAt ? ' applyFill="1"' : ''}${borderAt ? ' applyBorder="1"' : ''}${
      inside ? ' applyAlignment="1"' : ''
    }${guarded ? ' quotePrefix="1"' : ''}>${inside}</xf>`;
}

/** Each look makes two combinations, the second one guarded; so does the absence of one, named by an empty text. */
export function looksOf(named: Readonly<Record<string, Look>>, start: Start = FIRST): Looks {
  const names = ['', ...Object.keys(named)];
  const numbers = new Map(names.map((name, at) => [name, start.combinations + 2 * at]));
  const looks: Looks = {
    fonts: [],
    fills: [],
    borders: [],
    formats: [],
    combinations: [],
    numberOf(name, guarded = false) {
      const number = numbers.get(name);
      if (number === undefined) throw new Error(`No look is named ${name}.`);
      return number + (guarded ? 1 : 0);
    },
  };
  for (const name of names) {
    const combination = combinationOf(looks, start, named[name] ?? {});
    looks.combinations.push(combination(false), combination(true));
  }
  return looks;
}

export const formatsXml = (formats: readonly string[], start = FIRST.formats): string[] =>
  formats.map((format, at) => `<numFmt numFmtId="${start + at}" formatCode="${xmlText(format)}"/>`);

const list = (tag: string, first: readonly string[], more: readonly string[]): string =>
  `<${tag} count="${first.length + more.length}">${[...first, ...more].join('')}</${tag}>`;

/** The part `xl/styles.xml` of a workbook that has no other look. */
export function stylesPart({ fonts, fills, borders, formats, combinations }: Looks): string {
  const plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"';
  return (
    `${XML}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
    (formats.length > 0 ? list('numFmts', [], formatsXml(formats)) : '') +
    list('fonts', [font({})], fonts) +
    list(
      'fills',
      ['none', 'gray125'].map((type) => `<fill><patternFill patternType="${type}"/></fill>`),
      fills,
    ) +
    list('borders', ['<border><left/><right/><top/><bottom/><diagonal/></border>'], borders) +
    `<cellStyleXfs count="1">${plain}/></cellStyleXfs>` +
    list('cellXfs', [`${plain} xfId="0"/>`], combinations) +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  );
}
