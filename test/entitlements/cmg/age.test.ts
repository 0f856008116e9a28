import { describe, expect, test } from '@jest/globals';
import { addMonths } from '../../../src/kernel/calendar.js';
import { outcomeFor, resultFor, stepOf } from './family.js';

const FULL = 96_783;
const HALF = 48_391;
const dear = { hours: 600, spendCents: 600_000 };

/** What a child's age opens: the month is kept in the year of the published amounts. */
const paidAt = (childBirthDate: string, month: string) => outcomeFor({ ...dear, childBirthDate, month });

test.each<[string, string, number | string, string]>([
  ['2024-06-30', '2024-06', FULL, 'born on the last day of the month'],
  ['2024-07-01', '2024-06', 'NOT_BORN', 'born on the day after'],
  ['2021-09-30', '2024-08', FULL, 'three next month'],
  ['2021-09-01', '2024-09', FULL, 'three in September: whole until the end of the month'],
  ['2021-09-01', '2024-10', HALF, 'and halved from the next'],
  ['2021-12-31', '2024-12', FULL, 'three on the last day of the year'],
  ['2021-12-31', '2025-01', HALF, 'halved from January'],
  ['2021-08-31', '2024-08', FULL, 'three on 31 August: whole until that day'],
  ['2021-08-31', '2024-09', HALF, 'halved from September'],
  ['2021-01-01', '2024-08', FULL, 'three on 1 January: whole until 31 August'],
  ['2021-01-01', '2024-09', HALF, 'halved from September too'],
  ['2020-12-31', '2024-04', HALF, 'three on 31 December of the year before: no extension'],
  ['2018-06-01', '2024-06', HALF, 'six on the first of the month: the month is still due'],
  ['2018-05-31', '2024-06', 'TOO_OLD', 'six the day before the month'],
  ['2018-06-30', '2024-06', HALF, 'six on the last day of the month'],
  ['2018-06-30', '2024-07', 'TOO_OLD', 'the right ends on the first day of the next month'],
])('a child born on %s, in %s: %p (%s)', (birth, month, expected) => {
  expect(paidAt(birth, month)).toBe(expected);
});

test.each<[string, string, number | string, string]>([
  ['2020-02-29', '2026-02', 'half', 'six on 1 March of a common year: February is before'],
  ['2020-02-29', '2026-03', 'half', 'March is the month of the birthday'],
  ['2020-02-29', '2026-04', 'TOO_OLD', 'April is after'],
])('born on 29 February %s, in %s: %p (%s)', (birth, month, expected) => {
  const result = resultFor({ ...dear, childBirthDate: birth, month });
  expect(result.right ? stepOf(result, 'AMOUNT')!.inputs.rate : result.reason).toBe(expected);
});

describe('month by month', () => {
  const monthsFrom = (first: string, count: number) =>
    Array.from({ length: count }, (_, at) => addMonths(first, at));
  const rates = (childBirthDate: string, first: string, count: number) =>
    monthsFrom(first, count)
      .map((month) => {
        const result = resultFor({ ...dear, childBirthDate, month });
        if (!result.right) return '-';
        return stepOf(result, 'AMOUNT')!.inputs.rate === 'full' ? 'F' : 'h';
      })
      .join('');

  test.each<[string, string, string, string]>([
    ['2021-05-12', '2024-01', 'FFFFFFFFhhhh', 'three in May: full until August'],
    ['2021-10-12', '2024-01', 'FFFFFFFFFFhh', 'three in October: full until October'],
    ['2021-08-31', '2024-01', 'FFFFFFFFhhhh', 'the last day of the extension'],
    ['2021-09-01', '2024-01', 'FFFFFFFFFhhh', 'the day after'],
    ['2018-05-12', '2024-01', 'hhhhh-------', 'six in May: due until May'],
    ['2024-05-12', '2024-01', '----FFFFFFFF', 'born in May: due from May'],
    ['2020-01-01', '2026-01', 'h-----------', 'six on 1 January'],
  ])('born on %s, from %s: %s (%s)', (birth, first, expected) => {
    expect(rates(birth, first, expected.length)).toBe(expected);
  });

  test('across the two calendars, the band moves in January and the amount in April', () => {
    const amounts = monthsFrom('2023-11', 8).map((month) =>
      outcomeFor({ ...dear, month, childBirthDate: '2022-11-15', incomeN2: 22_000 }),
    );
    // 22,000 € is above the ceiling of 2023 and below that of 2024.
    expect(amounts).toEqual([79_762, 79_762, 92_527, 92_527, 92_527, FULL, FULL, FULL]);
  });

  test('across both calendars and a third birthday at once', () => {
    const amounts = monthsFrom('2024-11', 7).map((month) =>
      outcomeFor({ ...dear, month, childBirthDate: '2021-12-20', incomeN2: 23_000 }),
    );
    // Above the ceiling until December, the birthday month; then below, at half; then revalued.
    expect(amounts).toEqual([83_430, 83_430, HALF, HALF, HALF, 49_214, 49_214]);
  });
});

describe('home care, which does not name the child', () => {
  const home = { careType: 'home_care', childBirthDate: null, month: '2024-06', ...dear } as const;
  const paid = (...familyBirthDates: string[]) => {
    const result = resultFor({ ...home, familyBirthDates });
    return [result.right ? result.amountCents : result.reason, result.certain];
  };

  test.each<[string[], number | string, boolean, string]>([
    [['2022-11-15'], FULL, true, 'an only child'],
    [['2019-11-15', '2022-11-15'], FULL, false, 'the youngest decides, and the other would give half'],
    [['2022-11-15', '2019-11-15'], FULL, false, 'whatever the order of the record'],
    [['2022-11-15', '2023-12-01'], FULL, true, 'two under three: the same amount either way'],
    [['2019-11-15', '2018-11-15'], HALF, true, 'two from three to six'],
    [['2022-11-15', '2014-01-01'], FULL, true, 'a child over six opens no right: it is not the one in care'],
    [['2014-01-01', '2015-01-01'], 'TOO_OLD', true, 'all over six'],
    [['2024-07-01', '2019-11-15'], HALF, true, 'a child born after the month is not counted'],
    [['2024-07-01', '2024-08-01'], 'NOT_BORN', true, 'nobody is born yet'],
  ])('%j: %p, certain %s (%s)', (births, expected, certain) => {
    expect(paid(...births)).toEqual([expected, certain]);
  });

  test('the trace says that the child is not named, once', () => {
    const { trace } = resultFor({ ...home, familyBirthDates: ['2019-11-15', '2022-11-15'] });
    const said = trace.filter(({ rule }) => rule === 'CHILD_UNNAMED');
    expect(said).toHaveLength(1);
    expect(said[0]!.sentence).toContain('ne nomme pas l’enfant');
    expect(said[0]!.sentence).toContain('À confirmer');
  });

  test('when 85 % of the spend decide, the other child would change nothing', () => {
    const result = resultFor({
      ...home,
      spendCents: 20_000,
      hours: 20,
      familyBirthDates: ['2019-11-15', '2022-11-15'],
    });
    expect(result).toMatchObject({ right: true, amountCents: 17_000, certain: true });
  });

  test('the child in care, when it is known, decides for sure', () => {
    const result = resultFor({ ...home, childBirthDate: '2022-11-15', familyBirthDates: ['2019-11-15'] });
    expect(result).toMatchObject({ right: true, amountCents: FULL, certain: true });
    expect(stepOf(result, 'CHILD_UNNAMED')).toBeUndefined();
  });

  test('without any child known, nothing can be decided', () => {
    expect(() => resultFor(home)).toThrow(RangeError);
  });
});
