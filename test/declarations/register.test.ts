/** Rows checked against the families' records, where the Caf lets its structures know: right or wrong, and not for ever. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { RegisterMismatch } from '../../src/declarations/index.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import type { FilledRow } from '../../src/workbooks/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { codeOf, type Caller } from '../caller.js';
import type { Opened } from '../month.js';
import { create, deposit, inMonth, nino, rose, stranger, workbook } from '../month.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

interface Told {
  rowNumber: number;
  code: string;
}

async function toldOf(caller: Caller, id: string): Promise<Told[]> {
  const { declaration } = await caller.ask<{ declaration: { anomalies: { edges: { node: Told }[] } } }>(
    `{ declaration(id: "${id}") { anomalies(first: 200) { edges { node {
      code rowNumber blocking column columnKey header sentence toDo expected help proposed
    } } } } }`,
  );
  return declaration.anomalies.edges.map(({ node }) => node);
}

/** The rows that the Caf is said not to find. */
const notFound = async (caller: Caller, id: string): Promise<number[]> =>
  (await toldOf(caller, id)).flatMap(({ code, rowNumber }) => (code === 'NOT_AT_CAF' ? [rowNumber] : []));

const setChecks = async (email: string, enabled: boolean, code = '493') => {
  const { setRegisterChecks } = await (
    await bench.person(email)
  ).ask<{ setRegisterChecks: { code: string; registerChecks: boolean } }>(
    'mutation ($code: ID!, $enabled: Boolean!) { setRegisterChecks(code: $code, enabled: $enabled) { code registerChecks } }',
    { code, enabled },
  );
  return setRegisterChecks;
};

const journalOf = (action: string): Promise<JournalEntry[]> =>
  bench.house.database.reader.find(JournalEntry, { where: { action }, order: { sequence: 'ASC' } });

/** Rose under her number, born these days; her name says nothing to the records. */
const born = (...days: string[]): FilledRow[] => days.map((birthDate) => ({ ...rose, birthDate }));

let declarant: Caller;
let draft: Opened;

test('until the Caf says otherwise, its records answer nothing', async () => {
  declarant = await bench.person(who.declarant);
  draft = await deposit(declarant, await create(declarant), [rose, stranger]);
  expect(await notFound(declarant, draft.id)).toEqual([]);
  expect(await bench.count(RegisterMismatch)).toBe(0);
});

test('whoever keeps the conventions of the Caf opens them, and the journal says so once', async () => {
  expect(await setChecks(who.conventionOfficer, true)).toEqual({ code: '493', registerChecks: true });
  expect(await setChecks(who.conventionOfficer, true)).toEqual({ code: '493', registerChecks: true });
  expect(await journalOf('setRegisterChecks')).toMatchObject([
    { chain: '493', subject: 'caf', subjectId: '493', facts: { enabled: true } },
  ]);
});

test.each<[keyof typeof who, string, string]>([
  ['adviser', 'NOT_FOUND', 'an adviser reads the choice, and does not make it'],
  ['otherCafConventionOfficer', 'NOT_FOUND', 'another Caf'],
  ['declarant', 'NOT_FOUND', 'a structure'],
  ['habilitationManager', 'NOT_FOUND', 'a partner'],
])('%s may not: %s (%s)', async (person, code) => {
  expect(await codeOf(setChecks(who[person], false))).toBe(code);
});

test('an unknown number and another day of birth are told alike, at the same cell, as a warning', async () => {
  const unknown: FilledRow = { ...stranger, birthDate: '2024-07-10' };
  draft = await deposit(declarant, draft, [rose, { ...nino, birthDate: '2024-12-20' }, unknown]);
  const told = await toldOf(declarant, draft.id);
  expect(told.map(({ code, rowNumber }) => [code, rowNumber])).toEqual([
    ['NOT_AT_CAF', 4],
    ['NOT_AT_CAF', 5],
  ]);
  const [first, second] = told.map((said) => ({ ...said, rowNumber: 0 }));
  expect(first).toEqual(second);
  expect(first).toMatchObject({ blocking: false, column: 'B', proposed: null });
  expect(JSON.stringify(first)).not.toMatch(/GALINDRAC|Ophélie|2024|19\/12/);
});

test('what is asked again is told again, and counted once; what was corrected is right', async () => {
  expect(await bench.count(RegisterMismatch)).toBe(2);
  const { declaration } = await declarant.ask<{
    declaration: { rows: { edges: { node: { id: string } }[] } };
  }>(`{ declaration(id: "${draft.id}") { rows { edges { node { id } } } } }`);
  const { correctRow } = await declarant.ask<{ correctRow: { id: string; revision: number } }>(
    `mutation { correctRow(id: "${draft.id}", revision: ${draft.revision},
      rowId: "${declaration.rows.edges[1]!.node.id}", cells: [{ column: "birthDate", text: "19/12/2024" }]) { id revision } }`,
  );
  Object.assign(draft, correctRow);
  expect(await notFound(declarant, draft.id)).toEqual([5]);
  expect(await bench.count(RegisterMismatch)).toBe(2);
});

