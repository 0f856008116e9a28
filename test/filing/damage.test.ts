/** Kept files are looked at again by the clock: a damaged one is found, told, and made again where it can be. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { FiledDocument } from '../../src/allocataires/index.js';
import { Attestation } from '../../src/attestations/index.js';
import { Deposit } from '../../src/declarations/index.js';
import { DamagedFile, FileCheck } from '../../src/filing/index.js';
import { Job } from '../../src/kernel/jobs.js';
import { JournalEntry, verify } from '../../src/kernel/journal.js';
import { Mail } from '../../src/mail/index.js';
import { Outcome, Reassignment } from '../../src/processing/index.js';
import { runDue } from '../../workers/schedule.js';
import { checkingFiles } from '../../workers/filing.js';
import type { Bench } from '../bench.js';
import { who } from '../bench.js';
import { breachesIn, placeOf } from '../checks/breaches.js';
import type { Seen } from '../caller.js';
import { accept, advance, amend, deposit as depositRows, nino, processed, rose, stranger } from '../month.js';
import { readPdf } from '../pdf.js';
import type { Store } from './stores.js';
import { damages, stores } from './stores.js';

const lines = `{ lines { fate detail row { number } attestation { id number version standing endReason } } }`;

interface Told {
  fate: string;
  detail: string | null;
  row: { number: number };
  attestation: { id: string; number: string; version: number; standing: string; endReason: string | null };
}

describe.each(Object.entries(stores))('in %s', (name, open) => {
  let store: Store;
  let bench: Bench;
  let sent: Seen;
  let before: Attestation[];
  let reportBefore: Told[];
  let deposit: Deposit;
  const evidence = new Map<string, Buffer | undefined>();

  const reader = () => bench.house.database.reader;
  const all = () => reader().find(Attestation, { order: { number: 'ASC', version: 'ASC' } });
  const bytesAt = async (path: string) => (existsSync(path) ? readFile(path) : undefined);

  /** The night of that day, from three o'clock in Paris. */
  async function night(day: string): Promise<void> {
    bench.setNow(`${day}T02:00:00Z`);
    await runDue(bench.house, [checkingFiles]);
    await bench.work();
  }

  async function report(): Promise<Told[]> {
    const approver = await bench.person(who.approver);
    const { processingReport } = await approver.ask<{ processingReport: { lines: Told[] } }>(
      `{ processingReport(declarationId: "${sent.id}") ${lines} }`,
    );
    return processingReport.lines;
  }

  beforeAll(async () => {
    store = await open('2026-11-05T08:00:00Z');
    ({ bench } = store);
    sent = await processed(bench, [rose, nino, stranger]);
    before = await all();
    deposit = await reader().findOneByOrFail(Deposit, { declarationId: sent.id });
    reportBefore = await report();
  });
  afterAll(() => store.close());

  test('a night finds every file as it was recorded, and changes nothing else', async () => {
    await night('2026-11-06');

    const checks = await reader().findBy(FileCheck, { caf: '493' });
    const seen = checks.map(({ extent, kind, checked, damaged }) => [extent, kind, checked, damaged]);
    for (const extent of ['sample', 'all']) {
      expect(seen).toContainEqual([extent, 'attestation', 3, 0]);
      expect(seen).toContainEqual([extent, 'deposit', 1, 0]);
      expect(seen).toContainEqual([extent, 'convention', 0, 0]);
    }
    expect(checks.filter(({ endedAt }) => !endedAt)).toEqual([]);
    expect(await bench.count(DamagedFile)).toBe(0);
    expect(await all()).toEqual(before);
  });

  test('each damaged attestation is made again as the next version of its number, which says the same', async () => {
    const ways = Object.values(damages);
    for (const [index, attestation] of before.entries()) {
      const filed = await reader().findOneByOrFail(FiledDocument, { attestationId: attestation.id });
      const path = store.pathOf(filed.key);
      await ways[index]!(path);
      evidence.set(path, await bytesAt(path));
    }
    const depositPath = store.pathOf(deposit.file!);
    await damages.flip(depositPath);
    evidence.set(depositPath, await bytesAt(depositPath));

    await night('2026-11-07');

    const after = await all();
    expect(
      after.map(({ version, state, standing, endReason, endedBy }) => [
        version,
        state,
        standing,
        endReason,
        endedBy,
      ]),
    ).toEqual(
      before.flatMap(() => [
        [1, 'filed', 'replaced', 'damaged', null],
        [2, 'filed', 'current', null, null],
      ]),
    );
    for (const [at, former] of before.entries()) {
      const next = after[2 * at + 1]!;
      const { version, issuedAt, ...same } = next.fields;
      expect([next.number, next.rowId, version]).toEqual([former.number, former.rowId, 2]);
      expect(former.fields).toMatchObject(same);
      expect(issuedAt > former.fields.issuedAt).toBe(true);
      expect(next.fieldsDigest).not.toBe(former.fieldsDigest);
      const given = await (await bench.person(who.approver)).get(`/attestations/${next.id}`);
      expect((await readPdf(given)).pages).toEqual([expect.stringContaining(next.number)]);
    }
  });

  test('what was found is written once, with its flaw and what became of it; the damaged files are left as evidence', async () => {
    const found = await reader().find(DamagedFile, { order: { kind: 'ASC', id: 'ASC' } });
    const flaws = before.map(
      (attestation) => found.find(({ subjectId }) => subjectId === attestation.id)?.flaw,
    );
    expect(flaws).toEqual(['altered', 'altered', 'missing']);
    expect(found.map(({ kind, state }) => [kind, state])).toEqual([
      ...before.map(() => ['attestation', 'made_again']),
      ['deposit', 'lost'],
    ]);
    for (const [path, bytes] of evidence) expect(await bytesAt(path)).toEqual(bytes);
    const entries = await reader().findBy(JournalEntry, { chain: '493' });
    const count = (action: string) => entries.filter((entry) => entry.action === action).length;
    expect(['findDamaged', 'makeAgain', 'replace'].map(count)).toEqual([4, 3, 3]);
    expect((await verify(reader())).filter(({ broken }) => broken)).toEqual([]);
  });

  test('the report, the decisions and the cases of the advisers are the same, of the version that stands', async () => {
    const current = new Map((await all()).slice().map((attestation) => [attestation.rowId, attestation.id]));
    const told = await report();
    const fates = (lines: Told[]) => lines.map(({ fate, detail, row }) => ({ fate, detail, row }));
    expect(fates(told)).toEqual(fates(reportBefore));
    for (const { attestation } of told)
      expect(attestation).toMatchObject({ version: 2, standing: 'CURRENT', endReason: null });
    for (const { rowId, attestationId } of [
      ...(await reader().find(Outcome)),
      ...(await reader().find(Reassignment)),
    ])
      expect(attestationId).toBe(current.get(rowId));
  });

  test('all that must hold of what is kept holds again, but for the workbook that is lost', async () => {
    const broken = await breachesIn(placeOf(bench.house));
    expect(broken).toEqual([expect.stringMatching(/^DEPOSIT_KEPT /)]);
  });

  test('nobody is given a damaged file: they are told what becomes of it', async () => {
    const approver = await bench.person(who.approver);
    const refusals = await Promise.all(
      [`/attestations/${before[0]!.id}`, `/declarations/${sent.id}/workbook`].map(async (address) => {
        const response = await approver.send('GET', address);
        const { code, message } = (await response.json()) as { code: string; message: string };
        return [response.status, code, message];
      }),
    );
    expect(refusals).toEqual([
      [410, 'FILE_DAMAGED', expect.stringContaining('nouvelle version')],
      [410, 'FILE_DAMAGED', expect.stringContaining('la déclaration reste valable')],
    ]);
  });

  test('the technical administrator is told in one letter, and of the workbook its declarant', async () => {
    bench.setNow('2026-11-07T03:01:00Z');
    await bench.work();
    const mails = await reader().find(Mail, { relations: { person: true } });
    const about = mails.filter(({ kind }) => ['filesDamaged', 'depositDamaged'].includes(kind));
    expect(about.map(({ kind, person, state }) => `${kind} ${person.email} ${state}`).toSorted()).toEqual([
      `depositDamaged ${who.declarant} sent`,
      `filesDamaged ${who.technicalAdministrator} sent`,
    ]);
  });

  test('the technical administrator sees what was found, an adviser and the other Caf nothing', async () => {
    const ask = async (email: string) => {
      const { damagedFiles } = await (
        await bench.person(email)
      ).ask<{
        damagedFiles: { edges: { node: { kind: string; name: string; told: string } }[] };
      }>('{ damagedFiles { edges { node { kind name told } } } }');
      return damagedFiles.edges.map(({ node }) => node);
    };
    for (const other of [who.adviser, who.supervisor, 'remi.colin@caf781.example'])
      expect(await ask(other)).toEqual([]);
    const seen = await ask(who.technicalAdministrator);
    expect(seen).toHaveLength(4);
    expect(seen).toContainEqual({
      kind: 'ATTESTATION',
      name: `${before[2]!.number}, version 1`,
      told: 'fichier absent, refait sous une nouvelle version',
    });
    expect(seen).toContainEqual({
      kind: 'DEPOSIT',
      name: expect.stringMatching(/^D-493-202610-\d{4}, dépôt n° 1$/),
      told: 'contenu altéré, ne peut pas être refait',
    });
  });

  test('the next nights, and every job done again as if its worker had died before its end, change nothing', async () => {
    const state = async () =>
      JSON.stringify([
        await all(),
        await bench.count(FiledDocument),
        await bench.count(DamagedFile),
        await bench.count(Mail),
      ]);
    const still = await state();
    await night('2026-11-08');
    await bench.house.database.source.query(
      "update damaged_file set state = 'found' where kind = 'attestation'",
    );
    await bench.house.database.source.query("update job set state = 'queued' where kind like 'filing.%'");
    await bench.work();
    await night('2026-12-20');

    expect(await state()).toBe(still);
    expect(await bench.count(DamagedFile, { state: 'made_again' })).toBe(3);
    expect(await bench.count(Job, { state: 'set_aside' })).toBe(0);
  });

  test('a workbook that was put back is found whole, and given again', async () => {
    const path = store.pathOf(deposit.file!);
    await damages.flip(path);
    await night('2026-12-21');

    expect(await bench.count(DamagedFile, { kind: 'deposit', state: 'restored' })).toBe(1);
    const approver = await bench.person(who.approver);
    expect(await approver.get(`/declarations/${sent.id}/workbook`)).toEqual(await readFile(path));

    await writeFile(path, 'damaged once more');
    await night('2026-12-22');
    expect(await bench.count(DamagedFile, { kind: 'deposit', state: 'lost' })).toBe(1);
  });

  if (name === 'a folder')
    test('an amendment goes on from the version that was made again', async () => {
      const declarant = await bench.person(who.declarant);
      const opened = await amend(declarant, sent);
      const rows = [{ ...rose, hours: 41 }, nino, stranger];
      const accepted = await accept(declarant, await depositRows(declarant, opened, rows));
      const submitted = await advance(declarant, accepted, 'SUBMIT');
      await advance(await bench.person(who.approver), submitted, 'APPROVE');
      await bench.work();

      const { number } = before.find(({ fields }) => fields.child!.firstName === 'Rose')!;
      const versions = (await all()).filter((attestation) => attestation.number === number);
      expect(
        versions.map(({ standing, endReason, endedBy, fields }) => [
          standing,
          endReason,
          endedBy,
          fields.hours,
        ]),
      ).toEqual([
        ['replaced', 'damaged', null, 40],
        ['replaced', 'amended', opened.id, 40],
        ['current', null, null, 41],
      ]);
      expect((await all()).filter(({ standing }) => standing === 'current')).toHaveLength(3);
    });

  if (name === 'a bucket')
    test('a store that does not answer has lost nothing: the check waits for it', async () => {
      const known = await bench.count(DamagedFile);
      await store.stop();
      await night('2026-12-23');

      const waiting = await reader().findBy(Job, { kind: 'filing.check', state: 'queued' });
      expect(new Set(waiting.map(({ lastError }) => lastError))).toEqual(new Set(['Postponed']));
      expect(await bench.count(DamagedFile)).toBe(known);
    });
});
