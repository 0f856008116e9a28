/** Access tokens of programs, through the real door: made, used, refused, ended. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AccessToken, AccessTokenRefusal } from '../../src/habilitations/index.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { Structure } from '../../src/partners/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Seen } from '../caller.js';
import { codeOf } from '../caller.js';
import { accept, advance, create, deposit, inMonth, rose, structureOf, workbook } from '../month.js';
import { CREATE, LIST, programsOf } from './programs.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const { make, journalOf } = programsOf(() => bench);

const structureNamed = async (name: string): Promise<string> =>
  (await bench.house.database.reader.findOneByOrFail(Structure, { name })).id;

describe('made by the habilitation manager', () => {
  test('it is told once, kept as a hash, and lives 90 days', async () => {
    const { id, secret, expiresAt } = await make();
    expect(expiresAt).toMatch(/^2027-02-03T08:/);
    const kept = await bench.house.database.reader.findOneByOrFail(AccessToken, { id });
    expect(JSON.stringify(kept)).not.toContain(secret.slice(4, 24));
    expect(await journalOf(id)).toEqual([
      {
        action: 'create',
        byItself: false,
        operations: 'readDeclarations,depositWorkbooks',
        structures: 1,
        expiresAt,
      },
    ]);
    expect(bench.logged.join('')).not.toContain(secret.slice(4, 24));
  });

  // oxfmt-ignore
  test.each<[Record<string, unknown>, string, string]>([
    [{ name: '  ' },               'BAD_INPUT', 'nobody would know whose it is'],
    [{ name: 'x'.repeat(81) },     'BAD_INPUT', 'longer than a name'],
    [{ structureIds: [] },         'BAD_INPUT', 'nowhere'],
    [{ operations: [] },           'BAD_INPUT', 'for nothing'],
    [{ days: 0 },                  'BAD_INPUT', 'already over'],
    [{ days: 366 },                'BAD_INPUT', 'longer than a year'],
    [{ operations: ['APPROVE'] },  'BAD_USER_INPUT', 'no program approves'],
  ])('%j: %s (%s)', async (more, code) => {
    expect(await codeOf(make(more))).toBe(code);
  });

  test('a year is the most; a structure named twice is one', async () => {
    const at = await structureOf(await bench.person(who.habilitationManager));
    const { program, expiresAt } = await make({ days: 365, structureIds: [at, at] });
    expect(expiresAt).toMatch(/^2027-11-05T08:/);
    expect(await program.ask('{ structures { totalCount } accessTokens { totalCount } }')).toEqual({
      structures: { totalCount: 1 },
      accessTokens: { totalCount: 1 },
    });
  });

  test('a structure of another partner is none, alone or beside one’s own', async () => {
    const own = await structureNamed('Micro-crèche Pirouette');
    const other = await structureNamed('Micro-crèche Les Lucioles');
    expect(await codeOf(make({ structureIds: [other] }))).toBe('NOT_FOUND');
    expect(await codeOf(make({ structureIds: [own, other] }))).toBe('NOT_FOUND');
  });

  test('the manager and the Caf’s convention officer see it, without its text; others see none', async () => {
    const { id, secret } = await make({ name: 'Vu de tous' });
    const asked = `{ accessTokens(first: 1) { edges { node { id name operations stateLabel createdBy openSteps
      structures { name } partner { name } caf { code } lastUsedAt lastUsedFor } } } }`;
    const expected = {
      id,
      name: 'Vu de tous',
      operations: ['READ_DECLARATIONS', 'DEPOSIT_WORKBOOKS'],
      stateLabel: 'Actif',
      createdBy: 'Monsieur Marc Aubry',
      structures: [{ name: 'Micro-crèche Pirouette' }],
      partner: { name: 'Association Pirouette' },
      caf: { code: '493' },
      lastUsedAt: null,
      lastUsedFor: null,
    };
    const seen = async (email: string) => (await bench.person(email)).ask(asked);
    const page = (openSteps: string[]) => ({
      accessTokens: { edges: [{ node: { ...expected, openSteps } }] },
    });
    expect(await seen(who.habilitationManager)).toEqual(page(['REVOKE']));
    expect(await seen(who.conventionOfficer)).toEqual(page([]));
    expect(JSON.stringify(await seen(who.habilitationManager))).not.toContain(secret.slice(4, 24));
    for (const other of [who.declarant, who.approver, who.adviser, who.otherCafConventionOfficer])
      expect(await seen(other)).toEqual({ accessTokens: { edges: [] } });
  });
});

describe('used by a program', () => {
  test('it opens the month, deposits and corrects in its own name; a person accepts, submits and approves', async () => {
    const { program, id } = await make({ name: 'Crèches+' });
    const opened = await create(program, '2026-09');
    const deposited = await deposit(program, opened, inMonth('2026-09', rose));
    const asked = `{ declaration(id: "${opened.id}") { openSteps deposits { depositedBy }
      rows { edges { node { id } } } } }`;
    const seen = await program.ask<{
      declaration: { openSteps: string[]; rows: { edges: { node: { id: string } }[] } };
    }>(asked);
    expect(seen.declaration).toMatchObject({
      openSteps: ['DEPOSIT', 'CORRECT', 'SET_ASIDE', 'RESTORE'],
      deposits: [{ depositedBy: 'Logiciel « Crèches+ »' }],
    });
    const { correctRow } = await program.ask<{ correctRow: Seen }>(
      `mutation { correctRow(id: "${opened.id}", revision: ${deposited.revision},
        rowId: "${seen.declaration.rows.edges[0]!.node.id}", cells: [{ column: "hours", text: "39" }]) { id revision } }`,
    );
    expect(await codeOf(accept(program, correctRow))).toBe('NOT_FOUND');
    for (const step of ['SUBMIT', 'CANCEL', 'APPROVE'])
      expect(await codeOf(advance(program, correctRow, step))).toBe('NOT_FOUND');
    const declarant = await bench.person(who.declarant);
    const submitted = await advance(declarant, await accept(declarant, correctRow), 'SUBMIT');
    await advance(await bench.person(who.approver), submitted, 'APPROVE');
    const entries = await bench.house.database.reader.findBy(JournalEntry, {
      subjectId: opened.id,
      actorId: id,
    });
    expect(entries.map(({ action }) => action).toSorted()).toEqual([
      'change',
      'correct',
      'create',
      'deposit',
    ]);
    expect(
      await (
        await bench.person(who.adviser)
      ).ask(`{ declaration(id: "${opened.id}") { deposits { depositedBy } } }`),
    ).toEqual({ declaration: { deposits: [{ depositedBy: 'Logiciel « Crèches+ »' }] } });
  });

  test('it is nobody: no `me`, no people, no token of its own making', async () => {
    const { program } = await make({ operations: ['READ_REPORTS'] });
    expect(await program.ask('{ me { id } }')).toEqual({ me: null });
    const input = {
      name: 'x',
      structureIds: [await structureNamed('Micro-crèche Pirouette')],
      operations: ['READ_REPORTS'],
    };
    expect(await codeOf(program.ask(CREATE, { input }))).toBe('NOT_FOUND');
  });

  test('its last use is shown, written at most once a minute', async () => {
    const { id, program } = await make();
    const last = async () => {
      const { lastUsedAt, lastUsedFor } = await bench.house.database.reader.findOneByOrFail(AccessToken, {
        id,
      });
      return [lastUsedAt?.slice(0, 16), lastUsedFor];
    };
    await program.ask(LIST);
    expect(await last()).toEqual(['2026-11-05T08:00', 'declarations']);
    await program.ask('{ attestations { totalCount } }');
    expect(await last()).toEqual(['2026-11-05T08:00', 'declarations']);
    bench.setNow('2026-11-05T08:02:00Z');
    await codeOf(program.get('/attestations/none'));
    expect(await last()).toEqual(['2026-11-05T08:02', 'GET /attestations/:id']);
    bench.setNow('2026-11-05T08:00:00Z');
  });

  test('in a cookie or in an address it opens nothing', async () => {
    const { secret } = await make();
    const asked = async (path: string, headers: Record<string, string>) => {
      const response = await fetch(bench.address + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: LIST }),
      });
      return response.json();
    };
    const nothing = { data: { declarations: { totalCount: 0 } } };
    const { program } = await make();
    await codeOf(create(program, '2026-07'));
    expect(await asked('/graphql', { authorization: `Bearer ${secret}` })).not.toEqual(nothing);
    expect(await asked('/graphql', { cookie: `habilis_session=${secret}` })).toEqual(nothing);
    expect(await asked(`/graphql?access_token=${secret}`, {})).toEqual(nothing);
  });
});

describe('outside its structure or its operations', () => {
  test('it is refused as if nothing were there, which is journalled once; it goes on where it may, and so does everybody', async () => {
    const declaration = await create(await bench.person(who.otherStructure), '2026-08');
    const { program, id } = await make({ operations: ['READ_DECLARATIONS'] });
    const asked = `{ other: declaration(id: "${declaration.id}") { reference } }`;
    for (let call = 0; call < 12; call += 1) expect(await codeOf(program.ask(asked))).toBe('NOT_FOUND');
    expect(await codeOf(program.put(declaration.depositAddress, await workbook([rose])))).toBe('NOT_FOUND');
    expect(await codeOf(create(program, '2026-06'))).toBe('NOT_FOUND');
    const hour = '2026-11-05T08:00:00.000Z';
    const refused = { action: 'refuse', byItself: true, hour };
    expect((await journalOf(id)).slice(1)).toEqual([
      { ...refused, operation: 'declaration', count: 1 },
      { ...refused, operation: 'declaration', count: 10 },
      { ...refused, operation: 'PUT /declarations/:id/workbook', count: 1 },
      { ...refused, operation: 'createDeclaration', count: 1 },
    ]);
    expect(await codeOf(program.ask(LIST))).toBe('done');
    for (const person of [who.habilitationManager, who.declarant, who.otherStructure])
      expect(await codeOf((await bench.person(person)).ask(LIST))).toBe('done');
  });

  test('a loop is counted to a thousand and writes no more; the next hour is counted anew', async () => {
    const { program, id } = await make({ operations: ['READ_REPORTS'] });
    const asked = '{ attestation(id: "none") { id } }';
    await codeOf(program.ask(asked));
    const of = { tokenId: id, operation: 'attestation' };
    await bench.house.database.write((em) => em.update(AccessTokenRefusal, of, { count: 999 }));
    for (let call = 0; call < 3; call += 1) await codeOf(program.ask(asked));
    const counted = () => bench.house.database.reader.findOneByOrFail(AccessTokenRefusal, of);
    expect((await counted()).count).toBe(1_000);
    bench.setNow('2026-11-05T09:30:00Z');
    await codeOf(program.ask(asked));
    expect(await counted()).toMatchObject({ hour: '2026-11-05T09:00:00.000Z', count: 1 });
    expect((await journalOf(id)).slice(1)).toMatchObject([{ count: 1 }, { count: 1_000 }, { count: 1 }]);
    bench.setNow('2026-11-05T08:00:00Z');
  });

  test('calls refused at once are each counted, on one line', async () => {
    const { program, id } = await make({ operations: ['READ_REPORTS'] });
    const calls = Array.from({ length: 8 }, () => codeOf(program.ask('{ attestation(id: "none") { id } }')));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['NOT_FOUND']));
    const lines = await bench.house.database.reader.findBy(AccessTokenRefusal, { tokenId: id });
    expect(lines.map(({ count }) => count)).toEqual([8]);
    expect((await journalOf(id)).slice(1)).toMatchObject([{ action: 'refuse', count: 1 }]);
  });

  test('a structure that has gone to another Caf or partner is lost to it', async () => {
    const { program } = await make();
    const name = 'Micro-crèche Pirouette';
    const move = (caf: string) => bench.house.database.write((em) => em.update(Structure, { name }, { caf }));
    await move('781');
    expect(await program.ask('{ structures { totalCount } }')).toEqual({ structures: { totalCount: 0 } });
    await move('493');
    expect(await program.ask('{ structures { totalCount } }')).toEqual({ structures: { totalCount: 1 } });
  });
});
