/** What the writer of workbooks writes is what another program reads. */
import { expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import ExcelJS from 'exceljs';
import { fromBufferPromise } from 'yauzl';
import { bytesOf, writeBook, type Book, type BookValue } from '../../src/kernel/book/index.js';

const bookOf = (values: BookValue[], more: Partial<Book['sheets'][number]> = {}): Book => ({
  title: 'Essai',
  looks: { money: { format: '#,##0.00 "€"' }, loud: { fill: { hatched: 'FFC000', on: 'FFF2CC' } } },
  sheets: [
    { name: 'L’été d’« ici »', columns: values.map(() => ({ width: 10 })), rows: [{ values }], ...more },
  ],
});

const read = async (book: Book): Promise<ExcelJS.Worksheet> => {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load((await bytesOf(book)) as never);
  return workbook.worksheets[0]!;
};

// oxfmt-ignore
test.each<[BookValue, unknown, string]>([
  ['Zoé <&> "x"',       'Zoé <&> "x"',               'what XML would take for its own is a text'],
  [' deux\nlignes ',    ' deux\nlignes ',            'spaces and line ends are kept'],
  ['=SUM(A1:A9)',       '=SUM(A1:A9)',               'never a formula'],
  ['0284617',           '0284617',                   'zeros at the start of a text stay'],
  ['👧🏽',               '👧🏽',                      'a character of four bytes is whole'],
  [0.1,                 0.1,                         'a number to its last digit'],
  [true,                true,                        'a truth'],
  [{ day: '2026-10-16' }, 46_311,                    'a day is its serial, whatever the look'],
  [{ error: '#REF!' },  { error: '#REF!' },          'an error'],
  [null,                null,                        'nothing'],
])('%j is read by another program as %j (%s)', async (value, expected) => {
  expect((await read(bookOf([value, 'fin']))).getCell('A1').value).toEqual(expected);
});

/** The XML of a part, as it is in the file. */
async function partOf(book: Book, name: string): Promise<string> {
  const zip = await fromBufferPromise(await bytesOf(book));
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== name) continue;
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  }
  throw new Error(`${name} is missing`);
}

// oxfmt-ignore
test.each([
  ['=1+1', true,  'a formula if it were typed'],
  ['+33',  true,  'so is a sum'],
  ['-1',   true,  'or a difference'],
  ['@SUM', true,  'or an old function'],
  ['1=1',  false, 'an equality in a text is a text'],
])('%s bears the mark of a quoted text: %s (%s)', async (value, quoted) => {
  const book = bookOf([value]);
  const [sheet, styles] = await Promise.all([
    partOf(book, 'xl/worksheets/sheet1.xml'),
    partOf(book, 'xl/styles.xml'),
  ]);
  const worn = Number(/<c r="A1"(?: s="(\d+)")?/.exec(sheet)![1] ?? 0);
  const combinations = /<cellXfs.*<\/cellXfs>/.exec(styles)![0].match(/<xf [^>]*>/g)!;
  expect(combinations[worn]!.includes('quotePrefix="1"')).toBe(quoted);
});

test('rows are asked for as they are written, and an error of theirs is one of the stream', async () => {
  let asked = 0;
  const rows = function* () {
    for (; asked < 200_000; asked += 1) {
      if (asked === 150_000) throw new Error('no more');
      yield { values: ['a row of some length, so that it does not all fit at once', asked] };
    }
  };
  const stream = writeBook(bookOf(['a', 'b'], { rows: rows() }));
  await new Promise((turn) => setTimeout(turn, 200));
  expect(asked).toBeLessThan(20_000);
  await expect(
    (async () => {
      for await (const chunk of stream) void chunk;
    })(),
  ).rejects.toThrow('no more');
});

test('rows that are read as they are written are not read ahead of whoever takes the file', async () => {
  const total = 50_000;
  let read = 0;
  async function* rows() {
    for (; read < total; read += 1) yield Promise.resolve({ values: [String(Math.sin(read))] });
  }
  const file = writeBook({
    title: 'x',
    looks: {},
    sheets: [{ name: 'x', columns: [{ width: 8 }], rows: rows() }],
  });
  const chunks = file.iterator({ destroyOnReturn: false });
  await chunks.next();
  await pause(50);

  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(total / 2);
  for await (const chunk of chunks) expect(chunk).toBeDefined();
  expect(read).toBe(total);
});
