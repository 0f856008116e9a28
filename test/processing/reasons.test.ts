/** Why an attestation goes to an adviser: each reason, both sides of it, and their order. */
import { expect, test } from '@jest/globals';
import type { AllocataireRecord, Doubt } from '../../src/allocataires/index.js';
import { doubts } from '../../src/allocataires/index.js';
import { reasonFor } from '../../src/processing/index.js';

const record: AllocataireRecord = {
  id: 'record',
  number: '3521874',
  lastName: 'GALINDRAC',
  firstName: 'Ophélie',
  updating: false,
  cmgRequestedFrom: '2025-01',
  situation: null,
  children: [],
};
const told = (changes: Partial<AllocataireRecord>, doubt?: Doubt, afterEnd = false) =>
  reasonFor({ month: '2026-10', record: { ...record, ...changes }, matching: { doubt }, afterEnd });

// oxfmt-ignore
test.each<[string, Partial<AllocataireRecord>, Doubt | undefined, boolean, string | undefined]>([
  ['all matches: the automaton processes it', {}, undefined, false, undefined],
  ['an adviser is changing the record', { updating: true }, undefined, false, 'RECORD_UPDATING'],
  ['no request of CMG', { cmgRequestedFrom: null }, undefined, false, 'CMG_REQUEST_UNKNOWN'],
  ['the request is known from the month itself', { cmgRequestedFrom: '2026-10' }, undefined, false, undefined],
  ['the request is known from the next month only', { cmgRequestedFrom: '2026-11' }, undefined, false, 'CMG_REQUEST_UNKNOWN'],
  ['hours come after an end of care', {}, undefined, true, 'CARE_ENDED'],
  ['updating comes before an unknown request', { updating: true, cmgRequestedFrom: null }, undefined, false, 'RECORD_UPDATING'],
  ['an unknown request comes before twins', { cmgRequestedFrom: null }, 'TWINS', false, 'CMG_REQUEST_UNKNOWN'],
  ['whose child it is comes before an end of care', {}, 'NAMES_NOT_MATCHING', true, 'NAMES_NOT_MATCHING'],
])('%s', (_why, changes, doubt, afterEnd, expected) => {
  expect(told(changes, doubt, afterEnd)).toBe(expected);
});

test.each(doubts.map((doubt) => [doubt]))('the doubt %s is a reason of its own', (doubt) => {
  expect(told({}, doubt)).toBe(doubt);
});

test('without a record, only the number is in doubt', () => {
  const matter = { month: '2026-10', record: undefined, afterEnd: false };
  expect(reasonFor({ ...matter, matching: { doubt: 'NOT_AFFILIATED' } })).toBe('NOT_AFFILIATED');
  expect(reasonFor({ ...matter, matching: { doubt: 'OTHER_CAF' } })).toBe('OTHER_CAF');
});
