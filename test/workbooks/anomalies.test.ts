import { expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import {
  anomalies,
  helpOf,
  origins,
  say,
  templates,
  templatesOf,
  type AnomalyCode,
  type TemplateCode,
} from '../../src/workbooks/index.js';
import { at, child, codesOf, family, found, nameOf, row, rowsOf, type Texts } from './typed-rows.js';

test('a right row has no anomaly in either template', async () => {
  expect(await found('micro_creche', [row(child)])).toEqual([]);
  expect(await found('home_care', [row(family)])).toEqual([]);
});

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
  ['NAME_WITH_EMOJI', 'D3', 'Zoé', [{ ...child, firstName: 'Zoé 🌸' }], 'an emoji'],
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
  [
    'END_BEFORE_BIRTH',
    'I3',
    null,
    [{ ...child, birthDate: '20/10/2026', endOfCare: '19/10/2026' }],
    'the day before',
  ],
  ['END_AFTER_MONTH', 'I3', null, [{ ...child, endOfCare: '01/11/2026' }], 'the day after the month'],
];

test.each(cases)('%s in %s, proposing %j, for %j: %s', async (code, cell, proposed, rows) => {
  const all = await found('micro_creche', rowsOf(rows));
  expect(codesOf(all)).toEqual([`${code} ${cell}`]);

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
  ['micro_creche', [{ ...child, endOfCare: '31/10/2026' }], 'ended on the last day'],
  [
    'micro_creche',
    [{ ...child, birthDate: '20/10/2026', endOfCare: '20/10/2026' }],
    'born and ended on one day',
  ],
])('%s accepts %j: %s', async (template, rows) => {
  expect(await found(template, rowsOf(rows))).toEqual([]);
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

test('the letters of a home-care row are those of its own workbook', async () => {
  expect(codesOf(await found('home_care', [row({ ...family, amount: 'x' })]))).toEqual(['NOT_AN_AMOUNT E3']);
});

test('a figure to be confirmed says so', async () => {
  const [anomaly] = await found('micro_creche', [row({ ...child, hours: '15', amount: '130' })]);
  expect(anomaly!.sentence).toContain('16 (chiffre à confirmer)');
});

test('every sentence of the catalogue says what is wrong, what to do and why, each for itself', () => {
  for (const [code, kind] of Object.entries(anomalies)) {
    for (const text of [say(kind.sentence, at), kind.toDo, kind.help, helpOf(kind)])
      expect([code, text]).toEqual([code, expect.stringMatching(/^[A-ZÀÉ1{].*\.$/)]);
    expect([code, say(kind.sentence, at)]).not.toEqual([code, expect.stringContaining(kind.toDo)]);
    expect([code, templatesOf(kind).length]).not.toEqual([code, 0]);
  }
});

test('every anomaly comes from a section of the sources', async () => {
  const sources = await readFile(new URL('../../../docs/sources.md', import.meta.url), 'utf8');
  for (const { section } of Object.values(origins))
    expect(sources.toLowerCase()).toContain(`\n## ${section.replaceAll('-', ' ')}\n`);
});

test('what concerns children is in the workbooks of children only', () => {
  const at = (code: AnomalyCode) => templatesOf(anomalies[code]).map((template) => template.code);
  expect(at('PRICE_ABOVE_CEILING')).toEqual(['micro_creche', 'family_creche']);
  expect(at('SIBLING_MISSING')).toEqual(['micro_creche', 'family_creche']);
  expect(at('CHILD_TOO_OLD')).toEqual(['micro_creche', 'family_creche']);
  expect(at('FAMILY_MISSING')).toEqual(['micro_creche', 'family_creche', 'home_care']);
});

test('the table above meets every code of one row', () => {
  const others = [
    // together.test.ts
    'DUPLICATE',
    'POSSIBLE_DUPLICATE',
    'MONTH_LATE',
    'MONTHS_MIXED',
    // past.test.ts
    'HOURS_JUMP',
    'MOST_HOURS_JUMP',
    'AMOUNT_JUMP',
    'CARE_ENDED_BEFORE',
    // past.test.ts, register.test.ts
    'SIBLING_MISSING',
    'FAMILY_MISSING',
    'MOST_FAMILIES_MISSING',
    'NOT_AT_CAF',
  ];
  const met = new Set([...cases.map(([code]) => code), 'CELL_ERROR', ...others]);
  expect([...met].toSorted()).toEqual(Object.keys(anomalies).toSorted());
});

test('5,000 rows are checked, each for itself and against the others', async () => {
  const rows = Array.from({ length: 5_000 }, (_, index) =>
    row(
      {
        ...child,
        allocataire: String(1_000_000 + index),
        firstName: nameOf(index),
        hours: index % 2 ? '15,5' : '112',
      },
      index + 3,
    ),
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
