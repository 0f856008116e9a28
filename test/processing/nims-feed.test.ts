/** A Caf plugs its own NIMS: it reads what is ready, acknowledges it, and posts its decisions back. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EndOfCare } from '../../src/allocataires/index.js';
import { FiledDocument } from '../../src/allocataires/index.js';
import { Attestation } from '../../src/attestations/index.js';
import { NimsEntry, Outcome, decide } from '../../src/processing/index.js';
import { csvLine } from '../../src/processing/nims-columns.js';
import { tableRegistry } from '../../src/allocataires/index.js';
import { automaton } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { breachesIn, placeOf } from '../checks/breaches.js';
import { Caller, codeOf } from '../caller.js';
import type { Seen } from '../caller.js';
import { amendedWith, send, versionOf } from '../declarations/amending.js';
import { inMonth, nino, processed, rose, stranger } from '../month.js';

let bench: Bench;
let officer: Caller;
let declarant: Caller;
let approver: Caller;
let nims: Caller;
let declaration: Seen;

const ended = { ...rose, endOfCare: '2026-10-16' };
const START = Buffer.from('0').toString('base64url');

const decidedBy = (decider: string) =>
  officer.ask(`mutation { setNimsDecider(code: "493", decider: ${decider}) { nimsDecider } }`);

beforeAll(async () => {
  bench = await openBench();
  officer = await bench.person(who.conventionOfficer);
  declarant = await bench.person(who.declarant);
  approver = await bench.person(who.approver);
  const { createCafAccessToken } = await officer.ask<{ createCafAccessToken: { secret: string } }>(
    'mutation { createCafAccessToken(input: { caf: "493", name: "NIMS", operations: [FEED_NIMS] }) { secret } }',
  );
  nims = new Caller(bench.address, createCafAccessToken.secret);
  await decidedBy('OUTSIDE');
  declaration = await processed(bench, [ended, nino, stranger]);
});
afterAll(() => bench.close());

interface Fed {
  cursor: string;
  node: { position: number; kind: string; number: string; version: number; firstName: string; hours: number };
}

const feed = async (more = ''): Promise<Fed[]> => {
  const { nimsFeed } = await nims.ask<{ nimsFeed: { edges: Fed[] } }>(
    `{ nimsFeed(caf: "493" ${more}) { edges { cursor node { position kind number version firstName hours } } } }`,
  );
  return nimsFeed.edges;
};

const acknowledge = async (cursor: string): Promise<number> => {
  const { acknowledgeNims } = await nims.ask<{ acknowledgeNims: number }>(
    `mutation { acknowledgeNims(caf: "493", cursor: "${cursor}") }`,
  );
  return acknowledgeNims;
};

interface Decision {
  number: string;
  version: number;
  outcome: string;
  reason?: string;
}

const post = async (...outcomes: Decision[]): Promise<string[]> => {
  const { postNimsOutcomes } = await nims.ask<{ postNimsOutcomes: { result: string; sentence: string }[] }>(
    `mutation ($outcomes: [NimsOutcomeInput!]!) {
      postNimsOutcomes(caf: "493", outcomes: $outcomes) { result sentence } }`,
    { outcomes },
  );
  return postNimsOutcomes.map(({ result }) => result);
};

const number = (rank: number) => `A-493-202610-00000${rank}`;
const of = (rank: number, outcome: string, more: Partial<Decision> = {}): Decision => ({
  number: number(rank),
  version: 1,
  outcome,
  ...more,
});

test('what is filed is published in order, waits for its decisions, and is read a page at a time', async () => {
  expect((await versionOf(declarant, declaration)).state).toBe('ATTESTED');
  const all = await feed();
  expect(
    all.map(({ node }) => [node.position, node.kind, node.number, node.version, node.firstName]),
  ).toEqual([
    [1, 'ATTESTATION', number(1), 1, 'Rose'],
    [2, 'ATTESTATION', number(2), 1, 'Nino'],
    [3, 'ATTESTATION', number(3), 1, 'Inaya'],
  ]);
  const [first] = await feed('first: 1');
  expect((await feed(`first: 5, after: "${first!.cursor}"`)).map(({ node }) => node.position)).toEqual([
    2, 3,
  ]);
});

test('published twice is published once', async () => {
  await decide(automaton(bench.house, '493'), declaration.id, tableRegistry(bench.house.database));
  expect(await bench.count(NimsEntry)).toBe(3);
});

test('the file has the same lines, under the documented columns', async () => {
  const file = (await nims.get('/cafs/493/nims.csv')).toString();
  const [header, ...lines] = file.split('\r\n');
  expect(header!.split(';').slice(0, 5)).toEqual(['position', 'kind', 'caf', 'number', 'version']);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain(`1;attestation;493;${number(1)};1;D-493-202610-0001;2026-10;99993380700011;`);
  expect(lines[0]).toContain(';3521874;GALINDRAC;Rose;2022-04-02;40;0;34000;2026-10-16;2026-11;');
  expect(lines[3]).toBe('');
});

// oxfmt-ignore
test.each([
  ['=1+1',        "'=1+1\r\n",        'a formula'],
  ['+33',         "'+33\r\n",         'another'],
  ['-Marie',      "'-Marie\r\n",      'a minus'],
  ['@nom',        "'@nom\r\n",        'an old formula'],
  ["'t Hooft",    "''t Hooft\r\n",    'the mark itself, so that it can be taken off'],
  ['Rose; Lina',  '"Rose; Lina"\r\n', 'the separator'],
  ['dit "Nino"',  '"dit ""Nino"""\r\n', 'quotes'],
  ['Léa-Rose',    'Léa-Rose\r\n',     'nothing of the sort'],
])('a text %j is written %j (%s)', (text, line) => {
  expect(csvLine([text])).toBe(line);
});

test('acknowledged up to a cursor, it is not told again; acknowledged again, nothing changes', async () => {
  const second = (await feed())[1]!;
  expect(await acknowledge(second.cursor)).toBe(2);
  expect(await acknowledge(second.cursor)).toBe(0);
  expect((await feed()).map(({ node }) => node.position)).toEqual([3]);
  expect((await feed(`after: "${START}"`)).map(({ node }) => node.position)).toEqual([1, 2, 3]);
});

test('a decision is recorded once, for the version that was read; the first one stands', async () => {
  expect(
    await post(
      of(1, 'PROCESSED'),
      of(1, 'PROCESSED'),
      of(2, 'PROCESSED', { version: 2 }),
      of(9, 'PROCESSED'),
    ),
  ).toEqual(['RECORDED', 'ALREADY', 'UNKNOWN', 'UNKNOWN']);
  expect(await post(of(1, 'PROCESSED'), of(1, 'REASSIGNED', { reason: 'TWINS' }))).toEqual([
    'ALREADY',
    'DECIDED_OTHERWISE',
  ]);
  expect(await bench.count(Outcome)).toBe(1);
  expect(await breachesIn(placeOf(bench.house))).toEqual([]);
  expect(await bench.house.database.reader.find(EndOfCare)).toMatchObject([{ closesFrom: '2026-11' }]);
});

test.each<[Decision, string]>([
  [of(2, 'REASSIGNED'), 'a reassignment has a reason'],
  [of(2, 'PROCESSED', { reason: 'TWINS' }), 'and nothing else has one'],
])('%j is refused (%s)', async (decision) => {
  expect(await codeOf(post(decision))).toBe('BAD_INPUT');
});

test('the last decision closes the declaration, and the report tells each', async () => {
  expect(await post(of(2, 'PROCESSED'))).toEqual(['RECORDED']);
  await bench.work();
  expect((await versionOf(declarant, declaration)).state).toBe('ATTESTED');
  expect(await post(of(3, 'REASSIGNED', { reason: 'RECORD_UPDATING' }))).toEqual(['RECORDED']);
  await bench.work();
  expect((await versionOf(declarant, declaration)).state).toBe('PROCESSED');
  const { processingReport } = await declarant.ask<{
    processingReport: { lines: { fate: string; detail: string | null }[] };
  }>(`{ processingReport(declarationId: "${declaration.id}") { lines { fate detail } } }`);
  expect(processingReport.lines.map(({ fate, detail }) => [fate, detail])).toEqual([
    ['PROCESSED', null],
    ['PROCESSED', null],
    ['REASSIGNED', 'Dossier de l’allocataire en cours de mise à jour'],
  ]);
});

test('an amendment publishes its next versions and what is withdrawn; the version before is overtaken', async () => {
  const amended = await amendedWith(declarant, declaration, '2026-10', [{ ...ended, hours: 39 }, nino]);
  await send(declarant, approver, amended);
  await bench.work();
  expect((await feed()).map(({ node }) => [node.kind, node.number, node.version])).toEqual([
    ['ATTESTATION', number(1), 2],
    ['WITHDRAWAL', number(3), 1],
  ]);
  expect((await feed(`after: "${START}"`)).map(({ node }) => [node.number, node.version])).toEqual([
    [number(2), 1],
    [number(1), 2],
    [number(3), 1],
  ]);
  // What was decided of a version stands for that version only.
  expect(await post(of(1, 'PROCESSED'), of(1, 'PROCESSED', { version: 2 }))).toEqual(['ALREADY', 'RECORDED']);
  await bench.work();
  expect((await versionOf(declarant, amended)).state).toBe('PROCESSED');
  expect(await breachesIn(placeOf(bench.house))).toEqual([]);
});

test('posted twice at once, a decision is recorded once; of the last two at once, neither misses that it was the last', async () => {
  const month = inMonth('2026-08', rose, nino, stranger);
  const waiting = await processed(bench, month, '2026-08');
  const at = (rank: number): Decision => ({
    number: `A-493-202608-00000${rank}`,
    version: 1,
    outcome: 'PROCESSED',
  });
  const twice = await Promise.all([post(at(1)), post(at(1))]);
  expect(twice.flat().toSorted()).toEqual(['ALREADY', 'RECORDED']);
  expect(await Promise.all([post(at(2)), post(at(3))])).toEqual([['RECORDED'], ['RECORDED']]);
  await bench.work();
  expect((await versionOf(declarant, waiting)).state).toBe('PROCESSED');
});

test('one made again while it waits comes further on, and waits in its place; the version before is overtaken', async () => {
  await processed(bench, inMonth('2026-07', rose), '2026-07');
  const waiting = (await feed()).at(-1)!.node;
  const { reader } = bench.house.database;
  const attestation = await reader.findOneByOrFail(Attestation, { number: waiting.number });
  const { key } = await reader.findOneByOrFail(FiledDocument, { attestationId: attestation.id });
  await bench.house.vault.remove(key);
  expect(await codeOf(approver.get(`/attestations/${attestation.id}`))).toBe('FILE_DAMAGED');
  await bench.work();
  const again = (await feed()).at(-1)!.node;
  expect(again).toEqual({ ...waiting, position: waiting.position + 1, version: 2 });
  expect(await breachesIn(placeOf(bench.house))).toEqual([]);
  const decision = (version: number) => ({ number: waiting.number, version, outcome: 'PROCESSED' });
  expect(await post(decision(1), decision(2))).toEqual(['OVERTAKEN', 'RECORDED']);
  await bench.work();
});

test('said back, what waits is decided by the automaton of the house, which acknowledges it', async () => {
  const waiting = await processed(bench, inMonth('2026-09', rose), '2026-09');
  expect((await versionOf(declarant, waiting)).state).toBe('ATTESTED');
  await decidedBy('HOUSE');
  await bench.work();
  expect((await versionOf(declarant, waiting)).state).toBe('PROCESSED');
  expect((await feed()).map(({ node }) => node.kind)).toEqual(['WITHDRAWAL']);
  expect(await post({ number: 'A-493-202609-000001', version: 1, outcome: 'PROCESSED' })).toEqual([
    'DECIDED_HERE',
  ]);
});

test('the token of a Caf reads its feed and nothing else; a manager makes none, and an officer of another Caf neither', async () => {
  const { declarations } = await nims.ask<{ declarations: { edges: unknown[] } }>(
    '{ declarations { edges { node { id } } } }',
  );
  expect(declarations.edges).toEqual([]);
  const asked =
    'createCafAccessToken(input: { caf: "493", name: "NIMS", operations: [FEED_NIMS] }) { secret }';
  for (const email of [who.habilitationManager, who.otherCafConventionOfficer])
    expect(await codeOf((await bench.person(email)).ask(`mutation { ${asked} }`))).toBe('NOT_FOUND');
});
