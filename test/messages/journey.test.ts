/** A structure and its Caf write to each other about a declaration: who reads what, and who is told by letter. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { JournalEntry } from '../../src/kernel/journal.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { codeOf } from '../caller.js';
import { lettersTo } from '../mailbox.js';
import { inMonth, processed, rose, submitted } from '../month.js';
import type { Exchange } from './writing.js';
import { markRead, messagesOf, open, read, unread, write } from './writing.js';

let bench: Bench;
let declaration: Seen;
let exchange: Exchange;
const people = {} as Record<keyof typeof who, Caller>;

const NOTICE = /^Un message vous attend/;
const notices = async (email: string): Promise<number> =>
  (await lettersTo(bench, email)).filter(({ subject }) => NOTICE.test(subject)).length;

beforeAll(async () => {
  bench = await openBench();
  declaration = await processed(bench, [rose]);
  for (const [name, email] of Object.entries(who))
    people[name as keyof typeof who] = await bench.person(email);
});
afterAll(() => bench.close());

test('nobody writes to the Caf about what was not sent to it: the Caf does not see it', async () => {
  const waiting = await submitted(bench, inMonth('2026-09', rose), '2026-09');
  expect(await codeOf(open(people.declarant, waiting.id, 'Bonjour.'))).toBe('STEP_NOT_OPEN');
  expect(await codeOf(open(people.adviser, waiting.id, 'Bonjour.'))).toBe('NOT_FOUND');
});

test('a declaration says to whom that it may be discussed', async () => {
  const steps = async (caller: Caller) =>
    (
      await caller.ask<{ declaration: { openSteps: string[] } }>(
        `{ declaration(id: "${declaration.id}") { openSteps } }`,
      )
    ).declaration.openSteps;
  expect(await steps(people.financialProvider)).toEqual(['DISCUSS']);
  expect(await steps(people.adviser)).toEqual(['DISCUSS']);
});

test('the structure opens a conversation: every adviser of the Caf is told once, by a letter that says nothing of it', async () => {
  exchange = await open(people.declarant, declaration.id, 'Rose GALINDRAC a été absente le 12.');
  expect(exchange).toMatchObject({ revision: 1, unreadCount: 0, declarationId: declaration.id });
  await bench.work();
  expect([await notices(who.adviser), await notices(who.otherAdviser)]).toEqual([1, 1]);
  expect([await notices(who.otherCafAdviser), await notices(who.approver)]).toEqual([0, 0]);
  const letter = (await lettersTo(bench, who.adviser)).find(({ subject }) => NOTICE.test(subject))!;
  expect(`${letter.subject} ${letter.text}`).not.toMatch(/GALINDRAC|ligne 4|absente/);
  expect(letter.text).toContain(bench.house.publicUrl);
});

test('the same words sent twice open one', async () => {
  const words = ['Deux fois.', { subject: 'Le même' }] as const;
  const [one, other] = await Promise.all([1, 2].map(() => open(people.approver, declaration.id, ...words)));
  expect(one!.id).toBe(other!.id);
  expect(messagesOf(await read(people.approver, one!.id))).toHaveLength(1);
});

test('more words before the Caf reads bring no other letter', async () => {
  exchange = await write(people.declarant, exchange, 'Le certificat suit.');
  await bench.work();
  const told = await notices(who.otherAdviser);
  await write(people.declarant, exchange, 'Encore un mot.');
  await bench.work();
  expect(await notices(who.otherAdviser)).toBe(told);
});

test('each adviser has read for themself; the structure sees that somebody has', async () => {
  expect(messagesOf(await read(people.declarant, exchange.id))[0]).toMatchObject({ read: false });
  expect((await unread(people.adviser)).ids).toContain(exchange.id);
  const marked = await markRead(people.adviser, exchange.id, 2);
  expect(marked.unreadCount).toBe(1);
  expect((await markRead(people.adviser, exchange.id, 1)).unreadCount).toBe(1);
  await markRead(people.adviser, exchange.id, 3);
  const mine = await unread(people.adviser);
  const theirs = await unread(people.otherAdviser);
  expect([mine.ids.includes(exchange.id), theirs.ids.includes(exchange.id)]).toEqual([false, true]);
  expect([mine.count, theirs.count]).toEqual([mine.ids.length, theirs.ids.length]);
  const seen = messagesOf(await read(people.approver, exchange.id));
  expect(seen.map(({ number, read: isRead }) => [number, isRead])).toEqual([
    [1, true],
    [2, true],
    [3, true],
  ]);
});

test('an adviser answers: the structure is told, and who answered is who is told from then on', async () => {
  exchange = await write(people.adviser, await read(people.adviser, exchange.id), 'Merci, bien reçu.');
  await bench.work();
  expect([await notices(who.declarant), await notices(who.approver)]).toEqual([1, 1]);
  expect([await notices(who.financialProvider), await notices(who.otherStructure)]).toEqual([0, 0]);
  const [before, others] = [await notices(who.adviser), await notices(who.otherAdviser)];
  exchange = await write(people.approver, exchange, 'Voici le reste.');
  await bench.work();
  expect([await notices(who.adviser), await notices(who.otherAdviser)]).toEqual([before + 1, others]);
});

test('both read the same messages, with who wrote them', async () => {
  const said = messagesOf(await read(people.otherAdviser, exchange.id));
  expect(messagesOf(await read(people.financialProvider, exchange.id))).toEqual(said);
  expect(said.map(({ side, sideLabel, author }) => [side, sideLabel, author]).slice(-2)).toEqual([
    ['CAF', 'La Caf', 'Madame Claire Fontaine'],
    ['PARTNER', 'La structure', 'Madame Nadia Ferrand'],
  ]);
});

test('what is read before its letter leaves brings no letter', async () => {
  const before = await notices(who.declarant);
  exchange = await write(people.adviser, await read(people.adviser, exchange.id), 'Une précision.');
  await markRead(people.declarant, exchange.id, exchange.revision);
  await bench.work();
  expect(await notices(who.declarant)).toBe(before);
  expect(await notices(who.approver)).toBe(2);
});

test.each([
  'otherStructure',
  'otherCaf',
  'otherCafAdviser',
  'habilitationManager',
  'conventionOfficer',
] as const)('to %s it does not exist', async (name) => {
  const caller = people[name];
  for (const asked of [
    read(caller, exchange.id),
    write(caller, exchange, 'Bonjour.'),
    markRead(caller, exchange.id, 1),
    open(caller, declaration.id, 'Bonjour.'),
  ])
    expect(await codeOf(asked)).toBe('NOT_FOUND');
  expect(await unread(caller)).toEqual({ ids: [], count: 0 });
});

test.each([
  ['nothing', '   ', {}, 'MESSAGE_INVALID'],
  ['5,000 characters', 'é'.repeat(5_000), {}, 'done'],
  ['5,001', 'é'.repeat(5_001), {}, 'MESSAGE_INVALID'],
  ['no subject', 'Bonjour.', { subject: ' ' }, 'MESSAGE_INVALID'],
  ['a subject of two lines', 'Bonjour.', { subject: 'un\ndeux' }, 'MESSAGE_INVALID'],
  ['a subject of 120 characters', 'Bonjour.', { subject: 'x'.repeat(120) }, 'done'],
  ['a subject of 121', 'Bonjour.', { subject: 'x'.repeat(121) }, 'MESSAGE_INVALID'],
])('a message of %s: %s', async (_what, body, more, expected) => {
  expect(await codeOf(open(people.declarant, declaration.id, body, more))).toBe(expected);
});

test('markup is text like any other', async () => {
  const body = '<script>alert(1)</script> & "{{x}}"';
  const opened = await open(people.declarant, declaration.id, body, { subject: '<b>gras</b>' });
  expect(opened.subject).toBe('<b>gras</b>');
  expect(messagesOf(opened)[0]!.body).toBe(body);
});

test('twenty times, both sides write at once on what they saw: one message goes, the other is told to read again', async () => {
  let seen = await open(people.declarant, declaration.id, 'À deux.', { subject: 'À deux' });
  for (let round = 0; round < 20; round += 1) {
    const codes = await Promise.all([
      codeOf(write(people.declarant, seen, `Structure ${round}`)),
      codeOf(write(people.adviser, seen, `Caf ${round}`)),
    ]);
    expect(codes.toSorted()).toEqual(['OVERTAKEN', 'done']);
    seen = await read(people.declarant, seen.id);
  }
  expect(messagesOf(seen).map(({ number }) => number)).toEqual(Array.from({ length: 21 }, (_, at) => at + 1));
});

test('the journal says who wrote, on which side, and nothing of what', async () => {
  const entries = await bench.house.database.reader.findBy(JournalEntry, {
    subject: 'conversation',
    subjectId: exchange.id,
  });
  expect(entries.map(({ action }) => action).slice(0, 2)).toEqual(['open', 'write']);
  expect(entries[1]!.facts).toEqual({ number: 1, side: 'partner', attachments: 0 });
});
