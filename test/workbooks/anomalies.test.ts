import { expect, test } from '@jest/globals';
import {
  anomalies,
  check,
  templates,
  typed,
  type ColumnKey,
  type DepositedRow,
  type TemplateCode,
} from '../../src/workbooks/index.js';

const at = { month: '2026-10', today: '2026-11-05' };

type Texts = Partial<Record<ColumnKey, string>>;

const child: Texts = {
  month: '10/2026',
  allocataire: '3047215',
  lastName: 'AUBREVAL',
  firstName: 'Jeanne',
  birthDate: '14/02/2024',
  hours: '112',
  specificHours: '0',
  amount: '985,60',
};
const { lastName: _, firstName: __, birthDate: ___, ...family } = child;

/** A row as typed: a blank text is a blank cell. */
const row = (texts: Texts, number = 3): DepositedRow => ({
  number,
  cells: Object.fromEntries(
    Object.entries(texts).flatMap(([key, text]) => (typed(text) ? [[key, typed(text)]] : [])),
  ),
});

const found = async (template: TemplateCode, rows: DepositedRow[], when = at) =>
  (await check(template, rows, when)).flatMap(({ anomalies }) => anomalies);

test('a right row has no anomaly in either template', async () => {
  expect(await found('micro_creche', [row(child)])).toEqual([]);
  expect(await found('home_care', [row(family)])).toEqual([]);
});

const other = { ...child, allocataire: '3158802' };

