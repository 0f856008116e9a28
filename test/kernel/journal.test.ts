import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Context } from '../../src/kernel/context.js';
import type { Facts, Verdict } from '../../src/kernel/journal.js';
import { JournalEntry, ORIGIN, verify } from '../../src/kernel/journal.js';
import { automaton } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { openBench } from '../bench.js';

let bench: Bench;
let root: Context;
beforeAll(async () => {
  bench = await openBench();
  root = automaton(bench.house, '493');
});
afterAll(() => bench.close());

const write = (chain: string, ...facts: Facts[]) =>
  root.transaction((ctx) => {
    for (const fact of facts) ctx.record('try', 'test', { id: `subject-${chain}`, caf: chain }, fact);
    return Promise.resolve();
  });

const entriesOf = (chain: string) =>
  bench.house.database.reader.find(JournalEntry, { where: { chain }, order: { sequence: 'ASC' } });

const verdictOn = async (chain: string): Promise<Verdict | undefined> =>
  (await verify(bench.house.database.reader)).find((verdict) => verdict.chain === chain);

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

test('entries say who, when and what, numbered from 1 and each chained to the one before', async () => {
  bench.setNow('2026-11-05T08:00:00Z');
  await write('801', { rows: 3, reference: 'D-493', 'é "quoted"': null }, { late: true });
  await write('801', {});

  const entries = await entriesOf('801');
  expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  expect(entries[0]).toMatchObject({
    actorId: 'automaton-493',
    action: 'try',
    subject: 'test',
    subjectId: 'subject-801',
    facts: { rows: 3, reference: 'D-493', 'é "quoted"': null },
  });
  expect(entries[0]!.at).toMatch(/^2026-11-05T08:0\d:\d\d\.\d{3}Z$/);
  expect(entries.map(({ previous }) => previous)).toEqual([ORIGIN, entries[0]!.hash, entries[1]!.hash]);
  expect(await verdictOn('801')).toEqual({ chain: '801', entries: 3 });
});

test('what the order of the facts is does not matter to the chain, their values do', async () => {
  await write('802', { a: 1, b: 2 }, { b: 2, a: 1 });

  const [one, other] = await entriesOf('802');
  expect(one!.facts).toEqual(other!.facts);
  expect(one!.hash).not.toBe(other!.hash);
  expect(await verdictOn('802')).toEqual({ chain: '802', entries: 2 });
});

test('50 appends at once to one chain keep it whole', async () => {
  await Promise.all(upTo(50).map((at) => write('811', { at })));

  const entries = await entriesOf('811');
  expect(entries.map(({ sequence }) => sequence)).toEqual(upTo(50));
  expect(new Set(entries.map(({ facts }) => facts.at)).size).toBe(50);
  expect(await verdictOn('811')).toEqual({ chain: '811', entries: 50 });
});

test('50 units of work at once that write in two chains, in either order, keep both whole', async () => {
  const about = (caf: string) => ({ id: 'both', caf });
  await Promise.all(
    upTo(50).map((at) =>
      root.transaction((ctx) => {
        for (const chain of at % 2 ? ['821', '822', '821'] : ['822', '821', '821'])
          ctx.record('try', 'test', about(chain), { at });
        return Promise.resolve();
      }),
    ),
  );

  expect(await verdictOn('821')).toEqual({ chain: '821', entries: 100 });
  expect(await verdictOn('822')).toEqual({ chain: '822', entries: 50 });
});

test('a chain that grows while it is verified is not taken for broken', async () => {
  await write('831', ...upTo(510).map((at) => ({ at })));
  let growing = true;
  let written = 510;
  const grow = async () => {
    while (growing) await write('831', { at: (written += 1) });
  };
  const growth = grow();
  const verdicts: (Verdict | undefined)[] = [];
  while (new Set(verdicts.map((verdict) => verdict?.entries)).size < 3) {
    verdicts.push(await verdictOn('831'));
  }
  growing = false;
  await growth;

  expect(verdicts.filter((verdict) => verdict?.broken)).toEqual([]);
  expect(await verdictOn('831')).toEqual({ chain: '831', entries: written });
});

