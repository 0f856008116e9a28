import { describe, expect, test } from '@jest/globals';
import type { Household } from '../../../src/entitlements/index.js';
import { outcomeFor, resultFor, stepOf } from './family.js';

/** So dear that the 85 % never decide, so long that the hourly price never does. */
const dear = { month: '2024-06', hours: 600, spendCents: 600_000 };

const UNDER_3 = '2022-11-15';
const FROM_3_TO_6 = '2019-11-15';

/** The sheet of 2024, line by line: household, children, ceilings, then full and half amounts by band. */
const couple = [
  [96_783, 48_391],
  [83_430, 41_715],
  [70_082, 35_042],
] as const;
const single = [
  [125_818, 62_909],
  [108_459, 54_230],
  [91_107, 45_553],
] as const;

const sheet: [Household, number, number, number, typeof couple | typeof single][] = [
  ['couple', 1, 22_809, 50_686, couple],
  ['couple', 2, 26_046, 57_881, couple],
  ['couple', 3, 29_283, 65_076, couple],
  ['couple', 4, 32_520, 72_271, couple],
  ['single', 1, 31_933, 70_960, single],
  ['single', 2, 36_465, 81_033, single],
  ['single', 3, 40_997, 91_106, single],
  ['single', 4, 45_529, 101_179, single],
];

describe.each(sheet)(
  'the published sheet, %s with %i in charge',
  (household, childrenInCharge, first, second, amounts) => {
    test.each([
      [0, 0, 'no income'],
      [first, 0, 'the first ceiling is inside the first band'],
      [first + 1, 1, 'one euro more is the second'],
      [second, 1, 'the second ceiling is inside the second band'],
      [second + 1, 2, 'one euro more is the third'],
      [10 * second, 2, 'and there is no fourth'],
    ])('%i € of income (band index %i: %s)', (incomeN2, band) => {
      const paid = (childBirthDate: string) =>
        outcomeFor({ ...dear, household, childrenInCharge, incomeN2, childBirthDate });
      expect(paid(UNDER_3)).toBe(amounts[band]![0]);
      expect(paid(FROM_3_TO_6)).toBe(amounts[band]![1]);
    });

    test('the figures are confirmed, and so is the result', () => {
      const result = resultFor({ ...dear, household, childrenInCharge });
      expect(result.certain).toBe(true);
      expect(stepOf(result, 'BAND')!.figure).toEqual({
        value: first,
        unit: 'euros per year',
        status: 'confirmed',
        source: 'docs/sources.md#ceilings',
      });
      expect(stepOf(result, household === 'single' ? 'SINGLE_PARENT' : 'AMOUNT')!.figure).toMatchObject({
        value: amounts[0][0],
        status: 'confirmed',
      });
    });
  },
);

test.each<[string, number, number, number, number, number, string]>([
  ['2023-01', 21_661, 48_135, 91_124, 78_552, 65_985, 'ceilings of 2023, amounts of July 2022'],
  ['2023-04', 21_661, 48_135, 92_527, 79_762, 67_000, 'amounts of April 2023'],
  ['2024-01', 22_809, 50_686, 92_527, 79_762, 67_000, 'ceilings of 2024'],
  ['2024-04', 22_809, 50_686, 96_783, 83_430, 70_082, 'amounts of April 2024'],
  ['2025-01', 23_903, 53_119, 96_783, 83_430, 70_082, 'ceilings of 2025'],
  ['2025-04', 23_903, 53_119, 98_428, 84_849, 71_274, 'amounts of April 2025'],
  ['2026-01', 24_333, 54_075, 98_428, 84_849, 71_274, 'ceilings of 2026'],
  ['2026-04', 24_333, 54_075, 99_215, 85_526, 71_843, 'amounts of April 2026'],
])('scale A from %s: up to %i and %i €, %i, %i and %i cents (%s)', (month, first, second, ...amounts) => {
  const paid = (incomeN2: number) =>
    outcomeFor({ ...dear, month, incomeN2, childBirthDate: `${Number(month.slice(0, 4)) - 1}-01-01` });
  expect([first, second, second + 1].map(paid)).toEqual(amounts.slice(0, 3));
  expect(paid(first + 1)).toBe(amounts[1]);
});

test.each<[string, number, number, number]>([
  ['2023-04', 76_571, 63_810, 51_049],
  ['2024-04', 80_093, 66_745, 53_397],
  ['2025-04', 81_455, 67_880, 54_305],
  ['2026-04', 82_106, 68_422, 54_739],
])('scale B from %s, for a crèche familiale: %i, %i and %i cents', (month, ...amounts) => {
  const paid = (incomeN2: number) =>
    outcomeFor({
      ...dear,
      month,
      incomeN2,
      careType: 'family_creche',
      childBirthDate: `${Number(month.slice(0, 4)) - 1}-01-01`,
    });
  expect([20_000, 40_000, 90_000].map(paid)).toEqual(amounts);
});

test.each([5, 8])(
  'a couple with %i children in charge: the ceilings grow by one increment each',
  (childrenInCharge) => {
    const paid = (incomeN2: number) => outcomeFor({ ...dear, childrenInCharge, incomeN2 });
    const first = 22_809 + (childrenInCharge - 1) * 3237;
    const second = 50_686 + (childrenInCharge - 1) * 7195;
    expect([first, first + 1, second, second + 1].map(paid)).toEqual([96_783, 83_430, 83_430, 70_082]);
  },
);
