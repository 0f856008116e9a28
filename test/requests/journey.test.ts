/** A habilitation request, from its draft to the first sign-in of the person, and to their removal. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Convention } from '../../src/conventions/index.js';
import { Habilitation } from '../../src/habilitations/index.js';
import { Person } from '../../src/identity/index.js';
import { newId } from '../../src/kernel/id.js';
import { Job } from '../../src/kernel/jobs.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { Mail } from '../../src/mail/index.js';
import { HabilitationRequest } from '../../src/requests/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller } from '../caller.js';
import { codeOf } from '../caller.js';
import { create } from '../month.js';
import type { Content, Request } from './asking.js';
import {
  REQUEST,
  activate,
  decide,
  draftOf,
  heldBy,
  readBy,
  step,
  structureAt,
  submitted,
  zoe,
} from './asking.js';

const PIROUETTE = 'Micro-crèche Pirouette';

let bench: Bench;
let manager: Caller;
let officer: Caller;
let pirouette: string;

beforeAll(async () => {
  bench = await openBench();
  manager = await bench.person(who.habilitationManager);
  officer = await bench.person(who.conventionOfficer);
  pirouette = (await structureAt(bench, PIROUETTE)).id;
});
afterAll(() => bench.close());

const reader = () => bench.house.database.reader;

/** The letters made for a request, as their kind and their reader. */
async function lettersOf({ id: subjectId }: Pick<Request, 'id'>): Promise<string[]> {
  await bench.work();
  const mails = await reader().find(Mail, { where: { subjectId }, relations: { person: true } });
  return mails.map(({ kind, person }) => `${kind} ${person.email}`).toSorted();
}

const listed = async (caller: Caller, filter = ''): Promise<string[]> => {
  const { habilitationRequests } = await caller.ask<{
    habilitationRequests: { totalCount: number; edges: { node: { reference: string } }[] };
  }>(`{ habilitationRequests${filter} { totalCount edges { node { reference } } } }`);
  expect(habilitationRequests.totalCount).toBe(habilitationRequests.edges.length);
  return habilitationRequests.edges.map(({ node }) => node.reference);
};

const luc: Content = {
  civility: 'MONSIEUR',
  firstName: 'Luc',
  lastName: 'Martin',
  email: 'luc.martin@nouvelle.example',
  roles: ['FINANCIAL_PROVIDER'],
};

describe('a draft', () => {
  test('is saved incomplete, completed later, and is the manager’s own until it is sent', async () => {
    const draft = await draftOf(manager, pirouette, 'ADD', { lastName: 'Martin' });
    expect(draft).toMatchObject({ state: 'DRAFT', openSteps: ['EDIT', 'DELETE'] });
    expect(await codeOf(step(manager, draft, 'SUBMIT'))).toBe('REQUEST_INCOMPLETE');

    const { editHabilitationRequest: edited } = await manager.ask<{ editHabilitationRequest: Request }>(
      `mutation ($content: HabilitationRequestContent!) {
        editHabilitationRequest(id: "${draft.id}", revision: ${draft.revision}, content: $content) { ${REQUEST} }
      }`,
      { content: luc },
    );
    expect(edited.openSteps).toEqual(['EDIT', 'DELETE', 'SUBMIT']);
    expect(await listed(manager)).toContain(draft.reference);
    expect(await listed(officer)).not.toContain(draft.reference);
    expect(await codeOf(readBy(officer, draft))).toBe('NOT_FOUND');
  });

  test('is deleted with what it said; what was sent is not', async () => {
    const draft = await draftOf(manager, pirouette, 'ADD', luc);
    const gone = `mutation { deleteHabilitationRequest(id: "${draft.id}", revision: ${draft.revision}) }`;
    await manager.ask(gone);
    expect(await bench.count(HabilitationRequest, { id: draft.id })).toBe(0);
    expect(await codeOf(manager.ask(gone))).toBe('NOT_FOUND');

    const { id, revision } = await submitted(manager, pirouette, luc);
    const refused = manager.ask(`mutation { deleteHabilitationRequest(id: "${id}", revision: ${revision}) }`);
    expect(await codeOf(refused)).toBe('STEP_NOT_OPEN');
  });

  test('on another revision than the one seen is not changed', async () => {
    const { id } = await draftOf(manager, pirouette, 'ADD', luc);
    expect(await codeOf(step(manager, { id, revision: 7 }, 'SUBMIT'))).toBe('OVERTAKEN');
  });
});

