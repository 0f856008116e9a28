/** The three example organisations of the portal: who may do what in each, and one of them built by its manager. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IsNull } from 'typeorm';
import { Convention } from '../../src/conventions/index.js';
import { Declaration } from '../../src/declarations/index.js';
import { Habilitation, grant, withdraw } from '../../src/habilitations/index.js';
import { Person } from '../../src/identity/index.js';
import type { Structure } from '../../src/partners/index.js';
import { automaton } from '../../src/rights/index.js';
import { people } from '../../src/seed/world.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller } from '../caller.js';
import type { Content, Result } from './asking.js';
import { activate, decide, draftOf, step, structureAt } from './asking.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

interface Me {
  habilitations: { role: string; structure: { name: string } | null }[];
  structures: { edges: { node: { name: string; partner: { name: string } } }[] };
}

const meOf = async (caller: Caller): Promise<Me> => {
  const { me } = await caller.ask<{ me: Me }>(
    '{ me { habilitations { role structure { name } } structures { edges { node { name partner { name } } } } } }',
  );
  return me;
};

const rolesOf = ({ habilitations }: Me): string[] =>
  habilitations.map(({ role, structure }) => `${role} ${structure?.name}`).toSorted();

const MONTCLAIR = ['Crèche des Acacias', 'Crèche des Bouleaux', 'Crèche des Cerisiers'];
const ROCHEFEUILLE = ['Halte-garderie du Lac', 'Multi-accueil du Moulin', 'Multi-accueil du Parc'];
const at = (role: string, ...names: string[]): string[] => names.map((name) => `${role} ${name}`);

// oxfmt-ignore
const organisations: [string, string[], string][] = [
  ['anne.acher@montclair.example',   at('ACTIVITY_PROVIDER', 'Crèche des Acacias'),   '1: each director provides the activity of theirs'],
  ['boris.bonnet@montclair.example', at('ACTIVITY_PROVIDER', 'Crèche des Bouleaux'),  '1: each director provides the activity of theirs'],
  ['cecile.colas@montclair.example', at('ACTIVITY_PROVIDER', 'Crèche des Cerisiers'), '1: each director provides the activity of theirs'],
  ['denis.drouet@montclair.example', at('FINANCIAL_PROVIDER', ...MONTCLAIR),          '1: one financial manager for all three'],
  ['edith.evrard@montclair.example', at('APPROVER', ...MONTCLAIR),                    '1: the deputy mayor approves for each'],
  ['fanny.ferry@rochefeuille.example', [...at('ACTIVITY_PROVIDER', ...ROCHEFEUILLE), ...at('FINANCIAL_PROVIDER', ...ROCHEFEUILLE)], '2: one agent provides both for all'],
  ['gilles.gros@rochefeuille.example', at('APPROVER', ...ROCHEFEUILLE),               '2: the head of service approves'],
  ['helene.huet@farandole.example',  ['ACTIVITY_PROVIDER', 'APPROVER', 'FINANCIAL_PROVIDER'].flatMap((role) => at(role, 'Multi-accueil La Farandole')), '3: the president holds the three roles'],
];

test.each(organisations)('%s holds %j, sees those structures and no other (%s)', async (email, expected) => {
  const me = await meOf(await bench.person(email));
  expect(rolesOf(me)).toEqual(expected.toSorted());
  const seen = me.structures.edges.map(({ node }) => node.name).toSorted();
  expect(seen).toEqual([...new Set(me.habilitations.map(({ structure }) => structure!.name))].toSorted());
});

test('one person acts for several structures of several partners with one account, and `me` shows all', async () => {
  const { reader } = bench.house.database;
  const fanny = await reader.findOneByOrFail(Person, { email: 'fanny.ferry@rochefeuille.example' });
  const { id: structureId, caf, partnerId } = await structureAt(bench, 'Multi-accueil La Farandole');
  const { id: conventionId } = await reader.findOneByOrFail(Convention, { caf, partnerId });
  await automaton(bench.house, caf).transaction((ctx) =>
    grant(ctx, fanny, 'activityProvider', { caf, partnerId, structureId, conventionId }),
  );
  const me = await meOf(await bench.person('fanny.ferry@rochefeuille.example'));
  expect(me.habilitations).toHaveLength(7);
  expect(new Set(me.structures.edges.map(({ node }) => node.partner.name))).toEqual(
    new Set(['Ville de Rochefeuille', 'Association La Farandole']),
  );
});

/** What each person may do with a declaration there: the CMG month stands for what an Eaje will declare. */
async function waitingAt(name: string, preparedBy: string[]): Promise<string> {
  const { reader } = bench.house.database;
  const structure: Structure = await structureAt(bench, name);
  const preparers = await Promise.all(
    preparedBy.map(async (email) => (await reader.findOneByOrFail(Person, { email })).id),
  );
  const id = `declaration-${structure.siret}`;
  const declaration = {
    id,
    reference: `D-${structure.siret}`,
    structureId: structure.id,
    caf: structure.caf,
    type: 'cmg_micro_creche' as const,
    month: '2026-10',
    version: 1,
    state: 'awaiting_approval' as const,
    preparedBy: preparers,
    createdAt: '2026-11-05T08:00:00.000Z',
  };
  await bench.house.database.write((em) => em.insert(Declaration, declaration));
  return id;
}

