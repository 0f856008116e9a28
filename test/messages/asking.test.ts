/** An adviser asks the structure about a case, which waits for the answer and comes back. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { codeOf } from '../caller.js';
import { lettersTo } from '../mailbox.js';
import { processed, rose, stranger } from '../month.js';
import { messagesOf, read, write } from './writing.js';

let bench: Bench;
let adviser: Caller;
let colleague: Caller;
let supervisor: Caller;
let declarant: Caller;

interface Case extends Seen {
  state: string;
  openSteps: string[];
  conversation: Seen | null;
}

const CASE = 'id revision state openSteps conversation { id revision }';

const only = async (caller: Caller): Promise<Case> => {
  const { reassignments } = await caller.ask<{ reassignments: { edges: { node: Case }[] } }>(
    `{ reassignments(first: 1) { edges { node { ${CASE} } } } }`,
  );
  return reassignments.edges[0]!.node;
};

const step = async (caller: Caller, { id, revision }: Seen, name: string, more = ''): Promise<Case> => {
  const { advanceReassignment } = await caller.ask<{ advanceReassignment: Case }>(
    `mutation { advanceReassignment(id: "${id}", revision: ${revision}, step: ${name} ${more}) { ${CASE} } }`,
  );
  return advanceReassignment;
};

const ask = (question: string) => `, question: "${question}"`;

beforeAll(async () => {
  bench = await openBench();
  await processed(bench, [rose, stranger]);
  adviser = await bench.person(who.adviser);
  colleague = await bench.person(who.otherAdviser);
  supervisor = await bench.person(who.supervisor);
  declarant = await bench.person(who.declarant);
});
afterAll(() => bench.close());

test('only who holds the case asks, and says what', async () => {
  const open = await only(adviser);
  expect(open).toMatchObject({ state: 'OPEN', conversation: null });
  expect(await codeOf(step(adviser, open, 'ASK', ask('Qui est-ce ?')))).toBe('NOT_FOUND');
  const mine = await step(adviser, open, 'CLAIM');
  expect(mine.openSteps).toEqual(['PUT_BACK', 'ASK', 'CLOSE']);
  expect(await codeOf(step(colleague, mine, 'ASK', ask('Qui est-ce ?')))).toBe('NOT_FOUND');
  expect(await codeOf(step(supervisor, mine, 'ASK', ask('Qui est-ce ?')))).toBe('NOT_FOUND');
  expect(await codeOf(step(adviser, mine, 'ASK'))).toBe('MESSAGE_INVALID');
  expect(await only(adviser)).toMatchObject({ state: 'CLAIMED', conversation: null });
});

test('the case waits, and the structure reads the question under its reason', async () => {
  const asked = await step(adviser, await only(adviser), 'ASK', ask('Quel est son numéro ?'));
  expect(asked).toMatchObject({ state: 'ASKED', openSteps: ['PUT_BACK', 'CLOSE'] });
  const exchange = await read(declarant, asked.conversation!.id);
  expect(exchange.subject).toBe('Ligne 4 : Numéro d’allocataire non affilié à cette Caf');
  expect(messagesOf(exchange)).toMatchObject([{ side: 'CAF', body: 'Quel est son numéro ?' }]);
  await bench.work();
  const told = (await lettersTo(bench, who.declarant)).map(({ subject }) => subject);
  expect(told.filter((subject) => subject.startsWith('Un message vous attend'))).toHaveLength(1);
});

test('the supervisor sees that it waits, and may hand it over meanwhile', async () => {
  const { adviserLoads } = await supervisor.ask<{ adviserLoads: object[] }>(
    '{ adviserLoads { name claimed asked } }',
  );
  expect(adviserLoads[0]).toEqual({ name: 'Madame Claire Fontaine', claimed: 0, asked: 1 });
  expect((await only(supervisor)).openSteps).toEqual(['HAND_OVER', 'PUT_BACK']);
});

test('the structure answers: the case comes back to its adviser, who is told', async () => {
  const { conversation } = await only(adviser);
  await write(declarant, conversation!, 'C’est le 3521874.');
  await bench.work();
  expect(await only(adviser)).toMatchObject({ state: 'CLAIMED', openSteps: ['PUT_BACK', 'ASK', 'CLOSE'] });
  expect((await lettersTo(bench, who.adviser)).length).toBe(1);
  expect((await lettersTo(bench, who.otherAdviser)).length).toBe(0);
});

test('asked again, it goes on in the same conversation; what came before is no answer', async () => {
  const before = await only(adviser);
  // Written, and not taken up yet when the next question leaves.
  const written = await write(declarant, before.conversation!, 'Ou bien le 3521875.');
  const asked = await step(adviser, before, 'ASK', ask('Lequel des deux ?'));
  await bench.work();
  expect(await only(adviser)).toMatchObject({
    state: 'ASKED',
    conversation: { id: written.id, revision: 4 },
  });
  await write(declarant, asked.conversation!, 'Le premier.');
  await bench.work();
  expect((await only(adviser)).state).toBe('CLAIMED');
});

test('many at once, what cannot be asked leaves no message', async () => {
  const { id, revision } = await only(adviser);
  const mine = { id, revision, step: 'ASK' };
  const { advanceReassignments } = await adviser.ask<{
    advanceReassignments: { reassignment: Case | null; refusal: { code: string } | null }[];
  }>(
    `mutation ($actions: [ReassignmentActionInput!]!) {
      advanceReassignments(actions: $actions) { reassignment { ${CASE} } refusal { code } } }`,
    {
      actions: [
        { ...mine, question: ' ' },
        { ...mine, question: 'Et son prénom ?' },
        { ...mine, question: 'Encore ?' },
        { ...mine, revision: revision + 1, question: 'Encore ?' },
      ],
    },
  );
  expect(advanceReassignments.map(({ refusal }) => refusal?.code)).toEqual([
    'MESSAGE_INVALID',
    undefined,
    'OVERTAKEN',
    'STEP_NOT_OPEN',
  ]);
  const { conversation } = await only(adviser);
  const said = messagesOf(await read(declarant, conversation!.id));
  expect([said.length, said.at(-1)!.body]).toEqual([6, 'Et son prénom ?']);
  await write(declarant, conversation!, 'Inaya.');
  await bench.work();
});

test('a case that waits may be closed without the answer, which then changes nothing', async () => {
  const asked = await step(adviser, await only(adviser), 'ASK', ask('Sûr ?'));
  await step(adviser, asked, 'CLOSE', ', outcome: PROCESSED_BY_HAND, comment: "Vu par téléphone."');
  await write(declarant, asked.conversation!, 'Oui.');
  await bench.work();
  expect((await only(adviser)).state).toBe('CLOSED');
});
