/** Work for later as its administrators see it: by the API and at a terminal, each with the same rights. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { reasonSentence } from '../../src/jobs/index.js';
import { newId } from '../../src/kernel/id.js';
import { Job, defineJob, enqueue } from '../../src/kernel/jobs.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { StructureCheck, checkStructure } from '../../src/partners/index.js';
import { automaton } from '../../src/rights/index.js';
import { runDue } from '../../workers/schedule.js';
import { handle, workOff } from '../../workers/worker.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller } from '../caller.js';
import { codeOf } from '../caller.js';
import { run } from '../commands/program.js';

const kind = defineJob('test.desk');
const CHECK = checkStructure.name;

let bench: Bench;
let administrator: Caller;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.setNow('2026-11-05T08:00:00Z');
  administrator = await bench.person(who.technicalAdministrator);
  await bench.house.database.write((em) => em.clear(Job));
});

/** @param more  what became of it since */
const queue = async (name: string, more: Partial<Job> = {}, caf = '493'): Promise<string> => {
  const about = newId();
  await automaton(bench.house, caf).transaction((ctx) => enqueue(ctx, defineJob(name), { id: about, caf }));
  const { id } = await bench.house.database.reader.findOneByOrFail(Job, {
    deduplication: `${name}:${about}:`,
  });
  if (Object.keys(more).length > 0) await bench.house.database.write((em) => em.update(Job, { id }, more));
  return id;
};
const jobOf = (id: string) => bench.house.database.reader.findOneByOrFail(Job, { id });

interface Seen {
  id: string;
  kind: string;
  state: string;
  reason: string | null;
  openSteps: string[];
}

const list = async (args = '', by: Caller = administrator): Promise<Seen[]> => {
  const { jobs } = await by.ask<{ jobs: { edges: { node: Seen }[] } }>(
    `{ jobs${args} { edges { node { id kind state reason openSteps } } } }`,
  );
  return jobs.edges.map(({ node }) => node);
};

const advance = (id: string, step: 'RERUN' | 'SET_ASIDE'): Promise<unknown> =>
  administrator.ask(`mutation ($id: ID!) { advanceJob(id: $id, step: ${step}) { state } }`, { id });

const journalled = async (subjectId: string) => {
  const where = { subjectId, subject: 'job' };
  const entries = await bench.house.database.reader.find(JournalEntry, {
    where,
    order: { sequence: 'ASC' },
  });
  return entries.map(({ action, chain, facts }) => [action, chain, facts]);
};

test('what failed for good is seen with its reason, tried anew once mended, and journalled', async () => {
  const id = await queue(CHECK, { attempts: 7 });
  await bench.work();
  const reason = 'Ce dont il s’occupe n’existe plus, ou n’est plus ouvert à l’automate.';
  expect(await list('(states: [SET_ASIDE])')).toEqual([
    { id, kind: CHECK, state: 'SET_ASIDE', reason, openSteps: ['RERUN'] },
  ]);

  const { id: structureId } = (
    await bench.house.database.reader.query<{ id: string }[]>(
      "select id from structure where caf = '493' order by id",
    )
  )[0]!;
  await bench.house.database.write((em) =>
    em.update(Job, { id }, { payload: { id: structureId, caf: '493' } }),
  );
  expect(await advance(id, 'RERUN')).toEqual({ advanceJob: { state: 'QUEUED' } });
  await bench.work();

  expect(await jobOf(id)).toMatchObject({ state: 'done', attempts: 1 });
  expect(await bench.count(StructureCheck, { structureId })).toBe(1);
  expect(await journalled(id)).toEqual([['rerun', '493', { kind: CHECK, reason: 'NOT_FOUND' }]]);
});

test('a job set aside while a worker holds it: nothing of what that worker then writes is kept', async () => {
  const id = await queue(kind.name);
  const handler = handle(kind, async (ctx) => {
    await advance(id, 'SET_ASIDE');
    await ctx.transaction(async (ctx) => Promise.resolve(ctx.record('act', 'test', { id, caf: '493' })));
  });
  await workOff(bench.house, [handler]);

  expect(await jobOf(id)).toMatchObject({ state: 'set_aside', lastError: 'SetAside', leaseUntil: null });
  expect(await bench.count(JournalEntry, { action: 'act', subjectId: id })).toBe(0);
  expect(await journalled(id)).toEqual([['setAside', '493', { kind: kind.name }]]);
});

test('what waits is tried at once, or not at all, as one asks; what is done is left alone', async () => {
  const id = await queue(kind.name, { runAt: '2026-11-05T20:00:00.000Z', attempts: 5, losses: 2 });
  await advance(id, 'RERUN');
  const { runAt, ...job } = await jobOf(id);
  expect(runAt < '2026-11-05T08:01:00.000Z').toBe(true);
  expect(job).toMatchObject({ state: 'queued', attempts: 0, losses: 0 });
  await advance(id, 'SET_ASIDE');
  expect((await list())[0]).toMatchObject({
    reason: 'Un administrateur l’a mis de côté.',
    openSteps: ['RERUN'],
  });

  const done = await queue(kind.name, { state: 'done' });
  expect(await codeOf(advance(done, 'RERUN'))).toBe('STEP_NOT_OPEN');
  expect(await codeOf(advance(done, 'SET_ASIDE'))).toBe('STEP_NOT_OPEN');
});

