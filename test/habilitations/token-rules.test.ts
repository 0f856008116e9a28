/** What an access token is made of, may do, and is asked by the clock: rules that need no database. */
import { describe, expect, test } from '@jest/globals';
import type { AccessToken, Operation, TokenStep } from '../../src/habilitations/index.js';
import {
  AccessToken as Token,
  dueStep,
  hashSecret,
  isSecret,
  newSecret,
  cafOperations,
  operations,
  stateAt,
} from '../../src/habilitations/index.js';
import { Attestation } from '../../src/attestations/index.js';
import type { Step } from '../../src/declarations/index.js';
import { Declaration, cycle } from '../../src/declarations/index.js';
import { Partner, Structure } from '../../src/partners/index.js';
import { abilityOfToken, operationRights } from '../../src/rights/index.js';

const secret = newSecret();

describe('its text', () => {
  test('is known for a token by whoever finds it, and no two are alike', () => {
    expect(secret).toMatch(/^hab_[\da-f]{72}$/);
    expect(isSecret(secret)).toBe(true);
    expect(newSecret()).not.toBe(secret);
  });

  // oxfmt-ignore
  test.each([
    [secret.slice(0, -1),                                'a letter short'],
    [`${secret}0`,                                       'a letter long'],
    [secret.replace('hab_', 'hob_'),                     'another prefix'],
    [secret.toUpperCase(),                               'in capitals'],
    [`hab_${'0'.repeat(72)}`,                            'a checksum that is not its own'],
    [secret.replace(/.$/, (last) => (last === '0' ? '1' : '0')), 'a letter of the checksum changed'],
    ['',                                                 'nothing'],
  ])('%s is none (%s)', (text) => {
    expect(isSecret(text)).toBe(false);
  });

  test('is kept under the key of the house: another key, another hash', () => {
    expect(hashSecret({ secret: 'a' }, secret)).toMatch(/^[\da-f]{64}$/);
    expect(hashSecret({ secret: 'a' }, secret)).not.toBe(hashSecret({ secret: 'b' }, secret));
    expect(hashSecret({ secret: 'a' }, secret)).not.toContain(secret.slice(4, 20));
  });
});

const made = <Record extends object>(type: new () => Record, values: object): Record =>
  Object.assign(new type(), values);

const token = (values: Partial<AccessToken>): AccessToken =>
  made(Token, { id: 'token', state: 'active', operations: [], warnedAt: null, ...values });

const structure = made(Structure, { id: 'here', partnerId: 'partner', caf: '493' });

const may = (asked: Operation[], action: string, subject: object): boolean =>
  abilityOfToken({ token: token({ operations: asked }), structures: [structure] }).can(
    action,
    subject as never,
  );

const declaration = (structureId: string, state = 'draft') =>
  made(Declaration, { id: 'd', structureId, caf: '493', state });

describe('what an operation gives', () => {
  const stepsOf = (operation: Operation): Step[] =>
    cycle.names.filter((step) => may([operation], step, declaration('here')));

  // oxfmt-ignore
  test.each<[Operation, boolean, boolean, boolean, Step[], string]>([
    // operation         drafts  sent  attestations  steps                                        why
    ['readDeclarations', true,  true,  false, [],                                                'reading changes nothing'],
    ['depositWorkbooks', true,  true,  false, ['deposit', 'correct', 'setAside', 'restore', 'amend'],     'it prepares; a person accepts, submits, approves'],
    ['readReports',      false, true,  false, [],                                                'a report is of what was sent'],
    ['readAttestations', false, false, true,  [],                                                'the filed documents alone'],
  ])('%s', (operation, drafts, sent, attestations, steps) => {
    expect([
      may([operation], 'read', declaration('here')),
      may([operation], 'read', declaration('here', 'sent')),
      may([operation], 'read', made(Attestation, { structureId: 'here' })),
      stepsOf(operation),
    ]).toEqual([drafts, sent, attestations, steps]);
    expect(cycle.names.filter((step) => may([operation], step, declaration('elsewhere', 'sent')))).toEqual([]);
    expect(may([operation], 'read', declaration('elsewhere', 'sent'))).toBe(false);
    expect(may([operation], 'read', made(Attestation, { structureId: 'elsewhere' }))).toBe(false);
  });

  test('none is more than a declarant’s, and none engages a person', () => {
    const engaging: Step[] = ['acceptConditions', 'submit', 'cancel', 'return', 'approve', 'attest', 'close'];
    expect(engaging.filter((step) => may([...operations], step, declaration('here', 'sent')))).toEqual([]);
    const theirs = stepsOf('depositWorkbooks');
    expect(theirs.filter((step) => !cycle.by('activityProvider').includes(step))).toEqual([]);
    const ofPartners = Object.entries(operationRights).filter(
      ([operation]) => !(cafOperations as readonly string[]).includes(operation),
    );
    const subjects = ofPartners.flatMap(([, all]) => all.map(({ what }) => what));
    expect([...new Set(subjects)].toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      Token,
      Attestation,
      Declaration,
      Partner,
      Structure,
    ]);
  });

  test('a token sees itself and no other; without a structure left, nothing at all', () => {
    expect(may(['readReports'], 'read', token({}))).toBe(true);
    expect(may(['readReports'], 'read', token({ id: 'other' }))).toBe(false);
    expect(may([...operations], 'revoke', token({}))).toBe(false);
    const bare = abilityOfToken({ token: token({ operations: [...operations] }), structures: [] });
    expect(bare.rules).toEqual([]);
  });
});

