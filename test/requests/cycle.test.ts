/** What the table of habilitation requests lets through, without a database: each refusal, and why. */
import { expect, test } from '@jest/globals';
import type { Convention } from '../../src/conventions/index.js';
import { Refusal } from '../../src/kernel/refusal.js';
import type { RequestKind, RequestState, RequestStep } from '../../src/requests/index.js';
import { HabilitationRequest, requestCycle } from '../../src/requests/index.js';
import type { Written } from '../../src/requests/content.js';
import { contentOf } from '../../src/requests/content.js';
import type { Facts } from '../../src/requests/facts.js';

const whole: Partial<HabilitationRequest> = {
  formerEmail: 'avant@x.example',
  civility: 'Madame',
  firstName: 'Zoé',
  lastName: 'Le Guennec',
  email: 'zoe@x.example',
  roles: ['activityProvider'],
};

const request = (kind: RequestKind, state: RequestState, more: Partial<HabilitationRequest> = {}) =>
  Object.assign(new HabilitationRequest(), { kind, state, ...whole, ...more });

const facts = (more: Partial<Facts> = {}): Facts => ({
  convention: { reference: 'C-493-2026-0001' } as Convention,
  fromManager: true,
  held: [],
  declares: true,
  freeSlots: 1,
  renames: false,
  shared: false,
  ...more,
});

const there = facts({ held: ['activityProvider'] });

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

// oxfmt-ignore
const cases: [RequestStep, HabilitationRequest, Facts, string, string][] = [
  ['submit', request('add', 'draft'),                                facts(), 'done', 'all is there'],
  ['submit', request('add', 'draft', { lastName: null }),            facts(), 'REQUEST_INCOMPLETE', 'a draft may be incomplete, what is sent may not'],
  ['submit', request('add', 'draft', { roles: [] }),                 facts(), 'REQUEST_INCOMPLETE', 'nobody is added to do nothing'],
  ['submit', request('add', 'draft', { formerEmail: null }),         facts(), 'done', 'an addition has no former address'],
  ['submit', request('modify', 'draft', { formerEmail: null }),      there,   'REQUEST_INCOMPLETE', 'a modification finds the person by it'],
  ['submit', request('add', 'draft'), facts({ convention: null, fromManager: false }), 'NO_CONVENTION', 'a right comes from a convention'],
  ['submit', request('add', 'draft'), facts({ fromManager: false }), 'NOT_CONVENTION_MANAGER', 'and from whom it names'],
  ['submit', request('add', 'draft'), there,                         'ROLE_ALREADY_HELD', 'what is held is not given'],
  ['submit', request('add', 'draft', { roles: ['approver'] }), there, 'done', 'another role is'],
  ['submit', request('modify', 'draft'), facts(),                    'PERSON_NOT_THERE', 'nobody there under that address'],
  ['submit', request('modify', 'draft'), there,                      'done', 'somebody is'],
  ['submit', request('add', 'draft'), facts({ freeSlots: 0 }),       'TOO_MANY_DECLARANTS', 'said early: two are there'],
  ['submit', request('add', 'draft', { roles: ['approver'] }), facts({ freeSlots: 0 }), 'done', 'an approver is no declarant'],
  ['submit', request('add', 'draft'), facts({ freeSlots: 0, declares: false }), 'done', 'an Eaje has no such limit'],
  ['submit', request('modify', 'draft'), facts({ freeSlots: 0, held: ['activityProvider'] }), 'done', 'one of the two keeps their place'],
  ['submit', request('modify', 'draft'), facts({ freeSlots: 0, held: ['approver'] }), 'TOO_MANY_DECLARANTS', 'an approver would be the third'],
  ['submit', request('remove', 'draft'), there,                      'REMOVAL_AT_ONCE', 'it asks no permission'],
  ['remove', request('remove', 'draft'), there,                      'done', 'it acts'],
  ['remove', request('remove', 'draft', { roles: [], firstName: null, lastName: null, civility: null }), there, 'done', 'the address says whom'],
  ['remove', request('remove', 'draft', { email: null }), there,     'REQUEST_INCOMPLETE', 'and must be there'],
  ['remove', request('remove', 'draft'), facts(),                    'PERSON_NOT_THERE', 'nobody to remove'],
  ['remove', request('remove', 'draft'), facts({ held: ['approver'], fromManager: false }), 'NOT_CONVENTION_MANAGER', 'only the manager removes'],
  ['remove', request('add', 'draft'), facts(),                       'NOT_REMOVAL', 'the Caf decides on an addition'],
  ['accept', request('add', 'submitted'), facts(),                   'done', 'the Caf decides'],
  ['accept', request('add', 'submitted'), facts({ fromManager: false }), 'NOT_CONVENTION_MANAGER', 'replaced since: it no longer comes from the manager'],
  ['accept', request('add', 'submitted'), there,                     'ROLE_ALREADY_HELD', 'given meanwhile by another request'],
  ['accept', request('modify', 'submitted'), facts({ held: ['approver'], renames: true }), 'done', 'an account of this partner alone takes the new name'],
  ['accept', request('modify', 'submitted'), facts({ held: ['approver'], renames: true, shared: true }), 'ACCOUNT_SHARED', 'nobody renames an account that others know'],
  ['submit', request('modify', 'draft'), facts({ held: ['approver'], renames: true, shared: true }), 'done', 'which a manager is not told'],
  ['refuse', request('add', 'submitted'), facts({ fromManager: false }), 'done', 'whatever it lacks'],
  ['withdraw', request('add', 'submitted'), facts(),                 'done', 'taken back before it is decided'],
  ['withdraw', request('add', 'accepted'), facts(),                  'STEP_NOT_OPEN', 'not after'],
  ['accept', request('add', 'withdrawn'), facts(),                   'STEP_NOT_OPEN', 'what was taken back is not decided'],
  ['accept', request('add', 'draft'), facts(),                       'STEP_NOT_OPEN', 'nor what was not sent'],
  ['edit',   request('add', 'submitted'), facts(),                   'STEP_NOT_OPEN', 'what is sent stays as it was sent'],
  ['delete', request('add', 'refused'), facts(),                     'STEP_NOT_OPEN', 'what was decided is kept'],
];

