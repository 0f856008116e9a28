/** A convention in force may be denounced to a day, maintained, and ends by itself after its last day; its manager is replaced. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { IsNull } from 'typeorm';
import { Convention, conventionCovering } from '../../src/conventions/index.js';
import { Habilitation } from '../../src/habilitations/index.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { Structure } from '../../src/partners/index.js';
import { automaton } from '../../src/rights/index.js';
import { readOutbox } from '../../src/tools/outbox.js';
import { runDue } from '../../workers/schedule.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { codeOf } from '../caller.js';
import { LIST, programsOf } from '../habilitations/programs.js';
import {
  advance,
  follow,
  named,
  replaceManager,
  sirenAt,
  siretAt,
  conventionInput,
  request,
  signedConvention,
} from './case.js';

const NINA = 'nina.lucas@lucioles.example';
const ANNE = named('Anne', 'Roche', 'anne.roche@lucioles.example');
const REASON = 'La structure ferme.';

let bench: Bench;
let officer: Caller;
/** The conventions of Pirouette and of Les Lucioles. */
let pirouette: string;
let lucioles: string;

const reader = () => bench.house.database.reader;
const inForceFor = async (partnerName: string) =>
  (await reader().findOneByOrFail(Convention, { partnerName, state: 'active' })).id;

beforeAll(async () => {
  bench = await openBench();
  officer = await bench.person(who.conventionOfficer);
  pirouette = await inForceFor('Association Pirouette');
  lucioles = await inForceFor('Association Les Lucioles');
});
afterAll(() => bench.close());

const seen = (id: string): Promise<Seen> => reader().findOneByOrFail(Convention, { id });
const denounce = async (endsOn?: string, by: Caller = officer, reason = REASON) =>
  advance(by, await seen(pirouette), 'DENOUNCE', { reason, ...(endsOn ? { endsOn } : {}) });
const held = (conventionId: string) => reader().countBy(Habilitation, { conventionId, until: IsNull() });
const journalled = (action: string, subjectId: string) =>
  reader().find(JournalEntry, { where: { action, subjectId }, order: { sequence: 'ASC' } });
const covering = async (siret: string) =>
  conventionCovering(
    automaton(bench.house, '493'),
    (await reader().findOneByOrFail(Structure, { siret })).id,
  );

/** To whom a letter of that subject went, in the order of their addresses. */
async function toldOf(what: string): Promise<string[]> {
  const all = await readOutbox(join(bench.config.folder, 'outbox'));
  return all.flatMap(({ to, subject }) => (subject.includes(what) ? [to] : [])).toSorted();
}

const ofPirouette = [
  who.otherApprover,
  who.declarant,
  who.habilitationManager,
  who.approver,
  who.financialProvider,
];
const withOfficers = [...ofPirouette, who.conventionOfficer].toSorted();

