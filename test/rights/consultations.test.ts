/** Who read which personal record, when and why: told before the answer leaves, or it does not leave. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Attestation } from '../../src/attestations/index.js';
import { Person } from '../../src/identity/index.js';
import { Consultation } from '../../src/kernel/consultation.js';
import { Job } from '../../src/kernel/jobs.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { runDue } from '../../workers/schedule.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { codeOf } from '../caller.js';
import { nino, processed, rose, submitted } from '../month.js';

let bench: Bench;
let sent: Seen;
let attestation: Attestation;
let adviser: Caller;
let officer: Caller;

beforeAll(async () => {
  bench = await openBench();
  sent = await processed(bench, [rose, nino]);
  attestation = await bench.house.database.reader.findOneByOrFail(Attestation, { declarationId: sent.id });
  adviser = await bench.person(who.adviser);
  officer = await bench.person(who.conventionOfficer);
}, 60_000);
afterAll(() => bench.close());

/** What was told since, in its order, without its id and time. */
async function toldBy(reading: () => Promise<unknown>): Promise<object[]> {
  const { reader } = bench.house.database;
  const before = await reader.count(Consultation);
  await reading();
  const all = await reader.find(Consultation, { order: { id: 'ASC' } });
  return all
    .slice(before)
    .map(({ actorKind, what, recordId, records, why }) => ({ actorKind, what, recordId, records, why }));
}

const idOf = async (email: string): Promise<string> =>
  (await bench.house.database.reader.findOneByOrFail(Person, { email })).id;

// oxfmt-ignore
const readings: [string, string, () => Promise<unknown>, () => object[]][] = [
  ['a page of rows is so many rows of its declaration', 'not one line for each',
    () => adviser.ask(`{ declaration(id: "${sent.id}") { rows(first: 1) { edges { node { lastName } } } } }`),
    () => [{ actorKind: 'person', what: 'declaration', recordId: sent.id, records: 1, why: 'query declaration' }]],
  ['an operation is told by its own name, once, whatever the caller calls it', 'aliases and fragments hide nothing',
    () => adviser.ask(`query { a: declaration(id: "${sent.id}") { ...rows } ...more } fragment rows on Declaration { rows { totalCount edges { node { id } } } } fragment more on Query { b: attestation(id: "${attestation.id}") { id } }`),
    () => [
      { actorKind: 'person', what: 'attestation', recordId: attestation.id, records: 1, why: 'query attestation, declaration' },
      { actorKind: 'person', what: 'declaration', recordId: sent.id, records: 2, why: 'query attestation, declaration' },
    ]],
  ['a file is told by its door', 'never by its address',
    () => adviser.get(`/attestations/${attestation.id}`),
    () => [{ actorKind: 'person', what: 'attestation', recordId: attestation.id, records: 1, why: 'GET /attestations/:id' }]],
  ['a declaration without its rows tells of nobody', 'states and counts are no personal record',
    () => adviser.ask(`{ declaration(id: "${sent.id}") { reference state rowCount } }`),
    () => []],
  ['what is refused was not read', 'it says nothing',
    async () => expect(await codeOf((await bench.person(who.otherCafAdviser)).ask(`{ attestation(id: "${attestation.id}") { id } }`))).toBe('NOT_FOUND'),
    () => []],
];

test.each(readings)('%s (%s)', async (_name, _why, reading, expected) => {
  const told = await toldBy(reading);
  expect(told).toHaveLength(expected().length);
  expect(told).toEqual(expect.arrayContaining(expected()));
});

test('the automaton that issues and decides is told of too, with the families’ records that it opened', async () => {
  const told = await bench.house.database.reader.findBy(Consultation, { actorId: 'automaton-493' });
  const seen = told.map(({ what, records, why }) => `${why}: ${what} ${records}`);
  expect(seen).toEqual(
    expect.arrayContaining([
      'job attestations.issue: declaration 2',
      'job processing.decide: declaration 2',
      'job processing.decide: allocataire 1',
    ]),
  );
});