test('days of birth are not tried one by one: the third wrong one of a number is the last that is told', async () => {
  const days = born('2022-04-03', '2022-04-04', '2022-04-05', '2022-04-06', '2022-04-02');
  draft = await deposit(declarant, draft, days);
  // One was told of this number already: Nino's.
  expect(await notFound(declarant, draft.id)).toEqual([3, 4]);
  const [met, ...rest] = await journalOf('meetRegisterBound');
  expect(rest).toEqual([]);
  expect(met).toMatchObject({
    chain: '493',
    subject: 'structure',
    facts: { month: '2026-11', bound: 'number', most: 3 },
  });
  expect(JSON.stringify(met!.facts)).not.toContain('3521874');
});

test('nor in the other months of the structure', async () => {
  const other = await deposit(
    declarant,
    await create(declarant, '2026-08'),
    inMonth('2026-08', ...born('2022-04-07', '2022-04-03')),
  );
  expect(await notFound(declarant, other.id)).toEqual([4]);
});

/** Families of which the Caf knows none. */
const strangers = (count: number): FilledRow[] =>
  Array.from({ length: count }, (_, index) => ({ ...stranger, allocataire: String(4_000_000 + 11 * index) }));

test('beyond fifty in the month nothing more is told, and the Caf reads it in its journal', async () => {
  const told = await bench.count(RegisterMismatch);
  draft = await deposit(declarant, draft, strangers(60));
  expect(await notFound(declarant, draft.id)).toHaveLength(50 - told);
  expect(await bench.count(RegisterMismatch)).toBe(50);
  expect((await journalOf('meetRegisterBound')).map(({ facts }) => facts.bound)).toEqual([
    'number',
    'structure',
  ]);

  draft = await deposit(declarant, draft, strangers(61));
  expect(await notFound(declarant, draft.id)).toHaveLength(50 - told);
  expect(await journalOf('meetRegisterBound')).toHaveLength(2);
});

test('what is kept of it can be read by nobody', async () => {
  const kept = await bench.house.database.reader.find(RegisterMismatch);
  for (const { number, claim } of kept) {
    expect(number).toMatch(/^[0-9a-f]{64}$/);
    expect(claim).toMatch(/^[0-9a-f]{64}$/);
  }
});

test('another structure has bounds of its own; at home, the number alone is asked', async () => {
  const others = await bench.person(who.homeCareDeclarant);
  const { allocataire } = stranger;
  const home = { month: '2026-10', hours: 40, specificHours: 0, amountCents: 90_000 };
  const rows: FilledRow[] = [
    { ...home, allocataire: '3275540' },
    { ...home, allocataire },
  ];
  const opened = await create(others, '2026-10', 'CMG_HOME_CARE');
  await others.put(opened.depositAddress, await workbook(rows, 'home_care'));
  expect(await notFound(others, opened.id)).toEqual([4]);
});

test('records that cannot be asked hold nothing up and say nothing', async () => {
  const { register } = bench.house;
  Object.assign(bench.house, { register: { holds: () => Promise.reject(new Error('down')) } });
  const others = await bench.person(who.otherStructure);
  const { id } = await deposit(others, await create(others), [stranger]);
  Object.assign(bench.house, { register });
  expect(await notFound(others, id)).toEqual([]);
  expect(bench.logged.join('\n')).toContain('"register":"unavailable"');
  expect(bench.logged.join('\n')).not.toContain(stranger.allocataire!);
});

test('the next month counts anew, and forgets the former one', async () => {
  bench.setNow('2026-12-01T08:00:00Z');
  declarant = await bench.person(who.declarant);
  draft = await deposit(declarant, draft, [rose, stranger]);
  expect(await notFound(declarant, draft.id)).toEqual([4]);
  const kept = await bench.house.database.reader.find(RegisterMismatch, { where: { month: '2026-12' } });
  expect(kept).toHaveLength(1);
  expect(await bench.count(RegisterMismatch, { structureId: kept[0]!.structureId })).toBe(1);
});

test('closed again, they answer nothing', async () => {
  await setChecks(who.conventionOfficer, false);
  draft = await deposit(declarant, draft, [stranger]);
  expect(await notFound(declarant, draft.id)).toEqual([]);
});
