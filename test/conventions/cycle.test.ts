/** The life of a convention, step by step: what each state opens, whoever takes it. */
import { expect, test } from '@jest/globals';
import type { ConventionState } from '../../src/conventions/index.js';
import { Convention, conventionCycle } from '../../src/conventions/index.js';

const TODAY = '2026-11-30';

// oxfmt-ignore
const rules: [ConventionState, Partial<Convention>, string, string][] = [
  // state      of it                              opens                                  why
  ['requested', {},                                'return prepare refuse withdraw',      'the Caf checks it'],
  ['returned',  {},                                'amend submit withdraw',               'the partner says it again'],
  ['prepared',  {},                                'print takeBack withdraw',             'nothing is signed before it is printed'],
  ['prepared',  { documentDigest: 'd' },           'print takeBack sign withdraw',        'printed, it may be signed'],
  ['signed',    { documentDigest: 'd' },           'sign sendBack activate refuse withdraw', 'another copy replaces it until the Caf has decided'],
  ['signed',    { documentDigest: 'd', termOn: TODAY },        'sign sendBack activate refuse withdraw', 'the last day counts'],
  ['signed',    { documentDigest: 'd', termOn: '2026-11-29' }, 'sign sendBack refuse withdraw', 'it would end as it begins'],
  ['active',    {},                                'replaceManager denounce end',         'no last day, no end by itself'],
  ['active',    { endsOn: TODAY },                 'replaceManager denounce end',         'the last day counts whole'],
  ['active',    { endsOn: '2026-11-29' },          'replaceManager denounce end expire',  'the day after, it ends by itself'],
  ['denounced', { endsOn: TODAY },                 'replaceManager maintain end',         'in force to its day, and not denounced twice'],
  ['denounced', { endsOn: '2026-11-29' },          'replaceManager end expire',           'too late to maintain it'],
  ['ended',     { endsOn: '2026-11-29' },          '',                                    'nothing comes after'],
  ['refused',   {},                                '',                                    'another one is asked for'],
  ['withdrawn', {},                                '',                                    'another one is asked for'],
];
test.each(rules)('%s %j opens « %s » (%s)', (state, change, expected) => {
  const convention = Object.assign(new Convention(), {
    state,
    documentDigest: null,
    termOn: null,
    endsOn: null,
    ...change,
  });
  expect(conventionCycle.openTo(convention, { today: TODAY }).join(' ')).toBe(expected);
});
