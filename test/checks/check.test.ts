/** Each way in which what is kept could be broken is found by the check, and by the rule it breaks only. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { appendFile, copyFile, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { EndOfCare, FiledDocument } from '../../src/allocataires/index.js';
import { Attestation } from '../../src/attestations/index.js';
import type { Place, Verdict } from '../../src/checks/index.js';
import { check, invariants } from '../../src/checks/index.js';
import { Declaration, Deposit, issueAttestations } from '../../src/declarations/index.js';
import { DamagedFile } from '../../src/filing/index.js';
import { Job } from '../../src/kernel/jobs.js';
import { newId } from '../../src/kernel/id.js';
import { Mail } from '../../src/mail/index.js';
import { Attachment, attachmentFile } from '../../src/messages/index.js';
import { FamilyNotice, NimsEntry, Outcome, Reassignment } from '../../src/processing/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { breachesIn, placeOf } from './breaches.js';
import type { Named } from './harms.js';
import { harms, set } from './harms.js';
import { run } from '../commands/program.js';
import { accept, advance, amend, deposit, nino, processed, rose, stranger } from '../month.js';

/** Care that ended in the month: its right is closed from the next one. */
const ended = { ...rose, endOfCare: '2026-10-16' };

let bench: Bench;
/** Of the row that an adviser has to look at, and of its declaration; of one made again, and of one that ended. */
let ids: Record<Named, string>;
let files: Record<'workbook' | 'printed', string>;

/** As whoever opens it finds out. */
async function loseFile({ id, key }: { id: string; key: string }): Promise<void> {
  await rm(pathOf(key));
  await expect((await bench.person(who.approver)).get(`/attestations/${id}`)).rejects.toThrow();
  await bench.work();
  // Its letter goes at the end of the hour.
  bench.setNow('2026-11-05T09:30:00Z');
  await bench.work();
}

beforeAll(async () => {
  bench = await openBench();
  const { id: declarationId } = await processed(bench, [ended, nino, stranger]);
  const { reader } = bench.house.database;
  const all = await reader.find(Attestation, { order: { id: 'ASC' } });
  const [sure, former, attestation] = [ended, nino, stranger].map(({ birthDate }) =>
    all.find(({ fields }) => fields.child!.birthDate === birthDate)!,
  );
  const { key } = await reader.findOneByOrFail(FiledDocument, { attestationId: former!.id });
  await loseFile({ id: former!.id, key });
  const { id: attestationId, rowId, number } = attestation!;
  const document = await reader.findOneByOrFail(FiledDocument, { attestationId });
  const deposited = await reader.findOneByOrFail(Deposit, { declarationId });
  const [mail, other] = await reader.find(Mail, { order: { id: 'ASC' }, take: 2 });
  const idOf = async (entity: new () => { id: string }, where: object): Promise<string> =>
    (await reader.findOneByOrFail(entity, where)).id;
  ids = {
    declaration: declarationId,
    deposit: deposited.id,
    row: rowId,
    attestation: attestationId,
    number,
    document: document.id,
    outcome: await idOf(Outcome, { rowId }),
    case: await idOf(Reassignment, { rowId }),
    entry: await idOf(NimsEntry, { attestationId }),
    former: former!.id,
    again: await idOf(Attestation, { version: 2 }),
    damage: await idOf(DamagedFile, {}),
    end: await idOf(EndOfCare, {}),
    ended: sure!.rowId,
    sure: await idOf(Outcome, { rowId: sure!.rowId }),
    notice: await idOf(FamilyNotice, { attestationId: sure!.id }),
    job: await idOf(Job, { kind: issueAttestations.name }),
    mail: mail!.id,
    other: other!.id,
  };
  files = { workbook: deposited.file!, printed: document.key };
});

afterAll(() => bench.close());

const pathOf = (key: string) => join(bench.config.folder, 'files', key);

class Undone extends Error {}

const breaches = (em?: EntityManager): Promise<string[]> => breachesIn(placeOf(bench.house, em));

async function verdictOf(name: string, more: Partial<Place> = {}): Promise<Verdict | undefined> {
  for await (const verdict of check({ ...placeOf(bench.house), ...more }))
    if (verdict.invariant.name === name) return verdict;
  return undefined;
}

type Harm = string | ((em: EntityManager) => Promise<unknown>);

