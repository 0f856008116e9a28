/** The promise of permissions.yaml, kept: every operation × every person, for real, and nothing moves when it is refused. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import { getNamedType } from 'graphql';
import { makeSchema } from '../../resolvers/schema.js';
import { automata as handlersOf } from '../../workers/automata.js';
import { tasks } from '../../workers/schedule.js';
import type { Bench } from '../bench.js';
import { isFirstEngine, openBench } from '../bench.js';
import type { Caller } from '../caller.js';
import type { Answer } from './matrix/call.js';
import { eachLeaf, operationsOf, pageDoors, verifyDoors } from './matrix/call.js';
import {
  addressesIn,
  canariesIn,
  carried,
  classified,
  leaks,
  lookedAt,
  personal,
} from './matrix/canaries.js';
import { awaited, guardedTwice } from './matrix/excused.js';
import type { Kept, PutBack } from './matrix/database.js';
import { keptIn, remember, stateOf } from './matrix/database.js';
import type { Mutant } from './matrix/mutants.js';
import { holders, likeliest, narrower, ofAnybody, under, wider } from './matrix/mutants.js';
import { REVOKED, plantPeople, programs } from './matrix/people.js';
import { recipes } from './matrix/recipes.js';
import type { Entry } from './matrix/table.js';
import { entries, isAutomatons, seenBy, toldFields } from './matrix/table.js';
import type { Things } from './matrix/things.js';
import { makeThings, nothingOf } from './matrix/things.js';

let bench: Bench;
let schema: GraphQLSchema;
let callers: Map<string, Caller>;
/** Who is who, by the id of their account. */
let namesOf: Map<string, string>;
let things: Things;
let putBack: PutBack;
let planted: Kept;

beforeAll(async () => {
  bench = await openBench();
  schema = await makeSchema();
  const everybody = await plantPeople(bench);
  ({ callers, names: namesOf } = everybody);
  things = await makeThings(bench, everybody);
  planted = await keptIn(bench);
  putBack = await remember(bench);
}, 120_000);
afterAll(() => bench.close());

/** What says nothing of anybody, and asks nobody who they are. */
const plain: ReadonlySet<string> = new Set([...pageDoors, ...verifyDoors, 'GET /health']);

/** What was said on the way, by where a canary may be found. */
const heard = { 'an error': new Set<string>(), 'an address': new Set<string>(), 'a job': new Set<string>() };

async function call({ name, operation }: Entry, person: string, on: Things, whole = false): Promise<Answer> {
  const caller = callers.get(person) ?? bench.nobody;
  const answer = await recipes[name]!(operation, { bench, schema, person, caller, things: on, whole });
  if (answer.granted) addressesIn(answer.data, (address) => heard['an address'].add(address));
  else heard['an error'].add(JSON.stringify(answer));
  return answer;
}

/** Whether it writes: what it moved is put back before the next one. */
const changes = ({ operation }: Entry): boolean =>
  operationsOf(schema).get(operation)?.[0] === 'mutation' || /^(PUT|job|task) /.test(operation);

/** Who saw a field that says something of a person, by the field. */
const saw = new Map<string, Set<string>>();

function leavesOf({ operation }: Entry, data: unknown, tell: (leaf: string) => void): void {
  const [, field] = operationsOf(schema).get(operation) ?? [];
  if (field) eachLeaf(getNamedType(field.type), data, tell);
}

/** Cells that handed out a personal record: the operation, and who. */
const handedOut = new Set<string>();

/** Consultations that were told on the way: who, and why. */
const consulted = new Set<string>();

/** Puts everything back, and remembers what was told meanwhile. */
const putBackTold = (): Promise<void> =>
  putBack((moved) => {
    for (const { actorId, why } of moved.get('consultation') ?? [])
      consulted.add(`${namesOf.get(String(actorId))}: ${String(why)}`);
    for (const job of moved.get('job') ?? []) heard['a job'].add(carried(job));
  });

