/**
 * Evens out what programs write differently, then packs the parts again in the order exceljs needs.
 *
 * The streaming reader of exceljs takes parts as they come in the file: with another order it loses formats or
 * crashes, and it reads the local headers of an archive, which may not say what its directory says. It also wants a
 * reference on every cell, keeps one run of an inline rich text, and cuts accents that fall between two chunks.
 * Here every archive becomes the one it reads rightly; no value is touched.
 */
import { crc32 } from 'node:zlib';
import { WorkbookRefused } from '../kernel/sheet-refusals.js';

const RELATIONS = 'xl/_rels/workbook.xml.rels';
const WORKBOOK = 'xl/workbook.xml';
const STYLES = 'xl/styles.xml';
const TEXTS = 'xl/sharedstrings.xml';
const NO_TEXTS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>';

export interface EvenWorkbook {
  archive: Buffer;
  /** Days counted from 1904, an old habit of Excel on Mac. */
  from1904: boolean;
}

/**
 * @param parts  XML by lower-case part name
 * @throws Refusal WORKBOOK_REFUSED when a part is missing or cut short
 */
export function even(parts: Map<string, string>): EvenWorkbook {
  const workbook = evenPart(part(parts, WORKBOOK)).replace(/\bdate1904="true"/, 'date1904="1"');
  const relations = evenPart(part(parts, RELATIONS));
  const names = sheetNames(relations);
  const out: [string, string][] = [
    [RELATIONS, renameSheets(relations, names)],
    [WORKBOOK, workbook],
    ['xl/sharedStrings.xml', evenPart(parts.get(TEXTS) ?? NO_TEXTS)],
    ...names.map((name, at): [string, string] => [sheetPath(at), evenSheet(part(parts, name))]),
  ];
  const styles = parts.get(STYLES);
  if (styles) out.unshift([STYLES, evenPart(styles)]);
  return { archive: pack(out), from1904: /\bdate1904="1"/.test(workbook) };
}

const part = (parts: Map<string, string>, name: string): string => {
  const xml = parts.get(name);
  if (xml === undefined) throw WorkbookRefused({ reason: 'damaged' });
  return xml;
};

const sheetPath = (at: number): string => `xl/worksheets/sheet${at + 1}.xml`;

/** `worksheets/Feuil1.xml` or `/xl/worksheets/Feuil1.xml` → `xl/worksheets/feuil1.xml`. */
const resolve = (target: string): string =>
  (target.startsWith('/') ? target.slice(1) : `xl/${target}`).toLowerCase();

const sheetNames = (relations: string): string[] => [
  ...new Set(
    [...relations.matchAll(/\bTarget="([^"]*)"/g)]
      .map(([, target]) => resolve(target!))
      .filter((name) => name.startsWith('xl/worksheets/')),
  ),
];

const renameSheets = (relations: string, names: string[]): string =>
  relations.replace(/\bTarget="([^"]*)"/g, (whole, target: string) => {
    const at = names.indexOf(resolve(target));
    return at < 0 ? whole : `Target="${sheetPath(at).slice('xl/'.length)}"`;
  });

/** Without the prefix that some programs put on every tag; in ASCII, so that no chunk can cut a character. */
function evenPart(xml: string): string {
  const prefix = /<([\w.-]+):(?:workbook|worksheet|sst|styleSheet|Relationships)[\s>]/.exec(xml)?.[1];
  const bare = prefix ? xml.replaceAll(`<${prefix}:`, '<').replaceAll(`</${prefix}:`, '</') : xml;
  return bare.replace(/[\u0080-\u{10ffff}]/gu, (character) => `&#${character.codePointAt(0)};`);
}

function evenSheet(xml: string): string {
  if (!/<\/([\w.-]+:)?worksheet>\s*$/.test(xml)) throw WorkbookRefused({ reason: 'damaged' });
  return (
    withReferences(evenPart(xml))
      // Cells and rows that only carry a style.
      .replace(/<(c|row)\s[^>]*\/>/g, '')
      // A formula that shows nothing.
      .replace(/(<c\s[^>]*\bt="str"[^>]*>)\s*<f[\s>][^<]*<\/f>\s*<v(?:\/>|><\/v>)/g, '$1')
      // A formula saved with its result: the result counts.
      .replace(/<f(?:\s[^>]*)?(?:\/>|>[^<]*<\/f>)\s*(?=<v>[^<])/g, '')
      // A date saved as ISO text.
      .replace(/(<c\s[^>]*\bt=")d"/g, '$1str"')
      .replace(/<is>([\s\S]*?)<\/is>/g, (_, inside: string) => `<is><t>${joined(inside)}</t></is>`)
  );
}

/** The runs of a rich text end to end, without the reading aids of some languages. */
const joined = (inside: string): string =>
  [...inside.replace(/<rPh\b[\s\S]*?<\/rPh>/g, '').matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/g)]
    .map(([, text]) => text)
    .join('');

/** Numbers the rows and cells that carry no reference: each follows the one before it. */
function withReferences(xml: string): string {
  if (!/<c(?![^>]*\sr=")[\s>/]|<row(?![^>]*\sr=")[\s>/]/.test(xml)) return xml;
  let row = 0;
  let column = 0;
  return xml.replace(/<(row|c)(?=[\s>/])([^>]*)>/g, (whole, tag: string, attributes: string) => {
    const reference = /\sr="([A-Z]*)(\d+)"/.exec(attributes);
    if (tag === 'row') {
      row = reference ? Number(reference[2]) : row + 1;
      column = 0;
      return reference ? whole : `<row r="${row}"${attributes}>`;
    }
    column = reference ? numberOf(reference[1]!) : column + 1;
    return reference ? whole : `<c r="${lettersOf(column)}${row}"${attributes}>`;
  });
}

const numberOf = (letters: string): number =>
  Array.from(letters).reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);

const lettersOf = (number: number): string =>
  number === 0
    ? ''
    : lettersOf(Math.floor((number - 1) / 26)) + String.fromCharCode(65 + ((number - 1) % 26));

/** A plain archive of stored entries: local headers, data, and an end record. */
function pack(files: [string, string][]): Buffer {
  const chunks = files.flatMap(([name, text]) => {
    const data = Buffer.from(text, 'latin1');
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt32LE(crc32(data), 14);
    header.writeUInt32LE(data.length, 18);
    header.writeUInt32LE(data.length, 22);
    header.writeUInt16LE(name.length, 26);
    return [header, Buffer.from(name, 'latin1'), data];
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  return Buffer.concat([...chunks, end]);
}