test.each<[string, string, string]>([
  ['update', "update journal_entry set facts = '{}' where chain = '841'", 'no word is changed'],
  [
    'update that changes nothing',
    "update journal_entry set action = action where chain = '841'",
    'not even in appearance',
  ],
  ['delete', "delete from journal_entry where chain = '841' and sequence = 3", 'no entry goes'],
  ['delete of everything', 'delete from journal_entry', 'and surely not all'],
  [
    'replacement',
    "replace into journal_entry select id, chain, sequence, at, 'other', action, subject, subjectId, facts, previous, hash from journal_entry where chain = '841'",
    'nor does one take the place of another',
  ],
])('the engine itself refuses to the journal: %s', async (_, statement) => {
  if ((await entriesOf('841')).length === 0) await write('841', ...upTo(3).map((at) => ({ at })));
  const before = await entriesOf('841');

  await expect(bench.house.database.write((em) => em.query(statement))).rejects.toThrow('append-only');

  expect(await entriesOf('841')).toEqual(before);
});

describe('whoever gets past the engine is found out, and where', () => {
  beforeAll(async () => {
    const { source } = bench.house.database;
    for (const verb of ['update', 'delete']) await source.query(`drop trigger journal_entry_no_${verb}`);
  });

  const move = (from: number, to: number) =>
    `update journal_entry set sequence = ${to} where sequence = ${from}`;

  test.each<[string, string[], Verdict['broken'], string]>([
    // what is done, as statements on five entries                       broken at, and why
    [
      'a fact is changed',
      [`update journal_entry set facts = '{"at":7}' where sequence = 2`],
      { sequence: 2, why: 'contenu modifié' },
      'the hash no longer fits',
    ],
    [
      'the actor is changed',
      ["update journal_entry set actorId = 'other' where sequence = 5"],
      { sequence: 5, why: 'contenu modifié' },
      'even in the last one',
    ],
    [
      'the moment is changed',
      ["update journal_entry set at = '2026-11-05T07:00:00.000Z' where sequence = 1"],
      { sequence: 1, why: 'contenu modifié' },
      'even in the first one',
    ],
    [
      'the hash is changed with the fact',
      [`update journal_entry set facts = '{"at":7}', hash = '${'a'.repeat(64)}' where sequence = 3`],
      { sequence: 3, why: 'contenu modifié' },
      'a hash is not made up',
    ],
    [
      'an entry is removed',
      ['delete from journal_entry where sequence = 3'],
      { sequence: 3, why: 'entrée absente' },
      'a hole',
    ],
    [
      'the first is removed',
      ['delete from journal_entry where sequence = 1'],
      { sequence: 1, why: 'entrée absente' },
      'a hole at the start',
    ],
    [
      'an entry is removed and the hole closed',
      ['delete from journal_entry where sequence = 3', move(4, 3), move(5, 4)],
      { sequence: 3, why: 'chaînage rompu' },
      'the next one names the one that went',
    ],
    [
      'the last is removed',
      ['delete from journal_entry where sequence = 5'],
      { sequence: 5, why: 'entrée finale absente' },
      'the end of the chain is known',
    ],
    [
      'all are removed',
      ['delete from journal_entry where sequence > 0'],
      { sequence: 1, why: 'entrée finale absente' },
      'the end of the chain is known',
    ],
    [
      'two are swapped',
      [move(2, 99), move(3, 2), move(99, 3)],
      { sequence: 2, why: 'chaînage rompu' },
      'the order counts',
    ],
    [
      'one is added after the end',
      [
        `insert into journal_entry select 'added', chain, 6, at, actorId, action, subject, subjectId, facts, hash, hash from journal_entry where sequence = 5`,
      ],
      { sequence: 6, why: 'contenu modifié' },
      'an entry is not made up',
    ],
    [
      'the last is cut off from the chain',
      [`update journal_head set sequence = 4 where sequence = 5`],
      { sequence: 5, why: 'entrée ajoutée' },
      'what the end does not know was not appended',
    ],
    [
      'the end of the chain is changed',
      [`update journal_head set hash = '${'a'.repeat(64)}' where sequence = 5`],
      { sequence: 5, why: 'contenu modifié' },
      'the end names the last entry',
    ],
    [
      'the end of the chain is forgotten',
      ['delete from journal_head where sequence = 5'],
      { sequence: 0, why: 'fin de chaîne absente' },
      'a chain has an end',
    ],
  ])('%s', async (_, statements, broken) => {
    const chain = `9${String((nextChain += 1)).padStart(2, '0')}`;
    await write(chain, ...upTo(5).map((at) => ({ at })));
    expect(await verdictOn(chain)).toEqual({ chain, entries: 5 });

    await bench.house.database.write(async (em) => {
      for (const statement of statements) await em.query(`${statement} and chain = '${chain}'`);
    });

    expect((await verdictOn(chain))?.broken).toEqual(broken);
    expect(await verdictOn('811')).toEqual({ chain: '811', entries: 50 });
  });

  let nextChain = 0;
});
