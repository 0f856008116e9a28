/** Why an attestation goes to an adviser: each reason, both sides of it, and their order. */
import { expect, test } from '@jest/globals';
import type { AllocataireRecord } from '../../src/allocataires/index.js';
import { reasonFor } from '../../src/processing/index.js';

const record: AllocataireRecord = {
  id: 'record',
  number: '3521874',
  lastName: 'GALINDRAC',
  firstName: 'Ophélie',
  updating: false,
  cmgRequestedFrom: '2025-01',
  situation: null,
  children: [
    { lastName: 'GALINDRAC', firstName: 'Léa-Rose', birthDate: '2024-04-02', aeeh: false },
    { lastName: 'GALINDRAC', firstName: 'Nino', birthDate: '2025-12-19', aeeh: false },
  ],
};
const row = { lastName: 'GALINDRAC', firstName: 'Léa-Rose', birthDate: '2024-04-02' };
const noChild = { lastName: null, firstName: null, birthDate: null };
const twins = [
  ...record.children,
  { lastName: 'GALINDRAC', firstName: 'Zoé', birthDate: '2024-04-02', aeeh: false },
];

// oxfmt-ignore
test.each<[string, Partial<AllocataireRecord> | undefined, Partial<typeof noChild | typeof row>, string | undefined]>([
  ['all matches: the automaton processes it', {}, {}, undefined],
  ['the number is not affiliated to this Caf', undefined, {}, 'NOT_AFFILIATED'],
  ['an adviser is changing the record', { updating: true }, {}, 'RECORD_UPDATING'],
  ['no request of CMG', { cmgRequestedFrom: null }, {}, 'CMG_REQUEST_UNKNOWN'],
  ['the request is known from the month itself', { cmgRequestedFrom: '2026-10' }, {}, undefined],
  ['the request is known from the next month only', { cmgRequestedFrom: '2026-11' }, {}, 'CMG_REQUEST_UNKNOWN'],
  ['two children of the record were born that day', { children: twins }, {}, 'TWINS'],
  ['twins of another birth date are no doubt for this child', { children: twins }, { firstName: 'Nino', birthDate: '2025-12-19' }, undefined],
  ['the birth date differs by a day', {}, { birthDate: '2024-04-03' }, 'CHILD_NOT_MATCHING'],
  ['the first name is another', {}, { firstName: 'Nina' }, 'CHILD_NOT_MATCHING'],
  ['accents, case and hyphens do not make another child', {}, { firstName: 'LEA ROSE', lastName: 'galindrac' }, undefined],
  ['the record has no child', { children: [] }, {}, 'CHILD_NOT_MATCHING'],
  ['home care names no child: the record alone decides', { children: [] }, noChild, undefined],
  ['updating comes before an unknown request', { updating: true, cmgRequestedFrom: null }, {}, 'RECORD_UPDATING'],
  ['an unknown request comes before twins', { cmgRequestedFrom: null, children: twins }, {}, 'CMG_REQUEST_UNKNOWN'],
])('%s', (_why, changes, child, expected) => {
  const known = changes ? { ...record, ...changes } : undefined;
  expect(reasonFor({ row: { ...row, ...child }, month: '2026-10', record: known })).toBe(expected);
});
