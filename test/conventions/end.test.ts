/** A convention in force covers its structures; ended, it takes back whatever was given under it. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { IsNull } from 'typeorm';
import { Convention, ConventionStructure, conventionCovering } from '../../src/conventions/index.js';
import { Habilitation } from '../../src/habilitations/index.js';
import { isDuplicate } from '../../src/kernel/database.js';
import { newId } from '../../src/kernel/id.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { Structure } from '../../src/partners/index.js';
import { automaton } from '../../src/rights/index.js';
import { structures } from '../../src/seed/world.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Seen } from '../caller.js';
import { codeOf } from '../caller.js';
import { advance } from './case.js';

let bench: Bench;
let structure: Structure;
let convention: Convention;

const reader = () => bench.house.database.reader;
const covering = () => conventionCovering(automaton(bench.house, '493'), structure.id);

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  structure = await reader().findOneByOrFail(Structure, { siret: '99993380700011' });
  convention = await reader().findOneByOrFail(Convention, { partnerId: structure.partnerId });
});

const end = async (seen: Seen, reason = 'Cessation d’activité.', by: string = who.conventionOfficer) =>
  advance(await bench.person(by), seen, 'END', { reason });

test('each seeded structure is covered by the convention of its partner, its Caf and its service', async () => {
  const planted = await reader().find(Structure);
  expect(planted).toHaveLength(structures.length);
  for (const { id, caf, partnerId, kind } of planted) {
    const service = kind === 'eaje' ? 'PSU' : 'CMG';
    expect(await conventionCovering(automaton(bench.house, caf), id)).toMatchObject({
      caf,
      partnerId,
      service,
    });
  }
});

test('a structure that nobody knows is covered by nothing', async () => {
  expect(await conventionCovering(automaton(bench.house, '493'), newId())).toBeNull();
});

test('the manager reads the convention with its structures, and may denounce it, not end it', async () => {
  const manager = await bench.person(who.habilitationManager);
  const { conventions } = await manager.ask<{ conventions: { edges: { node: object }[] } }>(
    '{ conventions { edges { node { reference service state manager { civility firstName lastName email } siren partnerName structures { siret kind name address } openSteps } } } }',
  );
  expect(conventions.edges.map(({ node }) => node)).toEqual([
    {
      reference: convention.reference,
      service: 'CMG',
      state: 'ACTIVE',
      manager: {
        civility: 'MONSIEUR',
        firstName: 'Marc',
        lastName: 'Aubry',
        email: who.habilitationManager,
      },
      siren: '999933807',
      partnerName: 'Association Pirouette',
      structures: [
        {
          siret: '99993380700011',
          kind: 'MICRO_CRECHE',
          name: 'Micro-crèche Pirouette',
          address: ['14 rue des Tanneurs', '49100 Angers'],
        },
      ],
      openSteps: ['DENOUNCE'],
    },
  ]);
});

test('a structure has one convention in force at most for a service: the database refuses a second', async () => {
  const { id: conventionId } = await reader().findOneByOrFail(Convention, { caf: '781', service: 'CMG' });
  const first = await reader().findOneByOrFail(ConventionStructure, { structureId: structure.id });
  const second = Object.assign(first, { id: newId(), conventionId });
  const error = await bench.house.database
    .write((em) => em.insert(ConventionStructure, second))
    .then(
      () => 'inserted',
      (error: unknown) => error,
    );
  expect(isDuplicate(error)).toBe(true);
});

test('a convention covers until its last day, that day included', async () => {
  const until = (endsOn: string | null) =>
    bench.house.database.write((em) => em.update(Convention, { id: convention.id }, { endsOn }));
  await until('2026-11-05');
  expect(await covering()).toMatchObject({ id: convention.id });
  await until('2026-11-04');
  expect(await covering()).toBeNull();
  await until(null);
});

// oxfmt-ignore
const refused: [string, (seen: Seen) => Promise<unknown>, string, string][] = [
  ['without a reason',           (seen) => end(seen, '  '),                                                'CONVENTION_REASON_INVALID', 'the partner is owed one'],
  ['with too long a reason',     (seen) => end(seen, 'a'.repeat(1001)),                                    'CONVENTION_REASON_INVALID', 'a reason is a few lines'],
  ['on another revision',        (seen) => end({ ...seen, revision: 7 }),                                  'OVERTAKEN',          'a step engages on what was seen'],
  ['by the manager',             (seen) => end(seen, 'Fin.', who.habilitationManager),                     'NOT_FOUND',          'the Caf ends it'],
  ['by the officer of another Caf', (seen) => end(seen, 'Fin.', who.otherCafConventionOfficer),            'NOT_FOUND',          'another Caf sees nothing of it'],
];
test.each(refused)('not ended %s', async (_what, ending, code) => {
  expect(await codeOf(ending(convention))).toBe(code);
  expect(await covering()).toMatchObject({ id: convention.id, revision: convention.revision });
});

test('ended by two officers’ windows at once, it ends once, and all it gave is refused from the next request on', async () => {
  const declarant = await bench.person(who.declarant);
  const list = () => declarant.ask<{ structures: { totalCount: number } }>('{ structures { totalCount } }');
  expect((await list()).structures.totalCount).toBe(1);
  const open = { conventionId: convention.id, until: IsNull() };
  const held = await reader().findBy(Habilitation, open);
  expect(held.length).toBeGreaterThan(4);

  const codes = await Promise.all([codeOf(end(convention)), codeOf(end(convention))]);

  expect(codes.filter((code) => code === 'done')).toHaveLength(1);
  expect(await reader().countBy(Habilitation, open)).toBe(0);
  expect((await list()).structures.totalCount).toBe(0);
  expect(await covering()).toBeNull();
  expect(await bench.count(JournalEntry, { action: 'withdraw' })).toBe(held.length);
  expect(await bench.count(JournalEntry, { action: 'end', subjectId: convention.id })).toBe(1);
  const ended = await reader().findOneByOrFail(Convention, { id: convention.id });
  expect(await codeOf(end(ended))).toBe('STEP_NOT_OPEN');
});