/** What is found once that is done; it is undone afterwards. */
async function foundAfter(...harms: Harm[]): Promise<string[]> {
  let found: string[] = [];
  const doing = bench.house.database.write(async (em) => {
    for (const harm of harms) await (typeof harm === 'string' ? em.query(withIds(harm)) : harm(em));
    found = await breaches(em);
    throw new Undone();
  });
  await expect(doing).rejects.toThrow(Undone);
  return found;
}

const withIds = (text: string): string =>
  text.replaceAll(/<(\w+)>/g, (_, name: string) => ids[name as Named]);

/** Each of these, and nothing else. */
function expectOnly(found: string[], broken: string[]): void {
  const expected = broken.map(withIds);
  expect(found.filter((one) => !expected.some((start) => one.startsWith(start)))).toEqual([]);
  expect(expected.filter((start) => !found.some((one) => one.startsWith(start)))).toEqual([]);
}

test('after a month nothing is broken, and every rule has looked at something', async () => {
  const looked: [string, boolean][] = [];
  for await (const { invariant, looked: count, breaches } of check(placeOf(bench.house))) {
    expect([invariant.name, breaches]).toEqual([invariant.name, []]);
    looked.push([invariant.name, count > 0]);
  }
  // Nothing waits any more, no version is an earlier one, nobody wrote, and no convention was printed.
  const idle = [
    'ATTACHMENT_KEPT',
    'PAPER_KEPT',
    'EARLIER_ATTESTATION_KEPT',
    'WORK_QUEUED',
    'WORK_TAKEN_OVER',
    'WORK_DONE_IN_TIME',
    'WORK_NOT_SET_ASIDE',
  ];
  expect(looked).toEqual(invariants.map(({ name }) => [name, !idle.includes(name)]));
});

test.each(harms)('%s', async (_, statements, broken) => {
  expectOnly(await foundAfter(...statements), broken);
});

test('a number has two versions in force, and a row two attestations', async () => {
  const found = await foundAfter(async (em) => {
    const first = await em.findOneByOrFail(Attestation, { id: ids.attestation });
    await em.insert(Attestation, Object.assign(first, { id: newId(), version: 2 }));
  });
  expectOnly(found, [
    'ROW_ATTESTED_ONCE <row>',
    'NUMBER_CURRENT_ONCE <number>',
    'ATTESTATION_IN_ONE_PLACE',
    'VERSION_REPLACES',
    'DECISION_ON_THE_LAST_VERSION <outcome>',
    'DECISION_ON_THE_LAST_VERSION <case>',
    'NIMS_HOLDS_READY',
    'JOURNAL_TELLS',
  ]);
});

test('a month was sent, attested and closed, and the journal says nothing of it', async () => {
  const id = newId();
  const found = await foundAfter(async (em) => {
    const first = await em.findOneByOrFail(Declaration, { id: ids.declaration });
    await em.insert(
      Declaration,
      Object.assign(first, { id, month: '2026-09', reference: 'D-493-202609-0001' }),
    );
  });
  expectOnly(
    found,
    ['approve', 'attest', 'close'].map((step) => `JOURNAL_TELLS ${id} ${step}`),
  );
});

// oxfmt-ignore
test.each<[string, 'workbook' | 'printed', (path: string) => Promise<unknown>, string]>([
  ['a workbook is gone',             'workbook', (path) => rm(path),                          'DEPOSIT_KEPT <deposit> absent'],
  ['a byte was added to a workbook', 'workbook', (path) => appendFile(path, '!'),             'DEPOSIT_KEPT <deposit> contenu modifié'],
  ['a printed file is gone',         'printed',  (path) => rm(path),                          'FILED_MEANS_THERE <document> absent'],
  ['a printed file was cut short',   'printed',  (path) => truncate(path, 1_000),             'FILED_MEANS_THERE <document> contenu modifié'],
])('%s', async (_, which, harm, broken) => {
  const path = pathOf(files[which]);
  await copyFile(path, `${path}-kept`);
  await harm(path);
  await rename(`${path}-kept`, `${path}-aside`);
  const found = await breaches();
  await rename(`${path}-aside`, path);
  expectOnly(found, [broken]);
});

test('a file that was filed as it was printed, and is no PDF, is unreadable', async () => {
  const path = pathOf(files.printed);
  const bytes = await readFile(path);
  await writeFile(path, 'not a PDF');
  const digest = createHash('sha256').update('not a PDF').digest('hex');
  const found = await foundAfter(set('filed_document', `digest = '${digest}', size = 9`, 'document'));
  await writeFile(path, bytes);
  expectOnly(found, ['FILED_MEANS_THERE <document> illisible']);
});

