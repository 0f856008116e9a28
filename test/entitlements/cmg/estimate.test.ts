import { expect, test } from '@jest/globals';
import type { PartialCmgInput } from '../../../src/entitlements/index.js';
import { estimate, impossible, missing, scaleMonths } from '../../../src/entitlements/index.js';
import { ordinary } from './family.js';

test('nothing known: everything is asked for, in the order of a record', () => {
  expect(missing({})).toEqual([
    'le mois',
    'le mode de garde',
    'la date de naissance de l’enfant',
    'le nombre d’heures de garde',
    'le nombre d’heures spécifiques',
    'le montant de la dépense',
    'la situation de famille (couple ou parent seul)',
    'le nombre d’enfants à charge',
    'les revenus nets catégoriels de l’année N-2',
    'le bénéfice de la PreParE',
    'le bénéfice de l’AAH',
    'le bénéfice de l’AEEH pour l’enfant',
  ]);
});

const HOME = 'la date de naissance d’un enfant de la famille (la garde à domicile ne nomme pas l’enfant)';
const ATYPICAL = 'la condition d’horaires de travail atypiques des parents';

test.each<[PartialCmgInput, string[], string]>([
  [{}, [], 'nothing is missing'],
  [{ month: null }, ['le mois'], 'no month'],
  [{ month: '2023-01' }, [], 'the first month of the scale'],
  [{ month: '2026-12' }, [], 'the last'],
  [
    { month: '2022-12' },
    ['le barème de décembre 2022 (connu de janvier 2023 à décembre 2026)'],
    'before the scale',
  ],
  [{ month: '2027-01' }, ['le barème de janvier 2027 (connu de janvier 2023 à décembre 2026)'], 'after it'],
  [{ incomeN2: null }, ['les revenus nets catégoriels de 2022'], 'the income of two years before the month'],
  [{ incomeN2: 0 }, [], 'no income is an income'],
  [{ hours: 0, spendCents: 0 }, [], 'a month without care is known'],
  [{ household: null }, ['la situation de famille (couple ou parent seul)'], 'a couple or not'],
  [
    { aah: null, aeeh: null },
    ['le bénéfice de l’AAH', 'le bénéfice de l’AEEH pour l’enfant'],
    'unknown is not no',
  ],
  [{ aah: false, aeeh: false }, [], 'no is an answer'],
  [{ prepare: null }, ['le bénéfice de la PreParE'], 'unknown is not none'],
  [{ atypicalHoursCondition: null }, [], 'not asked without specific hours'],
  [{ atypicalHoursCondition: null, specificHours: 24 }, [], 'nor under 25 of them'],
  [{ atypicalHoursCondition: null, specificHours: 25 }, [ATYPICAL], 'asked from 25'],
  [{ childBirthDate: null }, ['la date de naissance de l’enfant'], 'no birth date'],
  [
    { childBirthDate: null, familyBirthDates: ['2023-01-01'] },
    ['la date de naissance de l’enfant'],
    'a micro-crèche names the child',
  ],
  [
    { careType: 'home_care', childBirthDate: null, familyBirthDates: ['2023-01-01'] },
    [],
    'home care takes the family',
  ],
  [{ careType: 'home_care', childBirthDate: null, familyBirthDates: [] }, [HOME], 'but needs a child'],
  [
    { careType: 'home_care', childBirthDate: null, familyBirthDates: null },
    [HOME],
    'a record without children',
  ],
])('%j lacks %j (%s)', (changes, expected) => {
  const partial = { ...ordinary, ...changes };
  expect(missing(partial)).toEqual(expected);
  const answer = estimate(partial);
  if (expected.length > 0) expect(answer).toEqual({ missing: expected });
  else expect(answer).toHaveProperty('estimate.trace');
});

test('a record’s nulls that decide nothing do not stop the estimate', () => {
  expect(estimate({ ...ordinary, familyBirthDates: null, atypicalHoursCondition: null })).toMatchObject({
    estimate: { right: true, amountCents: 96_783, certain: true },
  });
  expect(
    estimate({ ...ordinary, careType: 'home_care', familyBirthDates: null, atypicalHoursCondition: null }),
  ).toMatchObject({ estimate: { right: true, amountCents: 96_783 } });
});

test('the scale is known from 2023 to 2026', () => {
  expect(scaleMonths).toEqual({ first: '2023-01', last: '2026-12' });
});

test.each<[Record<string, unknown>, string | undefined, string]>([
  [{}, undefined, 'an ordinary month'],
  [{ month: '2024-6' }, 'Le mois s’écrit AAAA-MM.', 'one digit'],
  [{ careType: 'eaje' }, 'Ce mode de garde n’ouvre pas droit au CMG d’une structure.', 'a PSU structure'],
  [
    { childBirthDate: '2023-02-29' },
    'Une date de naissance s’écrit AAAA-MM-JJ et doit exister.',
    'no such day',
  ],
  [
    { familyBirthDates: ['12/05/2023'] },
    'Une date de naissance s’écrit AAAA-MM-JJ et doit exister.',
    'as people write it',
  ],
  [{ household: 'three' }, 'La situation de famille est couple ou parent seul.', 'neither'],
  [
    { childrenInCharge: 0 },
    'Le nombre d’enfants à charge est un nombre entier, à partir de 1.',
    'the child in care counts',
  ],
  [{ incomeN2: -1 }, 'Les revenus sont un nombre entier d’euros, à partir de 0.', 'negative'],
  [{ incomeN2: 20_000.5 }, 'Les revenus sont un nombre entier d’euros, à partir de 0.', 'half a euro'],
  [{ hours: 720 }, undefined, 'every hour of June'],
  [
    { hours: 721 },
    'Les heures de garde sont un nombre entier, au plus celui des heures du mois.',
    'one more',
  ],
  [
    { hours: 15.5 },
    'Les heures de garde sont un nombre entier, au plus celui des heures du mois.',
    'not rounded',
  ],
  [{ specificHours: 160 }, undefined, 'all of them'],
  [
    { specificHours: 161 },
    'Les heures spécifiques sont un nombre entier, au plus le total des heures de garde.',
    'one more',
  ],
  [{ spendCents: 1.5 }, 'La dépense est un nombre entier de centimes, à partir de 0.', 'half a cent'],
  [{ prepare: 'yes' }, 'La PreParE est none, half, part ou full.', 'not a kind of it'],
])('%j: %p (%s)', (changes, expected) => {
  expect(impossible({ ...ordinary, ...changes })).toEqual(expected === undefined ? [] : [expected]);
});
