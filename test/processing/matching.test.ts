/** Matching through the doors: what an adviser reads of a doubt, who does not, and when an end of care closes the right. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Allocataire, Child, EndOfCare, matchingKeyOf } from '../../src/allocataires/index.js';
import { newId } from '../../src/kernel/id.js';
import { Outcome, Reassignment } from '../../src/processing/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { inMonth, nino, processed, rose, stranger } from '../month.js';

let bench: Bench;
let adviser: Caller;
let declaration: Seen;

const nobodyHere = { ...stranger, allocataire: '7654321', firstName: 'Ayla', birthDate: '2024-08-01' };
const swapped = { ...rose, lastName: 'Rose', firstName: 'Galindrac' };

/** A record of a Caf, with one child. */
async function plantRecord(caf: string, number: string, { lastName, firstName, birthDate }: typeof stranger) {
  const allocataireId = newId();
  const names = { lastName: String(lastName), firstName: String(firstName), birthDate: String(birthDate) };
  await bench.house.database.write(async (em) => {
    const known = { cmgRequestedFrom: '2025-01', situation: null, updating: false };
    await em.insert(Allocataire, {
      id: allocataireId,
      caf,
      number,
      ...known,
      lastName: 'LE BIHAN',
      firstName: 'Ana',
    });
    await em.insert(Child, { id: newId(), allocataireId, ...names, matchingKey: matchingKeyOf(names) });
  });
}

beforeAll(async () => {
  bench = await openBench('2026-12-05T08:00:00Z');
  adviser = await bench.person(who.adviser);
  await plantRecord('493', '5550001', { ...nino, lastName: 'Galindrac ', firstName: 'NINO' });
  await plantRecord('781', '7654321', nobodyHere);
  await plantRecord('781', '0912377', { ...stranger, birthDate: '2020-01-01' });
  const ended = { ...swapped, endOfCare: '2026-09-16' };
  declaration = await processed(bench, inMonth('2026-09', ended, nino, nobodyHere, stranger), '2026-09');
});
afterAll(() => bench.close());

interface Told {
  row: { number: number };
  fate: string;
  detail: string | null;
  evidence: {
    rule: string;
    sentence: string;
    swapped: boolean;
    namesakes: number;
    facts: { compared: string; verdict: string; sentence: string }[];
  } | null;
}

const EVIDENCE = 'evidence { rule sentence swapped namesakes facts { compared verdict sentence } }';

const linesFor = async (caller: Caller, { id }: Pick<Seen, 'id'> = declaration): Promise<Told[]> => {
  const { processingReport } = await caller.ask<{ processingReport: { lines: Told[] } }>(
    `{ processingReport(declarationId: "${id}") { lines { row { number } fate detail ${EVIDENCE} } } }`,
  );
  return processingReport.lines;
};

test.each<[number, string, string, string | null, string]>([
  [0, 'PROCESSED', 'SWAPPED', null, 'names each in the other’s cell leave no doubt'],
  [
    1,
    'REASSIGNED',
    'NAMESAKES',
    'Homonymes : le numéro d’allocataire est à vérifier',
    'another number of this Caf',
  ],
  [2, 'REASSIGNED', 'NUMBER_ELSEWHERE', 'Numéro d’allocataire affilié à une autre Caf', 'with that child'],
  [
    3,
    'REASSIGNED',
    'NUMBER_UNKNOWN',
    'Numéro d’allocataire non affilié à cette Caf',
    'the same digits elsewhere, for another child',
  ],
])('row %i is %s by %s: %s (%s)', async (line, fate, rule, detail) => {
  const told = (await linesFor(adviser))[line]!;
  expect([told.fate, told.evidence?.rule, told.detail]).toEqual([fate, rule, detail]);
});

test('the adviser’s case says what agreed and what did not, in French, and names no other record', async () => {
  const { reassignments } = await adviser.ask<{
    reassignments: { edges: { node: Told & { reason: string } }[] };
  }>(`{ reassignments { edges { node { reason ${EVIDENCE} } } } }`);
  const { evidence } = reassignments.edges
    .map(({ node }) => node)
    .find(({ reason }) => reason === 'HOMONYMS')!;
  expect(evidence).toMatchObject({ namesakes: 1, swapped: false });
  expect(evidence!.facts.map(({ compared, verdict }) => `${compared} ${verdict}`)).toEqual([
    'NUMBER KNOWN',
    'BIRTH_DATE SAME',
    'LAST_NAME SAME',
    'FIRST_NAME SAME',
  ]);
  expect(evidence!.facts.every(({ sentence }) => sentence.length > 0)).toBe(true);
  expect(JSON.stringify(evidence)).not.toMatch(/5550001|Galindrac|Nino/i);
});

test('the structure is told the reason, and nothing of what its row was compared with', async () => {
  const lines = await linesFor(await bench.person(who.declarant));
  expect(lines.map(({ evidence }) => evidence)).toEqual([null, null, null, null]);
});

const ends = () => bench.house.database.reader.find(EndOfCare, { order: { id: 'ASC' } });

test('an end of care closes the right from the month after it, and nothing is closed in doubt', async () => {
  const doubtful = { ...stranger, endOfCare: '2026-08-31' };
  await processed(bench, inMonth('2026-08', doubtful), '2026-08');
  expect(await ends()).toMatchObject([
    { day: '2026-09-16', closesFrom: '2026-10', birthDate: rose.birthDate },
    { day: '2026-08-31', closesFrom: null },
  ]);
});

const fatesOf = async (month: string, ...rows: (typeof rose)[]) =>
  (await linesFor(adviser, await processed(bench, inMonth(month, ...rows), month))).map(({ fate }) => fate);

test.each([
  ['2026-07', 40, 'PROCESSED', 'a month before the end, declared late'],
  ['2026-10', 0, 'PROCESSED', 'a row at zero after it'],
])('in %s, %i hours of the child whose care ended are %s (%s)', async (month, hours, fate) => {
  expect(await fatesOf(month, { ...rose, hours, amountCents: hours * 800 })).toEqual([fate]);
});

test('hours after the end go to an adviser, and once one is processed the following months are not asked again', async () => {
  expect(await fatesOf('2026-11', rose)).toEqual(['REASSIGNED']);
  const { reader } = bench.house.database;
  const handed = await reader.findOneByOrFail(Reassignment, { reason: 'CARE_ENDED' });
  const step = async (seen: Seen, more: string): Promise<Seen> => {
    const { advanceReassignment } = await adviser.ask<{ advanceReassignment: Seen }>(
      `mutation { advanceReassignment(id: "${seen.id}", revision: ${seen.revision}, ${more}) { id revision } }`,
    );
    return advanceReassignment;
  };
  const claimed = await step(handed, 'step: CLAIM');
  await step(claimed, 'step: CLOSE, outcome: PROCESSED_BY_HAND, comment: "La garde a repris."');
  bench.setNow('2027-01-05T08:00:00Z');
  adviser = await bench.person(who.adviser);
  expect(await fatesOf('2026-12', rose)).toEqual(['PROCESSED']);
});

test('what decided is kept with the outcome', async () => {
  const kept = await bench.house.database.reader.findBy(Outcome, { declarationId: declaration.id });
  expect(kept.map(({ evidence }) => String(evidence?.rule)).toSorted()).toEqual([
    'NAMESAKES',
    'NUMBER_ELSEWHERE',
    'NUMBER_UNKNOWN',
    'SWAPPED',
  ]);
});