const stepsOf = async (email: string, id: string): Promise<string[] | null> => {
  const caller = await bench.person(email);
  const { data } = await caller.post(`{ declaration(id: "${id}") { openSteps } }`);
  return (data?.declaration as { openSteps: string[] } | undefined)?.openSteps ?? null;
};

describe('what was prepared in each waits for', () => {
  test('1: the deputy mayor; a director of another crèche sees nothing of it', async () => {
    const id = await waitingAt('Crèche des Acacias', ['anne.acher@montclair.example']);
    expect(await stepsOf('edith.evrard@montclair.example', id)).toEqual(['RETURN', 'APPROVE']);
    expect(await stepsOf('anne.acher@montclair.example', id)).toEqual([]);
    expect(await stepsOf('denis.drouet@montclair.example', id)).toEqual([]);
    expect(await stepsOf('boris.bonnet@montclair.example', id)).toBeNull();
  });

  test('2: the head of service, and not the agent', async () => {
    const id = await waitingAt('Multi-accueil du Parc', ['fanny.ferry@rochefeuille.example']);
    expect(await stepsOf('gilles.gros@rochefeuille.example', id)).toEqual(['RETURN', 'APPROVE']);
    expect(await stepsOf('fanny.ferry@rochefeuille.example', id)).toEqual([]);
  });

  test('3: the president, who prepared it; once somebody else holds a role there, no longer', async () => {
    const president = 'helene.huet@farandole.example';
    const id = await waitingAt('Multi-accueil La Farandole', [president]);
    // Fanny, above, provides activity there too.
    expect(await stepsOf(president, id)).toEqual(['RETURN']);
    const { reader } = bench.house.database;
    const fanny = await reader.findOneByOrFail(Person, { email: 'fanny.ferry@rochefeuille.example' });
    const { id: structureId } = await structureAt(bench, 'Multi-accueil La Farandole');
    const held = await reader.findBy(Habilitation, { personId: fanny.id, structureId, until: IsNull() });
    await automaton(bench.house, '781').transaction((ctx) => withdraw(ctx, held));
    expect(await stepsOf(president, id)).toEqual(['RETURN', 'APPROVE']);
  });
});

test('1, from nothing: the manager asks for the five people, the Caf accepts them all at once, and each is allowed', async () => {
  const { reader } = bench.house.database;
  const manager = await bench.person('lucie.martel@montclair.example');
  const officer = await bench.person(who.otherCafConventionOfficer);
  const structures = await Promise.all(MONTCLAIR.map((name) => structureAt(bench, name)));
  for (const { id: structureId } of structures) {
    const held = await reader.findBy(Habilitation, { structureId, until: IsNull() });
    await automaton(bench.house, '781').transaction((ctx) => withdraw(ctx, held));
  }
  const seeded = people.filter(
    ({ email, roles }) => email.endsWith('@montclair.example') && !roles.includes('habilitationManager'),
  );
  const newAddress = (email: string) => email.replace('montclair', 'nouveau-montclair');

  const asked: Result['id'][] = [];
  const decisions = [];
  for (const { email, civility, firstName, lastName, at: sirets, roles } of seeded) {
    for (const { id } of structures.filter(({ siret }) => sirets.includes(siret))) {
      const content: Content = {
        civility: civility === 'Madame' ? 'MADAME' : 'MONSIEUR',
        firstName,
        lastName,
        email: newAddress(email),
        roles: roles.map((role) => role.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()),
      };
      const { id: requestId, revision } = await step(
        manager,
        await draftOf(manager, id, 'ADD', content),
        'SUBMIT',
      );
      asked.push(requestId);
      decisions.push({ id: requestId, revision, decision: 'ACCEPT' as const });
    }
  }
  const results = await decide(officer, decisions);
  expect(results.map(({ id, request }) => [id, request?.state])).toEqual(asked.map((id) => [id, 'ACCEPTED']));
  expect(asked).toHaveLength(9);

  for (const { email } of seeded) {
    const expected = organisations.find(([address]) => address === email)![1];
    expect(rolesOf(await meOf(await activate(bench, newAddress(email))))).toEqual(expected.toSorted());
  }
});
