/** The same declaration in every way that a program may write a package, its parts and their XML. */
import { MAIN, OFFICE } from '../files.js';
import * as xml from './package.js';
import {
  book,
  change,
  declared,
  families,
  n,
  OCTOBER,
  rename,
  t,
  everywhere,
  child,
  children,
  plain,
  type Case,
} from './package.js';

const utf16 = (text: string, swap: boolean): Buffer => {
  const bytes = Buffer.from(`\ufeff${text.replace('UTF-8', 'UTF-16')}`, 'utf16le');
  return swap ? bytes.swap16() : bytes;
};

const encoded = (all: xml.Parts, name: string, encode: (text: string) => Buffer): xml.Parts =>
  all.map((part) => (part.name === name ? { ...part, data: encode(String(part.data)) } : part));

const prefixed = (text: string): string =>
  text
    .replaceAll('</', '</x:')
    .replaceAll(/<(?=[a-z])/gi, '<x:')
    .replaceAll('xmlns="', 'xmlns:x="');

const strict = (text: string): string =>
  text
    .replaceAll(MAIN, 'http://purl.oclc.org/ooxml/spreadsheetml/main')
    .replaceAll(OFFICE, 'http://purl.oclc.org/ooxml/officeDocument/relationships');

const withoutReferences = (text: string): string => text.replaceAll(/ r="[A-Z]*\d+"/g, '');

export const ways: Record<string, Case> = {
  'inline-texts': { why: 'texts in the cells themselves', parts: plain },
  'stored-uncompressed': { why: 'an archive without compression', parts: plain, stored: true },
  'no-references': {
    why: 'neither cells nor rows say where they are',
    parts: change(plain, xml.SHEET, withoutReferences),
  },
  prefixed: {
    why: 'a prefix on every element of the sheet',
    parts: change(plain, xml.SHEET, prefixed),
  },
  strict: { why: 'strict Open XML', parts: everywhere(plain, strict) },
  'strict-iso-dates': {
    why: 'strict Open XML with its ISO days',
    parts: everywhere(
      book(
        declared([
          [
            `<c s="1" t="d"><v>2026-10-01</v></c>`,
            t('3047215'),
            n(36),
            n(0),
            n(828),
            `<c s="1" t="d"><v>2026-10-23T00:00:00</v></c>`,
          ],
        ]),
      ),
      strict,
    ),
  },
  'utf16-little-endian': {
    why: 'a sheet in UTF-16',
    parts: encoded(plain, xml.SHEET, (text) => utf16(text, false)),
  },
  'utf16-big-endian': {
    why: 'a sheet in UTF-16, the other way round',
    parts: encoded(plain, xml.SHEET, (text) => utf16(text, true)),
  },
  'byte-order-mark': {
    why: 'a mark before the XML of each part',
    parts: everywhere(plain, (text) => `\ufeff${text}`),
  },
  'pretty-printed': {
    why: 'one element a line, as on Windows',
    parts: change(plain, xml.SHEET, (text) => text.replaceAll('><', '>\r\n  <')),
  },
  'comments-and-cdata': {
    why: 'comments, instructions and CDATA among the cells',
    parts: book(
      declared([
        [
          n(OCTOBER, 1),
          '<c t="inlineStr"><is><t><![CDATA[3047215]]></t></is></c>',
          '<c><v>3<!-- six --><?x y?>6</v></c>',
          n(0),
          n('&#56;28'),
        ],
      ]) + '<!-- <row r="9"><c r="A9"><v>1</v></c></row> -->',
    ),
  },
  'other-vocabularies': {
    why: 'extensions that only some programs know',
    parts: book(
      declared(families),
      '<extLst><ext uri="{1}" xmlns:y="urn:y"><y:sheetData><y:row r="1"><y:c r="A1"><y:v>7</y:v></y:c></y:row></y:sheetData></ext></extLst>',
    ),
  },
  'sheet-elsewhere': {
    why: 'parts named and put anywhere, found by their relations',
    parts: rename(
      rename(
        rename(
          everywhere(plain, (text) =>
            text
              .replaceAll('xl/workbook.xml', 'livre/principal.xml')
              .replace('/xl/worksheets/Feuille.xml', '../donn%C3%A9es/octobre%202026.xml')
              .replace('"styles.xml"', '"/xl/styles.xml"'),
          ),
          xml.WORKBOOK,
          'livre/principal.xml',
        ),
        xml.RELATIONS,
        'livre/_rels/principal.xml.rels',
      ),
      xml.SHEET,
      'données/octobre 2026.xml',
    ),
  },
  'other-case': {
    why: 'a relation that writes a part’s name in another case',
    parts: change(plain, xml.RELATIONS, (text) =>
      text.replace('/xl/worksheets/Feuille.xml', 'WORKSHEETS/feuille.XML'),
    ),
  },
  'folders-and-backslashes': {
    why: 'an archive packed again by hand on Windows',
    parts: [
      { name: 'xl/', data: '' },
      { name: 'xl/worksheets/', data: '' },
      ...rename(plain, xml.SHEET, 'xl\\worksheets\\Feuille.xml'),
    ],
  },
  'no-styles': {
    why: 'no styles at all: serials are still days',
    parts: change(plain, xml.RELATIONS, (text) => text.replace(/<Relationship Id="rId2"[^>]*>/, '')).filter(
      ({ name }) => name !== 'xl/styles.xml',
    ),
  },
  'shared-texts': {
    why: 'shared, rich and phonetic texts',
    parts: xml.sharedTexts(
      book(declared([[n(OCTOBER, 1), '<c t="s"><v>1</v></c>', '<c t="s"><v>0</v></c>', n(0), n(828)]])),
      [
        '<si><t>36</t></si>',
        '<si><r><t>304</t></r><r><rPr><b/></rPr><t>7215</t></r><rPh sb="0" eb="1"><t>かな</t></rPh></si>',
      ],
    ),
  },
  'escaped-characters': {
    template: 'micro_creche',
    why: 'characters that XML cannot carry, and spaces to keep',
    parts: children(child({ 2: t(' AUBREVAL_x000D_ '), 3: t('Jeanne_x0020__x00C9_lise') })),
  },
};
