/** Opens an .xlsx as the archive it is, and takes from it the few parts that hold the sheets, within bounds. */
import { readFile, stat } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { MAX_WORKBOOK_BYTES } from '../kernel/sheet.js';
import { WorkbookRefused, type WorkbookReason } from '../kernel/sheet-refusals.js';

/** Far above any monthly declaration, far below what would trouble the machine. */
const limits = {
  entries: 1_000,
  unpackedBytes: 48 * 1024 * 1024,
  /** Unpacked over packed, for archives above `ratioFromBytes`: sheets of styled blanks stay under 100. */
  ratio: 250,
  ratioFromBytes: 8 * 1024 * 1024,
};

/** What the first bytes say when the file is not an archive at all. */
const OLD_OFFICE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ARCHIVE = Buffer.from('PK\x03\x04', 'latin1');
/** The stream in which Office keeps a workbook under a password. */
const ENCRYPTED_STREAM = Buffer.from('EncryptedPackage', 'utf16le');

const CONTENT_TYPES = '[content_types].xml';
const WORKBOOK = 'xl/workbook.xml';
const KEPT = /^xl\/(workbook|styles|sharedstrings|_rels\/workbook\.xml\.rels|worksheets\/[^/]+)(\.xml)?$/;

const refused = (reason: WorkbookReason) => WorkbookRefused({ reason });

/**
 * The XML text of the kept parts, by lower-case name (`xl/worksheets/sheet1.xml`).
 *
 * @throws Refusal WORKBOOK_REFUSED when the file is not a workbook that can be read safely
 */
export async function readParts(path: string): Promise<Map<string, string>> {
  const { size } = await stat(path);
  if (size === 0) throw refused('empty_file');
  if (size > MAX_WORKBOOK_BYTES) throw refused('too_large');
  const file = await readFile(path);
  refuseOtherFormats(file);
  return unpack(file).catch((error: unknown) => {
    throw error instanceof Error && error.name === 'WORKBOOK_REFUSED' ? error : refused('damaged');
  });
}

function refuseOtherFormats(file: Buffer): void {
  if (file.subarray(0, OLD_OFFICE.length).equals(OLD_OFFICE)) {
    throw refused(file.includes(ENCRYPTED_STREAM) ? 'encrypted' : 'old_format');
  }
  if (!file.subarray(0, ARCHIVE.length).equals(ARCHIVE)) throw refused('not_a_workbook');
}

async function unpack(file: Buffer): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(file, { lazyEntries: true });
  const entries = await entriesOf(zip);
  refuseHostile(entries, file.length);
  const parts = new Map<string, string>();
  for (const [name, entry] of entries) {
    if (name === CONTENT_TYPES || KEPT.test(name)) parts.set(name, await textOf(zip, entry));
  }
  if (/macroEnabled/i.test(parts.get(CONTENT_TYPES) ?? '')) throw refused('macros');
  return parts;
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  if (zip.entryCount > limits.entries) throw refused('too_large_unpacked');
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.toLowerCase();
    if (entries.has(name)) throw refused('damaged');
    entries.set(name, entry);
  }
  return entries;
}

function refuseHostile(entries: Map<string, Entry>, packedBytes: number): void {
  const names = [...entries.keys()];
  const all = [...entries.values()];
  const unpackedBytes = all.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  const bomb = unpackedBytes > limits.ratioFromBytes && unpackedBytes > limits.ratio * packedBytes;
  if (all.some((entry) => entry.isEncrypted())) throw refused('encrypted');
  if (!entries.has(CONTENT_TYPES) || !entries.has(WORKBOOK)) throw refused('not_a_workbook');
  if (names.some((name) => /vbaproject|^xl\/(macrosheets|activex)\//.test(name))) throw refused('macros');
  if (names.some((name) => /^xl\/(externallinks\/|connections\.xml)/.test(name)))
    throw refused('external_content');
  if (unpackedBytes > limits.unpackedBytes || bomb) throw refused('too_large_unpacked');
}

/** yauzl stops an entry that is longer or shorter than announced; its checksum is left to us. */
async function textOf(zip: ZipFile, entry: Entry): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (crc32(bytes) !== entry.crc32) throw refused('damaged');
  const text = bytes
    .toString(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8')
    .replace(/^\ufeff/, '');
  if (!text.startsWith('<') || /<!(DOCTYPE|ENTITY)/i.test(text)) throw refused('damaged');
  return text;
}
