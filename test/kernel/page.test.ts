import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Counter } from '../../src/kernel/counter.js';
import { insertAll } from '../../src/kernel/database.js';
import type { Page, PageRequest } from '../../src/kernel/page.js';
import { MAXIMUM, page } from '../../src/kernel/page.js';
import { Refusal } from '../../src/kernel/refusal.js';
import type { Bench } from '../bench.js';
import { openBench } from '../bench.js';

type Key = 'series' | 'value';
type Direction = 'ASC' | 'DESC';

const COUNT = 60;
const name = (at: number) => `page-${String(at).padStart(3, '0')}`;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  const rows = Array.from({ length: COUNT }, (_, at) =>
    Object.assign(new Counter(), { series: name(at), value: at * 3 }),
  );
  await bench.house.database.write((em) => insertAll(em, Counter, rows));
});
afterAll(() => bench.close());

const list = () =>
  bench.house.database.reader.createQueryBuilder(Counter, 'it').where("it.series like 'page-%'");

const turn = (
  request: PageRequest,
  key: Key = 'series',
  direction: Direction = 'ASC',
): Promise<Page<Counter>> => page(list(), request, key, direction);

async function walk(first: number, key: Key, direction: Direction): Promise<Page<Counter>[]> {
  const pages = [await turn({ first }, key, direction)];
  while (pages.at(-1)!.hasNextPage)
    pages.push(await turn({ first, after: pages.at(-1)!.cursors.at(-1)! }, key, direction));
  return pages;
}

const ways = (['series', 'value'] as const).flatMap((key) =>
  (['ASC', 'DESC'] as const).flatMap((direction) =>
    [1, 7, 30, COUNT - 1, COUNT, COUNT + 1, MAXIMUM].map((size) => [size, key, direction] as const),
  ),
);

test.each(ways)('pages of %i by %s, %s, walk the list exactly once', async (size, key, direction) => {
  const pages = await walk(size, key, direction);

  const walked = pages.flatMap(({ nodes }) => nodes.map(({ series }) => series));
  const inOrder = Array.from({ length: COUNT }, (_, at) => name(at));
  expect(walked).toEqual(direction === 'ASC' ? inOrder : inOrder.toReversed());
  expect(pages.length).toBe(Math.ceil(COUNT / size));
  expect(pages.every(({ nodes, cursors }) => cursors.length === nodes.length)).toBe(true);
  expect([await pages[0]!.count(), await pages.at(-1)!.count()]).toEqual([COUNT, COUNT]);
});

test('any cursor of a page is a place to go on from', async () => {
  const { nodes, cursors } = await turn({ first: 5 });
  for (const at of [0, 2, 4])
    expect((await turn({ first: 1, after: cursors[at]! })).nodes).toMatchObject([{ series: name(at + 1) }]);
  expect(nodes.map(({ series }) => series)).toEqual([0, 1, 2, 3, 4].map(name));
});

test('past the last one there is nothing, and nothing after it', async () => {
  const { cursors } = await turn({ first: COUNT });

  const past = await turn({ after: cursors.at(-1)! });

  expect(past).toMatchObject({ nodes: [], cursors: [], hasNextPage: false });
  expect(await past.count()).toBe(COUNT);
});

test('a record that came or went behind the reader moves no page', async () => {
  const one = (series: string): Counter => Object.assign(new Counter(), { series, value: -1 });
  const { write } = bench.house.database;
  const { cursors } = await turn({ first: 10 });
  await write((em) => em.insert(Counter, one('page-0045')));
  await write((em) => em.delete(Counter, { series: name(9) }));

  const next = await turn({ first: 10, after: cursors.at(-1)! });

  expect(next.nodes.map(({ series }) => series)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map(name));
  await write((em) => em.delete(Counter, { series: 'page-0045' }));
  await write((em) => em.insert(Counter, Object.assign(one(name(9)), { value: 27 })));
});

test.each<[number | null | undefined, number, string]>([
  [1, 1, 'the least'],
  [MAXIMUM, COUNT, 'the most'],
  [null, 50, 'as much as a screen shows, when nothing is said'],
  [undefined, 50, 'as much as a screen shows, when nothing is said'],
])('first: %s gives %i records (%s)', async (first, expected) => {
  expect((await turn({ first })).nodes).toHaveLength(expected);
});

const refusalOf = (request: PageRequest, key: Key): Promise<unknown> =>
  turn(request, key).catch((error: unknown) => error);

test.each<[number, string]>([
  [0, 'a page holds at least one'],
  [-1, 'nothing is read backwards'],
  [MAXIMUM + 1, 'no page is as long as one likes'],
  [1.5, 'records are whole'],
  [Number.NaN, 'not a number'],
])('first: %d is refused in French (%s)', async (first) => {
  const refused = await refusalOf({ first }, 'series');

  expect(refused).toBeInstanceOf(Refusal);
  expect(refused).toMatchObject({
    code: 'BAD_INPUT',
    message: 'first : un nombre de 1 à 200 attendu.',
    facts: { field: 'first' },
  });
});

const cursor = (text: string): string => Buffer.from(text).toString('base64url');

test.each<[string, Key, string]>([
  ['', 'series', 'no cursor is empty'],
  ['page-010', 'series', 'the value itself is not a cursor'],
  ['%%%', 'series', 'not even the letters of one'],
  [cursor('"cut'), 'series', 'a cursor cut short'],
  [cursor('null'), 'series', 'nothing'],
  [cursor('{"$ne":""}'), 'series', 'a condition'],
  [cursor('["page-010"]'), 'series', 'a list'],
  [cursor('10'), 'series', 'of a list ordered by a number'],
  [cursor('"10"'), 'value', 'of a list ordered by a text'],
  [cursor('1e999'), 'value', 'a number without end'],
])('after: %j, on a list by %s, is refused in French (%s)', async (after, key) => {
  const refused = await refusalOf({ after }, key);

  expect(refused).toBeInstanceOf(Refusal);
  expect(refused).toMatchObject({
    code: 'BAD_INPUT',
    message: 'after : un curseur reçu d’une page précédente attendu.',
    facts: { field: 'after' },
  });
});
