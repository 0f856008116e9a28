/** A deposit is kept before it is read, followed while it is, and is the same whenever it is sent again. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Declaration, DeclarationRow, Deposit, readWorkbook } from '../../src/declarations/index.js';
import { Habilitation } from '../../src/habilitations/index.js';
import { Person } from '../../src/identity/index.js';
import { Job } from '../../src/kernel/jobs.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller } from '../caller.js';
import { codeOf } from '../caller.js';
import type { Opened } from '../month.js';
import { accept, advance, create, inMonth, nino, rose, workbook } from '../month.js';

let bench: Bench;
let declarant: Caller;

beforeAll(async () => {
  bench = await openBench();
  declarant = await bench.person(who.declarant);
});
afterAll(() => bench.close());

const later = { prefer: 'respond-async' };
const under = (key: string) => ({ 'idempotency-key': key });

interface Progress {
  number: number;
  state: string;
  label: string;
  over: boolean;
  rowsRead: number;
  result: { revision: number; rowCount: number } | null;
  refusal: { code: string; message: string } | null;
  address: string;
}

const progress = async (address: string, caller = declarant): Promise<Progress> =>
  JSON.parse((await caller.get(address)).toString()) as Progress;

const put = (opened: Opened, bytes: Buffer, headers: Record<string, string>, caller = declarant) =>
  caller.send('PUT', opened.depositAddress, bytes, headers);

const putLater = async (opened: Opened, bytes: Buffer): Promise<Progress> =>
  (await (await put(opened, bytes, later)).json()) as Progress;

const depositsOf = (declarationId: string): Promise<Deposit[]> =>
  bench.house.database.reader.find(Deposit, { where: { declarationId }, order: { number: 'ASC' } });

const files = async (): Promise<number> => {
  const path = join(bench.config.folder, 'files/workbooks');
  const found = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile()).length;
};

describe('whoever would rather not wait', () => {
  test('is answered at once, follows the deposit at the address given, and an automaton reads it', async () => {
    const opened = await create(declarant, '2026-10');
    const response = await put(opened, await workbook([rose, nino]), later);
    expect(response.status).toBe(202);
    const told = (await response.json()) as Progress;
    expect(response.headers.get('location')).toBe(told.address);
    expect(told).toMatchObject({ number: 1, state: 'received', label: 'Reçu', over: false, rowsRead: 0 });
    expect(await bench.count(DeclarationRow, { declarationId: opened.id })).toBe(0);

    await bench.work();
    const done = {
      state: 'done',
      label: 'Lu',
      over: true,
      rowsRead: 2,
      result: { revision: 2, rowCount: 2 },
    };
    expect(await progress(told.address)).toMatchObject(done);
    const { declaration } = await declarant.ask<{ declaration: object }>(
      `{ declaration(id: "${opened.id}") { revision rowCount deposits { state stateLabel rowsRead depositedBy refusal { code } progressAddress } } }`,
    );
    expect(declaration).toEqual({
      revision: 2,
      rowCount: 2,
      deposits: [
        {
          state: 'DONE',
          stateLabel: 'Lu',
          rowsRead: 2,
          depositedBy: 'Madame Camille Durand',
          refusal: null,
          progressAddress: told.address,
        },
      ],
    });
  });

  test('is told the reason of a refusal, and the file is not kept', async () => {
    const opened = await create(declarant, '2026-09');
    const before = await files();
    const { address } = await putLater(opened, Buffer.from('not a workbook'));
    expect(await files()).toBe(before + 1);
    await bench.work();
    expect(await progress(address)).toMatchObject({
      state: 'refused',
      over: true,
      refusal: { code: 'WORKBOOK_REFUSED', message: expect.stringContaining('.xlsx') as unknown },
    });
    expect(await files()).toBe(before);
  });

  test('cannot download what is not read yet', async () => {
    const opened = await create(declarant, '2026-08');
    const { number } = await putLater(opened, await workbook(inMonth('2026-08', rose)));
    const asked = declarant.get(`/declarations/${opened.id}/deposits/${number}`);
    await expect(asked).rejects.toMatchObject({ status: 409, code: 'DEPOSIT_UNREAD' });
    await bench.work();
  });

  test('and corrects the draft meanwhile: the deposit is overtaken, and its file is not kept', async () => {
    const opened = await create(declarant, '2026-07');
    await put(opened, await workbook(inMonth('2026-07', rose)), {});
    const { address } = await putLater(opened, await workbook(inMonth('2026-07', rose, nino)));
    await accept(declarant, { id: opened.id, revision: 2 });
    await bench.work();
    expect(await progress(address)).toMatchObject({ state: 'refused', refusal: { code: 'OVERTAKEN' } });
    expect(await bench.count(DeclarationRow, { declarationId: opened.id })).toBe(1);
  });
});

describe('a process killed between keeping the file and reading it', () => {
  /** What it leaves: the deposit, its file, and its job, not due yet. */
  async function killed(month: string): Promise<{ opened: Opened; deposit: Deposit }> {
    const opened = await create(declarant, month);
    await putLater(opened, await workbook(inMonth(month, rose)));
    const [deposit] = await depositsOf(opened.id);
    return { opened, deposit: deposit! };
  }

  test('has left a job that takes the deposit up, as its depositor, who prepared it', async () => {
    const { opened, deposit } = await killed('2026-06');
    await bench.work();
    const { depositId, preparedBy } = await bench.house.database.reader.findOneByOrFail(Declaration, {
      id: opened.id,
    });
    expect([depositId, preparedBy]).toEqual([deposit.id, [deposit.depositedBy]]);
    expect(await depositsOf(opened.id)).toMatchObject([{ state: 'done', rowCount: 1 }]);
  });

  test('while reading it, is the same, and the job done twice changes nothing', async () => {
    const { opened, deposit } = await killed('2026-05');
    const { write, reader } = bench.house.database;
    await write((em) => em.update(Deposit, { id: deposit.id }, { state: 'reading', rowsRead: 1 }));
    await bench.work();
    const before = await reader.findOneByOrFail(Declaration, { id: opened.id });
    await write((em) => em.update(Job, { kind: readWorkbook.name }, { state: 'queued' }));
    await bench.work();
    expect(await reader.findOneByOrFail(Declaration, { id: opened.id })).toEqual(before);
    expect(before).toMatchObject({ depositId: deposit.id, revision: 2, rowCount: 1 });
  });

  test('after refusing it, the file that was left is removed', async () => {
    const opened = await create(declarant, '2026-04');
    const before = await files();
    await putLater(opened, Buffer.from('not a workbook'));
    await bench.house.database.write((em) =>
      em.update(Deposit, { declarationId: opened.id }, { state: 'refused' }),
    );
    await bench.work();
    expect(await files()).toBe(before);
    expect(await depositsOf(opened.id)).toMatchObject([{ state: 'refused', file: null }]);
  });

  test('is of no use to a person who has lost the role since: the deposit ends refused, with its reason', async () => {
    const { opened, deposit } = await killed('2026-03');
    const { write, reader } = bench.house.database;
    const { id: personId } = await reader.findOneByOrFail(Person, { email: who.declarant });
    const role = { personId, role: 'activityProvider' as const };
    const held = await reader.findOneByOrFail(Habilitation, role);
    await write((em) => em.update(Habilitation, { id: held.id }, { until: '2026-11-05T08:00:00.000Z' }));
    await bench.work();
    await write((em) => em.update(Habilitation, { id: held.id }, { until: null }));
    expect(await depositsOf(opened.id)).toMatchObject([
      { id: deposit.id, state: 'refused', file: null, refusal: { code: 'DEPOSITOR_GONE' } },
    ]);
    expect(await bench.count(DeclarationRow, { declarationId: opened.id })).toBe(0);
  });

  test('the job of a deposit that was read at once is done with it', async () => {
    const opened = await create(declarant, '2026-02');
    await put(opened, await workbook(inMonth('2026-02', rose)), {});
    const [deposit] = await depositsOf(opened.id);
    const jobs = await bench.house.database.reader.findBy(Job, { kind: readWorkbook.name });
    expect(jobs.find(({ payload }) => payload.id === deposit!.id)).toMatchObject({
      state: 'done',
      attempts: 0,
    });
  });
});

