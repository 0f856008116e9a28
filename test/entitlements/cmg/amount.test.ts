import { describe, expect, test } from '@jest/globals';
import type { CmgInput } from '../../../src/entitlements/index.js';
import type { Basis } from '../../../src/entitlements/cmg/amount.js';
import { rounded, upliftsOf, worthOf } from '../../../src/entitlements/cmg/amount.js';
import { family, outcomeFor, resultFor, rulesOf, stepOf } from './family.js';

const dear = { hours: 600, spendCents: 600_000 };
const half = '2019-11-15';
const night = { specificHours: 25, atypicalHoursCondition: true };

test.each<[Partial<CmgInput>, number, boolean, string]>([
  [{ aah: true }, 125_818, true, '967.83 × 1.3 = 1258.179'],
  [{ aeeh: true }, 125_818, true, 'the same'],
  [night, 106_461, true, '967.83 × 1.1 = 1064.613'],
  [{ household: 'single' }, 125_818, true, 'the published amount, in the first band'],
  [{ aah: true, aeeh: true }, 154_853, false, '967.83 × 1.6 = 1548.528'],
  [{ aah: true, ...night }, 135_496, false, '967.83 × 1.4 = 1354.962'],
  [{ aeeh: true, ...night }, 135_496, false, 'the same'],
  [{ aah: true, aeeh: true, ...night }, 164_531, false, '967.83 × 1.7 = 1645.311'],
  [{ household: 'single', aah: true }, 154_853, false, '1258.18 + 967.83 × 0.3 = 1548.529'],
  [{ household: 'single', aeeh: true }, 154_853, false, 'the same'],
  [{ household: 'single', ...night }, 135_496, false, '1258.18 + 96.783 = 1354.963'],
  [
    { household: 'single', aah: true, aeeh: true, ...night },
    193_566,
    false,
    '1258.18 + 967.83 × 0.7 = 1935.661',
  ],
  [{ aah: true, childBirthDate: half }, 62_908, true, '483.91 × 1.3 = 629.083'],
  [{ household: 'single', childBirthDate: half }, 62_909, true, 'the published amount'],
  [
    { household: 'single', childBirthDate: half, aeeh: true },
    77_426,
    false,
    '629.09 + 483.91 × 0.3 = 774.263',
  ],
  [{ ...night, childBirthDate: half }, 53_230, true, '483.91 × 1.1 = 532.301'],
  [{ prepare: 'half', aah: true }, 62_909, true, '967.83 × 1.3 ÷ 2 = 629.0895: rounded once'],
  [{ prepare: 'half', household: 'single' }, 62_909, true, '1258.18 ÷ 2'],
  [{ prepare: 'half', household: 'single', aah: true }, 77_426, false, '1548.529 ÷ 2 = 774.2645'],
  [{ prepare: 'half', childBirthDate: half }, 24_196, true, '483.91 ÷ 2 = 241.955'],
  [{ prepare: 'half', ...night }, 53_231, true, '1064.613 ÷ 2 = 532.3065'],
  [{ prepare: 'part', aah: true }, 125_818, true, 'whole, and uplifted'],
  [{ careType: 'family_creche', aah: true }, 104_121, true, '800.93 × 1.3 = 1041.209'],
  [{ careType: 'family_creche', household: 'single' }, 104_121, true, 'derived from the BMAF'],
  [{ careType: 'home_care', aeeh: true }, 125_818, true, 'scale A, for the family'],
  [{ incomeN2: 40_000, aah: true }, 108_459, true, '834.30 × 1.3 in the second band'],
  [{ incomeN2: 90_000, aah: true, ...night }, 98_115, false, '700.82 × 1.4 = 981.148 in the third'],
])('%j: %i cents, certain %s (%s)', (changes, expected, certain) => {
  expect(outcomeFor({ ...dear, ...changes })).toBe(expected);
  expect(resultFor({ ...dear, ...changes }).certain).toBe(certain);
});

test.each<[number, boolean, number, string]>([
  [0, true, 96_783, 'no specific hours'],
  [24, true, 96_783, 'one less than asked'],
  [25, true, 106_461, 'twenty-five'],
  [600, true, 106_461, 'all of them'],
  [25, false, 96_783, 'the parents do not work at those hours'],
])(
  '%i specific hours, parents at those hours %s: %i cents (%s)',
  (specificHours, atypicalHoursCondition, expected) => {
    expect(outcomeFor({ ...dear, specificHours, atypicalHoursCondition })).toBe(expected);
  },
);

