/** How an access token ends: revoked, with its convention, or by the clock. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AccessToken } from '../../src/habilitations/index.js';
import { Mail } from '../../src/mail/index.js';
import { runDue } from '../../workers/schedule.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Seen } from '../caller.js';
import { Caller, codeOf } from '../caller.js';
import { advance } from '../conventions/case.js';
import { LIST, programsOf } from './programs.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const { make, journalOf } = programsOf(() => bench);

const revoke = async ({ id, revision }: Seen): Promise<unknown> =>
  (await bench.person(who.habilitationManager)).ask(
    'mutation ($id: ID!, $revision: Int!) { revokeAccessToken(id: $id, revision: $revision) { state stateLabel openSteps } }',
    { id, revision },
  );

describe('ended', () => {
  test('revoked, its next call is refused with a 401 and journalled, and what it did stays', async () => {
    const made = await make();
    expect(await revoke(made)).toEqual({
      revokeAccessToken: { state: 'REVOKED', stateLabel: 'Révoqué', openSteps: [] },
    });
    const message =
      'Jeton d’accès révoqué. Demandez-en un autre au gestionnaire des habilitations du partenaire.';
    const refused = { status: 401, code: 'TOKEN_REFUSED', message, facts: { state: 'revoked' } };
    await expect(made.program.ask(LIST)).rejects.toMatchObject(refused);
    await expect(made.program.get('/attestations/none')).rejects.toMatchObject(refused);
    expect(await journalOf(made.id)).toMatchObject([
      { action: 'create' },
      { action: 'revoke', byItself: false },
      { action: 'refuse', byItself: true, operation: 'revoked', count: 1 },
    ]);
    expect(await codeOf(revoke(made))).toBe('OVERTAKEN');
    expect(await codeOf(revoke({ ...made, revision: made.revision + 1 }))).toBe('STEP_NOT_OPEN');
  });

  test('another partner’s manager cannot end it', async () => {
    const { id, revision } = await make();
    const asked = `mutation { revokeAccessToken(id: "${id}", revision: ${revision}) { id } }`;
    const other = await bench.person('nina.lucas@lucioles.example');
    expect(await codeOf(other.ask(asked))).toBe('NOT_FOUND');
    expect(await codeOf((await bench.person(who.conventionOfficer)).ask(asked))).toBe('NOT_FOUND');
  });

  test.each(['hab_', 'hab_nothing', `hab_${'0'.repeat(72)}`])('%s is no token', async (secret) => {
    await expect(new Caller(bench.address, secret).ask(LIST)).rejects.toMatchObject({
      status: 401,
      code: 'TOKEN_REFUSED',
      facts: { state: 'unknown' },
    });
  });

  test('with its convention, and only with that one', async () => {
    const manager = await bench.person('nina.lucas@lucioles.example');
    const ended = await make({ by: manager });
    const other = await make();
    const { conventions } = await manager.ask<{ conventions: { edges: { node: Seen }[] } }>(
      '{ conventions { edges { node { id revision } } } }',
    );
    const officer = await bench.person(who.conventionOfficer);
    await advance(officer, conventions.edges[0]!.node, 'END', { reason: 'Cessation d’activité.' });
    await expect(ended.program.ask(LIST)).rejects.toMatchObject({
      code: 'TOKEN_REFUSED',
      facts: { state: 'revoked' },
    });
    expect(await codeOf(other.program.ask(LIST))).toBe('done');
  });
});

test('at 30 and 7 days the manager is warned, at the end told, once each; the token then opens nothing', async () => {
  const { id, program } = await make({ name: 'Bientôt fini', days: 40 });
  const told = async () =>
    (await bench.house.database.reader.find(Mail, { where: { subjectId: id }, order: { id: 'ASC' } })).map(
      ({ kind, state }) => `${kind} ${state}`,
    );
  const at = async (moment: string) => {
    bench.setNow(moment);
    await runDue(bench.house);
    await bench.work();
    return told();
  };
  // It ends on 15 December, at 9 in the morning of Paris.
  expect(await at('2026-11-14T08:00:00Z')).toEqual([]);
  expect(await at('2026-11-15T09:10:00Z')).toEqual(['tokenExpiring sent']);
  expect(await at('2026-11-16T10:20:00Z')).toEqual(['tokenExpiring sent']);
  expect(await at('2026-12-08T09:10:00Z')).toEqual(['tokenExpiring sent', 'tokenExpiring sent']);
  bench.setNow('2026-12-15T09:10:00Z');
  await expect(program.ask(LIST)).rejects.toMatchObject({
    code: 'TOKEN_REFUSED',
    facts: { state: 'expired' },
  });
  const all = ['tokenExpiring sent', 'tokenExpiring sent', 'tokenExpired sent'];
  expect(await at('2026-12-15T09:20:00Z')).toEqual(all);
  expect(await at('2026-12-16T11:00:00Z')).toEqual(all);
  expect(await bench.house.database.reader.findOneByOrFail(AccessToken, { id })).toMatchObject({
    state: 'expired',
  });
  bench.setNow('2026-11-05T08:00:00Z');
});

test('a token revoked before its letter leaves is not written about', async () => {
  bench.setNow('2026-12-20T08:00:00Z');
  const made = await make({ days: 20 });
  bench.setNow('2027-01-02T09:00:00Z');
  await runDue(bench.house);
  await revoke({ ...made, revision: made.revision + 1 });
  await bench.work();
  const mails = await bench.house.database.reader.findBy(Mail, { subjectId: made.id });
  expect(mails.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['tokenExpiring dropped']);
  bench.setNow('2026-11-05T08:00:00Z');
});
