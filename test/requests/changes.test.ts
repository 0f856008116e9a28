/** Modifications, managers and conventions that change meanwhile, and decisions taken at the same time. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IsNull } from 'typeorm';
import { Convention } from '../../src/conventions/index.js';
import type { PersonRole } from '../../src/habilitations/index.js';
import { Habilitation, grant, withdraw } from '../../src/habilitations/index.js';
import { AccessLink, Person, personOf } from '../../src/identity/index.js';
import { Mail } from '../../src/mail/index.js';
import { automaton } from '../../src/rights/index.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { codeOf } from '../caller.js';
import type { Content } from './asking.js';
import { activate, decide, draftOf, heldBy, readBy, step, structureAt, submitted } from './asking.js';

const LUCIOLES = 'Micro-crèche Les Lucioles';
const ACACIAS = 'Crèche des Acacias';
const NINA = 'nina.lucas@lucioles.example';
const [anne, denis] = ['anne.acher@montclair.example', 'denis.drouet@montclair.example'];

let bench: Bench;
let lucioles: string;
let nina: Caller;
let lea: Caller;
let lucie: Caller;
let tom: Caller;

beforeAll(async () => {
  bench = await openBench();
  lucioles = (await structureAt(bench, LUCIOLES)).id;
  nina = await bench.person(NINA);
  lea = await bench.person(who.conventionOfficer);
  lucie = await bench.person('lucie.martel@montclair.example');
  tom = await bench.person(who.otherCafConventionOfficer);
});
afterAll(() => bench.close());

const reader = () => bench.house.database.reader;
const conventionOfNina = () => reader().findOneByOrFail(Convention, { managerEmail: NINA, state: 'active' });
const personAt = (email: string) => reader().findOneByOrFail(Person, { email });

async function give(email: string, role: PersonRole, name: string): Promise<void> {
  const { id: structureId, caf, partnerId } = await structureAt(bench, name);
  const { id: conventionId } = await reader().findOneByOrFail(Convention, { caf, partnerId });
  const person = await personAt(email);
  await automaton(bench.house, caf).transaction((ctx) =>
    grant(ctx, person, role, { caf, partnerId, structureId, conventionId }),
  );
}

const names = { civility: 'MADAME', firstName: 'Anne', lastName: 'Acher' } as const;

const modified = async (name: string, formerEmail: string, content: Content) => {
  const { id } = await structureAt(bench, name);
  return step(lucie, await draftOf(lucie, id, 'MODIFY', { formerEmail, ...content }), 'SUBMIT');
};

describe('a modification', () => {
  test('under the same address replaces the roles held there, and the names of an account that nobody else knows', async () => {
    const asked = await modified(ACACIAS, anne, {
      ...names,
      lastName: 'Acher-Roy',
      email: anne,
      roles: ['FINANCIAL_PROVIDER'],
    });
    await step(tom, asked, 'ACCEPT');
    expect(await heldBy(bench, anne)).toEqual([`financialProvider ${ACACIAS}`]);
    expect(await personAt(anne)).toMatchObject({ lastName: 'Acher-Roy' });
  });

  test('renames no account that acts for another partner, which the Caf is told, and the manager not', async () => {
    await give(anne, 'approver', 'Multi-accueil La Farandole');
    const asked = await modified(ACACIAS, anne, { ...names, email: anne, roles: ['APPROVER'] });
    const [result] = await decide(tom, [{ id: asked.id, revision: asked.revision, decision: 'ACCEPT' }]);
    expect(result!.refusal).toMatchObject({ code: 'ACCOUNT_SHARED' });
    expect(await personAt(anne)).toMatchObject({ lastName: 'Acher-Roy' });
    expect(await heldBy(bench, anne)).toContain(`financialProvider ${ACACIAS}`);
  });

  test('to another address moves what is held under the convention to another account, and takes over nobody’s', async () => {
    await give(denis, 'approver', 'Multi-accueil La Farandole');
    const session = await bench.person(denis);
    const asked = await modified(ACACIAS, denis, {
      civility: 'MONSIEUR',
      firstName: 'Denis',
      lastName: 'Drouet',
      email: 'd.drouet@nouvelle.example',
      roles: ['FINANCIAL_PROVIDER', 'APPROVER'],
    });
    await step(tom, asked, 'ACCEPT');

    expect(await heldBy(bench, denis)).toEqual(['approver Multi-accueil La Farandole']);
    expect(await heldBy(bench, 'd.drouet@nouvelle.example')).toEqual([
      `approver ${ACACIAS}`,
      `financialProvider ${ACACIAS}`,
      'financialProvider Crèche des Bouleaux',
      'financialProvider Crèche des Cerisiers',
    ]);
    const before = await personAt(denis);
    const after = await personAt('d.drouet@nouvelle.example');
    expect([after.id === before.id, after.passwordHash]).toEqual([false, '']);
    // The former account keeps its password, its sessions and what it does elsewhere; it is told.
    expect(await codeOf(bench.nobody.signIn(denis, DEMO_PASSWORD))).toBe('done');
    const { structures } = await session.ask<{ structures: { edges: { node: { name: string } }[] } }>(
      '{ structures { edges { node { name } } } }',
    );
    expect(structures.edges.map(({ node }) => node.name)).toEqual(['Multi-accueil La Farandole']);
    await bench.work();
    const told = await reader().find(Mail, { where: { subjectId: asked.id }, relations: { person: true } });
    expect(told.map(({ kind, person }) => `${kind} ${person.email}`).toSorted()).toEqual([
      `removed ${denis}`,
      'requestAccepted lucie.martel@montclair.example',
      `requested ${who.otherCafConventionOfficer}`,
    ]);
    expect(await bench.count(AccessLink, { personId: after.id, purpose: 'activation' })).toBe(1);
    await activate(bench, 'd.drouet@nouvelle.example');
  });

  test('to the address of an account that exists gives it the roles, and leaves it its names', async () => {
    const asked = await modified('Crèche des Bouleaux', 'd.drouet@nouvelle.example', {
      civility: 'MONSIEUR',
      firstName: 'Denis',
      lastName: 'Drouet',
      email: who.adviser,
      roles: ['APPROVER'],
    });
    await step(tom, asked, 'ACCEPT');
    expect(await personAt(who.adviser)).toMatchObject({ firstName: 'Claire', lastName: 'Fontaine' });
    expect(await heldBy(bench, who.adviser)).toEqual([
      'adviser 493',
      `approver ${ACACIAS}`,
      'approver Crèche des Bouleaux',
      `financialProvider ${ACACIAS}`,
      'financialProvider Crèche des Cerisiers',
    ]);
  });

  test('of somebody unknown there is refused', async () => {
    const { id } = await structureAt(bench, ACACIAS);
    const draft = await draftOf(lucie, id, 'MODIFY', {
      ...names,
      formerEmail: 'inconnue@nouvelle.example',
      email: anne,
      roles: ['APPROVER'],
    });
    expect(await codeOf(step(lucie, draft, 'SUBMIT'))).toBe('PERSON_NOT_THERE');
  });
});

describe('decided at the same time, twenty times', () => {
  const ROUNDS = 20;
  const named = (round: string): Content => ({
    ...names,
    email: `course-${round}@nouvelle.example`,
    roles: ['FINANCIAL_PROVIDER'],
  });

  test('one request by two officers has one winner, and gives once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const content = named(`a${round}`);
      const { id, revision } = await submitted(nina, lucioles, content);
      const refused = { id, revision, decision: 'REFUSE' as const, reason: 'Non.' };
      const results = await Promise.all([
        decide(lea, [{ id, revision, decision: 'ACCEPT' }]),
        decide(lea, [round % 2 ? { id, revision, decision: 'ACCEPT' } : refused]),
      ]);
      const codes = results.flat().map(({ request, refusal }) => request?.state ?? refusal!.code);
      expect(codes.filter((code) => ['ACCEPTED', 'REFUSED'].includes(code))).toHaveLength(1);
      expect(codes).toContain('OVERTAKEN');
      expect(await heldBy(bench, content.email!)).toHaveLength(codes.includes('ACCEPTED') ? 1 : 0);
    }
  });

  test('the last declarant’s place is given to one of two', async () => {
    const held = () =>
      reader().findBy(Habilitation, { structureId: lucioles, role: 'activityProvider', until: IsNull() });
    const [paul] = await held();
    for (let round = 0; round < ROUNDS; round += 1) {
      const roles = ['ACTIVITY_PROVIDER'];
      const both = [
        await submitted(nina, lucioles, { ...named(`b${round}`), roles }),
        await submitted(nina, lucioles, { ...named(`c${round}`), roles }),
      ];
      const results = await Promise.all(
        both.map(({ id, revision }) => decide(lea, [{ id, revision, decision: 'ACCEPT' }])),
      );
      expect(
        results
          .flat()
          .map(({ request, refusal }) => request?.state ?? refusal!.code)
          .toSorted(),
      ).toEqual(['ACCEPTED', 'TOO_MANY_DECLARANTS']);
      const declarants = await held();
      expect(declarants).toHaveLength(2);
      await automaton(bench.house, '493').transaction((ctx) =>
        withdraw(
          ctx,
          declarants.filter(({ id }) => id !== paul!.id),
        ),
      );
    }
  });

  test('two requests for the same person at two structures make one account', async () => {
    const [acacias, bouleaux] = [
      (await structureAt(bench, ACACIAS)).id,
      (await structureAt(bench, 'Crèche des Bouleaux')).id,
    ];
    for (let round = 0; round < 5; round += 1) {
      const both = [
        await submitted(lucie, acacias, named(`d${round}`)),
        await submitted(lucie, bouleaux, named(`d${round}`)),
      ];
      const results = await Promise.all(
        both.map(({ id, revision }) => decide(tom, [{ id, revision, decision: 'ACCEPT' }])),
      );
      expect(results.flat().map(({ request }) => request?.state)).toEqual(['ACCEPTED', 'ACCEPTED']);
      expect(await heldBy(bench, `course-d${round}@nouvelle.example`)).toHaveLength(2);
    }
  });
});

describe('when the convention changes meanwhile', () => {
  const content = { ...names, email: 'meanwhile@nouvelle.example', roles: ['FINANCIAL_PROVIDER'] };

  test('a request of a manager who was replaced says so, and is not accepted; it may be refused', async () => {
    const asked = await submitted(nina, lucioles, content);
    const { id, reference } = await conventionOfNina();
    const named = (managerEmail: string) =>
      bench.house.database.write((em) => em.update(Convention, { id }, { managerEmail }));
    await named('successeur@lucioles.example');

    expect(await readBy(lea, asked)).toMatchObject({
      origin: { convention: reference, fromManager: false },
      openSteps: ['REFUSE'],
    });
    expect(await codeOf(step(lea, asked, 'ACCEPT'))).toBe('NOT_CONVENTION_MANAGER');
    const another = await draftOf(nina, lucioles, 'ADD', { ...content, email: 'encore@nouvelle.example' });
    expect(await codeOf(step(nina, another, 'SUBMIT'))).toBe('NOT_CONVENTION_MANAGER');
    expect(await codeOf(step(lea, asked, 'REFUSE', 'Le gestionnaire a changé.'))).toBe('done');
    await named(NINA);
  });

  test('denounced, it goes on to its last day: people are still named and removed', async () => {
    const { id, revision } = await conventionOfNina();
    const denounced = `mutation { advanceConvention(id: "${id}", revision: ${revision}, step: DENOUNCE, reason: "Fin.", endsOn: "2027-01-31") { revision } }`;
    const { advanceConvention } = await lea.ask<{ advanceConvention: Seen }>(denounced);
    const email = 'preavis@nouvelle.example';
    const asked = await submitted(nina, lucioles, { ...content, email });
    expect(await codeOf(step(lea, asked, 'ACCEPT'))).toBe('done');
    expect(await heldBy(bench, email)).toEqual([`financialProvider ${LUCIOLES}`]);
    expect(await codeOf(step(nina, await draftOf(nina, lucioles, 'REMOVE', { email }), 'REMOVE'))).toBe(
      'done',
    );
    expect(await heldBy(bench, email)).toEqual([]);
    await lea.ask(
      `mutation { advanceConvention(id: "${id}", revision: ${advanceConvention.revision}, step: MAINTAIN) { id } }`,
    );
  });

  test('a convention that ends while a request is accepted leaves nothing given under it', async () => {
    const asked = await submitted(nina, lucioles, content);
    const { id, revision } = await conventionOfNina();
    const [code, ended] = await Promise.all([
      codeOf(step(lea, asked, 'ACCEPT')),
      codeOf(
        lea.ask(
          `mutation { advanceConvention(id: "${id}", revision: ${revision}, step: END, reason: "Fin.") { id } }`,
        ),
      ),
    ]);
    expect([['done', 'NO_CONVENTION'].includes(code), ended]).toEqual([true, 'done']);
    expect(await reader().countBy(Habilitation, { conventionId: id, until: IsNull() })).toBe(0);
  });

  test('without a convention in force nothing is asked', async () => {
    const { id: personId } = await personAt(NINA);
    expect(await reader().countBy(Habilitation, { personId, until: IsNull() })).toBe(0);
    expect(await codeOf(draftOf(nina, lucioles, 'ADD', content))).toBe('NOT_FOUND');
  });
});

test('an account is made once for an address, whoever names it at the same time', async () => {
  const named = {
    civility: 'Madame' as const,
    firstName: 'A',
    lastName: 'B',
    email: 'unique@nouvelle.example',
  };
  const made = await Promise.all(
    [1, 2, 3].map(() => automaton(bench.house, '493').transaction((ctx) => personOf(ctx, named))),
  );
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
});