describe('denounced', () => {
  // oxfmt-ignore
  const refused: [string, () => Promise<unknown>, string, string][] = [
    ['without a day',           () => denounce(),                             'CONVENTION_END_INVALID',    'its effect needs a date'],
    ['to yesterday',            () => denounce('2026-11-04'),                 'CONVENTION_END_INVALID',    'nothing is taken back in the past'],
    ['without a reason',        () => denounce('2026-11-30', officer, ' '),   'CONVENTION_REASON_INVALID', 'the other party is owed one'],
    ['by a declarant',          async () => denounce('2026-11-30', await bench.person(who.declarant)), 'NOT_FOUND', 'the partner speaks by its manager'],
    ['by another manager',      async () => denounce('2026-11-30', await bench.person(NINA)), 'NOT_FOUND', 'not theirs'],
    ['by another Caf',          async () => denounce('2026-11-30', await bench.person(who.otherCafConventionOfficer)), 'NOT_FOUND', 'another Caf sees nothing of it'],
    ['maintained when it is not denounced', async () => advance(officer, await seen(pirouette), 'MAINTAIN'), 'STEP_NOT_OPEN', 'nothing to take back'],
  ];
  test.each(refused)('not %s', async (_what, asked, code) => {
    expect(await codeOf(asked())).toBe(code);
    expect(await reader().findOneByOrFail(Convention, { id: pirouette })).toMatchObject({
      state: 'active',
      endsOn: null,
    });
  });

  test('by its manager, it goes on to that day, and both parties are told', async () => {
    const manager = await bench.person(who.habilitationManager);
    const before = await held(pirouette);
    expect(await denounce('2026-11-30', manager)).toMatchObject({ state: 'DENOUNCED', openSteps: [] });
    expect(await follow(officer, { id: pirouette })).toMatchObject({
      endsOn: '2026-11-30',
      reason: REASON,
      openSteps: ['REPLACE_MANAGER', 'MAINTAIN', 'END'],
    });
    expect(await covering('99993380700011')).toMatchObject({ id: pirouette });
    expect(await held(pirouette)).toBe(before);
    await bench.work();
    expect(await toldOf('dénoncée, jusqu’au 30/11/2026')).toEqual(withOfficers);
    expect((await journalled('denounce', pirouette)).map(({ facts }) => facts)).toMatchObject([
      { state: 'denounced', endsOn: '2026-11-30' },
    ]);
  });

  test('maintained by the Caf, it has no last day any more, and both parties are told', async () => {
    expect(await advance(officer, await seen(pirouette), 'MAINTAIN')).toMatchObject({ state: 'ACTIVE' });
    expect(await follow(officer, { id: pirouette })).toMatchObject({ endsOn: null, reason: null });
    await bench.work();
    expect(await toldOf('maintenue')).toEqual(withOfficers);
  });

  test('its last day counts whole; then it ends by itself, once, and an open session feels it at its next request', async () => {
    await denounce('2026-11-30');
    // Half past eleven in the evening, in Paris.
    bench.setNow('2026-11-30T22:30:00Z');
    const { program } = await programsOf(() => bench).make();
    const declarant = await bench.person(who.declarant);
    const structures = async () =>
      (await declarant.ask<{ structures: { totalCount: number } }>('{ structures { totalCount } }'))
        .structures.totalCount;
    await runDue(bench.house);
    await bench.work();
    expect([await structures(), await codeOf(program.ask(LIST))]).toEqual([1, 'done']);
    const before = await held(pirouette);
    expect(before).toBeGreaterThan(4);

    bench.setNow('2026-11-30T23:05:00Z');
    expect(await covering('99993380700011')).toBeNull();
    await runDue(bench.house);
    bench.setNow('2026-11-30T23:25:00Z');
    await runDue(bench.house);
    await bench.work();

    expect([await structures(), await codeOf(program.ask(LIST))]).toEqual([0, 'TOKEN_REFUSED']);
    expect(await held(pirouette)).toBe(0);
    expect(await bench.count(JournalEntry, { action: 'withdraw' })).toBe(before);
    expect(await journalled('expire', pirouette)).toHaveLength(1);
    expect(await reader().findOneByOrFail(Convention, { id: pirouette })).toMatchObject({ state: 'ended' });
    expect(await toldOf('terminée')).toEqual(ofPirouette.toSorted());
    officer = await bench.person(who.conventionOfficer);
  });
});

describe('the manager is replaced', () => {
  const replaced = async (by: Caller, manager = ANNE) => replaceManager(by, await seen(lucioles), manager);

  // oxfmt-ignore
  const refused: [string, () => Promise<unknown>, string, string][] = [
    ['by the same address',    () => replaced(officer, named('Nina', 'Petit', NINA)),               'MANAGER_UNCHANGED',          'nobody would change'],
    ['by nobody’s address',    () => replaced(officer, named('Anne', 'Roche', 'anne')),             'CONVENTION_REQUEST_INVALID', 'a letter must reach them'],
    ['on another revision',    async () => replaceManager(officer, { id: lucioles, revision: 9 }, ANNE), 'OVERTAKEN',             'a step engages on what was seen'],
    ['by the departing one',   async () => replaced(await bench.person(NINA)),                      'NOT_FOUND',                  'the Caf changes the convention'],
    ['by another Caf',         async () => replaced(await bench.person(who.otherCafConventionOfficer)), 'NOT_FOUND',              'another Caf sees nothing of it'],
  ];
  test.each(refused)('not %s', async (_what, asked, code) => {
    expect(await codeOf(asked())).toBe(code);
  });

  test('by two officers’ windows at once, once: the former one sees nothing any more, the new one is invited', async () => {
    const former = await bench.person(NINA);
    const seenByFormer = () => former.ask('{ structures { totalCount } conventions { totalCount } }');
    expect(await seenByFormer()).toMatchObject({ conventions: { totalCount: 1 } });
    const others = await held(lucioles);
    const convention = await seen(lucioles);
    const both = [ANNE, named('Lise', 'Faure', 'lise.faure@lucioles.example')];

    const codes = await Promise.all(
      both.map((manager) => codeOf(replaceManager(officer, convention, manager))),
    );

    expect(codes.toSorted()).toEqual(['OVERTAKEN', 'done']);
    expect(await seenByFormer()).toEqual({ structures: { totalCount: 0 }, conventions: { totalCount: 0 } });
    expect(await held(lucioles)).toBe(others);
    await bench.work();
    const { managerEmail } = await reader().findOneByOrFail(Convention, { id: lucioles });
    expect(await toldOf('autre gestionnaire des habilitations')).toEqual([NINA, managerEmail].toSorted());
    expect((await toldOf('Activez votre compte')).filter((to) => to.endsWith('lucioles.example'))).toEqual([
      managerEmail,
    ]);
    expect(await journalled('replaceManager', lucioles)).toHaveLength(1);
  });
});

