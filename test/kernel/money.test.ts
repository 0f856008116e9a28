import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { centsOf, frenchEuros } from '../../src/kernel/money.js';

/** The no-break spaces of the French: narrow between thousands, plain before the sign. */
const NARROW = '\u202f';
const PLAIN = '\u00a0';

test.each<[number, string, string]>([
  [123_450, `1${NARROW}234,50${PLAIN}€`, 'a space between thousands, a comma, the sign after'],
  [99_999, `999,99${PLAIN}€`, 'no space below a thousand'],
  [100_000, `1${NARROW}000,00${PLAIN}€`, 'one from a thousand on'],
  [0, `0,00${PLAIN}€`, 'nothing is written too'],
  [5, `0,05${PLAIN}€`, 'two decimals, always'],
  [-4_200, `-42,00${PLAIN}€`, 'what is taken back'],
  [123_456_789, `1${NARROW}234${NARROW}567,89${PLAIN}€`, 'a million'],
])('%i cents are written %s (%s)', (cents, expected) => {
  expect(frenchEuros(cents)).toBe(expected);
});

test.each<[number, number, string]>([
  [0.1 + 0.2, 30, 'what a binary fraction adds is dropped'],
  [1.1 * 3, 330, 'above'],
  [4.35, 435, 'below: 4.35 × 100 is 434.999…'],
  [1044, 104_400, 'whole euros'],
  [985.6, 98_560, 'one decimal'],
  [0.004, 0, 'under half a cent'],
  [0.006, 1, 'over half a cent'],
])('%d euros are %i cents (%s)', (amount, cents) => {
  expect(centsOf(amount)).toBe(cents);
});

test('any number of cents written as euros is read back as it was', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_147_483_647 }), (cents) => {
      expect(centsOf(Number((cents / 100).toFixed(2)))).toBe(cents);
    }),
  );
});