const told = cases.map(([step, asked, known, expected, why]) => ({ step, asked, known, expected, why }));

test.each(told)(
  '$step, to $asked.kind, $asked.state: $expected ($why)',
  ({ step, asked, known, expected }) => {
    expect(codeOf(() => requestCycle.take(asked, step, known))).toBe(expected);
    expect(requestCycle.openTo(asked, known).includes(step)).toBe(expected === 'done');
  },
);

// oxfmt-ignore
const writings: [Written, string, string][] = [
  [{},                                                    'done', 'a draft may be empty'],
  [{ email: '  Zoe.LeGuennec@X.example ' },               'done', 'case and spaces around are nothing'],
  [{ email: 'zoe@x' },                                    'MALFORMED_EMAIL', 'no domain'],
  [{ email: 'zoe.x.example' },                            'MALFORMED_EMAIL', 'no @'],
  [{ email: 'zoe@x.example, luc@x.example' },             'MALFORMED_EMAIL', 'two of them'],
  [{ email: 'Zoé <zoe@x.example>' },                      'MALFORMED_EMAIL', 'a name around it'],
  [{ email: `${'z'.repeat(243)}@x.example` },             'done', '253 letters'],
  [{ email: `${'z'.repeat(245)}@x.example` },             'MALFORMED_EMAIL', 'longer than mail carries'],
  [{ formerEmail: 'zoe@@x.example' },                     'MALFORMED_EMAIL', 'the former one is read alike'],
  [{ roles: ['activityProvider', 'approver'] },           'done', 'roles of a structure'],
  [{ roles: ['habilitationManager'] },                    'ROLE_NOT_FOR_STRUCTURE', 'the convention names the manager'],
  [{ roles: ['approver', 'conventionOfficer'] },          'ROLE_NOT_FOR_STRUCTURE', 'a role of the Caf is not asked for'],
  [{ lastName: 'a'.repeat(101) },                         'BAD_INPUT', 'longer than its column'],
];

test.each(writings)('written %j: %s (%s)', (written, expected) => {
  expect(codeOf(() => contentOf(written))).toBe(expected);
});

test('what is written is kept as people mean it', () => {
  expect(
    contentOf({
      email: ' Zoe@X.example ',
      firstName: ' Zoé  Anne ',
      roles: ['approver', 'activityProvider'],
    }),
  ).toMatchObject({
    email: 'zoe@x.example',
    firstName: 'Zoé Anne',
    lastName: null,
    roles: ['activityProvider', 'approver'],
  });
});