describe('asked who read a record', () => {
  const asked = `query ($id: ID!) { consultations(recordId: $id) { totalCount edges { node { reader what why records } } } }`;

  test('the convention officer of the Caf is answered, by name; asking is told too', async () => {
    await adviser.ask(`{ attestation(id: "${attestation.id}") { id } }`);
    const told = await toldBy(async () => {
      const { consultations } = await officer.ask<{ consultations: { edges: { node: object }[] } }>(asked, {
        id: attestation.id,
      });
      expect(consultations.edges[0]!.node).toEqual({
        reader: 'Madame Claire Fontaine',
        what: 'attestation',
        why: 'query attestation',
        records: 1,
      });
    });
    expect(told).toEqual([
      expect.objectContaining({ what: 'consultation', recordId: attestation.id, why: 'query consultations' }),
    ]);
  });

  test('those who read are not: they would know who looks at them', async () => {
    expect(await adviser.ask(asked, { id: attestation.id })).toMatchObject({
      consultations: { totalCount: 0 },
    });
  });
});

describe('what cannot be told does not leave', () => {
  const rename = (from: string, to: string) =>
    bench.house.database.write((em) => em.query(`alter table ${from} rename to ${to}`));

  test('neither an answer, nor a file; work is tried again, and done when it can be told', async () => {
    await submitted(bench, [{ ...rose, month: '2026-09' }], '2026-09');
    const approver = await bench.person(who.approver);
    const { declarations } = await approver.ask<{ declarations: { edges: { node: Seen }[] } }>(
      '{ declarations(first: 1) { edges { node { id revision } } } }',
    );
    const waiting = declarations.edges[0]!.node;
    await rename('consultation', 'elsewhere');
    try {
      const answer = await adviser.post(`{ attestation(id: "${attestation.id}") { allocataire } }`);
      expect(answer).toMatchObject({ status: 500, errors: [{ extensions: { code: 'FAULT' } }] });
      expect(JSON.stringify(answer)).not.toContain(rose.allocataire);

      const file = await adviser.send('GET', `/attestations/${attestation.id}`);
      expect([file.status, await file.json()]).toEqual([500, expect.objectContaining({ code: 'FAULT' })]);

      await approver.ask(
        `mutation { advanceDeclaration(id: "${waiting.id}", revision: ${waiting.revision}, step: APPROVE) { id } }`,
      );
      await bench.work();
      expect(await bench.count(Attestation, { declarationId: waiting.id })).toBe(0);
      expect(
        await bench.house.database.reader.findOneByOrFail(Job, {
          kind: 'attestations.issue',
          state: 'queued',
        }),
      ).toMatchObject({ attempts: 1 });
    } finally {
      await rename('elsewhere', 'consultation');
    }
    await bench.house.database.write((em) =>
      em.update(Job, { state: 'queued' }, { runAt: '2026-11-05T08:00:00.000Z' }),
    );
    await bench.work();
    const told = await bench.house.database.reader.countBy(Consultation, {
      recordId: waiting.id,
      actorId: 'automaton-493',
    });
    expect(told).toBeGreaterThan(0);
  });
});

test('a line is never changed, whoever asks', async () => {
  const rewriting = bench.house.database.write((em) =>
    em.update(Consultation, { what: 'attestation' }, { records: 9 }),
  );
  await expect(rewriting).rejects.toThrow(/never changed/);
});

test('after its months it is forgotten, Caf by Caf, and the journal says so', async () => {
  const { reader } = bench.house.database;
  const [sample] = await reader.find(Consultation, { where: { caf: '493' }, take: 1 });
  const old = (caf: string, at: string) =>
    Object.assign(new Consultation(), sample, { id: `${caf} ${at}`.slice(0, 36), caf, at });
  const kept = await bench.count(Consultation);
  await bench.house.database.write((em) =>
    em.insert(Consultation, [
      old('493', '2025-11-05T07:59:59.000Z'),
      old('493', '2025-11-06T08:00:00.000Z'),
      old('781', '2025-01-01T08:00:00.000Z'),
    ]),
  );

  await runDue(bench.house);

  expect(await bench.count(Consultation)).toBe(kept + 1);
  const entries = await reader.find(JournalEntry, { where: { action: 'forget' }, order: { chain: 'ASC' } });
  expect(entries.map(({ chain, facts }) => [chain, facts.records])).toEqual([
    ['493', 1],
    ['781', 1],
  ]);
});

test('who read is known by their account', async () => {
  const adviserId = await idOf(who.adviser);
  expect(await bench.count(Consultation, { actorId: adviserId, actorKind: 'person' })).toBeGreaterThan(3);
});
