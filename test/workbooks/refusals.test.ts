import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MAX_DATA_ROWS, MAX_WORKBOOK_BYTES } from '../../src/kernel/sheet.js';
import { WorkbookRefused, workbookReasons, type WorkbookReason } from '../../src/kernel/sheet-refusals.js';
import { openSheetReader } from '../../src/tools/sheet-reader.js';
import { openBench, parts, sample, samplePath, sheetXml, zip } from './files.js';

let bench: Awaited<ReturnType<typeof openBench>>;
beforeAll(async () => {
  bench = await openBench({ deadline: 10_000 });
});
afterAll(() => bench.close());

const cut = (share: number) => async () => {
  const whole = await sample('micro-creche-10-2026');
  return whole.subarray(0, Math.floor(whole.length * share));
};
const flipped = async () => {
  const bytes = Buffer.from(await sample('micro-creche-10-2026'));
  const at = bytes.indexOf('xl/worksheets/sheet1.xml') + 200;
  bytes[at] = bytes[at]! ^ 0xff;
  return bytes;
};
const padded = (size: number) => async () =>
  Buffer.concat([await sample('micro-creche-10-2026'), Buffer.alloc(size)]);
const withPart =
  (name: string, data = 'x') =>
  async () =>
    zip([...parts(sheetXml('')), { name, data }]);
const changed = (name: string, change: (data: string) => string) => async () =>
  zip(
    parts(sheetXml('')).map((part) =>
      part.name === name ? { ...part, data: change(String(part.data)) } : part,
    ),
  );
const rows = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `<row r="${index + 1}"><c r="A${index + 1}"><v>1</v></c></row>`,
  ).join('');

test.each<[string, () => Buffer | Promise<Buffer>, WorkbookReason]>([
  ['an empty file', () => Buffer.alloc(0), 'empty_file'],
  ['a PDF renamed', () => Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n'), 'not_a_workbook'],
  ['a .csv', () => Buffer.from('MOIS CONCERNE;NUMERO ALLOCATAIRE\n'), 'not_a_workbook'],
  ['noise', () => Buffer.concat([Buffer.from([0]), randomBytes(5_000)]), 'not_a_workbook'],
  ['a zip of something else', () => zip([{ name: 'lisez-moi.txt', data: 'bonjour' }]), 'not_a_workbook'],
  [
    'an .ods',
    () =>
      zip([
        { name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet' },
        { name: 'content.xml', data: '<x/>' },
      ]),
    'not_a_workbook',
  ],
  [
    'an old .xls',
    () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)]),
    'old_format',
  ],
  [
    'a workbook under a password',
    () =>
      Buffer.concat([
        Buffer.from('d0cf11e0a1b11ae1', 'hex'),
        Buffer.alloc(600),
        Buffer.from('EncryptedPackage', 'utf16le'),
      ]),
    'encrypted',
  ],
  [
    'a zip under a password',
    () =>
      zip(
        parts(sheetXml('')).map((part) => ({
          ...part,
          flags: 1,
          announced: Buffer.byteLength(part.data) - 12,
        })),
      ),
    'encrypted',
  ],
  ['21 MB', padded(21 * 1024 * 1024), 'too_large'],
  ['one byte too many', () => Buffer.alloc(MAX_WORKBOOK_BYTES + 1, 'PK'), 'too_large'],
  ['exactly 20 MB of nothing', () => Buffer.alloc(MAX_WORKBOOK_BYTES, 'x'), 'not_a_workbook'],
  ['a workbook cut at 99 %', cut(0.99), 'damaged'],
  ['a workbook cut at 80 %', cut(0.8), 'damaged'],
  ['a workbook cut at half', cut(0.5), 'damaged'],
  ['a workbook cut at 10 %', cut(0.1), 'damaged'],
  ['only the first bytes of a zip', () => Buffer.from('PK\x03\x04', 'latin1'), 'damaged'],
  ['a byte changed inside', flipped, 'damaged'],
  ['the same part twice', withPart('XL/Workbook.xml'), 'damaged'],
  ['a part that climbs out', withPart('../xl/evil.xml'), 'damaged'],
  [
    'an entity declared',
    changed('xl/workbook.xml', (xml) => `<!DOCTYPE a [<!ENTITY b "c">]>${xml}`),
    'damaged',
  ],
  ['a sheet that stops short', () => zip(parts(sheetXml(rows(3)).slice(0, -30))), 'damaged'],
  ['a sheet that is not XML', () => zip(parts('<worksheet><row <<</worksheet>')), 'damaged'],
  [
    'no relation between the parts',
    () => zip(parts(sheetXml('')).filter(({ name }) => !name.endsWith('.rels'))),
    'damaged',
  ],
  ['macros', withPart('xl/vbaProject.bin'), 'macros'],
  [
    'a macro-enabled type',
    changed('[Content_Types].xml', (xml) =>
      xml.replace('application/xml', 'application/vnd.ms-excel.sheet.macroEnabled.main+xml'),
    ),
    'macros',
  ],
  ['links to other files', withPart('xl/externalLinks/externalLink1.xml'), 'external_content'],
  [
    'a part announced at 49 MB',
    () =>
      zip([
        ...parts(sheetXml('')),
        { name: 'xl/media/a', data: 'x', announced: 49 * 1024 * 1024, method: 8 },
      ]),
    'too_large_unpacked',
  ],
  [
    'a part 1,000 times its packed size',
    () =>
      zip([...parts(sheetXml('')), { name: 'xl/media/a', data: 'x', announced: 9 * 1024 * 1024, method: 8 }]),
    'too_large_unpacked',
  ],
  [
    'a part that unpacks to more than it says',
    () =>
      zip(
        parts(sheetXml('')).map((part) =>
          part.name === 'xl/styles.xml'
            ? { ...part, data: deflateRawSync(Buffer.alloc(5_000_000, 'a')), announced: 6_000, method: 8 }
            : part,
        ),
      ),
    'damaged',
  ],
  [
    '1,001 parts',
    () => zip(Array.from({ length: 1_001 }, (_, at) => ({ name: `${at}`, data: '' }))),
    'too_large_unpacked',
  ],
  ['too many filled rows', () => zip(parts(sheetXml(rows(MAX_DATA_ROWS + 101)))), 'too_many_rows'],
  [
    'a cell in the 65th column',
    () => zip(parts(sheetXml('<row r="1"><c r="BM1"><v>1</v></c></row>'))),
    'too_many_columns',
  ],
])('%s is refused in time, with its reason', async (_, bytes, reason) => {
  await expect(bench.read(await bytes())).rejects.toMatchObject({
    code: 'WORKBOOK_REFUSED',
    facts: { reason },
  });
});

