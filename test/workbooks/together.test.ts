import { expect, test } from '@jest/globals';
import type { TemplateCode } from '../../src/workbooks/index.js';
import { child, codesOf, family, found, nameOf, row, rowsOf, type Texts } from './typed-rows.js';

const DUPLICATE = 'DUPLICATE B4';
const POSSIBLE = 'POSSIBLE_DUPLICATE B4';

/** The same child for other hours. */
const again = { ...child, hours: '20', amount: '180' };

// oxfmt-ignore
const pairs: [string[], TemplateCode, Texts, Texts, string][] = [
  // found      template        row 3                                 row 4                                                      why
  [[DUPLICATE], 'micro_creche', child,                                child,                                                     'pasted twice'],
  [[DUPLICATE], 'micro_creche', child,                                { ...child, birthDate: '2024-02-14', amount: '985.60' },   'the same values in other forms'],
  [[POSSIBLE],  'micro_creche', child,                                again,                                                     'the same child for other hours'],
  [[POSSIBLE],  'micro_creche', child,                                { ...again, firstName: 'JEANNE' },                         'another case'],
  [[POSSIBLE],  'micro_creche', child,                                { ...again, lastName: 'Aubréval' },                        'an accent'],
  [[POSSIBLE],  'micro_creche', { ...child, firstName: 'Anne-Lise' }, { ...again, firstName: 'Anne Lise' },                      'a hyphen'],
  [[POSSIBLE],  'micro_creche', { ...child, lastName: "D'AUBREVAL" }, { ...again, lastName: 'DAUBREVAL' },                       'an apostrophe'],
  [[POSSIBLE],  'micro_creche', child,                                { ...again, lastName: 'Jeanne', firstName: 'Aubreval' },   'names swapped'],
  [[POSSIBLE],  'micro_creche', child,                                { ...again, lastName: 'AUBERVAL' },                        'two letters swapped'],
  [[POSSIBLE],  'micro_creche', child,                                { ...again, firstName: 'Jeannne' },                        'a letter too many'],
  [[POSSIBLE],  'micro_creche', child,                                { ...again, lastName: 'Jeanne', firstName: 'Aubrevale' },  'names swapped, and a letter too many'],
  [[],          'micro_creche', child,                                { ...again, firstName: 'Jeannette' },                      'a twin whose name is three letters away'],
  [[POSSIBLE],  'micro_creche', { ...child, firstName: 'Lucie' },     { ...again, firstName: 'Lucile' },                         'five letters on one side: a slip'],
  [[],          'micro_creche', { ...child, firstName: 'Lina' },      { ...again, firstName: 'Lena' },                           'four letters: twins may be called so'],
  [[POSSIBLE],  'micro_creche', child,                                { ...again, birthDate: '14/02/2025' },                     'another year of birth'],
  [[],          'micro_creche', child,                                { ...again, firstName: 'Rose', birthDate: '15/02/2024' },  'a sibling'],
  [[],          'micro_creche', child,                                { ...again, firstName: 'Rose' },                           'a twin'],
  [[POSSIBLE],  'micro_creche', child,                                { ...again, allocataire: '3047216' },                      'a number one digit away'],
  [[POSSIBLE],  'micro_creche', child,                                { ...again, allocataire: '3042715' },                      'a number with two digits swapped'],
  [[],          'micro_creche', child,                                { ...again, allocataire: '3047226', birthDate: '15/02/2024' }, 'a number away, born another day'],
  [[],          'micro_creche', child,                                { ...again, allocataire: '3158802' },                      'a namesake in another family, or the other parent’s number'],
  [[DUPLICATE], 'home_care',    family,                               family,                                                    'pasted twice'],
  [[POSSIBLE],  'home_care',    family,                               { ...family, hours: '20', amount: '180' },                 'one row a family'],
  [[],          'home_care',    family,                               { ...family, allocataire: '3047216' },                     'another family: a number says nothing by itself'],
  [[POSSIBLE],  'family_creche', child,                               again,                                                     'a crèche familiale declares children too'],
];

test.each(pairs)('%j in %s: %j then %j (%s)', async (expected, template, first, second) => {
  const all = await found(template, rowsOf([first, second]));
  expect(codesOf(all)).toEqual(expected);
  for (const { blocking, sentence } of all) {
    expect(blocking).toBe(expected[0] === DUPLICATE);
    expect(sentence).toContain('la ligne 3');
  }
});

test('a third row is compared with both that come before', async () => {
  const rows = rowsOf([child, { ...again, firstName: 'Rose' }, { ...again, firstName: 'ROSE', hours: '30' }]);
  const [only, ...rest] = await found('micro_creche', rows);
  expect(rest).toEqual([]);
  expect(only).toMatchObject({ code: 'POSSIBLE_DUPLICATE', row: 5 });
  expect(only!.sentence).toContain('la ligne 4 : même enfant');
});

test('in a family of 5,000 rows, the one that is said twice is found', async () => {
  const rows = Array.from({ length: 4_999 }, (_, index) =>
    row({ ...child, firstName: nameOf(index) }, index + 3),
  );
  expect(
    codesOf(await found('micro_creche', [...rows, row({ ...again, firstName: nameOf(4_000) }, 5_002)])),
  ).toEqual(['POSSIBLE_DUPLICATE B5002']);
});

test.each<[string, string[], string]>([
  ['2026-11-30', [], 'the month that has just ended'],
  ['2026-12-01', ['MONTH_LATE A3'], 'one month later, said once'],
])('declared on %s: %j (%s)', async (today, codes) => {
  const rows = rowsOf([child, { ...child, allocataire: '3158802' }]);
  expect(codesOf(await found('micro_creche', rows, { month: '2026-10', today }))).toEqual(codes);
});

/** One row a month, each of another family. */
const inMonths = (...months: string[]): Texts[] =>
  months.map((month, index) => ({ ...child, month, allocataire: String(3_111_111 + 1_111 * index) }));

test.each<[string[], string | null, string]>([
  [['10/2026', '09/2026', '09/2026'], null, 'two rows: each says so, and that is enough'],
  [
    ['10/2026', '09/2026', '09/2026', '09/2026'],
    'septembre 2026 (3 lignes)',
    'three rows: said once, on the first of them',
  ],
  [
    ['09/2026', '08/2026', '09/2026'],
    'août 2026 (1 ligne), septembre 2026 (2 lignes)',
    'the file of another month, or of several',
  ],
])('rows of %j: %j (%s)', async (months, said) => {
  const all = await found('micro_creche', rowsOf(inMonths(...months)));
  const mixed = all.filter(({ code }) => code === 'MONTHS_MIXED');
  expect(mixed.map(({ blocking, sentence }) => [blocking, sentence.includes(said!)])).toEqual(
    said ? [[false, true]] : [],
  );
  if (said) expect(mixed[0]!.row).toBe(months.findIndex((month) => month !== '10/2026') + 3);
  expect(all.filter(({ code }) => code === 'MONTH_DIFFERENT')).toHaveLength(
    months.filter((month) => month !== '10/2026').length,
  );
});
