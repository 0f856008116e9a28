/** Nobody approves what they prepared, unless they hold the three roles of the structure alone; then it is said. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IsNull } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { migrate } from '../../ormconfig.js';
import { Declaration } from '../../src/declarations/index.js';
import type { PersonRole } from '../../src/habilitations/index.js';
import { Habilitation, grant, withdraw } from '../../src/habilitations/index.js';
import { Person } from '../../src/identity/index.js';
import { addMonths } from '../../src/kernel/calendar.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { Structure } from '../../src/partners/index.js';
import { automaton } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Denied, Seen } from '../caller.js';
import { codeOf } from '../caller.js';
import type { Opened } from '../month.js';
import { accept, advance, create, deposit, inMonth, nino, rose } from '../month.js';

const PIROUETTE = 'Micro-crèche Pirouette';
const LUCIOLES = 'Micro-crèche Les Lucioles';

let bench: Bench;
let month = '2026-11';
const anotherMonth = () => (month = addMonths(month, -1));

const personAt = (email: string) => bench.house.database.reader.findOneByOrFail(Person, { email });

async function give(email: string, role: PersonRole, name: string): Promise<void> {
  const person = await personAt(email);
  const {
    id: structureId,
    caf,
    partnerId,
  } = await bench.house.database.reader.findOneByOrFail(Structure, {
    name,
  });
  const place = { caf, partnerId, structureId, conventionId: null };
  await automaton(bench.house, caf).transaction((ctx) => grant(ctx, person, role, place));
}

async function take(email: string, role: PersonRole): Promise<void> {
  const { id: personId } = await personAt(email);
  const held = await bench.house.database.reader.findBy(Habilitation, { personId, role, until: IsNull() });
  await automaton(bench.house, '493').transaction((ctx) => withdraw(ctx, held));
}

beforeAll(async () => {
  bench = await openBench();
  // The approver is the second declarant of Pirouette too; the other approver is not.
  await give(who.approver, 'activityProvider', PIROUETTE);
});
afterAll(() => bench.close());

async function deposited(caller: Caller): Promise<Opened> {
  const month = anotherMonth();
  return deposit(caller, await create(caller, month), inMonth(month, rose, nino));
}

const submit = async (caller: Caller, seen: Seen) => advance(caller, await accept(caller, seen), 'SUBMIT');

interface Told {
  openSteps: string[];
  approvedAlone: boolean;
}

const told = async (caller: Caller, { id }: Seen): Promise<Told> => {
  const { declaration } = await caller.ask<{ declaration: Told }>(
    `{ declaration(id: "${id}") { openSteps approvedAlone } }`,
  );
  return declaration;
};

async function onFirstRow(caller: Caller, { id, revision }: Seen, name: string, more = ''): Promise<Seen> {
  const { declaration } = await caller.ask<{
    declaration: { rows: { edges: { node: { id: string } }[] } };
  }>(`{ declaration(id: "${id}") { rows { edges { node { id } } } } }`);
  const rowId = declaration.rows.edges[0]!.node.id;
  const answer = await caller.ask<Record<string, Seen>>(
    `mutation { ${name}(id: "${id}", revision: ${revision}, rowId: "${rowId}" ${more}) { id revision } }`,
  );
  return { ...answer[name]!, id };
}

const correct = (caller: Caller, seen: Seen) =>
  onFirstRow(caller, seen, 'correctRow', ', cells: [{ column: "hours", text: "39" }]');
const setAside = (caller: Caller, seen: Seen) =>
  onFirstRow(caller, seen, 'setRowAside', ', reason: "à revoir"');

describe('in a structure of several people', () => {
  type Prepares = (both: Caller, declarant: Caller) => Promise<Seen>;
  // oxfmt-ignore
  const cases: [string, Prepares, string, string][] = [
    ['deposited it', async (both, declarant) => submit(declarant, await deposited(both)), 'OWN_DECLARATION', 'the content is theirs, whoever submits it'],
    ['corrected a row', async (both, declarant) => submit(declarant, await correct(both, await deposited(declarant))), 'OWN_DECLARATION', 'what they typed is not theirs to check'],
    ['set a row aside', async (both, declarant) => submit(declarant, await setAside(both, await deposited(declarant))), 'OWN_DECLARATION', 'what is left out is content too'],
    ['took a row back', async (both, declarant) => submit(declarant, await onFirstRow(both, await setAside(declarant, await deposited(declarant)), 'restoreRow')), 'OWN_DECLARATION', 'as is what is put back'],
    ['submitted it', async (both, declarant) => submit(both, await deposited(declarant)), 'OWN_DECLARATION', 'who submits vouches for it'],
    ['did nothing to it', async (_both, declarant) => submit(declarant, await deposited(declarant)), 'done', 'another’s content is theirs to check'],
    ['corrected what another deposit replaced since', async (both, declarant) => {
      const corrected = await correct(both, await deposited(declarant));
      const again = { ...corrected, depositAddress: `/declarations/${corrected.id}/workbook` };
      return submit(declarant, await deposit(declarant, again, inMonth(month, rose)));
    }, 'done', 'nothing of theirs is left'],
  ];
  test.each(cases)('an approver who %s', async (_title, prepare, expected, why) => {
    const both = await bench.person(who.approver);
    const seen = await prepare(both, await bench.person(who.declarant));
    const { openSteps } = await told(both, seen);
    expect([why, openSteps.includes('APPROVE')]).toEqual([why, expected === 'done']);
    expect(openSteps).toContain('RETURN');
    expect(await codeOf(advance(both, seen, 'APPROVE'))).toBe(expected);
    if (expected === 'done') return;
    const other = await bench.person(who.otherApprover);
    expect((await told(other, seen)).openSteps).toContain('APPROVE');
    await advance(other, seen, 'APPROVE');
    expect((await told(both, seen)).approvedAlone).toBe(false);
  });

  test('the refusal says who may, by their role, and what to do; never a name', async () => {
    const both = await bench.person(who.approver);
    const seen = await submit(both, await deposited(both));
    const refused = await advance(both, seen, 'APPROVE').catch((error: unknown) => error as Denied);
    expect(refused).toMatchObject({
      code: 'OWN_DECLARATION',
      facts: { otherApprovers: 1 },
      message:
        'Vous avez déposé, corrigé ou soumis cette déclaration : un autre approbateur de la structure doit l’approuver. Elle attend dans sa liste ; s’il est absent, demandez à votre gestionnaire des habilitations d’en désigner un autre.',
    });

    await take(who.otherApprover, 'approver');
    const without = await advance(both, seen, 'APPROVE').catch((error: unknown) => error as Denied);
    expect(without).toMatchObject({
      facts: { otherApprovers: 0 },
      message: expect.stringContaining('Il n’y en a pas : demandez à votre gestionnaire des habilitations'),
    });
    await give(who.otherApprover, 'approver', PIROUETTE);
  });

  test('both approvers at once: the one who did not prepare it sends it, whoever is first', async () => {
    const both = await bench.person(who.approver);
    const other = await bench.person(who.otherApprover);
    const seen = await submit(both, await deposited(both));
    const codes = await Promise.all([both, other].map((caller) => codeOf(advance(caller, seen, 'APPROVE'))));
    expect([['OWN_DECLARATION', 'OVERTAKEN', 'STEP_NOT_OPEN'].includes(codes[0]!), codes[1]]).toEqual([
      true,
      'done',
    ]);
  });
});

describe('alone with the three roles of the structure', () => {
  test('a person approves what they deposited, and it is said in the journal and to the Caf', async () => {
    const alone = await bench.person(who.otherStructure);
    const seen = await submit(alone, await deposited(alone));
    expect((await told(alone, seen)).openSteps).toContain('APPROVE');
    await advance(alone, seen, 'APPROVE');

    expect(await told(await bench.person(who.adviser), seen)).toMatchObject({ approvedAlone: true });
    const entry = await bench.house.database.reader.findOneByOrFail(JournalEntry, {
      subjectId: seen.id,
      action: 'approve',
    });
    expect(entry.facts).toMatchObject({ alone: true });
  });

  // oxfmt-ignore
  test.each<[string, () => Promise<void>, () => Promise<void>]>([
    ['somebody else holds one of them', () => give(who.financialProvider, 'financialProvider', LUCIOLES), () => Promise.resolve()],
    ['one of the three is missing', async () => { await take(who.financialProvider, 'financialProvider'); await take(who.otherStructure, 'financialProvider'); }, () => give(who.otherStructure, 'financialProvider', LUCIOLES)],
  ])('once %s, they no longer do', async (_title, change, undo) => {
    const alone = await bench.person(who.otherStructure);
    const seen = await submit(alone, await deposited(alone));
    await change();
    expect((await told(alone, seen)).openSteps).not.toContain('APPROVE');
    expect(await codeOf(advance(alone, seen, 'APPROVE'))).toBe('OWN_DECLARATION');
    await undo();
  });

  test('somebody is given a role while they approve: one is after the other, and the journal agrees, twenty times', async () => {
    const { database } = bench.house;
    const alone = await bench.person(who.otherStructure);
    const { id } = await submit(alone, await deposited(alone));
    const last = (where: Partial<JournalEntry>) =>
      database.reader.findOneOrFail(JournalEntry, { where, order: { sequence: 'DESC' } });
    for (let round = 0; round < 20; round += 1) {
      await database.write((em) => em.update(Declaration, { id }, { state: 'awaiting_approval' }));
      const { revision } = await database.reader.findOneByOrFail(Declaration, { id });
      const [code] = await Promise.all([
        codeOf(advance(alone, { id, revision }, 'APPROVE')),
        give(who.financialProvider, 'approver', LUCIOLES),
      ]);
      const granted = await last({ action: 'grant' });
      const sent = (await database.reader.findOneByOrFail(Declaration, { id })).state === 'sent';
      expect(code).toBe(sent ? 'done' : 'OWN_DECLARATION');
      if (sent) expect((await last({ action: 'approve' })).sequence).toBeLessThan(granted.sequence);
      await take(who.financialProvider, 'approver');
    }
  });
});

test('what was under way when the rule came is told by the journal whose it is', async () => {
  const both = await bench.person(who.approver);
  const declarant = await bench.person(who.declarant);
  const { id } = await submit(declarant, await correct(both, await deposited(declarant)));
  const { source, reader, write } = bench.house.database;
  const preparers = async () => (await reader.findOneByOrFail(Declaration, { id })).preparedBy?.toSorted();
  const before = await preparers();

  const { name } = migrations.find((migration) => migration.name.startsWith('Preparers'))!;
  await write((em) => em.update(Declaration, { id }, { preparedBy: null }));
  await source.query('delete from migrations where name = ?', [name]);
  await migrate(bench.house.database);

  expect(before).toHaveLength(2);
  expect(await preparers()).toEqual(before);
});