describe('an idempotency key', () => {
  let opened: Opened;
  let first: object;
  let bytes: Buffer;
  const key = 'a0c7b0f2-octobre';

  beforeAll(async () => {
    opened = await create(declarant, '2026-01');
    bytes = await workbook(inMonth('2026-01', rose));
  });

  test('is awaited before the workbook is whole, then gives the same answer whenever it is sent again', async () => {
    const address = `/declarations/${opened.id}/deposits/under-key/${key}/progress`;
    expect(await progress(address)).toEqual({ state: 'awaited', label: 'Attendu', over: false });
    first = (await (await put(opened, bytes, under(key))).json()) as object;
    expect(first).toMatchObject({ id: opened.id, revision: 2, rowCount: 1 });
    expect(await progress(address)).toMatchObject({ number: 1, state: 'done' });

    await accept(declarant, { id: opened.id, revision: 2 });
    expect(await (await put(opened, bytes, under(key))).json()).toEqual(first);
    expect(await bench.count(Deposit, { declarationId: opened.id })).toBe(1);
  });

  test('gives it even once the draft can no longer be deposited into', async () => {
    await advance(declarant, { id: opened.id, revision: 3 }, 'SUBMIT');
    expect(await (await put(opened, bytes, under(key))).json()).toEqual(first);
    expect((await put(opened, bytes, under('another-key'))).status).toBe(409);
  });

  test('of other bytes is refused, and they are not kept', async () => {
    const before = await files();
    const response = await put(opened, await workbook(inMonth('2026-01', nino)), under(key));
    expect([response.status, await response.json()]).toMatchObject([
      422,
      { code: 'IDEMPOTENCY_KEY_REUSED', facts: { number: 1 } },
    ]);
    expect(await files()).toBe(before);
  });

  test('of a refused workbook gives the same refusal, without another line in the list', async () => {
    const refused = await create(declarant, '2025-12');
    const answers = [];
    for (let time = 0; time < 2; time += 1) {
      const response = await put(refused, Buffer.from('not a workbook'), under('refused-key'));
      answers.push([response.status, await response.json()]);
    }
    expect(answers[0]).toMatchObject([422, { code: 'WORKBOOK_REFUSED' }]);
    expect(answers[1]).toEqual(answers[0]);
    expect(await depositsOf(refused.id)).toHaveLength(1);
  });

  test.each([
    ['a mail address', 'camille.durand@pirouette.example'],
    ['too short', 'abc'],
    ['too long', 'a'.repeat(65)],
  ])('that is %s is refused', async (_what, wrong) => {
    const response = await put(opened, Buffer.alloc(1), under(wrong));
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'BAD_INPUT' }]);
  });
});