const day = (date: string) => `${date}T08:00:00.000Z`;
const ofQuarter = { createdAt: day('2026-09-06'), expiresAt: day('2026-12-05') };

// oxfmt-ignore
test.each<[Partial<AccessToken>, string, TokenStep | undefined, string]>([
  [ofQuarter,                                          '2026-11-05T07:59:59Z', undefined, 'more than 30 days are left'],
  [ofQuarter,                                          '2026-11-05T08:00:00Z', 'warn',    '30 days are left'],
  [{ ...ofQuarter, warnedAt: day('2026-11-05') },      '2026-11-05T09:00:00Z', undefined, 'warned already'],
  [{ ...ofQuarter, warnedAt: day('2026-11-05') },      '2026-11-28T07:59:59Z', undefined, 'more than 7 days are left'],
  [{ ...ofQuarter, warnedAt: day('2026-11-05') },      '2026-11-28T08:00:00Z', 'warn',    '7 days are left'],
  [{ ...ofQuarter, warnedAt: day('2026-11-28') },      '2026-11-28T09:00:00Z', undefined, 'warned twice already'],
  [ofQuarter,                                          '2026-11-29T08:00:00Z', 'warn',    'nobody looked for a month: one warning, not two'],
  [{ ...ofQuarter, warnedAt: day('2026-11-28') },      '2026-12-05T07:59:59Z', undefined, 'its last second'],
  [{ ...ofQuarter, warnedAt: day('2026-11-28') },      '2026-12-05T08:00:00Z', 'expire',  'its end'],
  [ofQuarter,                                          '2027-01-01T08:00:00Z', 'expire',  'its end, seen late: no warning of what is over'],
  [{ createdAt: day('2026-11-05'), expiresAt: day('2026-11-25') }, '2026-11-05T08:00:01Z', undefined, 'of 20 days: who made it knows'],
  [{ createdAt: day('2026-11-05'), expiresAt: day('2026-11-25') }, '2026-11-18T08:00:00Z', 'warn',    'of 20 days: 7 are left'],
  [{ createdAt: day('2026-11-05'), expiresAt: day('2026-11-12') }, '2026-11-05T08:00:01Z', undefined, 'of 7 days: who made it knows'],
])('%j at %s: %s (%s)', (values, now, step) => {
  expect(dueStep(token(values), new Date(now))).toBe(step);
});

// oxfmt-ignore
test.each<[AccessToken['state'], string, AccessToken['state'], string]>([
  ['active',  '2026-12-05T07:59:59.999Z', 'active',  'to its last millisecond'],
  ['active',  '2026-12-05T08:00:00.000Z', 'expired', 'before the clock has said so'],
  ['expired', '2026-12-05T08:00:00.000Z', 'expired', 'and after'],
  ['revoked', '2026-12-05T08:00:00.000Z', 'revoked', 'what was ended stays so'],
])('%s at %s is %s (%s)', (state, now, expected) => {
  expect(stateAt(token({ ...ofQuarter, state }), now)).toBe(expected);
});