function look(entry: Entry, person: string, data: unknown): void {
  if (entry.told) handedOut.add(`${person}: ${entry.operation}`);
  leavesOf(entry, data, (leaf) => {
    if (toldFields.has(leaf))
      handedOut.add(`${person}: ${operationsOf(schema).get(entry.operation)![0]} ${entry.operation}`);
    if (!saw.has(leaf)) saw.set(leaf, new Set());
    saw.get(leaf)!.add(person);
  });
}

/** What nobody may tell apart: a thing that one may not see, and one that is not. */
const REFUSED = expect.stringMatching(/^(NOT_FOUND|NOT_LISTED|NULL|NOTHING_DONE)$/);

describe('it is open to those whom the table names', () => {
  test.each(entries.filter(({ openTo }) => openTo.length > 0))('$name ($because)', async (entry) => {
    for (const person of entry.openTo) {
      const answer = await call(entry, person, things, true);
      expect([person, answer]).toEqual([person, expect.objectContaining({ granted: true })]);
      if (answer.granted) look(entry, person, answer.data);
      if (changes(entry)) await putBackTold();
    }
    await putBackTold();
  });
});

/** Whoever is refused something leaves nothing; but of programs, and of who lost their role, it is noted. */
const isNoted = (person: string): boolean => programs.includes(person) || person.endsWith(' no more');

const roleOf = (person: string): string => person.split(' ')[0]!;

/** Of those that it is closed to, the nearest: who holds elsewhere, or no more, a role that it is open to, and nobody. */
const nearest = ({ openTo, closedTo }: Entry): string[] =>
  closedTo.filter(
    (person) => person === 'nobody' || openTo.some((allowed) => roleOf(allowed) === roleOf(person)),
  );

/** Which roles a rule names does not depend on the engine; how it looks for a place in the tables does. */
const triedOn = (entry: Entry): readonly string[] => (isFirstEngine ? entry.closedTo : nearest(entry));

describe('refused to all others, it answers as if the thing did not exist, and nothing moves', () => {
  test.each(entries.filter(({ closedTo }) => closedTo.length > 0))('$name ($because)', async (entry) => {
    const absent = await call(entry, entry.openTo[0] ?? 'nobody', nothingOf(things));
    if (changes(entry)) await putBack();
    for (const noting of [false, true]) {
      const before = await stateOf(bench, noting);
      const tried = triedOn(entry)
        .filter((person) => isNoted(person) === noting)
        .map(async (person) => [person, await call(entry, person, things)] as const);
      for (const [person, answer] of await Promise.all(tried)) {
        expect([person, answer]).toEqual([
          person,
          expect.objectContaining({ granted: false, code: REFUSED }),
        ]);
        if (!absent.granted) expect([person, answer]).toEqual([person, absent]);
      }
      // By the clock, another Caf's automaton does its own Caf's work.
      if (entry.operation.startsWith('task ')) await putBack();
      else expect(await stateOf(bench, noting)).toEqual(before);
    }
  });
});

test('a program whose token was revoked is told so, whatever it asks, and nothing moves', async () => {
  const asked = entries.filter((entry) => !isAutomatons(entry) && !plain.has(entry.operation));
  const before = await stateOf(bench, true);
  for (const entry of asked)
    expect([entry.name, await call(entry, REVOKED, things)]).toEqual([
      entry.name,
      expect.objectContaining({ granted: false, status: 401, code: 'TOKEN_REFUSED' }),
    ]);
  expect(await stateOf(bench, true)).toEqual(before);
});

test('a field that says something of a person is seen by those whom the table names, and by nobody else', () => {
  const seen = [...seenBy.keys()].map((field) => [field, [...(saw.get(field) ?? [])].toSorted()]);
  expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(seenBy));
});

/** What a cell tells: whether it is granted, and of what it then speaks. */
async function toldBy(entry: Entry, person: string): Promise<string> {
  const answer = await call(entry, person, things, true).catch(() => undefined);
  if (changes(entry)) await putBack();
  if (!answer?.granted) return 'refused';
  const leaves = new Set<string>();
  leavesOf(entry, answer.data, (leaf) => leaves.add(leaf));
  return [...leaves].toSorted().join(' ');
}

const told = new Map<string, string>();

