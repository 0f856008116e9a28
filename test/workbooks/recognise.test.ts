import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MAX_DATA_ROWS, type Cell, type Sheet } from '../../src/kernel/sheet.js';
import { recognise } from '../../src/workbooks/index.js';
import { openBench, samplePath } from './files.js';

let bench: Awaited<ReturnType<typeof openBench>>;
let declaration: Sheet;
beforeAll(async () => {
  bench = await openBench();
  [declaration] = (await bench.reader.read(samplePath('micro-creche-10-2026'))) as [Sheet];
});
afterAll(() => bench.close());

const text = (content: string): Cell => ({ kind: 'text', text: content });
/** The sheets of the sample, after a change to every row that carries cells. */
const altered = (change: (cells: (Cell | undefined)[], row: number) => (Cell | undefined)[]): Sheet[] => [
  {
    ...declaration,
    rows: declaration.rows.map(({ number, cells }) => ({ number, cells: change([...cells], number) })),
  },
];
const title = (at: number, content: string | undefined) => (cells: (Cell | undefined)[], row: number) =>
  row === 1 ? cells.with(at, content === undefined ? undefined : text(content)) : cells;
const swap = (cells: (Cell | undefined)[]) => cells.toSpliced(5, 2, cells[6], cells[5]);

test.each<[string, (cells: (Cell | undefined)[], row: number) => (Cell | undefined)[], object]>([
  [
    'a renamed column',
    title(1, 'N° CAF'),
    { reason: 'column_renamed', column: 'B', header: 'NUMERO ALLOCATAIRE' },
  ],
  [
    'an erased title',
    title(3, undefined),
    { reason: 'column_renamed', column: 'D', header: 'PRENOM ENFANT GARDE' },
  ],
  [
    'a column removed',
    (cells) => cells.toSpliced(6, 1),
    { reason: 'column_missing', column: 'G', header: 'NB HEURES SPECIFIQUES' },
  ],
  [
    'the last title erased',
    (cells, row) => (row === 1 ? cells.slice(0, 8) : cells),
    { reason: 'column_missing', column: 'I', header: 'DATE DE FIN DE GARDE' },
  ],
  [
    'a column added at the end',
    (cells, row) => (row === 1 ? [...cells, text('REMARQUE')] : cells),
    { reason: 'column_added', column: 'J' },
  ],
  [
    'a column inserted',
    (cells, row) => cells.toSpliced(2, 0, row === 1 ? text('SEXE') : undefined),
    { reason: 'column_added', column: 'C' },
  ],
  [
    'a blank column inserted',
    (cells) => cells.toSpliced(2, 0, undefined),
    { reason: 'column_added', column: 'C' },
  ],
  [
    'a title twice',
    (cells, row) => (row === 1 ? [...cells, cells[0]] : cells),
    { reason: 'column_added', column: 'J' },
  ],
  [
    'a note beside the table',
    (cells, row) => (row === 4 ? [...cells.slice(0, 8), undefined, undefined, text('à revoir')] : cells),
    { reason: 'column_added', column: 'K' },
  ],
  ['two columns swapped', swap, { reason: 'columns_swapped', column: 'F' }],
  ['no title at all', (cells, row) => (row === 1 ? [] : cells), { reason: 'no_header' }],
])('%s is refused whole', (_, change, facts) => {
  const sheets = altered(change);
  expect(() => recognise(sheets, 'micro_creche')).toThrow(
    expect.objectContaining({ code: 'WORKBOOK_REFUSED', facts: expect.objectContaining(facts) }),
  );
});

test('two sheets with data are refused, with or without titles on the second', () => {
  const sheet = declaration;
  const refused = expect.objectContaining({ facts: { reason: 'two_sheets_with_data' } });
  const bare = { name: 'Feuil2', rows: sheet.rows.slice(2) };
  expect(() => recognise([sheet, { ...sheet, name: 'Copie' }], 'micro_creche')).toThrow(refused);
  expect(() => recognise([sheet, bare], 'micro_creche')).toThrow(refused);
});

test('other sheets without data, a title above and a missing hint row are tolerated', () => {
  const [sheet] = altered((cells, row) => (row === 2 ? [] : cells));
  const rows = [
    { number: 1, cells: [text('Micro-crèche Les Lucioles')] },
    ...sheet!.rows
      .filter(({ number }) => number !== 2)
      .map(({ number, cells }) => ({ number: number + 2, cells })),
  ];
  const notice = { name: 'Notice', rows: [{ number: 1, cells: [text('Comment remplir')] }] };
  const found = recognise([notice, { name: 'Octobre', rows }, { name: 'Feuil3', rows: [] }], 'micro_creche');
  expect(found.sheet).toBe('Octobre');
  expect(found.rows.map(({ number }) => number)).toEqual([5, 6, 7, 8, 9, 10]);
});

test.each<[number, boolean]>([
  [MAX_DATA_ROWS, true],
  [MAX_DATA_ROWS + 1, false],
])('%i rows: %s', (count, accepted) => {
  const [header, , row] = declaration.rows;
  const rows = [header!, ...Array.from({ length: count }, (_, index) => ({ ...row!, number: index + 2 }))];
  const read = () => recognise([{ name: 'Déclaration', rows }], 'micro_creche').rows.length;
  if (accepted) expect(read()).toBe(count);
  else expect(read).toThrow(expect.objectContaining({ facts: { reason: 'too_many_rows' } }));
});
