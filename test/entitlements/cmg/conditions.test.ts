import { expect, test } from '@jest/globals';
import type { CmgInput } from '../../../src/entitlements/index.js';
import { outcomeFor, resultFor, rulesOf, stepOf } from './family.js';

test.each<[Partial<CmgInput>, number | string, boolean, string]>([
  [{ hours: 0, spendCents: 0 }, 'NO_CARE', true, 'a month without care'],
  [{ hours: 0, spendCents: 100 }, 'NO_CARE', true, 'a spend without hours'],
  [{ spendCents: 0 }, 'NO_SPEND', true, 'care that costs nothing'],
  [{ spendCents: 1 }, 0, true, 'one cent: 85 % of it is under a cent'],
  [{ spendCents: 2 }, 1, true, 'two cents'],
  [{ hours: 16, spendCents: 10_000 }, 8500, true, 'sixteen hours: the minimum'],
  [{ hours: 15, spendCents: 10_000 }, 'HOURS_BELOW_MINIMUM', true, 'one hour less, in 2024'],
  [
    { hours: 15, spendCents: 10_000, month: '2025-08', childBirthDate: '2024-01-01' },
    'HOURS_BELOW_MINIMUM',
    true,
    'the last sure month',
  ],
  [
    { hours: 15, spendCents: 10_000, month: '2025-09', childBirthDate: '2024-01-01' },
    'HOURS_BELOW_MINIMUM',
    false,
    'the minimum is to confirm',
  ],
  [
    { hours: 16, spendCents: 10_000, month: '2025-09', childBirthDate: '2024-01-01' },
    8500,
    true,
    'sixteen hours pass with or without it',
  ],
  [{ hours: 80, spendCents: 81_000 }, 68_850, true, '80 hours written may be 80 h 59: 10 € an hour'],
  [{ hours: 80, spendCents: 81_001 }, 'PRICE_ABOVE_CEILING', true, 'too dear even for 81 hours'],
  [
    { hours: 80, spendCents: 81_000, careType: 'family_creche' },
    68_850,
    true,
    'the same for a crèche familiale',
  ],
  [
    { hours: 80, spendCents: 81_001, careType: 'family_creche' },
    'PRICE_ABOVE_CEILING',
    true,
    'too dear there too',
  ],
  [{ hours: 80, spendCents: 200_000, careType: 'home_care' }, 96_783, true, 'home care has no price ceiling'],
  [{ prepare: 'full' }, 'PREPARE_FULL_STOP', true, 'a full stop of activity'],
  [{ prepare: 'part' }, 96_783, true, 'work from 50 to 80 %: whole'],
  [{ prepare: 'half' }, 48_392, true, 'half-time: 483.915, rounded once'],
])('%j: %p, certain %s (%s)', (changes, expected, certain) => {
  expect(outcomeFor(changes)).toBe(expected);
  expect(resultFor(changes).certain).toBe(certain);
});

test.each<[Partial<CmgInput>, string, string]>([
  [{ hours: 0, spendCents: 0, childBirthDate: '2010-01-01' }, 'NO_CARE', 'no care comes before age'],
  [{ childBirthDate: '2010-01-01', prepare: 'full' }, 'TOO_OLD', 'age before PreParE'],
  [{ prepare: 'full', spendCents: 500_000 }, 'PREPARE_FULL_STOP', 'PreParE before the price'],
  [{ hours: 10, spendCents: 50_000 }, 'PRICE_ABOVE_CEILING', 'the price before the minimum of hours'],
  [
    { hours: 10, spendCents: 50_000, month: '2026-05', childBirthDate: '2025-01-01' },
    'PRICE_ABOVE_CEILING',
    'and it is certain, whatever the minimum',
  ],
  [{ hours: 10, spendCents: 5000, month: '2026-05', childBirthDate: '2018-01-01' }, 'TOO_OLD', 'age too'],
])('%j is refused for %s (%s)', (changes, reason) => {
  const result = resultFor(changes);
  expect(result).toMatchObject({ right: false, reason, certain: true });
});

test('a refusal stops the trace at its own rule, with its sentence', () => {
  const result = resultFor({ hours: 10, spendCents: 5000, month: '2026-05', childBirthDate: '2025-01-01' });
  expect(rulesOf(result)).toEqual(['ASSUMED', 'CARE_TYPE', 'AGE', 'HOURLY_PRICE', 'MINIMUM_HOURS']);
  expect(result).toMatchObject({ right: false, certain: false, sentence: result.trace.at(-1)!.sentence });
  expect(stepOf(result, 'MINIMUM_HOURS')).toMatchObject({
    sentence:
      '10\u00a0heures de garde, moins que les 16 demandées : le CMG n’est pas dû. À confirmer : le résultat en dépend.',
    inputs: { hours: 10 },
    figure: {
      value: 16,
      perhaps: 0,
      unit: 'hours',
      status: 'to confirm',
      source: 'docs/sources.md#minimum-hours',
    },
  });
});

test('a doubtful figure that decides nothing is said to be doubtful all the same', () => {
  const result = resultFor({ month: '2026-05', childBirthDate: '2025-01-01' });
  expect(result.certain).toBe(true);
  expect(stepOf(result, 'MINIMUM_HOURS')).toMatchObject({
    sentence: '160\u00a0heures de garde, au moins les 16 demandées. À confirmer, sans effet sur ce résultat.',
    figure: { status: 'to confirm' },
  });
});

test.each<[Partial<CmgInput>, boolean]>([
  [{}, true],
  [{ careType: 'family_creche' }, true],
  [{ careType: 'home_care' }, false],
])('the price of %j is judged: %s', (changes, judged) => {
  expect(rulesOf(resultFor(changes)).includes('HOURLY_PRICE')).toBe(judged);
});
