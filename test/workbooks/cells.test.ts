import { expect, test } from '@jest/globals';
import type { Cell } from '../../src/kernel/sheet.js';
import {
  allocataireNumber,
  cents,
  day,
  month,
  name,
  optional,
  typed,
  wholeHours,
  type Reader,
} from '../../src/workbooks/cells.js';

const readers: Record<string, Reader<unknown>> = {
  month,
  allocataireNumber,
  name,
  day,
  'optional(day)': optional(day),
  wholeHours,
  cents,
};

const text = (content: string): Cell => ({ kind: 'text', text: content });
const number = (value: number, shown = String(value).replace('.', ','), serialDay?: string): Cell => ({
  kind: 'number',
  value,
  text: shown,
  ...(serialDay ? { day: serialDay } : {}),
});
const date = (iso: string): Cell => ({ kind: 'date', day: iso, text: iso.split('-').toReversed().join('/') });
const yes: Cell = { kind: 'boolean', value: true, text: 'VRAI' };
const error: Cell = { kind: 'error', text: '#REF!' };

const value = (read: unknown) => ({ value: read });
const anomaly = (code: string, proposed?: string) => (proposed === undefined ? { code } : { code, proposed });

test.each<[string, Cell | undefined, object, string]>([
  ['month', date('2026-10-01'), value('2026-10'), 'what Excel makes of 10/2026'],
  ['month', date('2026-10-31'), value('2026-10'), 'any day of the month'],
  ['month', number(46296, undefined, '2026-10-01'), value('2026-10'), 'a date that lost its format'],
  ['month', number(102026), anomaly('NOT_A_MONTH'), 'a number that is no date'],
  ['month', text('10/2026'), value('2026-10'), 'the expected text'],
  ['month', text(' 1/2026 '), value('2026-01'), 'one digit, spaces around'],
  ['month', text('10-2026'), value('2026-10'), 'another separator'],
  ['month', text('2026-10'), value('2026-10'), 'ISO'],
  ['month', text('01/10/2026'), value('2026-10'), 'a day of the month'],
  ['month', text('31/11/2026'), anomaly('NOT_A_MONTH'), 'a day that does not exist'],
  ['month', text('oct-26'), value('2026-10'), 'as Excel shows it'],
  ['month', text('févr.-26'), value('2026-02'), 'abbreviated, accent and dot'],
  ['month', text('Octobre 2026'), value('2026-10'), 'in full'],
  ['month', text('jui-26'), anomaly('NOT_A_MONTH'), 'juin or juillet'],
  ['month', text('juin-26'), value('2026-06'), 'juin only'],
  ['month', text('10/26'), anomaly('NOT_A_MONTH', '10/2026'), 'the tenth of something, or October 2026'],
  ['month', text('12/2026'), value('2026-12'), 'the last month'],
  ['month', text('13/2026'), anomaly('NOT_A_MONTH'), 'no thirteenth month'],
  ['month', text('0/2026'), anomaly('NOT_A_MONTH'), 'no month zero'],
  ['month', undefined, anomaly('MISSING'), 'blank'],
  ['month', error, anomaly('CELL_ERROR'), 'an error of Excel'],
  ['month', yes, anomaly('NOT_A_MONTH'), 'VRAI is no month'],

  ['allocataireNumber', text('0284617'), value('0284617'), 'a text keeps its zeros'],
  ['allocataireNumber', number(3047215), value('3047215'), 'seven digits as a number'],
  ['allocataireNumber', number(284617, '0284617'), value('0284617'), 'a format shows the seven digits'],
  [
    'allocataireNumber',
    number(284617),
    anomaly('ALLOCATAIRE_SHORT', '0284617'),
    'a zero was lost, or a digit',
  ],
  ['allocataireNumber', text('7'), anomaly('ALLOCATAIRE_SHORT', '0000007'), 'still a guess'],
  ['allocataireNumber', text('3047215K'), anomaly('ALLOCATAIRE_WITH_KEY', '3047215'), 'with the key'],
  ['allocataireNumber', text('3047215 k'), anomaly('ALLOCATAIRE_WITH_KEY', '3047215'), 'with the key, apart'],
  ['allocataireNumber', text('284617K'), anomaly('ALLOCATAIRE_WITH_KEY', '0284617'), 'a key and a lost zero'],
  ['allocataireNumber', text('3 047 215'), anomaly('ALLOCATAIRE_SPACED', '3047215'), 'spaces inside'],
  ['allocataireNumber', text(' 3047215 '), value('3047215'), 'spaces around mean nothing'],
  ['allocataireNumber', number(30472150), anomaly('NOT_AN_ALLOCATAIRE'), 'eight digits'],
  ['allocataireNumber', number(304721.5), anomaly('NOT_AN_ALLOCATAIRE'), 'a fraction'],
  ['allocataireNumber', text('0000000'), anomaly('NOT_AN_ALLOCATAIRE'), 'nobody'],
  ['allocataireNumber', text('30472AB'), anomaly('NOT_AN_ALLOCATAIRE'), 'two letters'],
  ['allocataireNumber', date('2026-10-01'), anomaly('NOT_AN_ALLOCATAIRE'), 'a date'],

  ['name', text("D'ESTIENVILLE"), value("D'ESTIENVILLE"), 'apostrophe'],
  ['name', text(' Louis-Marie '), value('Louis-Marie'), 'hyphen, spaces around'],
  ['name', text('E\u0301lise'), value('Élise'), 'composed accent'],
  ['name', text('Łucja'), value('Łucja'), 'letters of other countries'],
  ['name', text('N’Diaye St. Jean'), value('N’Diaye St. Jean'), 'dot and typographic apostrophe'],
  ['name', text('Jeanne2'), anomaly('NOT_A_NAME'), 'a digit'],
  ['name', text('=HYPERLINK("x")'), anomaly('NOT_A_NAME'), 'a formula as text'],
  ['name', text('ليلى'), value('ليلى'), 'written from right to left'],
  ['name', text('שרה־לאה'), anomaly('NOT_A_NAME'), 'a maqaf is no hyphen: no guess'],
  ['name', text('\u200fليلى\u200e'), value('ليلى'), 'marks of direction are not seen'],
  ['name', text('\u202eeniluaP'), anomaly('NOT_A_NAME', 'eniluaP'), 'shown the other way round'],
  ['name', text('De\u00a0La\u202fTour'), value('De La Tour'), 'no-break spaces'],
  ['name', text('Jean‑Paul'), value('Jean-Paul'), 'a no-break hyphen'],
  ['name', text('Zoé 🌸'), anomaly('NAME_WITH_EMOJI', 'Zoé'), 'an emoji has its own reason'],
  ['name', text('Zoé ❤️'), anomaly('NAME_WITH_EMOJI', 'Zoé'), 'with what makes it red'],
  ['name', text('👶🏽'), anomaly('NAME_WITH_EMOJI'), 'nothing is left to propose'],
  ['name', text('🇫🇷Ambre'), anomaly('NAME_WITH_EMOJI', 'Ambre'), 'a flag'],
  ['name', text('-'), anomaly('NOT_A_NAME'), 'no letter'],
  ['name', text('x'.repeat(100)), value('x'.repeat(100)), 'the longest'],
  ['name', text('x'.repeat(101)), anomaly('NOT_A_NAME'), 'one more'],
  ['name', number(12), anomaly('NOT_A_NAME'), 'a number'],

  ['day', date('2024-02-14'), value('2024-02-14'), 'a date cell'],
  ['day', number(45336, undefined, '2024-02-14'), value('2024-02-14'), 'a serial'],
  ['day', number(14022024), anomaly('NOT_A_DAY'), 'digits end to end'],
  ['day', text('14/02/2024'), value('2024-02-14'), 'the expected text'],
  ['day', text('4/2/2024'), value('2024-02-04'), 'one digit, day first'],
  ['day', text('14.02.2024'), value('2024-02-14'), 'dots'],
  ['day', text('2024-02-14'), value('2024-02-14'), 'ISO'],
  ['day', text('2024-02-14T00:00:00'), value('2024-02-14'), 'ISO with its time'],
  ['day', text('14/02/24'), anomaly('NOT_A_DAY', '14/02/2024'), 'which century'],
  ['day', text('29/02/2024'), value('2024-02-29'), 'a leap day'],
  ['day', text('29/02/2026'), anomaly('DAY_IMPOSSIBLE'), 'no leap day that year'],
  ['day', text('02/25/2024'), anomaly('DAY_IMPOSSIBLE'), 'month first'],
  ['day', text('01/01/1900'), value('1900-01-01'), 'the first year'],
  ['day', text('31/12/1899'), anomaly('DAY_IMPOSSIBLE'), 'before'],
  ['day', date('2101-01-01'), anomaly('DAY_IMPOSSIBLE'), 'after the last year'],
  ['day', text('février'), anomaly('NOT_A_DAY'), 'no day'],
  ['day', undefined, anomaly('MISSING'), 'blank'],
  ['optional(day)', undefined, value(null), 'blank is allowed'],
  ['optional(day)', text('bientôt'), anomaly('NOT_A_DAY'), 'but not anything'],

  ['wholeHours', number(112), value(112), 'a number'],
  ['wholeHours', number(0), value(0), 'no care'],
  ['wholeHours', number(15.000000000001), value(15), 'binary noise'],
  ['wholeHours', number(15.5), anomaly('HOURS_NOT_WHOLE', '15'), 'rounded down, if accepted'],
  ['wholeHours', number(15.99), anomaly('HOURS_NOT_WHOLE', '15'), 'down, never up'],
  ['wholeHours', number(-1), anomaly('NEGATIVE'), 'negative'],
  ['wholeHours', text('112'), value(112), 'a number stored as text'],
  ['wholeHours', text('112,0'), value(112), 'still whole'],
  ['wholeHours', text('15,5'), anomaly('HOURS_NOT_WHOLE', '15'), 'decimal comma'],
  ['wholeHours', text('15h30'), anomaly('HOURS_NOT_WHOLE', '15'), 'as the hint says'],
  ['wholeHours', text('112:00'), anomaly('HOURS_NOT_WHOLE', '112'), 'a duration'],
  ['wholeHours', text('112 h'), anomaly('HOURS_NOT_WHOLE', '112'), 'with its unit'],
  ['wholeHours', text('1 12'), anomaly('HOURS_NOT_WHOLE', '112'), 'a space in a number'],
  ['wholeHours', text('douze'), anomaly('NOT_HOURS'), 'in letters'],
  ['wholeHours', number(1e300), anomaly('NOT_HOURS'), 'no number of hours'],
  ['wholeHours', date('2026-10-01'), anomaly('NOT_HOURS'), 'a date'],

  ['cents', number(985.6), value(98_560), 'a number'],
  ['cents', number(0.1 + 0.2), value(30), 'binary noise is dropped'],
  ['cents', number(1479.9999999999998), value(148_000), 'below too'],
  ['cents', number(1.005), anomaly('AMOUNT_NOT_CENTS', '1,01'), 'half a cent'],
  ['cents', number(985.601), anomaly('AMOUNT_NOT_CENTS', '985,60'), 'a third decimal'],
  ['cents', number(-0.01), anomaly('NEGATIVE'), 'negative'],
  ['cents', number(9_999_999.99), value(999_999_999), 'the most'],
  ['cents', number(10_000_000), anomaly('AMOUNT_TOO_LARGE'), 'one cent more'],
  ['cents', text('1 234,50 €'), value(123_450), 'as typed'],
  ['cents', text('1\u202f234,50\u00a0€'), value(123_450), 'no-break spaces'],
  ['cents', text('\u221212,50'), anomaly('NEGATIVE'), 'a typographic minus'],
  ['cents', text('1\u00a0234\u00a0567,89'), value(123_456_789), 'two groups of thousands'],
  ['cents', text('985.60'), value(98_560), 'decimal dot, two decimals'],
  ['cents', text('985'), value(98_500), 'no decimal'],
  ['cents', text('1.234'), anomaly('NOT_AN_AMOUNT'), 'a thousand or one and something'],
  ['cents', text('1.234,50'), anomaly('NOT_AN_AMOUNT', '1234,50'), 'dots between thousands'],
  ['cents', text('12 34'), anomaly('NOT_AN_AMOUNT', '1234,00'), 'a space out of place'],
  ['cents', text('985,601'), anomaly('AMOUNT_NOT_CENTS', '985,60'), 'a third decimal as text'],
  ['cents', text('gratuit'), anomaly('NOT_AN_AMOUNT'), 'in letters'],
  ['cents', yes, anomaly('NOT_AN_AMOUNT'), 'VRAI is no amount'],
])('%s reads %j as %j: %s', (reader, cell, expected) => {
  const reading = readers[reader]!(cell);
  expect(reading).toEqual(expected);
  if ('proposed' in reading) expect(readers[reader]!(typed(reading.proposed!))).toHaveProperty('value');
});

test.each<[string, Cell | undefined, string]>([
  [' 10/2026 ', { kind: 'text', text: '10/2026' }, 'what surrounds it is dropped'],
  ['\u00a0 ', undefined, 'blanks only are no cell'],
  ['', undefined, 'nothing'],
])('typing %j gives %j: %s', (content, expected) => {
  expect(typed(content)).toEqual(expected);
});