describe('an addition', () => {
  let asked: Request;

  test('sent, its officers are told, and see that it comes from the manager named in the convention', async () => {
    asked = await submitted(manager, pirouette, zoe);
    expect(asked).toMatchObject({ state: 'SUBMITTED', openSteps: ['WITHDRAW'] });
    expect(await readBy(officer, asked)).toMatchObject({
      origin: { convention: 'C-493-2026-0001', fromManager: true },
      submittedBy: 'Monsieur Marc Aubry',
      openSteps: ['ACCEPT', 'REFUSE'],
    });
    expect(await lettersOf(asked)).toEqual([`requested ${who.conventionOfficer}`]);
    expect(await heldBy(bench, zoe.email!)).toEqual([]);
  });

  test('accepted, the person is invited, the manager is told, and what is given comes from the convention', async () => {
    expect(await codeOf(step(manager, asked, 'ACCEPT'))).toBe('NOT_FOUND');
    const accepted = await step(officer, asked, 'ACCEPT');
    expect(accepted).toMatchObject({ state: 'ACCEPTED', openSteps: [] });
    expect(await lettersOf(asked)).toEqual([
      `requestAccepted ${who.habilitationManager}`,
      `requested ${who.conventionOfficer}`,
    ]);
    const person = await reader().findOneByOrFail(Person, { email: zoe.email! });
    expect(await bench.count(Mail, { kind: 'activation', personId: person.id, state: 'sent' })).toBe(1);
    const { id: conventionId } = await reader().findOneByOrFail(Convention, { reference: 'C-493-2026-0001' });
    expect(await reader().findBy(Habilitation, { personId: person.id })).toMatchObject([
      { role: 'activityProvider', structureId: pirouette, conventionId, declarantSlot: 2, until: null },
    ]);
  });

  test('by the link received, they choose a password, and are allowed', async () => {
    const caller = await activate(bench, zoe.email!);
    const { me } = await caller.ask<{ me: { habilitations: object[] } }>(
      '{ me { habilitations { role structure { name } } } }',
    );
    expect(me.habilitations).toEqual([{ role: 'ACTIVITY_PROVIDER', structure: { name: PIROUETTE } }]);
    expect(await codeOf(create(caller, '2026-09'))).toBe('done');
  });

  test('of somebody who has an account already gives it one place more, and tells them; nobody is renamed', async () => {
    const asked = await submitted(manager, pirouette, {
      ...luc,
      email: who.otherStructure,
      roles: ['APPROVER'],
    });
    await step(officer, asked, 'ACCEPT');
    expect(await lettersOf(asked)).toContain(`habilitated ${who.otherStructure}`);
    const person = await reader().findOneByOrFail(Person, { email: who.otherStructure });
    expect(person).toMatchObject({ firstName: 'Paul', lastName: 'Girard' });
    expect(await heldBy(bench, who.otherStructure)).toContain('activityProvider Micro-crèche Les Lucioles');
    expect(await heldBy(bench, who.otherStructure)).toContain(`approver ${PIROUETTE}`);
  });

  test('of a third declarant is refused early', async () => {
    const draft = await draftOf(manager, pirouette, 'ADD', { ...luc, roles: ['ACTIVITY_PROVIDER'] });
    expect(await codeOf(step(manager, draft, 'SUBMIT'))).toBe('TOO_MANY_DECLARANTS');
  });

  test('refused, the manager reads why, and nobody has an account', async () => {
    const asked = await submitted(manager, pirouette, { ...luc, email: 'refuse@nouvelle.example' });
    expect(await codeOf(step(officer, asked, 'REFUSE', '  '))).toBe('REASON_INVALID');
    await step(officer, asked, 'REFUSE', 'La fiche de poste manque.');
    expect(await readBy(manager, asked)).toMatchObject({
      state: 'REFUSED',
      reason: 'La fiche de poste manque.',
    });
    expect(await lettersOf(asked)).toContain(`requestRefused ${who.habilitationManager}`);
    expect(await bench.count(Person, { email: 'refuse@nouvelle.example' })).toBe(0);
  });

  test('taken back by the manager, it is no longer to be decided', async () => {
    const asked = await submitted(manager, pirouette, { ...luc, email: 'reprise@nouvelle.example' });
    const back = await step(manager, asked, 'WITHDRAW');
    expect(back.stateLabel).toBe('Reprise par le gestionnaire');
    expect(await codeOf(step(officer, back, 'ACCEPT'))).toBe('STEP_NOT_OPEN');
  });
});

