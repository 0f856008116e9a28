/** Whose child a row speaks of: each rule of the table, and both sides of each threshold. */
import { expect, test } from '@jest/globals';
import type { AllocataireRecord, Claimed, Known, MatchingRule } from '../../src/allocataires/index.js';
import { matching, matchingRuleCodes } from '../../src/allocataires/index.js';

const child = (lastName: string, firstName: string, birthDate: string) => ({
  lastName,
  firstName,
  birthDate,
  aeeh: false,
});
const record: AllocataireRecord = {
  id: 'record',
  number: '3521874',
  lastName: 'BEAUPUITS',
  firstName: 'Ophélie',
  updating: false,
  cmgRequestedFrom: '2025-01',
  situation: null,
  children: [
    child('GALINDRAC-MOREL', 'Louis-Marie', '2024-04-02'),
    child('GALINDRAC-MOREL', 'Ninon', '2025-12-19'),
    child("D'ESTIENVILLE", 'Éléonore', '2023-07-25'),
    child('KERVELLEC', 'Malo', '2025-01-15'),
    child('KERVELLEC', 'Enora', '2025-01-15'),
    child('ROY', 'Lina', '2022-11-30'),
  ],
};

/** Letters of a name for one astray to be a slip: `slip_letters`. */
const LETTERS = 5;
const seen: MatchingRule[] = [];

const decidedBy = (claimed: Claimed, known: Partial<Known> = {}) => {
  const told = matching(claimed, { record, elsewhere: false, namesakes: 0, ...known }, LETTERS);
  seen.push(told.evidence.rule);
  return told;
};

const stranger: Partial<Known> = { record: undefined };

// oxfmt-ignore
test.each<[string, string, string, Partial<Known>, MatchingRule, string | undefined, string]>([
  // last name           first name       birth date    known otherwise      rule                     doubt                      why
  ['GALINDRAC-MOREL',    'Louis-Marie',   '2024-04-02', {},                  'ALL_SAME',              undefined,                 'all agree'],
  ['galindrac morel',    'LOUIS MARIE',   '2024-04-02', {},                  'ALL_SAME',              undefined,                 'case and hyphens do not make another child'],
  ['D’Estienville',      'Eleonore',      '2023-07-25', {},                  'ALL_SAME',              undefined,                 'nor do accents, nor the shape of an apostrophe'],
  ['Eléonore',           "d'estienville", '2023-07-25', {},                  'SWAPPED',               undefined,                 'names each in the other’s cell'],
  ['Ninon',              'Morel',         '2025-12-19', {},                  'PART_OF_NAME',          undefined,                 'in the other’s cell, and one in part'],
  ['MOREL née GALINDRAC-MOREL', 'Ninon',  '2025-12-19', {},                  'OTHER_NAME',            undefined,                 'two names are told, one is the record’s'],
  ['BEAUPUITS',          'Ninon',         '2025-12-19', {},                  'OTHER_NAME',            undefined,                 'the child is told under the parent’s name'],
  ['MOREL (BEAUPUITS)',  'Ninon',         '2025-12-19', {},                  'OTHER_NAME',            undefined,                 'the parent’s name, in brackets'],
  ['MOREL',              'Ninon',         '2025-12-19', {},                  'PART_OF_NAME',          undefined,                 'half of a compound name'],
  ['GALINDRAC-MOREL',    'Louis',         '2024-04-02', {},                  'PART_OF_NAME',          undefined,                 'half of a compound first name'],
  ['ROY',                'Lina Rose',     '2022-11-30', {},                  'PART_OF_NAME',          undefined,                 'all the first names of the birth certificate'],
  ['MOREL',              'Louis',         '2024-04-02', {},                  'NAMES_DIFFER',          'NAMES_NOT_MATCHING',      'but not half of both'],
  ['D',                  'Éléonore',      '2023-07-25', {},                  'NAMES_DIFFER',          'NAMES_NOT_MATCHING',      'a particle is no part of a name'],
  ['GALINDRAK-MOREL',    'Ninon',         '2025-12-19', {},                  'ONE_SLIP',              undefined,                 'one letter is another'],
  ['GALINDRAC-MOREL',    'Ninno',         '2025-12-19', {},                  'ONE_SLIP',              undefined,                 'two neighbours exchanged, in five letters'],
  ['GALINDRAC-MOREL',    'Nino',          '2025-12-19', {},                  'NAMES_DIFFER',          'NAMES_NOT_MATCHING',      'in four letters, it may be another name'],
  ['ROY',                'Léna',          '2022-11-30', {},                  'NAMES_DIFFER',          'NAMES_NOT_MATCHING',      'Lina and Léna are two children'],
  ['ROI',                'Lina',          '2022-11-30', {},                  'NAMES_DIFFER',          'NAMES_NOT_MATCHING',      'of a short last name too'],
  ['GALINDRAK-MOREL',    'Ninnon',        '2025-12-19', {},                  'NAMES_DIFFER',          'NAMES_NOT_MATCHING',      'one letter in each of the two names is no slip'],
  ['GALYNDRAK-MOREL',    'Ninon',         '2025-12-19', {},                  'NAMES_DIFFER',          'NAMES_NOT_MATCHING',      'two letters in one name neither'],
  ['MOREL',              'Ninnon',        '2025-12-19', {},                  'NAMES_DIFFER',          'NAMES_NOT_MATCHING',      'half a name and a slip neither'],
  ['GALINDRAC-MOREL',    'Salomé',        '2025-12-19', {},                  'NAMES_DIFFER',          'NAMES_NOT_MATCHING',      'the last name alone is the family’s, not the child’s'],
  ['KERVELLEC',          'Malo',          '2025-01-15', {},                  'SEVERAL_BORN_THAT_DAY', 'TWINS',                   'two children of the record were born that day'],
  ['KERVELLEC',          'Salomé',        '2025-01-15', {},                  'SEVERAL_BORN_THAT_DAY', 'TWINS',                   'whatever the first name'],
  ['GALINDRAC-MOREL',    'Ninon',         '2025-12-19', { namesakes: 1 },    'NAMESAKES',             'HOMONYMS',                'the same child under another number of this Caf'],
  ['KERVELLEC',          'Malo',          '2025-01-15', { namesakes: 1 },    'SEVERAL_BORN_THAT_DAY', 'TWINS',                   'twins are twins first'],
  ['GALINDRAC-MOREL',    'Ninon',         '2025-12-18', {},                  'BIRTH_DATE_DIFFERS',    'BIRTH_DATE_NOT_MATCHING', 'the day before'],
  ['GALINDRAC-MOREL',    'Ninon',         '2025-12-18', { namesakes: 1 },    'BIRTH_DATE_DIFFERS',    'BIRTH_DATE_NOT_MATCHING', 'a namesake makes no homonym of a child who is not here'],
  ['Morel',              'Ninnon',        '2019-01-01', {},                  'NO_SUCH_CHILD',         'CHILD_NOT_MATCHING',      'neither the names nor the day'],
  ['LESTRANGE',          'Inaya',         '2024-07-09', {},                  'NO_SUCH_CHILD',         'CHILD_NOT_MATCHING',      'no child of the record'],
  ['GALINDRAC-MOREL',    'Ninon',         '2025-12-19', { record: { ...record, children: [] } }, 'NO_SUCH_CHILD', 'CHILD_NOT_MATCHING', 'the record has no child'],
  ['GALINDRAC-MOREL',    'Ninon',         '2025-12-19', stranger,            'NUMBER_UNKNOWN',        'NOT_AFFILIATED',          'no record bears that number'],
  ['GALINDRAC-MOREL',    'Ninon',         '2025-12-19', { ...stranger, elsewhere: true }, 'NUMBER_ELSEWHERE', 'OTHER_CAF',      'another Caf’s does, with that child'],
])('%s %s, born %s %j: %s %s (%s)', (lastName, firstName, birthDate, known, rule, doubt) => {
  const told = decidedBy({ lastName, firstName, birthDate }, known);
  expect([told.evidence.rule, told.doubt]).toEqual([rule, doubt]);
});

