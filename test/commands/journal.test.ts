/** The commands on the database: brought up to date, peopled, and its journal verified. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { plural } from '../../src/demo/teller.js';
import { people } from '../../src/seed/world.js';
import type { Bench } from '../bench.js';
import { emptyPlace, openBench } from '../bench.js';
import { submitted } from '../month.js';
import type { Environment } from './program.js';
import { run } from './program.js';

describe('on an empty base', () => {
  test('migrating twice is migrating once', async () => {
    const { environment, clear } = await emptyPlace();
    const first = await run(['migrate'], environment);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^Migrations passées : \w+(, \w+)*\.\n$/);
    expect(await run(['migrate'], environment)).toMatchObject({
      code: 0,
      out: 'La base est déjà à jour.\n',
      err: '',
    });
    await clear();
  });

  test('seeding twice is seeding once, and makes one account a person', async () => {
    const { environment, clear } = await emptyPlace();
    const { code, out, err } = await run(['seed'], environment);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const addresses = out.match(/\S+@\S+\.example/g) ?? [];
    expect(addresses).toHaveLength(people.length);
    expect(new Set(addresses).size).toBe(people.length);
    expect(await run(['seed'], environment)).toMatchObject({
      code: 0,
      out: 'La base est déjà peuplée.\n',
      err: '',
    });
    await clear();
  });

  test('the journal of a base that was never migrated is not verified', async () => {
    const { environment, clear } = await emptyPlace();
    const sentence = 'La base n’est pas à jour : lancez « bin/habilis migrate », puis recommencez.';
    expect(await run(['verify-journal'], environment)).toMatchObject({
      code: 1,
      out: '',
      err: `${sentence}\n`,
    });
    await clear();
  });

  test('the journal of a new base is empty, and whole', async () => {
    const { environment, clear } = await emptyPlace();
    await run(['migrate'], environment);
    expect(await run(['verify-journal'], environment)).toMatchObject({
      code: 0,
      out: 'Journal vide.\n',
      err: '',
    });
    await clear();
  });
});

describe('after a submission', () => {
  let bench: Bench;
  /** What is told of a whole journal, by chain. */
  let whole: Record<string, string>;
  const query = (statement: string) =>
    bench.house.database.source.query<Record<string, unknown>[]>(statement);

  beforeAll(async () => {
    bench = await openBench();
    await submitted(bench);
    const counted = (await query(
      'select chain, count(*) as entries from journal_entry group by chain order by chain',
    )) as { chain: string; entries: number | string }[];
    whole = Object.fromEntries(
      counted.map(({ chain, entries }) => [
        chain,
        `${plural(Number(entries), 'entrée', 'entrées')}, chaîne entière`,
      ]),
    );
    for (const table of ['entry', 'head'])
      await query(`create table kept_${table} as select * from journal_${table}`);
  });

  afterAll(() => bench.close());

  const environment = (): Environment => {
    const { folder, databaseUrl } = bench.config;
    return { HABILIS_VAR: folder, DATABASE_URL: databaseUrl };
  };

  const told = (ofCaf: string, ofPeople = whole['000']): string =>
    `Comptes des personnes : ${ofPeople}\nCaf 493 : ${ofCaf}\n`;

  test('a whole journal is verified, entry by entry', async () => {
    expect(Object.keys(whole).toSorted()).toEqual(['000', '493']);
    expect(Number.parseInt(whole['493']!, 10)).toBeGreaterThanOrEqual(4);
    const verified = await run(['verify-journal'], environment());
    expect(verified).toMatchObject({ code: 0, out: told(whole['493']!), err: '' });
  });

  describe('whose triggers somebody dropped', () => {
    beforeAll(async () => {
      for (const verb of ['update', 'delete']) await query(`drop trigger journal_entry_no_${verb}`);
    });

    /** As it was before the damage. */
    afterEach(async () => {
      for (const table of ['entry', 'head']) {
        await query(`delete from journal_${table}`);
        await query(`insert into journal_${table} select * from kept_${table}`);
      }
    });

    test.each<[string, number, string, string]>([
      // what was done to it                                                          at  what is said             why
      [
        "update journal_entry set facts = '{}' where chain = '493' and sequence = 2",
        2,
        'contenu modifié',
        'what happened was changed',
      ],
      [
        "update journal_entry set action = 'approve' where chain = '493' and sequence = 3",
        3,
        'contenu modifié',
        'the action was changed',
      ],
      [
        "update journal_entry set at = '2026-11-04T08:00:00.000Z' where chain = '493' and sequence = 1",
        1,
        'contenu modifié',
        'the hour was changed',
      ],
      [
        "delete from journal_entry where chain = '493' and sequence = 2",
        2,
        'entrée absente',
        'an entry was taken out',
      ],
      [
        "delete from journal_entry where chain = '493' and sequence >= 4",
        4,
        'entrée finale absente',
        'the end was cut off',
      ],
      ["delete from journal_head where chain = '493'", 0, 'fin de chaîne absente', 'the head was taken out'],
    ])('%s breaks the journal at entry %i: %s (%s)', async (statement, sequence, said) => {
      await query(statement);
      const broken = await run(['verify-journal'], environment());
      expect(broken).toMatchObject({
        code: 1,
        out: told(`ROMPU à l’entrée ${sequence} (${said})`),
        err: '',
      });
    });
  });
});