describe('many at once', () => {
  test('each has its own result, in the order asked: one that is refused holds up no other', async () => {
    const one = await submitted(manager, pirouette, { ...luc, email: 'un@nouvelle.example' });
    const two = await submitted(manager, pirouette, { ...luc, email: 'deux@nouvelle.example' });
    const third = await submitted(manager, pirouette, { ...luc, email: 'trois@nouvelle.example' });
    const results = await decide(officer, [
      { id: one.id, revision: one.revision, decision: 'ACCEPT' },
      { id: newId(), revision: 1, decision: 'ACCEPT' },
      { id: two.id, revision: 7, decision: 'ACCEPT' },
      { id: third.id, revision: third.revision, decision: 'REFUSE' },
      { id: two.id, revision: two.revision, decision: 'REFUSE', reason: 'Déjà remplacé.' },
    ]);
    expect(results.map(({ request, refusal }) => request?.state ?? refusal!.code)).toEqual([
      'ACCEPTED',
      'NOT_FOUND',
      'OVERTAKEN',
      'REASON_INVALID',
      'REFUSED',
    ]);
    expect(results[3]!.refusal!.sentence).toContain('motif');
    expect(await heldBy(bench, 'un@nouvelle.example')).toEqual([`financialProvider ${PIROUETTE}`]);
  });

  test('what one may not decide looks as if it did not exist, and nothing moves', async () => {
    const { id, revision } = await submitted(manager, pirouette, {
      ...luc,
      email: 'quatre@nouvelle.example',
    });
    const moved = () => Promise.all([bench.count(Job), bench.count(JournalEntry), bench.count(Habilitation)]);
    const others = await Promise.all(
      [who.otherCafConventionOfficer, who.adviser, who.declarant, who.habilitationManager].map((email) =>
        bench.person(email),
      ),
    );
    const before = await moved();
    for (const other of others) {
      const [mine] = await decide(other, [{ id, revision, decision: 'ACCEPT' }]);
      const unknown = { id: newId(), revision, decision: 'ACCEPT' as const };
      const [absent] = await decide(other, [unknown]);
      expect(mine!.refusal).toMatchObject({ code: 'NOT_FOUND' });
      expect(mine!.refusal).toEqual(absent!.refusal);
    }
    expect(await moved()).toEqual(before);
  });

  test('they are followed by state, and counted', async () => {
    const { habilitationRequestCounts: counts } = await officer.ask<{
      habilitationRequestCounts: { state: string; label: string; count: number }[];
    }>('{ habilitationRequestCounts { state label count } }');
    for (const { state, count } of counts)
      expect([state, (await listed(officer, `(states: [${state}])`)).length]).toEqual([state, count]);
    expect(counts.find(({ state }) => state === 'DRAFT')!.count).toBe(0);
    expect(counts.find(({ state }) => state === 'ACCEPTED')).toMatchObject({ label: 'Acceptée', count: 3 });
    expect(await listed(officer, `(structureId: "${newId()}")`)).toEqual([]);
    expect(await listed(await bench.person(who.otherCafConventionOfficer))).toEqual([]);
  });
});

describe('a removal', () => {
  test('acts on the session that is open: its next request is refused as if nothing existed', async () => {
    const declarant = await bench.person(who.declarant);
    const { id } = await create(declarant, '2026-08');
    const asked = `{ declaration(id: "${id}") { reference } }`;
    expect(await codeOf(declarant.ask(asked))).toBe('done');

    const draft = await draftOf(manager, pirouette, 'REMOVE', { email: who.declarant });
    expect(draft.openSteps).toEqual(['EDIT', 'DELETE', 'REMOVE']);
    expect(await step(manager, draft, 'REMOVE')).toMatchObject({
      state: 'DONE',
      stateLabel: 'Retrait effectué',
    });

    expect(await codeOf(declarant.ask(asked))).toBe('NOT_FOUND');
    const { me } = await declarant.ask<{ me: { email: string; habilitations: object[] } }>(
      '{ me { email habilitations { role } } }',
    );
    expect(me).toEqual({ email: who.declarant, habilitations: [] });
    expect(await lettersOf(draft)).toEqual([
      `removalDone ${who.conventionOfficer}`,
      `removed ${who.declarant}`,
    ]);
  });

  test('frees a declarant’s place, and the person may be named again', async () => {
    expect(await codeOf(submitted(manager, pirouette, { ...zoe, email: who.declarant }))).toBe('done');
  });

  test('of somebody who is not there is refused, whatever they are elsewhere', async () => {
    const draft = await draftOf(manager, pirouette, 'REMOVE', { email: who.homeCareApprover });
    expect(await codeOf(step(manager, draft, 'REMOVE'))).toBe('PERSON_NOT_THERE');
    expect(await heldBy(bench, who.homeCareApprover)).toEqual(['approver Nounou Services']);
  });
});

test('a manager asks for the structures of their partner only', async () => {
  const { id } = await structureAt(bench, 'Nounou Services');
  expect(await codeOf(draftOf(manager, id, 'ADD', luc))).toBe('NOT_FOUND');
  expect(await codeOf(draftOf(await bench.person(who.approver), pirouette, 'ADD', luc))).toBe('NOT_FOUND');
});

test('the journal says each step, and nothing of a person', async () => {
  const entries = await reader().find(JournalEntry, { where: { subject: 'habilitationRequest' } });
  expect([...new Set(entries.map(({ action }) => action))].toSorted()).toEqual(
    ['accept', 'create', 'delete', 'edit', 'refuse', 'remove', 'submit', 'withdraw'].toSorted(),
  );
  const jobs = await reader().find(Job);
  expect(JSON.stringify([entries, jobs.map(({ payload }) => payload), bench.logged])).not.toMatch(
    /nouvelle\.example|Guennec|Martin|fiche de poste/,
  );
});
