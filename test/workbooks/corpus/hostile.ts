/** Files that are not the Caf's workbook, or mean harm: each small, each refused whole, with one reason. */
import { deflateRawSync } from 'node:zlib';
import { OFFICE, PACKAGE, zip } from '../files.js';
import { cut, flipped, overlapping } from './hostile-bytes.js';
import * as xml from './package.js';
import {
  add,
  book,
  change,
  declared,
  deflated,
  families,
  n,
  related,
  rename,
  row,
  sheet,
  t,
  plain,
} from './package.js';

export interface HostileCase {
  why: string;
  bytes: () => Buffer;
}

const pack = (parts: xml.Parts): Buffer => zip(deflated(parts));
const zeros = (size: number, name = 'xl/media/a.bin') => {
  const data = Buffer.alloc(size);
  return { name, data: deflateRawSync(data, { level: 9 }), method: 8, announced: size, of: data };
};
const entities = '<!DOCTYPE a [<!ENTITY b "aaaaaaaaaa"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>';
const relations = (...all: string[]): string =>
  `<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`;
const outside = (type: string): string =>
  `<Relationship Id="rId1" Type="${OFFICE}/${type}" Target="file:///C:/paie.xlsx" TargetMode="External"/>`;
const ofSheet = (...all: string[]) => ({
  name: 'xl/worksheets/_rels/Feuille.xml.rels',
  data: relations(...all),
});
const typed = (type: string) =>
  change(plain, xml.TYPES, (text) => text.replace(/ContentType="[^"]*main\+xml"/, `ContentType="${type}"`));

export const hostile: Record<string, HostileCase> = {
  'bomb-of-zeros': {
    why: '49 MiB of zeros in 48 kB',
    bytes: () => pack([...plain, zeros(49 * 1024 * 1024)]),
  },
  'bomb-of-ratio': {
    why: '20 MiB of zeros in 20 kB: within the size, far beyond the ratio',
    bytes: () => pack([...plain, zeros(20 * 1024 * 1024)]),
  },
  'bomb-of-overlaps': {
    why: 'one packed part under seven names: more packed bytes than the file has',
    bytes() {
      const one = zeros(1024 * 1024, 'xl/media/a0');
      const bytes = pack([...plain, one]);
      return overlapping(bytes, 'xl/media/a', 6);
    },
  },
  'shown-a-million-times': {
    why: 'a long shared text shown by 60,000 cells: 30 MB of text in 70 kB',
    bytes: () =>
      pack(
        xml.sharedTexts(
          book(
            Array.from({ length: 1_000 }, (_, at) =>
              row(
                at + 1,
                Array.from({ length: 60 }, () => '<c t="s"><v>0</v></c>'),
              ),
            ).join(''),
          ),
          [`<si><t>${'x'.repeat(499)}</t></si>`],
        ),
      ),
  },
  entities: {
    why: 'entities inside entities',
    bytes: () =>
      pack(change(plain, xml.SHEET, (text) => text.replace('<worksheet', `${entities}<worksheet`))),
  },
  'entities-in-relations': {
    why: 'a document type in the relations',
    bytes: () =>
      pack(change(plain, xml.RELATIONS, (text) => `<!DOCTYPE a SYSTEM "file:///etc/passwd">${text}`)),
  },
  'elements-without-end': {
    why: 'a million elements inside one another',
    bytes: () => pack(book(declared(families), '<a>'.repeat(1_000_000) + '</a>'.repeat(1_000_000))),
  },
  macros: {
    why: 'a project of macros',
    bytes: () => pack(add(plain, { name: 'xl/vbaProject.bin', data: 'x' })),
  },
  'macro-enabled': {
    why: 'an .xlsm renamed, without its project',
    bytes: () => pack(typed('application/vnd.ms-excel.sheet.macroEnabled.main+xml')),
  },
  'macro-sheet': {
    why: 'a sheet of old macros, under another name',
    bytes: () =>
      pack(
        add(related(plain, 'rId5', 'xlMacrosheet', 'm.xml', 'Macro'), {
          name: 'xl/m.xml',
          data: sheet(''),
        }),
      ),
  },
  binary: {
    why: 'an .xlsb renamed',
    bytes: () => pack(typed('application/vnd.ms-excel.sheet.binary.macroEnabled.main')),
  },
  template: {
    why: 'an .xltx renamed',
    bytes: () => pack(typed('application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml')),
  },
  'word-document': {
    why: 'a .docx renamed',
    bytes: () =>
      pack(
        rename(
          typed('application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'),
          'x',
          'y',
        ),
      ),
  },
  'linked-workbook': {
    why: 'values taken from another workbook',
    bytes: () => pack(add(plain, { name: 'xl/externalLinks/externalLink1.xml', data: '<externalLink/>' })),
  },
  'linked-image': {
    why: 'an image fetched from elsewhere',
    bytes: () => pack(add(plain, ofSheet(outside('image')))),
  },
  'linked-template': {
    why: 'a template fetched from elsewhere',
    bytes: () => pack(add(plain, ofSheet(outside('attachedTemplate')))),
  },
  'sheet-outside': {
    why: 'the sheet itself elsewhere',
    bytes: () =>
      pack(
        change(plain, xml.RELATIONS, (text) =>
          text.replace(
            'Target="/xl/worksheets/Feuille.xml"',
            'Target="https://exemple.fr/f.xml" TargetMode="External"',
          ),
        ),
      ),
  },
  connections: {
    why: 'a connection to a database',
    bytes: () => pack(add(plain, { name: 'xl/connections.xml', data: '<connections/>' })),
  },
  'climbs-out': {
    why: 'a part that climbs out',
    bytes: () => pack(add(plain, { name: '../../etc/cron.d/a', data: 'x' })),
  },
  'absolute-name': {
    why: 'a part at the root of a disk',
    bytes: () => pack(add(plain, { name: 'C:/a.xml', data: 'x' })),
  },
  'same-part-twice': {
    why: 'two sheets under one name, one for the guard and one for the reader',
    bytes: () => pack(add(plain, { name: 'XL/Worksheets/feuille.XML', data: sheet('') })),
  },
  'same-sheet-many-times': {
    why: 'one part listed as two sheets',
    bytes: () => pack(related(plain, 'rId5', 'worksheet', 'worksheets/Feuille.xml', 'Encore')),
  },
  'wrong-checksum': {
    why: 'one letter of the stored sheet changed, its checksum not',
    bytes: () => flipped(zip(plain), '3047215', 2),
  },
  'lying-size': {
    why: 'a sheet that unpacks to more than it announces',
    bytes: () =>
      zip(deflated(plain).map((part) => (part.name === xml.SHEET ? { ...part, announced: 900 } : part))),
  },
  'lying-size-above': {
    why: 'a sheet that unpacks to less than it announces',
    bytes: () =>
      zip(deflated(plain).map((part) => (part.name === xml.SHEET ? { ...part, announced: 90_000 } : part))),
  },
  'other-compression': {
    why: 'a part packed in another way than all programs do',
    bytes: () =>
      zip(deflated(plain).map((part) => (part.name === xml.SHEET ? { ...part, method: 12 } : part))),
  },
  truncated: { why: 'an archive cut at two thirds', bytes: () => cut(pack(plain), 2 / 3) },
  'sheet-cut': {
    why: 'a sheet cut inside a whole archive',
    bytes: () => pack(change(plain, xml.SHEET, (text) => text.slice(0, -60))),
  },
  'directory-elsewhere': {
    why: 'a directory that is not where the end says',
    bytes() {
      const bytes = pack(plain);
      bytes.writeUInt32LE(7, bytes.length - 6);
      return bytes;
    },
  },
  'row-1048577': {
    why: 'a row that Excel does not have',
    bytes: () => pack(book(declared(families) + '<row r="1048577"><c r="A1048577"><v>1</v></c></row>')),
  },
  'column-beyond-xfd': {
    why: 'a column that Excel does not have',
    bytes: () => pack(book(declared(families) + '<row r="9"><c r="XFE9" s="1"/></row>')),
  },
  'rows-out-of-order': {
    why: 'rows that go back: Excel repairs or refuses them, so what was seen is not known',
    bytes: () => pack(book(declared(families) + row(2, [n(1)]))),
  },
  'cells-out-of-order': {
    why: 'cells that go back in their row',
    bytes: () =>
      pack(book(declared(families) + '<row r="9"><c r="B9"><v>1</v></c><c r="A9"><v>1</v></c></row>')),
  },
  'cell-of-another-row': {
    why: 'a cell that says it is of another row',
    bytes: () => pack(book(declared(families) + '<row r="9"><c r="A8"><v>1</v></c></row>')),
  },
  'text-not-there': {
    why: 'a cell that names a shared text which is not there',
    bytes: () => pack(book(declared(families) + '<row r="9"><c r="A9" t="s"><v>4</v></c></row>')),
  },
  'sheet-not-there': {
    why: 'a sheet listed without its part',
    bytes: () => pack(related(plain, 'rId5', 'worksheet', 'rien.xml', 'Rien')),
  },
  'foreign-encoding': {
    why: 'a sheet that says it is in Latin-1',
    bytes: () => pack(change(plain, xml.SHEET, (text) => text.replace('UTF-8', 'ISO-8859-1'))),
  },
  'broken-characters': {
    why: 'bytes that are no UTF-8',
    bytes: () =>
      pack(
        plain.map((part) =>
          part.name === xml.SHEET
            ? { ...part, data: Buffer.from(String(part.data).replace('NUMERO', 'NUM\xe9RO'), 'latin1') }
            : part,
        ),
      ),
  },
  'under-a-password': {
    why: 'a workbook that Office encrypted: the head of its container, and its stream',
    bytes: () =>
      Buffer.concat([
        Buffer.from('d0cf11e0a1b11ae1', 'hex'),
        Buffer.alloc(1_016),
        Buffer.from('EncryptedPackage', 'utf16le'),
        Buffer.alloc(480),
      ]),
  },
  'zip-under-a-password': {
    why: 'an archive under a password',
    bytes: () => zip(deflated(plain).map((part) => ({ ...part, flags: 1 }))),
  },
  'two-sheets-with-data': {
    why: 'the declaration on one sheet, another on a hidden one',
    bytes: () =>
      pack(
        add(related(plain, 'rId5', 'worksheet', 'b.xml', 'Novembre" state="hidden'), {
          name: 'xl/b.xml',
          data: sheet(declared(families)),
        }),
      ),
  },
  'no-titles': {
    why: 'a workbook of something else',
    bytes: () => pack(book(row(1, [t('Paie'), t('Octobre')]) + row(2, [n(1), n(2)]))),
  },
};
