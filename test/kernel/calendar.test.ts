import { describe, expect, test } from '@jest/globals';
import {
  addMonths,
  ageAt,
  dayOf,
  daysIn,
  firstDayOf,
  frenchDay,
  frenchInstant,
  frenchMonthName,
  hoursIn,
  instant,
  isDay,
  isMonth,
  lastDayOf,
  monthOf,
  monthsBetween,
  slashMonth,
} from '../../src/kernel/calendar.js';

test.each<[string, boolean, string]>([
  ['2026-01', true, 'the first month'],
  ['2026-12', true, 'the last month'],
  ['2026-00', false, 'no month before January'],
  ['2026-13', false, 'no month after December'],
  ['2026-1', false, 'two digits, or texts would not sort'],
  ['10/2026', false, 'as the workbook writes it, not as the code keeps it'],
  ['2026-10-05', false, 'a day is not a month'],
  [' 2026-10', false, 'a space is not repaired'],
])('%j is a month: %s (%s)', (text, expected) => {
  expect(isMonth(text)).toBe(expected);
});

test.each<[string, boolean, string]>([
  ['2026-01-01', true, 'the first day'],
  ['2026-12-31', true, 'the last day'],
  ['2026-01-00', false, 'no day before the first'],
  ['2026-01-32', false, 'January has 31 days'],
  ['2026-04-30', true, 'April has 30 days'],
  ['2026-04-31', false, 'and not one more'],
  ['2024-02-29', true, 'a leap year'],
  ['2026-02-28', true, 'the last day of February in a common year'],
  ['2026-02-29', false, 'a common year'],
  ['2000-02-29', true, 'a century divisible by 400 is a leap year'],
  ['1900-02-29', false, 'another century is not'],
  ['0000-01-01', false, 'there was no year 0'],
  ['2026-13-01', false, 'no thirteenth month'],
  ['2026-10-5', false, 'two digits, or texts would not sort'],
  ['05/10/2026', false, 'as people write it, not as the code keeps it'],
  ['2026-10-05T00:00:00Z', false, 'a moment is not a day'],
  ['', false, 'nothing is not a day'],
])('%j is a day: %s (%s)', (text, expected) => {
  expect(isDay(text)).toBe(expected);
});

test.each<[string, number, string]>([
  ['2026-01', 31, 'a long month'],
  ['2026-04', 30, 'a short month'],
  ['2026-02', 28, 'a common year'],
  ['2024-02', 29, 'a leap year'],
  ['2000-02', 29, 'a leap century'],
  ['2100-02', 28, 'a common century'],
  ['2026-03', 31, 'the spring change of hour takes no day'],
  ['2026-10', 31, 'the autumn change of hour adds none'],
])('%s has %i days (%s), from its first to its last', (month, days) => {
  expect(daysIn(month)).toBe(days);
  expect(hoursIn(month)).toBe(days * 24);
  expect(firstDayOf(month)).toBe(`${month}-01`);
  expect(lastDayOf(month)).toBe(`${month}-${days}`);
  expect(isDay(lastDayOf(month))).toBe(true);
  expect(monthOf(lastDayOf(month))).toBe(month);
});

test.each<[string, number, string, string]>([
  ['2026-10', 0, '2026-10', 'none'],
  ['2026-10', 1, '2026-11', 'the next'],
  ['2026-12', 1, '2027-01', 'over the new year'],
  ['2026-01', -1, '2025-12', 'back over the new year'],
  ['2026-10', -24, '2024-10', 'two years back: the oldest month that is received'],
  ['2026-10', -25, '2024-09', 'and one more'],
  ['2026-01', 36, '2029-01', 'three years on'],
])('%s and %i months is %s (%s), and back', (month, count, expected) => {
  expect(addMonths(month, count)).toBe(expected);
  expect(monthsBetween(month, expected)).toBe(count);
  expect(monthsBetween(expected, month) + count).toBe(0);
});

