/** Two at once, a hundred times each: one winner, and the other is told. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { In } from 'typeorm';
import { Declaration, Deposit } from '../../src/declarations/index.js';
import { Job } from '../../src/kernel/jobs.js';
import { Mail } from '../../src/mail/index.js';
import { checkStructure } from '../../src/partners/index.js';
import { Reassignment } from '../../src/processing/index.js';
import { readOutbox } from '../../src/tools/outbox.js';
import { automata } from '../../workers/automata.js';
import { workOff } from '../../workers/worker.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { breachesIn, placeOf } from '../checks/breaches.js';
import type { Caller, Seen } from '../caller.js';
import { codeOf } from '../caller.js';
import {
  accept,
  advance,
  create,
  inMonth,
  nino,
  processed,
  rose,
  stranger,
  submitted,
  workbook,
} from '../month.js';

const ROUNDS = 100;
/** A hundred workbooks are read, beside other tests. */
const PATIENCE = 120_000;

let bench: Bench;
let people: Record<'declarant' | 'approver' | 'otherApprover' | 'adviser' | 'otherAdviser', Caller>;

beforeAll(async () => {
  bench = await openBench();
  const named = ['declarant', 'approver', 'otherApprover', 'adviser', 'otherAdviser'] as const;
  const callers = await Promise.all(named.map((name) => bench.person(who[name])));
  people = Object.fromEntries(named.map((name, at) => [name, callers[at]!])) as typeof people;
});

afterAll(() => bench.close());

/** How often each outcome of a race was seen. */
async function race(round: () => Promise<string[]>): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  for (let at = 0; at < ROUNDS; at += 1) {
    const outcome = (await round()).toSorted().join(' and ');
    seen[outcome] = (seen[outcome] ?? 0) + 1;
  }
  return seen;
}

const now = ({ id }: Pick<Seen, 'id'>): Promise<Declaration> =>
  bench.house.database.reader.findOneByOrFail(Declaration, { id });

test(
  'a month opened twice at once, then given up: one opens it, the other is told which there is',
  async () => {
    const { declarant } = people;
    const { reader } = bench.house.database;
    const seen = await race(async () => {
      const codes = await Promise.all([1, 2].map(() => codeOf(create(declarant, '2026-01'))));
      const opened = await reader.findOneByOrFail(Declaration, { month: '2026-01', state: 'draft' });
      await advance(declarant, opened, 'CANCEL');
      return codes;
    });
    expect(seen).toEqual({ 'DECLARATION_EXISTS and done': ROUNDS });
  },
  PATIENCE,
);

test(
  'two workbooks of one month at once: one is read, the other sender is told',
  async () => {
    const { declarant } = people;
    const opened = await create(declarant, '2026-02');
    const books = await Promise.all([
      workbook(inMonth('2026-02', rose)),
      workbook(inMonth('2026-02', rose, nino)),
    ]);
    const seen = await race(() =>
      Promise.all(books.map((book) => codeOf(declarant.put(opened.depositAddress, book)))),
    );
    // The one that is current already, sent again, is no other deposit: both are then answered.
    expect(
      Object.keys(seen).filter((one) => one !== 'OVERTAKEN and done' && one !== 'done and done'),
    ).toEqual([]);
    expect(seen['OVERTAKEN and done']).toBeGreaterThan(0);
    const { depositId, rowCount } = await now(opened);
    const current = await bench.house.database.reader.findOneByOrFail(Deposit, { id: depositId! });
    expect([current.state, current.rowCount]).toEqual(['done', rowCount]);
  },
  PATIENCE,
);

