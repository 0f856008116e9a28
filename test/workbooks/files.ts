/** Files for the tests of the workbook: the samples, archives written by hand, and the reader to read them. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { openSheetReader } from '../../src/tools/sheet-reader.js';
import { WorkbookRefused } from '../../src/kernel/sheet-refusals.js';
import type { ReadOptions, Sheet, SheetReader } from '../../src/kernel/sheet.js';
import { openArchive } from '../../src/tools/sheet-archive.js';
import { endFor, readWorkbook, type Batch } from '../../src/tools/sheet-workbook.js';

/** Samples stay beside the sources: the compiler copies no workbook. */
export const samplePath = (name: string): string =>
  fileURLToPath(new URL(`../../../test/samples/${name}.xlsx`, import.meta.url));

export const sample = (name: string): Promise<Buffer> => readFile(samplePath(name));

/**
 * A reader in this process, of the same code as the child's, for the many files whose reading is what matters. What
 * only a child gives, its limits of memory and time and its end, is tested with the real one.
 */
export const readerInPlace: Pick<SheetReader, 'read'> = {
  async read(path) {
    const sheets: Sheet[] = [];
    const take = ({ sheet, name, rows }: Batch): void => {
      (sheets[sheet] ??= { name, rows: [] }).rows.push(...rows);
    };
    try {
      await readWorkbook(await openArchive(path), take);
    } catch (error) {
      const end = endFor(error);
      throw 'refused' in end ? WorkbookRefused({ reason: end.refused }) : error;
    }
    return sheets;
  },
};

/** A reader over files given by their bytes, in a folder removed at the end. */
export async function openBench(options: { deadline?: number } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'workbooks-'));
  const reader = openSheetReader(options);
  let files = 0;
  return {
    reader,
    async read(bytes: Buffer, asked?: ReadOptions): Promise<Sheet[]> {
      const path = join(folder, `${(files += 1)}.xlsx`);
      await writeFile(path, bytes);
      return reader.read(path, asked);
    },
    async close(): Promise<void> {
      await reader.close();
      await rm(folder, { recursive: true });
    },
  };
}

export interface Entry {
  name: string;
  data: string | Buffer;
  flags?: number;
  /** The unpacked size that the archive announces, when it lies. */
  announced?: number;
  /** 0 stored, 8 deflated, whatever the data is. */
  method?: number;
  /** The bytes that the checksum is of, when they are not those of `data`. */
  of?: Buffer;
}

/** Says that a name is in UTF-8. */
const UTF8 = 0x800;
const isAscii = (name: string): boolean => /^[ -~]*$/.test(name);

/** A zip of stored entries with its central directory. */
export function zip(entries: Entry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, flags = isAscii(name) ? 0 : UTF8, method = 0, announced, of } of entries) {
    const bytes = Buffer.from(data);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc32(of ?? bytes), 10);
    fields.writeUInt32LE(bytes.length, 14);
    fields.writeUInt32LE(announced ?? bytes.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), bytes]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, place, Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';
export const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

export const sheetXml = (rows: string): string =>
  `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`;

/** The parts of a small workbook, sheet first as some programs put it. Style 1 shows days, 2 durations, 3 seven digits, 4 a unit. */
export const parts = (sheet: string, { workbookPr = '' }: { workbookPr?: string } = {}): Entry[] => [
  { name: 'xl/worksheets/Feuille.xml', data: sheet },
  {
    name: '[Content_Types].xml',
    data: `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${WORKBOOK}"/></Types>`,
  },
  {
    name: '_rels/.rels',
    data: `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  },
  {
    name: 'xl/styles.xml',
    data: `<styleSheet xmlns="${MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="[h]:mm"/><numFmt numFmtId="165" formatCode="0000000"/><numFmt numFmtId="166" formatCode="0\\h"/></numFmts><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  },
  {
    name: 'xl/workbook.xml',
    data: `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${workbookPr}<sheets><sheet name="Été" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    data: `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="/xl/worksheets/Feuille.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  },
];
