/** Each way in which what is kept could be broken is found by the check, and by the rule it breaks only. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { appendFile, copyFile, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { FiledDocument } from '../../src/allocataires/index.js';
import { Attestation } from '../../src/attestations/index.js';
import type { Place, Verdict } from '../../src/checks/index.js';
import { check, invariants } from '../../src/checks/index.js';
import { Deposit, issueAttestations } from '../../src/declarations/index.js';
import { Job } from '../../src/kernel/jobs.js';
import { newId } from '../../src/kernel/id.js';
import { Mail } from '../../src/mail/index.js';
import { Attachment, attachmentFile } from '../../src/messages/index.js';
import { Outcome, Reassignment } from '../../src/processing/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { run } from '../commands/program.js';
import { accept, advance, amend, deposit, nino, processed, rose, stranger } from '../month.js';

const named = [
  'declaration',
  'deposit',
  'row',
  'attestation',
  'number',
  'document',
  'outcome',
  'case',
  'job',
  'mail',
  'other',
] as const;

const LONG_AGO = '2026-10-01T00:00:00.000Z';

let bench: Bench;
/** Of the row that an adviser has to look at, and of its declaration. */
let ids: Record<(typeof named)[number], string>;
let files: Record<'workbook' | 'printed', string>;

beforeAll(async () => {
  bench = await openBench();
  const sent = await processed(bench, [rose, nino, stranger]);
  const { reader } = bench.house.database;
  const declarationId = sent.id;
  const attestation = await reader.findOneByOrFail(Attestation, {
    allocataire: stranger.allocataire! as string,
  });
  const { rowId } = attestation;
  const document = await reader.findOneByOrFail(FiledDocument, { attestationId: attestation.id });
  const { id: deposited, file } = await reader.findOneByOrFail(Deposit, { declarationId });
  const [mail, other] = await reader.find(Mail, { order: { id: 'ASC' }, take: 2 });
  ids = {
    declaration: declarationId,
    deposit: deposited,
    row: rowId,
    attestation: attestation.id,
    number: attestation.number,
    document: document.id,
    outcome: (await reader.findOneByOrFail(Outcome, { rowId })).id,
    case: (await reader.findOneByOrFail(Reassignment, { rowId })).id,
    job: (await reader.findOneByOrFail(Job, { kind: issueAttestations.name })).id,
    mail: mail!.id,
    other: other!.id,
  };
  files = { workbook: file!, printed: document.key };
});

afterAll(() => bench.close());

const pathOf = (key: string) => join(bench.config.folder, 'files', key);

class Undone extends Error {}

const place = (em: EntityManager): Place => ({
  em,
  vault: bench.house.vault,
  now: bench.house.clock(),
  progress: () => undefined,
});

async function breaches(em: EntityManager): Promise<string[]> {
  const found: string[] = [];
  for await (const { invariant, breaches } of check(place(em)))
    found.push(...breaches.map(({ id, why }) => `${invariant.name} ${id}${why ? ` ${why}` : ''}`));
  return found;
}