const cases: [string, string, string | null, Texts[], string][] = [
  // code                 cell  proposed    rows                                              why
  ['MISSING', 'D3', null, [{ ...child, firstName: '' }], 'a required cell'],
  ['MISSING', 'A3', '10/2026', [{ ...child, month: '' }], 'the month is known'],
  ['MISSING', 'G3', '0', [{ ...child, specificHours: '' }], 'often left blank for none'],
  [
    'MISSING',
    'F3',
    '0',
    [{ ...child, hours: '', amount: '0', endOfCare: '01/10/2026' }],
    'no care after an end',
  ],
  ['MISSING', 'F3', null, [{ ...child, hours: '' }], 'no guess without an end of care'],
  ['NOT_A_MONTH', 'A3', '10/2026', [{ ...child, month: '10/26' }], 'a guess'],
  ['NOT_AN_ALLOCATAIRE', 'B3', null, [{ ...child, allocataire: 'inconnu' }], 'no digits'],
  ['ALLOCATAIRE_SHORT', 'B3', '0284617', [{ ...child, allocataire: '284617' }], 'a lost zero'],
  ['ALLOCATAIRE_WITH_KEY', 'B3', '3047215', [{ ...child, allocataire: '3047215K' }], 'the key'],
  ['ALLOCATAIRE_SPACED', 'B3', '3047215', [{ ...child, allocataire: '304 7215' }], 'a space'],
  ['NOT_A_NAME', 'C3', null, [{ ...child, lastName: 'AUBREVAL 2' }], 'a digit'],
  ['NOT_A_DAY', 'E3', '14/02/2024', [{ ...child, birthDate: '14/02/24' }], 'two digits'],
  ['DAY_IMPOSSIBLE', 'E3', null, [{ ...child, birthDate: '31/02/2024' }], 'no such day'],
  ['NOT_HOURS', 'F3', null, [{ ...child, hours: 'cent' }], 'letters'],
  ['HOURS_NOT_WHOLE', 'F3', '15', [{ ...child, hours: '15,5', amount: '140' }], 'rounded down'],
  ['NEGATIVE', 'H3', null, [{ ...child, amount: '-985,60' }], 'a refund'],
  ['NOT_AN_AMOUNT', 'H3', null, [{ ...child, amount: 'payé' }], 'letters'],
  ['AMOUNT_NOT_CENTS', 'H3', '985,60', [{ ...child, amount: '985,601' }], 'a third decimal'],
  ['AMOUNT_TOO_LARGE', 'H3', null, [{ ...child, amount: '10000000' }], 'a lost comma'],
  ['MONTH_NOT_OVER', 'A3', '10/2026', [{ ...child, month: '11/2026' }], 'today’s month'],
  ['MONTH_TOO_OLD', 'A3', '10/2026', [{ ...child, month: '10/2024' }], '25 months back'],
  [
    'MONTH_DIFFERENT',
    'A3',
    '10/2026',
    [{ ...child, month: '11/2024' }],
    '24 months back is only another month',
  ],
  ['MONTH_DIFFERENT', 'A3', '10/2026', [{ ...child, month: '09/2026' }], 'last month’s copy'],
  ['BIRTH_IN_FUTURE', 'E3', null, [{ ...child, birthDate: '06/11/2026' }], 'tomorrow'],
  ['BIRTH_AFTER_MONTH', 'E3', null, [{ ...child, birthDate: '01/11/2026' }], 'the day after the month'],
  ['CHILD_TOO_OLD', 'E3', null, [{ ...child, birthDate: '31/10/2020' }], 'six on the last day'],
  ['HOURS_ABOVE_MONTH', 'F3', null, [{ ...child, hours: '745', amount: '5000' }], 'October has 744 hours'],
  ['SPECIFIC_ABOVE_TOTAL', 'G3', null, [{ ...child, specificHours: '113' }], 'one more than the total'],
  ['AMOUNT_WITHOUT_HOURS', 'H3', null, [{ ...child, hours: '0' }], 'no care, paid'],
  ['HOURS_WITHOUT_AMOUNT', 'H3', null, [{ ...child, amount: '0' }], 'care, not paid'],
  ['HOURS_BELOW_MINIMUM', 'F3', null, [{ ...child, hours: '15', amount: '130' }], 'under 16 hours'],
  [
    'PRICE_ABOVE_CEILING',
    'H3',
    null,
    [{ ...child, hours: '80', amount: '810,01' }],
    'too high even for 81 hours',
  ],
  ['END_BEFORE_MONTH', 'I3', null, [{ ...child, endOfCare: '30/09/2026' }], 'the day before the month'],
  [
    'NOT_A_ROW',
    'A3',
    null,
    [{ month: 'TOTAL', hours: '112', specificHours: '0', amount: '985,60' }],
    'a total',
  ],
  ['NOT_A_ROW', 'A3', null, [{ month: 'Fait à Angers, le 05/11/2026' }], 'a place and a date'],
  ['NOT_A_ROW', 'C3', null, [{ lastName: 'Signature', firstName: 'Le gestionnaire' }], 'a signature'],
  ['NOT_A_ROW', 'F3', null, [{ hours: '112', amount: '985,60' }], 'sums without a word'],
  ['ROW_INCOMPLETE', 'B3', null, [{ month: '10/2026' }], 'a month pulled down too far'],
  ['DUPLICATE', 'B4', null, [child, child], 'pasted twice'],
  [
    'POSSIBLE_DUPLICATE',
    'B4',
    null,
    [child, { ...child, firstName: 'JEANNE', hours: '20', amount: '180' }],
    'another case',
  ],
  ['POSSIBLE_DUPLICATE', 'B4', null, [child, { ...child, lastName: 'Aubréval' }], 'another accent'],
  [
    'POSSIBLE_DUPLICATE',
    'B4',
    null,
    [child, { ...child, lastName: 'Jeanne', firstName: 'Aubreval' }],
    'names swapped',
  ],
];

test.each(cases)('%s in %s, proposing %j, for %j: %s', async (code, cell, proposed, rows) => {
  const all = await found(
    'micro_creche',
    rows.map((texts, index) => row(texts, index + 3)),
  );
  expect(all.map(({ code, column, row }) => [code, `${column}${row}`])).toEqual([[code, cell]]);

  const [anomaly] = all as [(typeof all)[0]];
  const { header, letter } = templates.micro_creche.columns.find(({ key }) => key === anomaly.key)!;
  expect(anomaly).toMatchObject({
    header,
    column: letter,
    proposed,
    blocking: anomalies[anomaly.code].blocking,
  });
  expect(anomaly.seen).toBe(rows.at(-1)![anomaly.key] ?? '');
  expect(anomaly.sentence).toMatch(/^[A-ZÀÉ].*\.$/);
  expect(anomaly.expected).not.toBe('');
});