const family = { lastName: null, firstName: null, birthDate: null };

// oxfmt-ignore
test.each<[Partial<Known>, MatchingRule, string | undefined, string]>([
  [{},                               'HOUSEHOLD',        undefined,        'the number alone decides'],
  [stranger,                         'NUMBER_UNKNOWN',   'NOT_AFFILIATED', 'and it must be known here'],
  [{ ...stranger, elsewhere: true }, 'NUMBER_ELSEWHERE', 'OTHER_CAF',      'or elsewhere'],
])('home care, %j: %s %s (%s)', (known, rule, doubt) => {
  expect(decidedBy(family, known)).toMatchObject({ evidence: { rule, birthDate: 'not_given' }, doubt });
});

// oxfmt-ignore
test.each<[string, string, string]>([
  ['2025-12-18', 'near',      'a digit is another'],
  ['2025-19-12', 'near',      'day and month are each in the other’s place'],
  ['2024-12-18', 'different', 'two digits are others'],
])('a child of the right names born on %s: the date is %s (%s)', (birthDate, verdict) => {
  const told = decidedBy({ lastName: 'GALINDRAC-MOREL', firstName: 'Ninon', birthDate });
  expect(told.evidence).toMatchObject({ rule: 'BIRTH_DATE_DIFFERS', birthDate: verdict });
});

test('the evidence says what agreed by codes and a count: nothing of what the row or the record says', () => {
  const told = decidedBy({ lastName: 'Éléonore', firstName: 'Estienville', birthDate: '2023-07-25' });
  expect(told.evidence).toEqual({
    rule: 'PART_OF_NAME',
    number: 'known',
    birthDate: 'same',
    lastName: 'part',
    firstName: 'same',
    swapped: true,
    namesakes: 0,
  });
});

test('every rule of the table decides somewhere above', () => {
  expect([...new Set(seen)].toSorted()).toEqual(matchingRuleCodes.toSorted());
});