test('jobs are counted by kind and state, with the time for which the oldest has been due', async () => {
  await queue(kind.name, { runAt: '2026-11-05T07:50:00.000Z' });
  await queue(kind.name, { runAt: '2026-11-05T07:58:00.000Z' });
  await queue('test.later', { runAt: '2026-11-05T08:10:00.000Z' });
  await queue(kind.name, { state: 'done', runAt: '2026-11-01T08:00:00.000Z' });
  await queue('test.elsewhere', {}, '781');

  const { jobCounts } = await administrator.ask<{ jobCounts: { oldestDueSeconds: number | null }[] }>(
    '{ jobCounts { kind state count oldestDueSeconds } }',
  );

  expect(jobCounts).toEqual([
    { kind: kind.name, state: 'DONE', count: 1, oldestDueSeconds: null },
    { kind: kind.name, state: 'QUEUED', count: 2, oldestDueSeconds: expect.any(Number) },
    { kind: 'test.later', state: 'QUEUED', count: 1, oldestDueSeconds: null },
  ]);
  expect(Math.floor(jobCounts[1]!.oldestDueSeconds! / 60)).toBe(10);
});

test('a list of jobs goes by pages and by kind, the last one asked for first, and holds those of one’s Caf only', async () => {
  const ids = [await queue(kind.name), await queue('test.other'), await queue(kind.name)];
  await queue(kind.name, {}, '781');
  const idsOf = async (args?: string) => (await list(args)).map(({ id }) => id);

  expect(await idsOf()).toEqual(ids.toReversed());
  expect(await idsOf(`(kind: "${kind.name}")`)).toEqual([ids[2], ids[0]]);
  const page = await administrator.ask<{ jobs: { pageInfo: { endCursor: string }; totalCount: number } }>(
    '{ jobs(first: 2) { totalCount pageInfo { endCursor } } }',
  );
  expect(page.jobs.totalCount).toBe(3);
  expect(await idsOf(`(first: 2, after: "${page.jobs.pageInfo.endCursor}")`)).toEqual([ids[0]]);
  expect(await list('', await bench.person(who.adviser))).toEqual([]);
});

test('what was done is kept for six weeks, what was set aside until somebody decides', async () => {
  const done = { state: 'done' as const };
  await queue(kind.name, { ...done, runAt: '2026-09-24T07:00:00.000Z' });
  await queue(kind.name, { ...done, runAt: '2026-09-24T07:00:00.000Z' }, '000');
  const kept = [
    await queue(kind.name, { ...done, runAt: '2026-09-24T09:00:00.000Z' }),
    await queue(kind.name, { state: 'set_aside', runAt: '2026-01-01T09:00:00.000Z' }),
  ];
  await runDue(bench.house);

  const left = await bench.house.database.reader.findBy(Job, { kind: kind.name });
  expect(left.map(({ id }) => id).toSorted()).toEqual(kept.toSorted());
});

test.each([
  [{ lastError: null }, null],
  [{ lastError: 'LotUnproven' }, 'Un lot d’attestations n’a pas prouvé à qui est chaque page.'],
  [{ lastError: 'DatabaseDown' }, 'La base ne répond pas : le travail reprendra de lui-même.'],
  [{ lastError: 'RangeError' }, 'Erreur interne : RangeError.'],
])('a job whose last error is %j says: %s', (job, sentence) => {
  expect(reasonSentence(job)).toBe(sentence);
});

const command = (...args: string[]) => {
  const { folder, databaseUrl } = bench.config;
  return run(['jobs', ...args], { HABILIS_VAR: folder, DATABASE_URL: databaseUrl });
};

test('at a terminal, the work of every Caf is counted, listed and tried anew', async () => {
  const id = await queue(kind.name, { state: 'set_aside', lastError: 'PostFailed 451' }, '781');

  expect((await command()).out).toMatch(/^ {2}Travail {4}État .*\n {2}test\.desk {2}Mis de côté {2}1\n$/);
  const { out, code } = await command('--list', '--state', 'set-aside');
  expect(out).toContain(`${id}  test.desk  781  Mis de côté`);
  expect(out).toContain('Le serveur de courrier n’a pas pris la lettre. Réponse : 451.');
  expect(code).toBe(0);
  expect(await command('--rerun', id)).toMatchObject({
    code: 0,
    out: 'Le travail est remis en attente : il sera fait dès qu’un automate est libre.\n',
  });
  expect(await jobOf(id)).toMatchObject({ state: 'queued' });
  expect(await bench.count(JournalEntry, { subjectId: id, actorId: 'operator', chain: '781' })).toBe(1);
});

test.each([
  [['--rerun', 'absent'], 1, 'Travail : introuvable'],
  [['--state', 'done'], 2, '--state et --kind vont avec --list.'],
  [['--list', '--state', 'perdu'], 2, '--state : queued, running, done, set-aside attendu.'],
  [['--list', '--schedule'], 2, 'un seul à la fois'],
])('jobs %j ends with %i: %s', async (args, code, said) => {
  const ended = await command(...args);
  expect([ended.code, ended.out]).toEqual([code, '']);
  expect(ended.err).toContain(said);
});