describe('not in force yet', () => {
  const asked = (rank: number) => ({ convention: conventionInput([siretAt(sirenAt(rank), 1)]) });
  const asking = () => bench.person(who.otherStructure);

  test('refused by the Caf, whoever asked is told why and takes no step any more', async () => {
    const rose = await asking();
    const { id, reference } = await request(rose, asked(2));
    expect(await codeOf(advance(officer, await seen(id), 'REFUSE'))).toBe('CONVENTION_REASON_INVALID');
    await advance(officer, await seen(id), 'REFUSE', { reason: 'Cette structure dépend d’une autre Caf.' });
    await bench.work();
    expect(await toldOf(`${reference} refusée`)).toEqual([who.otherStructure]);
    expect(await follow(rose, { id })).toMatchObject({ state: 'REFUSED', openSteps: [] });
    expect(await journalled('refuse', id)).toHaveLength(1);
  });

  test('withdrawn by whoever asked, with a reason if they wish, the officers are told', async () => {
    const rose = await asking();
    const [first, second] = [await request(rose, asked(3)), await request(rose, asked(4))];
    await advance(rose, await seen(first.id), 'WITHDRAW');
    await advance(rose, await seen(second.id), 'WITHDRAW', { reason: 'Demandée deux fois.' });
    await bench.work();
    expect(await toldOf('abandonnée')).toEqual([who.conventionOfficer, who.conventionOfficer]);
    expect(await follow(officer, first)).toMatchObject({ state: 'WITHDRAWN', reason: null, openSteps: [] });
    expect(await follow(officer, second)).toMatchObject({ reason: 'Demandée deux fois.' });
    expect(await journalled('withdraw', second.id)).toHaveLength(1);
  });

  test('a term that has passed before the activation lets no step but back; denounced, it ends no later', async () => {
    const rose = await asking();
    const { id } = await request(rose, asked(5));
    const to = async (endsOn: string) => codeOf(advance(officer, await seen(id), 'PREPARE', { endsOn }));
    expect([await to('2026-11-01'), await to('2026-12-31')]).toEqual(['CONVENTION_END_INVALID', 'done']);
    await bench.work();
    const { signedCopyAddress } = await follow(rose, { id });
    await rose.put(signedCopyAddress, Buffer.from('%PDF-1.7 signed'));
    bench.setNow('2027-01-01T08:00:00Z');
    officer = await bench.person(who.conventionOfficer);
    expect(await codeOf(advance(officer, await seen(id), 'ACTIVATE'))).toBe('CONVENTION_TERM_OVER');
    expect((await follow(officer, { id })).openSteps).toEqual(['SEND_BACK', 'REFUSE']);

    const signed = await signedConvention(bench, await asking(), asked(6), { endsOn: '2027-06-30' });
    const active = await advance(officer, signed, 'ACTIVATE');
    const after = { reason: REASON, endsOn: '2027-07-01' };
    expect(await codeOf(advance(officer, active, 'DENOUNCE', after))).toBe('CONVENTION_END_INVALID');
    await advance(officer, active, 'DENOUNCE', { reason: REASON, endsOn: '2027-02-28' });
    await advance(officer, await seen(signed.id), 'MAINTAIN');
    expect(await follow(officer, signed)).toMatchObject({ state: 'ACTIVE', endsOn: '2027-06-30' });
  });
});