async function verdictOf(name: string, more: Partial<Place> = {}): Promise<Verdict | undefined> {
  for await (const verdict of check({ ...place(bench.house.database.reader), ...more }))
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
  text.replaceAll(/<(\w+)>/g, (_, name: string) => ids[name as keyof typeof ids]);

/** Each of these, and nothing else. */
function expectOnly(found: string[], broken: string[]): void {
  const expected = broken.map(withIds);
  expect(found.filter((one) => !expected.some((start) => one.startsWith(start)))).toEqual([]);
  expect(expected.filter((start) => !found.some((one) => one.startsWith(start)))).toEqual([]);
}

test('after a month nothing is broken, and every rule has looked at something', async () => {
  const looked: [string, boolean][] = [];
  for await (const { invariant, looked: count, breaches } of check(place(bench.house.database.reader))) {
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

const set = (table: string, changes: string, id: keyof typeof ids) =>
  `update ${table} set ${changes} where id = '<${id}>'`;

// oxfmt-ignore
test.each<[string, string[], string[]]>([
  // what was done                                     as                                                                     and what is broken
  ['an attestation stands no more',                    [set('attestation', "standing = 'withdrawn'", 'attestation')],         ['ROW_ATTESTED_ONCE <row>']],
  ['an attestation is filed no more',                  [set('attestation', "state = 'numbered'", 'attestation')],             ['ROW_ATTESTED_ONCE <row>', 'ATTESTATION_IN_ONE_PLACE <attestation>', 'DECISION_ON_A_FILED_ATTESTATION <outcome>']],
  ['a row is set aside after it was attested',         [set('declaration_row', 'setAside = 1', 'row')],                       ['ATTESTATION_OF_A_SENT_ROW <attestation>']],
  ['a row says other hours',                           [set('declaration_row', 'hours = hours + 1', 'row')],                  ['ATTESTATION_SAYS_ITS_ROW <attestation>', 'TOTALS_EQUAL <declaration>']],
  ['a row says one cent more',                         [set('declaration_row', 'amountCents = amountCents + 1', 'row')],      ['ATTESTATION_SAYS_ITS_ROW <attestation>', 'TOTALS_EQUAL <declaration>']],
  ['an attestation is another family’s',               [set('attestation', "allocataire = '7654321'", 'attestation')],        ['ATTESTATION_IN_ONE_PLACE <attestation>', 'DOCUMENT_OF_AN_ATTESTATION <document>', 'ATTESTATION_SAYS_ITS_ROW <attestation>']],
  ['an attestation says another digest',               [set('attestation', "fieldsDigest = 'none'", 'attestation')],          ['SEAL_HOLDS <attestation> sceau rompu']],
  ['a seal is of a key that nobody knows',             [set('attestation', "sealKeyId = 'none'", 'attestation')],             ['SEAL_HOLDS <attestation> clé inconnue']],
  ['a seal is taken away',                             [set('attestation', 'sealKeyId = null', 'attestation')],               ['SEAL_HOLDS <attestation> clé inconnue']],
  ['a document is in the record of another family',    [set('filed_document', "allocataire = '7654321'", 'document')],        ['ATTESTATION_IN_ONE_PLACE <attestation>', 'DOCUMENT_OF_AN_ATTESTATION <document>']],
  ['a document is gone',                               ["delete from filed_document where id = '<document>'"],                ['ATTESTATION_IN_ONE_PLACE <attestation>']],
  ['a document is of no attestation',                  [set('filed_document', "attestationId = 'none'", 'document')],         ['ATTESTATION_IN_ONE_PLACE <attestation>', 'DOCUMENT_OF_AN_ATTESTATION <document>']],
  ['a number was given and is nowhere',                ["update counter set value = value + 1 where series = 'A-493-202610'"], ['NUMBERS_WITHOUT_GAP A-493-202610']],
  ['a decision is gone',                               ["delete from outcome where id = '<outcome>'"],                        ['ROW_DECIDED_ONCE <attestation>', 'CASE_OF_A_REASSIGNED_ROW <case>', 'TOTALS_EQUAL <declaration>']],
  ['a decision is about no attestation',               [set('outcome', "attestationId = 'none'", 'outcome')],                 ['DECISION_ON_A_FILED_ATTESTATION <outcome>', 'TOTALS_EQUAL <declaration>']],
  ['a case is gone',                                   ["delete from reassignment where id = '<case>'"],                      ['CASE_OF_A_REASSIGNED_ROW <outcome>']],
  ['a processed row is a case too',                    [set('outcome', "kind = 'processed'", 'outcome')],                     ['CASE_OF_A_REASSIGNED_ROW <outcome>']],
  ['a processed declaration is sent again, unasked',   [set('declaration', "state = 'sent'", 'declaration')],                 ['DECISION_ON_A_FILED_ATTESTATION', 'WORK_QUEUED <declaration> déclaration envoyée']],
  ['an attested declaration waits, unasked',           [set('declaration', "state = 'attested'", 'declaration')],             ['DECISION_ON_A_FILED_ATTESTATION', 'WORK_QUEUED <declaration> déclaration attestée']],
  ['a declaration was given up after it was sent',     [set('declaration', "state = 'cancelled'", 'declaration')],            ['ATTESTATION_OF_A_SENT_ROW', 'DECISION_ON_A_FILED_ATTESTATION']],
  ['a letter waits, unasked',                          [set('mail', "state = 'queued'", 'mail')],                             ['WORK_QUEUED <mail> courrier']],
  ['a workbook is being read, unasked',                [set('deposit', "state = 'reading'", 'deposit')],                      ['WORK_QUEUED <deposit> dépôt']],
  ['a letter is another one',                          ["update mail set messageId = 'one' where id in ('<mail>', '<other>')"], ['MAIL_ONCE <mail>']],
  ['a job is held by a worker that died',              [set('job', `state = 'running', leaseUntil = '${LONG_AGO}'`, 'job')],  ['WORK_TAKEN_OVER <job> attestations.']],
  ['a job was due long ago',                           [set('job', `state = 'queued', runAt = '${LONG_AGO}'`, 'job')],        ['WORK_DONE_IN_TIME <job> attestations.']],
  ['a job is set aside',                               [set('job', "state = 'set_aside', lastError = 'PrinterDown'", 'job')], ['WORK_NOT_SET_ASIDE <job> attestations.issue, PrinterDown']],
  ['the end of the journal is another',                ["update journal_head set sequence = sequence + 1 where chain = '493'"], ['JOURNAL_WHOLE 493/']],
])('%s', async (_, statements, broken) => {
  expectOnly(await foundAfter(...statements), broken);
});

test('a number has two versions in force, and a row two attestations', async () => {
  const found = await foundAfter(async (em) => {
    const first = await em.findOneByOrFail(Attestation, { id: ids.attestation });
    await em.insert(Attestation, Object.assign(first, { id: newId(), version: 2 }));
  });
  expectOnly(found, ['ROW_ATTESTED_ONCE <row>', 'NUMBER_CURRENT_ONCE <number>', 'ATTESTATION_IN_ONE_PLACE']);
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
  const found = await breaches(bench.house.database.reader);
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
  const found = await breaches(bench.house.database.reader);
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
  const deposited = await deposit(declarant, opened, [{ ...rose, hours: 41 }, stranger]);
  expectOnly(await breaches(bench.house.database.reader), []);
  const submitted = await advance(declarant, await accept(declarant, deposited), 'SUBMIT');
  await advance(approver, submitted, 'APPROVE');
  expectOnly(await breaches(bench.house.database.reader), []);
  await bench.work();
  expectOnly(await breaches(bench.house.database.reader), []);
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

test.each([['0'], ['many'], ['-1']])('--sample %s is a wrong use', async (sample) => {
  expect(await run(['check', `--sample=${sample}`])).toMatchObject({
    code: 2,
    err: '--sample : un nombre de fichiers attendu, comme 500.\n',
  });
});