/** The first cell of the role, among these, that tells something else under the mutant; none when it goes unnoticed. */
async function noticed(mutant: Mutant, cells: [Entry, string][]): Promise<string | undefined> {
  for (const [entry, person] of cells) {
    const cell = `${entry.name}, ${person}`;
    if (!told.has(cell)) told.set(cell, await toldBy(entry, person));
    if ((await under(mutant, () => toldBy(entry, person))) !== told.get(cell)) return cell;
  }
  return undefined;
}

/** Whether the person lives by that sentence; whose role has ended lives by none, and of anybody's one is enough. */
const isOf = ({ role }: Mutant, person: string): boolean =>
  ofAnybody.includes(role)
    ? person === 'activityProvider here'
    : person.startsWith(`${role} `) && !person.endsWith(' no more');

type Cells = (mutant: Mutant) => [Entry, string][];

const cellsOf = (mutant: Mutant, persons: 'openTo' | 'closedTo'): [Entry, string][] =>
  likeliest(entries, mutant, changes).flatMap((entry) =>
    entry[persons].filter((person) => isOf(mutant, person)).map((person): [Entry, string] => [entry, person]),
  );

/** Mutants that no cell notices, or that are excused and are none. */
async function unheld(mutants: Mutant[], cells: Cells, excused: readonly string[] = []): Promise<string[]> {
  const names = mutants.map(({ name }) => name);
  const found = excused.filter((name) => !names.includes(name));
  for (const mutant of mutants)
    if (!excused.includes(mutant.name) && !(await noticed(mutant, cells(mutant)))) found.push(mutant.name);
  return found;
}

const eachWordIsHeld = () => {
  test.each(holders)('%s: without any one of its verbs, a cell is refused', async (role) => {
    const mutants = narrower().filter((mutant) => mutant.role === role);
    expect(await unheld(mutants, (it) => cellsOf(it, 'openTo'), awaited[role])).toEqual([]);
  });

  test.each(holders)('%s: without any one of its conditions, a cell is granted', async (role) => {
    const mutants = wider().filter((mutant) => mutant.role === role);
    const cells: Cells = (it) => [
      ...cellsOf(it, 'closedTo'),
      ...(ofAnybody.includes(role) ? cellsOf(it, 'openTo') : []),
    ];
    expect(await unheld(mutants, cells, guardedTwice[role])).toEqual([]);
  });
};

// What a rule guards does not depend on the engine: once is enough.
if (isFirstEngine) describe('each word of the table of rights is held by a cell', eachWordIsHeld);

test('every read of a personal record was told: who, when, which record, why', () => {
  expect(handedOut.size).toBeGreaterThan(50);
  expect([...handedOut].filter((cell) => !consulted.has(cell))).toEqual([]);
});

test('what a personal column holds is in no log, address, subject, job, journal entry or error', async () => {
  for (const entry of entries.filter(({ operation }) => /^job (mail|identity)\./.test(operation)))
    await call(entry, entry.openTo[0]!, things);
  await bench.work();
  const said = { ...(await lookedAt(bench)), ...heard };
  const canaries = canariesIn(planted);
  expect([...canaries].filter(([, values]) => values.size === 0)).toEqual([]);
  expect(leaks(canaries, { 'a test': ['Bonjour GALINDRAC'] })).toContain(
    'child.lastName (GALINDRAC) in a test',
  );
  expect(leaks(canaries, said)).toEqual([]);
});

test('every kind of job and every task has its entry, and no other', () => {
  const kinds = handlersOf(bench.house).map(({ kind }) => `job ${kind}`);
  const named = [...new Set(entries.filter(isAutomatons).map(({ operation }) => operation))];
  expect(named.toSorted()).toEqual([...kinds, ...tasks.map(({ name }) => `task ${name}`)].toSorted());
});

test('every column says whether it is personal', () => {
  const columns = bench.house.database.reader.connection.entityMetadatas.flatMap((table) =>
    table.columns.map(({ databaseName }) => `${table.tableName}.${databaseName}`),
  );
  expect(classified.toSorted()).toEqual(columns.toSorted());
  expect(personal.length).toBeGreaterThan(30);
});