test.each<[TemplateCode, Texts[], string]>([
  ['micro_creche', [{ ...child, hours: '744', amount: '6000' }], 'all the hours of October'],
  ['micro_creche', [{ ...child, specificHours: '112' }], 'all hours may be specific'],
  ['micro_creche', [{ ...child, hours: '0', amount: '0' }], 'a child without care this month'],
  ['micro_creche', [{ ...child, hours: '16', amount: '140' }], 'the minimum itself'],
  ['micro_creche', [{ ...child, hours: '80', amount: '810' }], '80 hours written may be 80 h 59'],
  ['home_care', [{ ...family, hours: '36', amount: '900' }], 'no hourly ceiling at home'],
  ['micro_creche', [{ ...child, birthDate: '01/11/2020' }], 'six the day after the month'],
  ['micro_creche', [{ ...child, birthDate: '31/10/2026' }], 'born on the last day'],
  ['micro_creche', [{ ...child, endOfCare: '01/10/2026' }], 'ended on the first day'],
  ['micro_creche', [child, { ...child, firstName: 'Rose', birthDate: '15/02/2024' }], 'a sibling'],
  ['micro_creche', [child, other], 'a namesake in another family'],
])('%s accepts %j: %s', async (template, rows) => {
  expect(
    await found(
      template,
      rows.map((texts, index) => row(texts, index + 3)),
    ),
  ).toEqual([]);
});

test('an error of Excel names its cell and what it shows', async () => {
  const broken = row(child);
  broken.cells.amount = { kind: 'error', text: '#REF!' };
  expect(await found('micro_creche', [broken])).toMatchObject([
    { code: 'CELL_ERROR', blocking: true, column: 'H', row: 3, seen: '#REF!' },
  ]);
});

test('every wrong cell of a row is said at once', async () => {
  const codes = await found('micro_creche', [
    row({ ...child, allocataire: '284617', hours: '15,5', birthDate: '14/02/24' }),
  ]);
  expect(codes.map(({ code }) => code)).toEqual(['ALLOCATAIRE_SHORT', 'NOT_A_DAY', 'HOURS_NOT_WHOLE']);
});

test('two rows of one family are a possible duplicate at home, and its letters are those of its own workbook', async () => {
  const rows = [row(family), row({ ...family, hours: '20', amount: '180' }, 4)];
  expect(await found('home_care', rows)).toMatchObject([
    { code: 'POSSIBLE_DUPLICATE', blocking: false, row: 4 },
  ]);
  expect(await found('home_care', [row({ ...family, amount: 'x' })])).toMatchObject([
    { code: 'NOT_AN_AMOUNT', column: 'E' },
  ]);
});

test.each<[string, string[], string]>([
  ['2026-11-30', [], 'the month that has just ended'],
  ['2026-12-01', ['MONTH_LATE'], 'one month later, said once'],
])('declared on %s: %j (%s)', async (today, codes) => {
  const rows = [row(child), row(other, 4)];
  const said = await found('micro_creche', rows, { month: '2026-10', today });
  expect(said.map(({ code }) => code)).toEqual(codes);
});

test('a figure to be confirmed says so', async () => {
  const [anomaly] = await found('micro_creche', [row({ ...child, hours: '15', amount: '130' })]);
  expect(anomaly!.sentence).toContain('16 (chiffre à confirmer)');
});

test('the tables above meet every code of the catalogue', async () => {
  const met = new Set([...cases.map(([code]) => code), 'CELL_ERROR', 'MONTH_LATE']);
  expect([...met].toSorted()).toEqual(Object.keys(anomalies).toSorted());
});

test('5,000 rows are checked, each for itself and against the others', async () => {
  const rows = Array.from({ length: 5_000 }, (_, index) =>
    row({ ...child, allocataire: String(1_000_000 + index), hours: index % 2 ? '15,5' : '112' }, index + 3),
  );
  expect(await found('micro_creche', rows)).toHaveLength(2_500);
});

test('while 5,000 rows are checked, others have their turn a hundred times', async () => {
  let turns = 0;
  let checking = true;
  const others = (): void => {
    turns += 1;
    if (checking) setImmediate(others);
  };
  setImmediate(others);
  await found(
    'micro_creche',
    Array.from({ length: 5_000 }, (_, index) => row(child, index + 3)),
  );
  checking = false;
  expect(turns).toBeGreaterThan(100);
});
