/** What the directory said of structures, asked again by the clock: once, and in nobody's way. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openHouse } from '../../src/house.js';
import type { DirectoryServer } from '../../src/demo/directory-server.js';
import { openDirectoryServer } from '../../src/demo/directory-server.js';
import { listed } from '../../src/demo/directory-entries.js';
import { newId } from '../../src/kernel/id.js';
import { Job, defineJob, enqueue } from '../../src/kernel/jobs.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { StructureCheck, checkStructure } from '../../src/partners/index.js';
import { cafs, structures } from '../../src/seed/world.js';
import type { Task } from '../../workers/schedule.js';
import { runDue, startSchedule, tasks } from '../../workers/schedule.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';

const CAFS = cafs.length;

let bench: Bench;
let server: DirectoryServer;

beforeEach(async () => {
  server = await openDirectoryServer();
  bench = await openBench('2026-11-05T08:00:00Z', { DIRECTORY_URL: server.address });
});
afterEach(async () => {
  await bench.close();
  await server.close();
});

interface Directory {
  state: string;
  sentence: string;
  checkedAt: string | null;
  establishment: { name: string; open: boolean } | null;
}

const directoryOf = async (email: string = who.declarant): Promise<Directory> => {
  const { structures: page } = await (
    await bench.person(email)
  ).ask<{
    structures: { edges: { node: { directory: Directory } }[] };
  }>(
    '{ structures { edges { node { directory { state sentence checkedAt establishment { name open } } } } } }',
  );
  return page.edges[0]!.node.directory;
};

const round = async () => {
  await runDue(bench.house);
  await bench.work();
};

const jobs = () => bench.count(Job, { kind: checkStructure.name });
const journalled = () =>
  bench.house.database.reader.find(JournalEntry, {
    where: { action: 'check', chain: '493' },
    order: { sequence: 'ASC' },
  });

test('nothing is known before the first round; after it, every structure is confirmed', async () => {
  expect(await directoryOf()).toEqual({
    state: 'PENDING',
    sentence: 'La vérification auprès de l’annuaire des entreprises est en attente.',
    checkedAt: null,
    establishment: null,
  });
  await round();
  expect(await directoryOf()).toMatchObject({
    state: 'CONFIRMED',
    sentence: 'Confirmé par l’annuaire des entreprises le 05/11/2026.',
    establishment: { name: 'ASSOCIATION PIROUETTE', open: true },
  });
  expect(await bench.count(StructureCheck, { state: 'confirmed', open: true })).toBe(structures.length);
  const confirmed = { state: 'confirmed', open: true };
  expect((await journalled()).map(({ facts }) => facts)).toEqual([confirmed, confirmed, confirmed]);
});

test('down, it leaves structures pending and holds nothing up; back, an hour later, it confirms them', async () => {
  server.behave({ status: 503 });
  await round();
  expect(await directoryOf()).toMatchObject({
    state: 'PENDING',
    sentence:
      'L’annuaire des entreprises ne répond pas pour le moment. Vous pouvez continuer : la vérification sera refaite automatiquement.',
    establishment: null,
  });
  expect(await bench.count(Job, { state: 'set_aside' })).toBe(0);

  server.behave({});
  bench.setNow('2026-11-05T08:59:00Z');
  await round();
  expect((await directoryOf()).state).toBe('PENDING');
  bench.setNow('2026-11-05T09:01:00Z');
  await round();
  expect((await directoryOf()).state).toBe('CONFIRMED');
  expect(await bench.count(StructureCheck, { state: 'confirmed' })).toBe(structures.length);
});

test('once, however many workers look at the clock: a turn is taken once, a structure asked about once', async () => {
  const counted = defineJob('counted');
  // Its jobs all differ: only the turn keeps them from being too many.
  const counting: Task = {
    name: 'counting',
    minutes: 60,
    what: 'Essai',
    by: 'each Caf',
    why: 'for this test',
    run: (ctx) => enqueue(ctx, counted, { id: newId(), caf: '493' }),
  };
  const other = await openHouse(bench.config, bench.house.clock, bench.house.log);
  const allLook = () =>
    Promise.all(
      [bench.house, other.house, bench.house, other.house].map((house) =>
        runDue(house, [counting, ...tasks]),
      ),
    );
  try {
    await allLook();
    expect([await jobs(), await bench.count(Job, { kind: 'counted' })]).toEqual([structures.length, CAFS]);
    bench.setNow('2026-11-05T09:30:00Z');
    await allLook();
    expect([await jobs(), await bench.count(Job, { kind: 'counted' })]).toEqual([
      structures.length,
      2 * CAFS,
    ]);
    expect(bench.logged).toEqual([]);
  } finally {
    await other.close();
  }
});

test('confirmed, it is left alone for thirty days, then asked again: closed is told and journalled', async () => {
  await round();
  server.list({ ...listed[0]!, closedOn: '2026-11-20' });
  bench.setNow('2026-12-05T07:00:00Z');
  await round();
  expect(await jobs()).toBe(structures.length);
  bench.setNow('2026-12-05T09:00:00Z');
  await round();
  expect(await directoryOf()).toMatchObject({
    state: 'CONFIRMED',
    sentence: 'L’annuaire indique que cet établissement est fermé : vérifiez le SIRET auprès du partenaire.',
    establishment: { open: false },
  });
  expect((await journalled()).slice(3).map(({ facts }) => facts)).toEqual([
    { state: 'confirmed', open: false },
  ]);
});

test('down a month later, it takes nothing away from what it said; no longer known, it does', async () => {
  await round();
  bench.setNow('2026-12-06T09:00:00Z');
  server.behave({ status: 503 });
  await round();
  expect(await directoryOf()).toMatchObject({
    state: 'CONFIRMED',
    sentence: 'Confirmé par l’annuaire des entreprises le 05/11/2026.',
    checkedAt: expect.stringMatching(/^2026-11-05/),
  });
  bench.setNow('2026-12-06T10:01:00Z');
  server.behave({ body: '{"results":[]}' });
  await round();
  expect(await directoryOf()).toMatchObject({ state: 'PENDING', establishment: null, checkedAt: null });
});

test('a job done twice keeps one line, with the last answer', async () => {
  await round();
  await bench.house.database.write((em) =>
    em.update(Job, { kind: checkStructure.name }, { state: 'queued' }),
  );
  await bench.work();
  expect(await bench.count(StructureCheck)).toBe(structures.length);
  expect(await journalled()).toHaveLength(3);
});

test('what is late is not queued twice', async () => {
  await runDue(bench.house);
  bench.setNow('2026-11-05T09:01:00Z');
  await runDue(bench.house);
  expect(await jobs()).toBe(structures.length);
});

test('a task that fails keeps its turn, and holds up no other', async () => {
  const began: string[] = [];
  let broken = true;
  const failing: Task = {
    name: 'failing',
    minutes: 60,
    what: 'Essai',
    by: 'each Caf',
    why: 'for this test',
    run: (ctx) => {
      began.push(ctx.actor.id);
      return broken ? Promise.reject(new RangeError('secret')) : Promise.resolve();
    },
  };
  const fine: Task = { ...failing, name: 'fine', run: () => Promise.resolve(void began.push('fine')) };
  await runDue(bench.house, [failing, fine]);
  expect(began).toEqual(['automaton-493', 'fine', 'automaton-781', 'fine']);
  expect(bench.logged.join()).toContain('RangeError');
  expect(bench.logged.join()).not.toContain('secret');

  broken = false;
  await runDue(bench.house, [failing, fine]);
  await runDue(bench.house, [failing, fine]);
  expect(began.slice(4)).toEqual(['automaton-493', 'automaton-781']);
});

test('started, it begins at once what is due, and stops with it done', async () => {
  await startSchedule(bench.house).stop();
  expect(await jobs()).toBe(structures.length);
});