test.each<[string, string, number, string]>([
  ['2023-10-31', '2026-10-30', 2, 'the eve of the birthday'],
  ['2023-10-31', '2026-10-31', 3, 'the birthday'],
  ['2020-10-31', '2026-10-31', 6, 'six on the last day of the month'],
  ['2020-11-01', '2026-10-31', 5, 'six on the day after'],
  ['2024-02-29', '2027-02-28', 2, 'born on 29 February: not yet on the 28th of a common year'],
  ['2024-02-29', '2027-03-01', 3, 'but on 1 March'],
  ['2024-02-29', '2028-02-28', 3, 'the eve, in a leap year'],
  ['2024-02-29', '2028-02-29', 4, 'the birthday itself, in a leap year'],
  ['2026-10-05', '2026-10-05', 0, 'the day of birth'],
  ['2025-12-31', '2026-01-01', 0, 'one day old, in another year'],
])('born on %s, one is at %s %i years old (%s)', (birth, day, age) => {
  expect(ageAt(birth, day)).toBe(age);
});

test.each<[string, string, string]>([
  ['2026-11-04T22:59:59.999Z', '2026-11-04', 'winter: one hour ahead of UTC, the last moment of the day'],
  ['2026-11-04T23:00:00.000Z', '2026-11-05', 'winter midnight in Paris'],
  ['2026-07-04T21:59:59.999Z', '2026-07-04', 'summer: two hours ahead'],
  ['2026-07-04T22:00:00.000Z', '2026-07-05', 'summer midnight in Paris'],
  ['2026-03-28T22:59:59.999Z', '2026-03-28', 'the eve of the spring change'],
  ['2026-03-28T23:00:00.000Z', '2026-03-29', 'still winter at the midnight that opens its day'],
  ['2026-03-29T21:59:59.999Z', '2026-03-29', 'that day has 23 hours'],
  ['2026-03-29T22:00:00.000Z', '2026-03-30', 'summer at the midnight that closes it'],
  ['2026-10-24T21:59:59.999Z', '2026-10-24', 'the eve of the autumn change'],
  ['2026-10-24T22:00:00.000Z', '2026-10-25', 'still summer at the midnight that opens its day'],
  ['2026-10-25T22:59:59.999Z', '2026-10-25', 'that day has 25 hours'],
  ['2026-10-25T23:00:00.000Z', '2026-10-26', 'winter at the midnight that closes it'],
  ['2026-10-31T22:59:59.999Z', '2026-10-31', 'October is not over in Paris'],
  ['2026-10-31T23:00:00.000Z', '2026-11-01', 'October is over: its declaration can be made'],
  ['2026-12-31T23:00:00.000Z', '2027-01-01', 'the new year begins in Paris first'],
])('%s is %s in Paris (%s)', (moment, day) => {
  expect(dayOf(new Date(moment))).toBe(day);
  expect(instant(new Date(moment))).toBe(moment);
});

describe('French spellings', () => {
  test.each<[(text: string) => string, string, string, string]>([
    [frenchDay, '2026-10-05', '05/10/2026', 'a day, zeros kept'],
    [slashMonth, '2026-01', '01/2026', 'a month, as in the workbook'],
    [frenchMonthName, '2026-08', 'août 2026', 'a month for people, with its accent'],
    [frenchMonthName, '2026-12', 'décembre 2026', 'the last one does not slip into the next year'],
    [frenchInstant, '2026-11-05T08:00:00.000Z', '5 novembre 2026 à 09:00', 'Paris time, in winter'],
    [frenchInstant, '2026-07-05T08:00:00.000Z', '5 juillet 2026 à 10:00', 'Paris time, in summer'],
    [
      frenchInstant,
      '2026-10-24T22:00:00.000Z',
      '25 octobre 2026 à 00:00',
      'midnight is 00:00 of the new day',
    ],
    [frenchInstant, '2026-03-29T01:00:00.000Z', '29 mars 2026 à 03:00', 'there is no 02:00 on that day'],
  ])('%p of %s is %s (%s)', (spelling, text, expected) => {
    expect(spelling(text)).toBe(expected);
  });
});
