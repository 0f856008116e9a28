/** What shows only beside last month's rows: figures that jump, a child or a family that is missing. */
import { expect, test } from '@jest/globals';
import type { TemplateCode } from '../../src/workbooks/index.js';
import { at, child, codesOf, family, found, nameOf, rowsOf, sent, type Texts } from './typed-rows.js';

/** October, when September was so. */
const since = async (before: Texts[], now: Texts[], template: TemplateCode = 'micro_creche') =>
  found(template, rowsOf(now), at, { previous: await sent(template, before) });

/** Hours at the same 9 € an hour. */
const of = (hours: number, more: Texts = {}): Texts => ({
  ...child,
  hours: String(hours),
  amount: String(hours * 9),
  ...more,
});

// oxfmt-ignore
const jumps: [number, number, Texts, string[], string][] = [
  // before now  more                          found               why
  [100,    150, {},                            [],                 'half as much again: the bound itself'],
  [100,    151, {},                            ['HOURS_JUMP F3'],  'more than half'],
  [100,     50, {},                            [],                 'half as much: the bound itself'],
  [100,     49, {},                            ['HOURS_JUMP F3'],  'less than half'],
  [ 40,     80, {},                            [],                 'twice as much, but 40 hours: the bound itself'],
  [ 40,     81, {},                            ['HOURS_JUMP F3'],  'more than 40 hours'],
  [ 20,     60, {},                            [],                 'a few hours a month move much, and matter little'],
  [120,      0, { amount: '0' },               [],                 'a month without care'],
  [  0,    120, {},                            [],                 'the month after one without care'],
  [120,     30, { endOfCare: '07/10/2026' },   [],                 'care ended: fewer hours surprise nobody'],
  [ 30,    120, { endOfCare: '30/10/2026' },   ['HOURS_JUMP F3'],  'more hours do, even then'],
];

test.each(jumps)('%i hours, then %i with %j: %j (%s)', async (before, now, more, codes) => {
  const all = await since([of(before, before ? {} : { amount: '0' })], [of(now, more)]);
  expect(codesOf(all)).toEqual(codes);
  for (const { blocking, sentence } of all) {
    expect(blocking).toBe(false);
    expect(sentence).toContain(`${before} h en septembre 2026, ${now} h ce mois-ci`);
  }
});

// oxfmt-ignore
const amounts: [Texts, Texts, string[], string][] = [
  // before               now                                    found               why
  [of(112),              { ...of(112), amount: '504' },          [],                 'half the price: the bound itself'],
  [of(112),              { ...of(112), amount: '503,99' },       ['AMOUNT_JUMP H3'], 'less than half'],
  [of(112),              { ...of(112), amount: '100,80' },       ['AMOUNT_JUMP H3'], 'a comma has moved'],
  [of(112),              of(150),                                [],                 'more hours at the same price'],
  [{ ...of(22), amount: '44' }, { ...of(22), amount: '144' },    [],                 '100 € more: the bound itself'],
  [{ ...of(22), amount: '44' }, { ...of(22), amount: '144,01' }, ['AMOUNT_JUMP H3'], 'more than 100 €'],
  [of(20),               { ...of(20), amount: '89' },            [],                 'less than half, but 91 €'],
];

test.each(amounts)('%j, then %j: %j (%s)', async (before, now, codes) => {
  expect(codesOf(await since([before], [now]))).toEqual(codes);
});

/** Children of as many families, so many hours each. */
const children = (...hours: number[]): Texts[] =>
  hours.map((count, index) => of(count, { allocataire: String(3_111_111 + 1_111 * index) }));

// oxfmt-ignore
test.each<[number[], number[], string[], string]>([
  // before          now                found                                                       why
  [[60, 60, 60, 60], [130, 130, 130, 60], ['MOST_HOURS_JUMP F3'],                                    'most of them: the structure reopened'],
  [[60, 60, 60, 60], [60, 130, 130, 130], ['MOST_HOURS_JUMP F4'],                                    'on the first of them'],
  [[60, 60, 60, 60], [130, 130, 60, 60],  ['HOURS_JUMP F3', 'HOURS_JUMP F4'],                        'half of them: each for itself'],
  [[60, 60],         [130, 130],          ['HOURS_JUMP F3', 'HOURS_JUMP F4'],                        'two rows: each for itself'],
  [[60, 60, 130],    [130, 130, 60],      ['HOURS_JUMP F3', 'HOURS_JUMP F4', 'HOURS_JUMP F5'],       'not all the same way'],
])('%j, then %j: %j (%s)', async (before, now, codes) => {
  expect(codesOf(await since(children(...before), children(...now)))).toEqual(codes);
});

const zero = { hours: '0', amount: '0' };
const rose: Texts = of(100, { firstName: 'Rose', birthDate: '02/04/2022' });
const nino: Texts = of(100, { firstName: 'Nino', birthDate: '19/12/2024' });
const other: Texts = of(100, {
  allocataire: '3158802',
  lastName: 'BOISGIRAUD',
  firstName: 'Marius',
  birthDate: '03/09/2025',
});
const third: Texts = of(100, {
  allocataire: '3310479',
  lastName: 'ORVAL',
  firstName: 'Louis',
  birthDate: '30/11/2024',
});
const fourth: Texts = of(100, {
  allocataire: '3402256',
  lastName: 'MARSAN',
  firstName: 'Iris',
  birthDate: '17/05/2026',
});