describe('the same bytes', () => {
  test('sent twice at the same time are one deposit, read once', async () => {
    const opened = await create(declarant, '2025-11');
    const bytes = await workbook(inMonth('2025-11', rose));
    const codes = await Promise.all([1, 2].map(() => codeOf(declarant.put(opened.depositAddress, bytes))));
    expect(codes).toEqual(['done', 'done']);
    expect(await depositsOf(opened.id)).toMatchObject([{ number: 1, state: 'done' }]);
    const { revision } = await bench.house.database.reader.findOneByOrFail(Declaration, { id: opened.id });
    expect(revision).toBe(2);
  });

  test('in two declarations are two deposits: refusing one leaves the other its file', async () => {
    const bytes = await workbook(inMonth('2025-10', rose));
    const opened = await create(declarant, '2025-10');
    const other = await bench.person(who.otherStructure);
    const theirs = await create(other, '2025-10');
    await other.put(theirs.depositAddress, bytes);
    await putLater(opened, bytes);
    await advance(declarant, opened, 'CANCEL');
    await bench.work();
    expect(await depositsOf(opened.id)).toMatchObject([{ state: 'refused', refusal: { code: 'OVERTAKEN' } }]);
    expect(await other.get(theirs.depositAddress)).toEqual(bytes);
  });

  test('deposited again after another workbook are read again: the last one sent is the current one', async () => {
    const opened = await create(declarant, '2025-09');
    const [one, two] = [
      await workbook(inMonth('2025-09', rose)),
      await workbook(inMonth('2025-09', rose, nino)),
    ];
    for (const bytes of [one, two, one]) await declarant.put(opened.depositAddress, bytes);
    expect(await depositsOf(opened.id)).toMatchObject([{ number: 1 }, { number: 2 }, { number: 3 }]);
    expect(await bench.count(DeclarationRow, { declarationId: opened.id })).toBe(1);
  });
});
