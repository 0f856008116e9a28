/** Opens an .xlsx as the archive it is. Nothing is unpacked before the whole directory has been looked at. */
import { readFileSync, statSync } from 'node:fs';
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { workbookLimits as limits } from '../kernel/sheet-limits.js';
import { WorkbookRefused, type WorkbookReason } from '../kernel/sheet-refusals.js';

/** From this size on, unpacked, the ratio is looked at: small parts of zeros are nobody's harm. */
const RATIO_FROM_BYTES = 8 * 1024 * 1024;

/** What the first bytes say when the file is not an archive at all. */
const OLD_OFFICE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ARCHIVE = Buffer.from('PK\x03\x04', 'latin1');
/** The stream in which Office keeps a workbook under a password. */
const ENCRYPTED_STREAM = Buffer.from('EncryptedPackage', 'utf16le');

export const CONTENT_TYPES = '[content_types].xml';
const MACROS = /vbaproject|^xl\/(macrosheets|activex)\//;
const EXTERNAL = /^xl\/(externallinks\/|connections\.xml)/;

const CHUNK_BYTES = 64 * 1024;
/** Up to this size a part is unpacked at once: to wake another thread takes longer. */
const AT_ONCE_BYTES = 1024 * 1024;
const [STORED, DEFLATED] = [0, 8];

export const refused = (reason: WorkbookReason) => WorkbookRefused({ reason });

/** The one name of a part: neither its case nor how its accents are written tells it from another. */
export function partName(written: string): string {
  try {
    return decodeURI(written).toLowerCase();
  } catch {
    return written.toLowerCase();
  }
}

/** The parts of a package, by their one name (`xl/worksheets/sheet1.xml`). */
export interface Archive {
  names: string[];
  has(name: string): boolean;
  /** The bytes of a part, as they come out. @throws damaged when they are not those announced */
  bytesOf(name: string): AsyncIterable<Buffer>;
}

/** @throws Refusal WORKBOOK_REFUSED when the file cannot be a workbook, or is not one to be opened */
export async function openArchive(path: string): Promise<Archive> {
  const { size } = statSync(path);
  if (size === 0) throw refused('empty_file');
  if (size > limits.fileBytes.most) throw refused('too_large');
  return archiveOf(readFileSync(path));
}

/** The same, of what is in memory already. */
export async function archiveOf(file: Buffer): Promise<Archive> {
  refuseOtherFormats(file);
  const zip = await fromBufferPromise(file, { lazyEntries: true });
  if (zip.entryCount > limits.entries.most) throw refused('too_large_unpacked');
  const entries = await entriesOf(zip);
  refuseHostile(entries, file.length);
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    bytesOf: (name) => unpack(zip, file, entries.get(name)),
  };
}

function refuseOtherFormats(file: Buffer): void {
  if (file.subarray(0, OLD_OFFICE.length).equals(OLD_OFFICE)) {
    throw refused(file.includes(ENCRYPTED_STREAM) ? 'encrypted' : 'old_format');
  }
  if (!file.subarray(0, ARCHIVE.length).equals(ARCHIVE)) throw refused('not_a_workbook');
}

/** yauzl refuses names that climb out or start at a root, and stored parts of two sizes. */
async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    const name = partName(entry.fileName);
    if (entries.has(name)) throw refused('damaged');
    if (!name.endsWith('/')) entries.set(name, entry);
  }
  return entries;
}

function refuseHostile(entries: Map<string, Entry>, fileBytes: number): void {
  const names = [...entries.keys()];
  const all = [...entries.values()];
  const sum = (size: 'compressedSize' | 'uncompressedSize') =>
    all.reduce((total, entry) => total + entry[size], 0);
  const unpacked = sum('uncompressedSize');
  const bomb = unpacked > RATIO_FROM_BYTES && unpacked > limits.ratio.most * fileBytes;
  if (all.some((entry) => entry.isEncrypted())) throw refused('encrypted');
  if (!entries.has(CONTENT_TYPES)) throw refused('not_a_workbook');
  if (names.some((name) => MACROS.test(name))) throw refused('macros');
  if (names.some((name) => EXTERNAL.test(name))) throw refused('external_content');
  if (unpacked > limits.unpackedBytes.most || bomb) throw refused('too_large_unpacked');
  // Parts that lie over one another.
  if (sum('compressedSize') > fileBytes) throw refused('damaged');
}

async function* unpack(zip: ZipFile, file: Buffer, entry?: Entry): AsyncIterable<Buffer> {
  if (!entry) throw refused('damaged');
  const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = file.subarray(start, start + entry.compressedSize);
  let [size, checksum] = [0, 0];
  for await (const chunk of plain(packed, entry)) {
    size += chunk.length;
    if (size > entry.uncompressedSize) throw refused('damaged');
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (size !== entry.uncompressedSize || checksum !== entry.crc32) throw refused('damaged');
}

type Chunks = AsyncIterable<Buffer> | Iterable<Buffer>;

function plain(packed: Buffer, { compressionMethod: method, uncompressedSize: size }: Entry): Chunks {
  if (method === STORED) return slices(packed);
  if (method !== DEFLATED) throw refused('damaged');
  if (size <= AT_ONCE_BYTES) return slices(inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) }));
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  inflate.end(packed);
  return inflate as AsyncIterable<Buffer>;
}

function* slices(bytes: Buffer): Iterable<Buffer> {
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    yield bytes.subarray(start, start + CHUNK_BYTES);
  }
}