test('a read past the deadline is refused, and the next one is served', async () => {
  const hurried = openSheetReader({ deadline: 1 });
  const path = samplePath('micro-creche-10-2026');
  await expect(hurried.read(path)).rejects.toMatchObject({ facts: { reason: 'took_too_long' } });
  await expect(hurried.read(path)).rejects.toMatchObject({ facts: { reason: 'took_too_long' } });
  await hurried.close();
  await expect(bench.reader.read(path)).resolves.toHaveLength(1);
});

test('a file that is not there is a fault, not a refusal', async () => {
  await expect(bench.reader.read('/nowhere/at-all.xlsx')).rejects.toThrow('ENOENT');
});

test('five reads at once all get their own answer', async () => {
  const names = [
    'micro-creche-10-2026',
    'garde-a-domicile-10-2026',
    'trame-micro-creche',
    'micro-creche-10-2026',
    'trame-garde-a-domicile',
  ];
  const all = await Promise.all(names.map((name) => bench.reader.read(samplePath(name))));
  expect(all.map(([sheet]) => sheet!.rows.length)).toEqual([8, 7, 2, 8, 2]);
});

test('a closed reader refuses to read', async () => {
  const reader = openSheetReader();
  await reader.close();
  await expect(reader.read(samplePath('micro-creche-10-2026'))).rejects.toThrow('closed');
});

test('every reason has its French sentence, which says what to do', () => {
  for (const reason of workbookReasons) {
    const { message } = WorkbookRefused({ reason, column: 'B', header: 'NUMERO ALLOCATAIRE' });
    expect(message).toMatch(/^(Le|La|Les|Ce|Plusieurs) .*[^ ]\.$/);
    expect(message).toMatch(/[Dd]épose|modèle vierge|Répartissez/);
  }
});