test.each<[number, boolean, string | undefined]>([
  [0, true, undefined],
  [24, true, 'moins de 25'],
  [30, false, 'ne travaillent pas à ces horaires'],
])(
  '%i specific hours, condition %s: the trace says why nothing is added',
  (specificHours, atypicalHoursCondition, why) => {
    const step = stepOf(resultFor({ ...dear, specificHours, atypicalHoursCondition }), 'ATYPICAL_HOURS');
    if (why === undefined) expect(step).toBeUndefined();
    else expect(step!.sentence).toContain(why);
  },
);

describe('85 % of the spend', () => {
  test.each<[number, Partial<CmgInput>, number, boolean, string]>([
    [104_400, {}, 88_740, true, '85 % of 1044 €'],
    [113_862, {}, 96_782, true, '85 % are 967.827: under the maximum, and what is under a cent is left'],
    [113_863, {}, 96_783, true, '85 % are 967.8355: the maximum'],
    [113_864, {}, 96_783, true, 'above, it stays the maximum'],
    [
      104_400,
      { household: 'single', aah: true, aeeh: true },
      88_740,
      true,
      'uplifts that do not decide leave the result certain',
    ],
    [180_000, { household: 'single', aah: true }, 153_000, true, 'below both ways of combining'],
    [189_000, { household: 'single', aah: true }, 154_853, false, 'above one of them'],
    [104_400, { childBirthDate: half, household: 'single' }, 62_909, true, 'the maximum of an older child'],
    [50_000, { prepare: 'half' }, 42_500, true, 'the share is of the spend, not of half of it'],
  ])('%i cents spent, %j: %i, certain %s (%s)', (spendCents, changes, expected, certain) => {
    const result = resultFor({ hours: 600, spendCents, ...changes });
    expect(result).toMatchObject({ right: true, amountCents: expected, certain });
  });
});

test.each<[number, number, number, string]>([
  [10, 4, 3, 'two and a half goes up'],
  [9, 4, 2, 'two and a quarter goes down'],
  [11, 4, 3, 'two and three quarters goes up'],
  [8, 4, 2, 'a whole stays'],
  [0, 4, 0, 'nothing stays nothing'],
])('%i over %i is %i (%s)', (cents, over, expected) => {
  expect(rounded({ cents, over })).toBe(expected);
});

test('were uplifts to multiply, the data alone would say so', () => {
  const input = family({ ...dear, household: 'single', aah: true, aeeh: true });
  const basis: Basis = { band: 1, rate: 'full', uplifts: upliftsOf(input), added: 0 };
  // 1258.18 × 1.3 × 1.3 = 2126.3242
  expect(worthOf(input, basis)).toEqual({ maximum: 212_632, limit: 510_000, paid: 212_632 });
  expect(worthOf(input, { ...basis, added: 1 }).maximum).toBe(183_888);
});

test('the trace of a rich case names every rule once, in order', () => {
  const result = resultFor({
    ...dear,
    ...night,
    household: 'single',
    aah: true,
    aeeh: true,
    prepare: 'half',
  });
  expect(rulesOf(result)).toEqual([
    'ASSUMED',
    'CARE_TYPE',
    'AGE',
    'HOURLY_PRICE',
    'MINIMUM_HOURS',
    'BAND',
    'AMOUNT',
    'SINGLE_PARENT',
    'AAH',
    'AEEH',
    'ATYPICAL_HOURS',
    'UPLIFTS',
    'PREPARE',
    'SHARE_OF_SPEND',
    'PAID',
  ]);
  expect(stepOf(result, 'UPLIFTS')).toMatchObject({
    inputs: { uplifts: 4 },
    figure: { value: 1, perhaps: 0, status: 'to confirm', source: 'docs/sources.md#uplifts-combined' },
  });
  expect(stepOf(result, 'PAID')!.sentence).toContain('Montant à confirmer');
});

test('a derived amount says that it was not published', () => {
  const sentence = (month: string) => stepOf(resultFor({ month }), 'AMOUNT')!.sentence;
  expect(sentence('2024-06')).not.toContain('non publié');
  expect(sentence('2025-06')).toContain('non publié');
});