test('a file that goes with a message is there, and named', async () => {
  const { vault, database } = bench.house;
  const bytes = Buffer.from('%PDF-');
  const attachment = Object.assign(new Attachment(), {
    id: newId(),
    declarationId: ids.declaration,
    caf: '493',
    messageId: null,
    state: 'received' as const,
    name: 'justificatif.pdf',
    kind: 'pdf' as const,
    size: bytes.length,
    digest: createHash('sha256').update(bytes).digest('hex'),
    addedBy: newId(),
    addedAt: bench.house.clock().toISOString(),
  });
  await database.write((em) => em.insert(Attachment, attachment));
  expectOnly(await breaches(database.reader), [`ATTACHMENT_KEPT ${attachment.id} absent`]);
  await vault.put(attachmentFile(attachment), bytes);
  await utimes(pathOf(attachmentFile(attachment)), 0, 0);
  expectOnly(await breaches(database.reader), []);
  await database.write((em) => em.delete(Attachment, { id: attachment.id }));
  expectOnly(await breaches(database.reader), [`FILE_NAMED ${attachmentFile(attachment)}`]);
  await vault.remove(attachmentFile(attachment));
});

test('a file that no record names is told, and is a breach once it is an hour old', async () => {
  const path = pathOf('attestations/493/2026-10/nobody.pdf');
  await writeFile(path, '%PDF-');
  const now = bench.house.clock().getTime() / 1_000;
  await utimes(path, now, now - 3_500);
  const { breaches: none, remark } = (await verdictOf('FILE_NAMED'))!;
  expect([none, remark]).toEqual([[], 'dont 1 de moins d’une heure que rien ne nomme encore']);
  await utimes(path, now, now - 3_700);
  const found = await breaches();
  await rm(path);
  expectOnly(found, ['FILE_NAMED attestations/493/2026-10/nobody.pdf']);
});

test('of a sample, that many files of each kind are read', async () => {
  const { looked } = (await verdictOf('FILED_MEANS_THERE', { sample: 2 }))!;
  expect(looked).toBe(2);
  expect(await verdictOf('FILED_MEANS_THERE', { sample: 50 })).toMatchObject({ looked: 3, breaches: [] });
});

test('an amendment under way, then processed, breaks nothing', async () => {
  const declarant = await bench.person(who.declarant);
  const approver = await bench.person(who.approver);
  const opened = await amend(declarant, { id: ids.declaration });
  const deposited = await deposit(declarant, opened, [{ ...ended, hours: 41 }, stranger]);
  expectOnly(await breaches(), []);
  const submitted = await advance(declarant, await accept(declarant, deposited), 'SUBMIT');
  await advance(approver, submitted, 'APPROVE');
  expectOnly(await breaches(), []);
  await bench.work();
  expectOnly(await breaches(), []);
  expect(await verdictOf('EARLIER_ATTESTATION_KEPT')).toMatchObject({ looked: 3, breaches: [] });
});

test('the command tells each rule, and ends with 1 once one is broken', async () => {
  const { folder, databaseUrl } = bench.config;
  const environment = { HABILIS_VAR: folder, DATABASE_URL: databaseUrl };
  const whole = await run(['check'], environment);
  expect(whole).toMatchObject({ code: 0, err: '' });
  expect(whole.out).toContain('Chaque classeur reçu est là, tel qu’il fut reçu : 2\n');
  expect(whole.out).toMatch(new RegExp(`\nTout tient : ${invariants.length} points vérifiés\\.\n$`));
  await rm(pathOf(files.workbook));
  const broken = await run(['check', '--sample', '10'], environment);
  expect(broken).toMatchObject({ code: 1, err: '' });
  expect(broken.out).toContain(`DEPOSIT_KEPT ${ids.deposit} (absent)`);
  expect(broken.out).toMatch(/1 point ne tient pas, sur \d+\.\n$/);
  expect(broken.out).not.toMatch(/GALINDRAC|LESTRANGE|0912377/i);
});

test.each([['0'], ['many']])('--sample %s is a wrong use', async (sample) => {
  expect(await run(['check', `--sample=${sample}`])).toMatchObject({
    code: 2,
    err: '--sample : un nombre de fichiers attendu, comme 500.\n',
  });
});