test(
  'each step of the journey sent twice at once is taken once',
  async () => {
    const { declarant, approver } = people;
    let seen = await submitted(bench, inMonth('2026-03', rose), '2026-03');
    const twice = async (step: (at: Seen) => Promise<Seen>) => {
      const codes = await Promise.all([1, 2].map(() => codeOf(step(seen))));
      seen = await now(seen);
      return codes.toSorted().join(' and ');
    };
    const outcomes = await race(async () => [
      await twice((at) => advance(approver, at, 'RETURN', 'À revoir')),
      await twice((at) => accept(declarant, at)),
      await twice((at) => advance(declarant, at, 'SUBMIT')),
    ]);
    expect(outcomes).toEqual({
      'OVERTAKEN and done and OVERTAKEN and done and OVERTAKEN and done': ROUNDS,
    });
  },
  PATIENCE,
);

test(
  'two approvers at once: one sends it, the other is told that somebody was faster',
  async () => {
    const { approver, otherApprover } = people;
    const seen = await submitted(bench, inMonth('2026-04', rose), '2026-04');
    const { database } = bench.house;
    const outcomes = await race(async () => {
      // As it was before anybody approved it.
      await database.write((em) => em.update(Declaration, { id: seen.id }, { state: 'awaiting_approval' }));
      const at = await now(seen);
      return Promise.all([approver, otherApprover].map((one) => codeOf(advance(one, at, 'APPROVE'))));
    });
    expect(outcomes).toEqual({ 'OVERTAKEN and done': ROUNDS });
    expect((await now(seen)).revision).toBe(seen.revision + ROUNDS);
    await bench.work();
  },
  PATIENCE,
);

test(
  'two advisers on one case: one has it, the other is told',
  async () => {
    await processed(bench, inMonth('2026-05', stranger), '2026-05');
    const { reader } = bench.house.database;
    const { id } = await reader.findOneByOrFail(Reassignment, { month: '2026-05' });
    const { adviser, otherAdviser } = people;
    const revisionNow = async () => (await reader.findOneByOrFail(Reassignment, { id })).revision;
    const take = (caller: Caller, step: string, revision: number) =>
      codeOf(
        caller.ask(
          `mutation { advanceReassignment(id: "${id}", revision: ${revision}, step: ${step}) { id } }`,
        ),
      );
    const outcomes = await race(async () => {
      // Both look at the case before either takes it.
      const seen = await revisionNow();
      const codes = await Promise.all([adviser, otherAdviser].map((one) => take(one, 'CLAIM', seen)));
      await take(codes[0] === 'done' ? adviser : otherAdviser, 'PUT_BACK', await revisionNow());
      return codes;
    });
    expect(outcomes).toEqual({ 'OVERTAKEN and done': ROUNDS });
  },
  PATIENCE,
);

test(
  'every job of a month delivered again, to two workers at once, changes nothing',
  async () => {
    await processed(bench, inMonth('2026-06', rose, stranger), '2026-06');
    const { house, config } = bench;
    const handlers = automata(house);
    const counted = async () => ({
      declarations: await house.database.reader.find(Declaration, { order: { id: 'ASC' } }),
      cases: await house.database.reader.find(Reassignment, { order: { id: 'ASC' } }),
      mails: await house.database.reader.find(Mail, { order: { id: 'ASC' } }),
      letters: (await readOutbox(join(config.folder, 'outbox'))).length,
      jobs: await bench.count(Job),
    });
    const before = await counted();
    const jobs = await house.database.reader.find(Job, { order: { id: 'DESC' } });
    const kinds = [...new Map(jobs.map(({ kind, id }) => [kind, id]))];
    expect(kinds.length).toBeGreaterThanOrEqual(9);
    const id = In(kinds.flatMap(([kind, id]) => (kind === checkStructure.name ? [] : id)));
    for (let at = 0; at < ROUNDS; at += 1) {
      await house.database.write((em) => em.update(Job, { id }, { state: 'queued', attempts: 0 }));
      await Promise.all([workOff(house, handlers), workOff(house, handlers)]);
    }
    expect(await counted()).toEqual(before);
    expect(await bench.count(Job, { state: 'set_aside' })).toBe(0);
  },
  PATIENCE,
);

test('after all these races, what is kept is of one piece', async () => {
  expect(await breachesIn(placeOf(bench.house))).toEqual([]);
});
