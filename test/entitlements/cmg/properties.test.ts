import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { CmgInput } from '../../../src/entitlements/index.js';
import {
  careTypes,
  cmgOfMonth,
  estimate,
  households,
  impossible,
  missing,
  noRightReasons,
  prepareKinds,
} from '../../../src/entitlements/index.js';
import { euros, wholeEuros } from '../../../src/entitlements/cmg/wording.js';
import { addMonths, hoursIn, isMonth } from '../../../src/kernel/calendar.js';
import { frenchEuros } from '../../../src/kernel/money.js';

const MONTHS = 48;

const day = (year: number, month: number, day: number): string =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

const births = fc
  .tuple(
    fc.integer({ min: 2014, max: 2026 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map((parts) => day(...parts));

/** Any month of the known scale, any family, any care; the spend is often near what an hour may cost. */
const inputs: fc.Arbitrary<CmgInput> = fc
  .record({
    month: fc.integer({ min: 0, max: MONTHS - 1 }).map((count) => addMonths('2023-01', count)),
    careType: fc.constantFrom(...careTypes),
    household: fc.constantFrom(...households),
    childrenInCharge: fc.integer({ min: 1, max: 12 }),
    childBirthDate: births,
    familyBirthDates: fc.array(births, { maxLength: 5 }),
    incomeN2: fc.integer({ min: 0, max: 200_000 }),
    hours: fc.integer({ min: 0, max: 600 }),
    specificHours: fc.integer({ min: 0, max: 600 }),
    price: fc.integer({ min: 0, max: 1100 }),
    prepare: fc.constantFrom(...prepareKinds),
    aah: fc.boolean(),
    aeeh: fc.boolean(),
    atypicalHoursCondition: fc.boolean(),
    isNamed: fc.boolean(),
  })
  .map(({ price, isNamed, ...rest }) => ({
    ...rest,
    specificHours: Math.min(rest.specificHours, rest.hours),
    spendCents: rest.hours * price,
    childBirthDate:
      isNamed || rest.careType !== 'home_care' || rest.familyBirthDates.length === 0
        ? rest.childBirthDate
        : null,
  }));

const paid = (input: CmgInput): number => {
  const result = cmgOfMonth(input);
  return result.right ? result.amountCents : 0;
};

const holds = (property: (input: CmgInput, more: number) => void) =>
  fc.assert(fc.property(inputs, fc.integer({ min: 1, max: 50_000 }), property), { numRuns: 400 });

test('what is drawn is possible and complete', () => {
  holds((input) => {
    expect(impossible(input)).toEqual([]);
    expect(missing(input)).toEqual([]);
  });
});

test('never above 85 % of the spend, always a whole number of cents', () => {
  holds((input) => {
    const amount = paid(input);
    expect(Number.isSafeInteger(amount)).toBe(true);
    expect(amount).toBeGreaterThanOrEqual(0);
    expect(amount * 100).toBeLessThanOrEqual(input.spendCents * 85);
  });
});

test('more hours at the same hourly price, the ceiling not passed, never give less', () => {
  holds((input, more) => {
    const hours = Math.min(input.hours + more, hoursIn(input.month));
    const price = input.hours === 0 ? 500 : Math.min(input.spendCents / input.hours, 1000);
    const before = { ...input, spendCents: input.hours * price };
    expect(paid({ ...before, hours, spendCents: hours * price })).toBeGreaterThanOrEqual(paid(before));
  });
});

test('more hours for the same spend never give less', () => {
  holds((input, more) => {
    const hours = Math.min(input.hours + more, hoursIn(input.month));
    expect(paid({ ...input, hours })).toBeGreaterThanOrEqual(paid(input));
  });
});

test('more income never gives more', () => {
  holds((input, more) => {
    expect(paid({ ...input, incomeN2: input.incomeN2 + more })).toBeLessThanOrEqual(paid(input));
  });
});

test('another child in charge, an uplift or being alone never give less', () => {
  holds((input) => {
    const amount = paid(input);
    expect(paid({ ...input, childrenInCharge: input.childrenInCharge + 1 })).toBeGreaterThanOrEqual(amount);
    expect(paid({ ...input, aah: true })).toBeGreaterThanOrEqual(amount);
    expect(paid({ ...input, aeeh: true })).toBeGreaterThanOrEqual(amount);
    expect(paid({ ...input, atypicalHoursCondition: true })).toBeGreaterThanOrEqual(amount);
    expect(paid({ ...input, household: 'single' })).toBeGreaterThanOrEqual(amount);
  });
});

test('PreParE: none and part pay the same, half pays no more, a full stop nothing', () => {
  holds((input) => {
    const of = (prepare: CmgInput['prepare']) => paid({ ...input, prepare });
    expect(of('part')).toBe(of('none'));
    expect(of('half')).toBeLessThanOrEqual(of('none'));
    expect(of('full')).toBe(0);
  });
});

test('a result is plain JSON under 4 kB, ends on what it concludes, and is the same every time', () => {
  holds((input) => {
    const result = cmgOfMonth(input);
    const text = JSON.stringify(result);
    expect(JSON.parse(text)).toEqual(result);
    expect(Buffer.byteLength(text)).toBeLessThan(4096);
    expect(cmgOfMonth(input)).toEqual(result);
    expect(estimate(input)).toEqual({ estimate: result });
    const last = result.trace.at(-1)!;
    if (result.right) expect(last).toMatchObject({ rule: 'PAID', cents: result.amountCents });
    else expect([noRightReasons.includes(result.reason), last.sentence]).toEqual([true, result.sentence]);
  });
});

test('a result that is not certain says so in its trace', () => {
  holds((input) => {
    const result = cmgOfMonth(input);
    const said = result.trace.some(({ sentence }) => /À confirmer : /.test(sentence));
    expect(said).toBe(!result.certain);
  });
});

test('a month that is no month of the scale is missing, not computed', () => {
  fc.assert(
    fc.property(inputs, fc.integer({ min: -600, max: 600 }), (input, count) => {
      const month = addMonths('2023-01', count);
      expect(isMonth(month)).toBe(true);
      expect('missing' in estimate({ ...input, month })).toBe(count < 0 || count >= MONTHS);
    }),
  );
});

test('amounts are written as everywhere else', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (cents) => {
      expect(euros(cents)).toBe(frenchEuros(cents));
      expect(wholeEuros(cents)).toBe(frenchEuros(cents * 100).replace(',00', ''));
    }),
  );
});