// oxfmt-ignore
const missing: [Texts[], Texts[], string[], string][] = [
  // before                                         now                                               found                                why
  [[rose, nino],                                    [rose, nino],                                     [],                                  'both are there'],
  [[rose, nino],                                    [other, rose],                                    ['SIBLING_MISSING B4'],              'on the sibling’s row'],
  [[rose, nino],                                    [rose, { ...nino, ...zero }],                     [],                                  'a row at zero'],
  [[rose, nino],                                    [rose, { ...nino, ...zero, endOfCare: '01/10/2026' }], [],                             'and an end of care'],
  [[rose, { ...nino, endOfCare: '30/09/2026' }],    [rose],                                           [],                                  'care ended last month'],
  [[rose, { ...nino, endOfCare: '12/10/2026' }],    [rose],                                           ['SIBLING_MISSING B3'],              'care was to end this month: it is declared this month'],
  [[rose, { ...nino, ...zero }],                    [rose],                                           ['SIBLING_MISSING B3'],              'a row at zero last month is due this month too'],
  [[rose, nino],                                    [rose, { ...nino, firstName: 'NINO' }],           [],                                  'another spelling'],
  [[rose, nino],                                    [rose, { ...nino, birthDate: '19/12/2023' }],     [],                                  'a birth date that was corrected'],
  [[rose, { ...nino, firstName: 'Ninoo' }],         [rose, { ...nino, firstName: 'Nino' }],           ['SIBLING_MISSING B3'],              'four letters: perhaps a twin'],
  [[rose, { ...nino, firstName: 'Antonin' }],       [rose, { ...nino, firstName: 'Antonnin' }],       [],                                  'a slip that was corrected'],
  [[rose, other],                                   [rose],                                           ['FAMILY_MISSING B3'],               'on the first row, as none is theirs'],
  [[rose, { ...other, endOfCare: '30/09/2026' }],   [rose],                                           [],                                  'care ended last month'],
  [[rose, nino, other],                             [other],                                          ['FAMILY_MISSING B3'],               'one family, two children: said once'],
  [[rose, other, third],                            [rose],                                           ['FAMILY_MISSING B3', 'FAMILY_MISSING B3'], 'two families: each said'],
  [[rose, other, third, fourth],                    [rose],                                           ['MOST_FAMILIES_MISSING B3'],        'three of four: perhaps another structure’s file'],
  [[rose, other, third, fourth],                    [rose, other],                                    ['FAMILY_MISSING B3', 'FAMILY_MISSING B3'], 'half of them: each said'],
  [[rose, other],                                   [{ ...rose, hours: 'x' }, { ...other, birthDate: 'x' }], ['NOT_HOURS F3', 'NOT_A_DAY E4'], 'nobody is missed while a row cannot be told'],
  [[rose, other],                                   [rose, { ...third, allocataire: '315880' }],      ['ALLOCATAIRE_SHORT B4'],            'it may be theirs'],
  [[rose],                                          [rose, other],                                    [],                                  'a child who is new'],
];

test.each(missing)('%j, then %j: %j (%s)', async (before, now, codes) => {
  expect(codesOf(await since(before, now))).toEqual(codes);
});

test('what is missing is named as last month had it, and nothing of another row is quoted', async () => {
  const [sibling] = await since([rose, nino], [rose]);
  expect(sibling).toMatchObject({ blocking: false, seen: '3047215', proposed: null });
  expect(sibling!.sentence).toBe(
    'Aucune ligne pour Nino, de la même famille, sur la ligne 4 de septembre 2026.',
  );
  const [gone] = await since([rose, nino, other], [other]);
  expect(gone).toMatchObject({ blocking: false, seen: '' });
  expect(gone!.sentence).toBe(
    'Aucune ligne ni date de fin de garde pour Rose et Nino (allocataire 3047215), sur les lignes 3 et 4 de septembre 2026.',
  );
});

// oxfmt-ignore
test.each<[Texts[], Texts[], string[], string]>([
  [[family],                                    [{ ...family, allocataire: '3158802' }], ['FAMILY_MISSING B3'], 'a family that is gone'],
  [[{ ...family, endOfCare: '30/09/2026' }],    [{ ...family, allocataire: '3158802' }], [],                    'care ended last month'],
  [[family, { ...family, hours: '20' }],        [family],                                [],                    'two rows of one family are one family'],
])('at home, %j, then %j: %j (%s)', async (before, now, codes) => {
  expect(codesOf(await since(before, now, 'home_care'))).toEqual(codes);
});

test.each<[Texts, Texts, string[], string]>([
  [{ ...rose, endOfCare: '30/09/2026' }, rose, ['CARE_ENDED_BEFORE F3'], 'care went on'],
  [{ ...rose, endOfCare: '30/09/2026' }, { ...rose, ...zero }, [], 'no hours after the end'],
  [{ ...rose, endOfCare: '01/10/2026' }, rose, [], 'the end was to come'],
])('%j, then %j: %j (%s)', async (before, now, codes) => {
  expect(codesOf(await since([before], [now]))).toEqual(codes);
});

test('5,000 rows are checked against 5,000 others', async () => {
  const many = (hours: number) =>
    Array.from({ length: 5_000 }, (_, index) =>
      of(hours, { allocataire: String(1_000_000 + index), firstName: nameOf(index) }),
    );
  const previous = await sent('micro_creche', many(100));
  const rows = rowsOf(many(111)).slice(0, 4_999);
  expect(codesOf(await found('micro_creche', rows, at, { previous }))).toEqual(['FAMILY_MISSING B3']);
});
