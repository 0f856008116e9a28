import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { addMonths } from '../../src/kernel/calendar.js';
import type { Figure, Parameter } from '../../src/parameters/index.js';
import { figure, knownFor, mayTurn, ParameterMissing, parameters } from '../../src/parameters/index.js';

test.each<[Parameter, string, number, Figure['status'], string]>([
  ['minimum_hours', '2021-03', 16, 'confirmed', 'before the exception of April 2021'],
  ['minimum_hours', '2021-04', 1, 'confirmed', 'one hour was enough'],
  ['minimum_hours', '2021-05', 16, 'confirmed', 'and no longer'],
  ['minimum_hours', '2025-08', 16, 'confirmed', 'the last month that is sure'],
  ['minimum_hours', '2025-09', 16, 'to confirm', 'the official sheet no longer shows it'],
  ['hourly_price_ceiling', '2016-08', 1200, 'to confirm', 'it was stepping down'],
  ['hourly_price_ceiling', '2016-09', 1000, 'confirmed', '10 € since'],
  ['bmaf', '2024-03', 44_593, 'confirmed', 'amounts change in April'],
  ['bmaf', '2024-04', 46_644, 'confirmed', 'and not in January'],
  ['ceiling1_couple_first_child', '2023-12', 21_661, 'confirmed', 'ceilings change in January'],
  ['ceiling1_couple_first_child', '2024-01', 22_809, 'confirmed', 'and not in April'],
  ['ceiling2_single_next_child', '2026-12', 10_746, 'derived', 'the last that is known'],
  ['uplifts_added', '2024-06', 1, 'to confirm', 'nobody says how uplifts combine'],
  ['months_back', '2026-11', 24, 'to confirm', 'no source for deposits'],
])('%s in %s is %i, %s (%s)', (parameter, month, value, status) => {
  expect(figure(parameter, month)).toMatchObject({ value, status });
});

test.each<[Parameter, string, string]>([
  ['hourly_price_ceiling', '2013-12', 'there was none'],
  ['ceiling1_couple_first_child', '2022-12', 'before the first that is known'],
  ['ceiling1_couple_first_child', '2027-01', 'not published yet: last year’s does not apply'],
  ['amount_A_band1_couple_full', '2027-04', 'not published yet'],
])('%s in %s is missing (%s)', (parameter, month) => {
  expect(() => figure(parameter, month)).toThrow(ParameterMissing);
  expect(() => figure(parameter, month)).toThrow(`${parameter} in ${month}`);
});

test('asking for many months keeps giving the right figure', () => {
  for (let month = '2004-01'; month < '2104-01'; month = addMonths(month, 1)) {
    expect(figure('age_limit', month).value).toBe(6);
  }
  expect(figure('minimum_hours', '2021-04').value).toBe(1);
});

test('a figure cannot be changed by who reads it', () => {
  expect(Object.isFrozen(figure('bmaf', '2024-06'))).toBe(true);
});

test.each<[number | undefined, Figure['status'], number, boolean, string]>([
  [0, 'to confirm', 12, true, 'twelve hours pass only if there is no minimum'],
  [0, 'to confirm', 16, false, 'sixteen pass either way'],
  [undefined, 'to confirm', 16, true, 'without another value, anything may be'],
  [undefined, 'confirmed', 12, false, 'a confirmed figure decides for good'],
])('perhaps %p, %s: with %i hours the answer may turn: %s (%s)', (perhaps, status, hours, expected) => {
  const minimum: Figure = {
    value: 16,
    unit: 'hours',
    status,
    source: 'docs/sources.md#minimum-hours',
    ...(perhaps === undefined ? {} : { perhaps }),
  };
  expect(mayTurn(minimum, (least) => hours < least)).toBe(expected);
});

test('every source is a section of the page of sources', async () => {
  const page = await readFile(new URL('../../../docs/sources.md', import.meta.url), 'utf8');
  const sections = [...page.matchAll(/^## (.+)$/gm)].map(
    ([, title]) => `docs/sources.md#${title!.toLowerCase().replaceAll(' ', '-')}`,
  );
  const wanted = parameters.map((parameter) => figure(parameter, knownFor(parameter).first).source);
  expect(sections).toEqual(expect.arrayContaining([...new Set(wanted)]));
});

describe('the scale, against the law it comes from', () => {
  const scales = ['A', 'B'] as const;
  const bands = [1, 2, 3] as const;
  const cells = scales.flatMap((scale) =>
    bands.flatMap((band) =>
      (['couple', 'single'] as const).flatMap((household) =>
        (['full', 'half'] as const).map((rate) => [scale, band, household, rate] as const),
      ),
    ),
  );
  const aprils = ['2022-07', '2023-04', '2024-04', '2025-04', '2026-04'];

  test.each(cells)(
    'amount %s, band %i, %s, %s: BMAF × coefficient ÷ 1.005, within 3 cents',
    (scale, band, household, rate) => {
      for (const month of aprils) {
        const value = (parameter: Parameter): number => figure(parameter, month).value;
        const gross = (value('bmaf') * value(`coefficient_${scale}_band${band}`)) / 10_000;
        const net = (gross * 1000) / (1000 + value('crds_rate'));
        const family = household === 'single' ? 1 + value('single_parent_uplift') / 100 : 1;
        const age = rate === 'half' ? value('half_amount_share') / 100 : 1;
        const published = figure(`amount_${scale}_band${band}_${household}_${rate}`, month);
        expect(Math.abs(published.value - net * family * age)).toBeLessThanOrEqual(
          published.status === 'derived' ? 0.501 : 3,
        );
      }
    },
  );

  test.each([2023, 2024, 2025, 2026])(
    'the ceilings of a single parent in %i are those of a couple × 1.4, to the euro',
    (year) => {
      for (const month of [`${year}-01`, `${year}-12`]) {
        const share = figure('single_parent_ceilings', month).value;
        for (const name of ['1_X_first', '2_X_first', '1_X_next', '2_X_next']) {
          const of = (household: string) =>
            figure(`ceiling${name.replace('X', household)}_child` as Parameter, month).value;
          expect(of('single')).toBe(Math.round((of('couple') * share) / 100));
        }
      }
    },
  );
});
