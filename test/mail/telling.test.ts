/** Who is told of each step, once, whatever the mail server does. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Declaration, advance as step } from '../../src/declarations/index.js';
import { Habilitation, Person } from '../../src/habilitations/index.js';
import { addMonths } from '../../src/kernel/calendar.js';
import { Job } from '../../src/kernel/jobs.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import type { MailKind } from '../../src/mail/index.js';
import { Mail, letters, mailKinds, sendMail } from '../../src/mail/index.js';
import { personal } from '../../src/rights/index.js';
import { openPostman } from '../../src/tools/postman.js';
import { automata } from '../../workers/automata.js';
import { workOff } from '../../workers/worker.js';
import { addresses } from '../../resolvers/addresses.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Seen } from '../caller.js';
import type { FilledRow } from '../../src/workbooks/index.js';
import { accept, advance, create, deposit, inMonth, rose, stranger, submitted } from '../month.js';
import type { Manner, SmtpServer } from './smtp.js';
import { openSmtpServer } from './smtp.js';

const HOME = 'https://habilis.caf.example';
const CANARY = 'Canari jaune, à revoir';
/** Of the rows that are declared. */
const FAMILY = /GALINDRAC|\bRose\b|LESTRANGE|Inaya|3521874|0912377/i;

let smtp: SmtpServer;
let bench: Bench;
/** Where the clock was set last. */
let now = Date.parse('2026-11-05T08:00:00Z');
/** Each test declares a month of its own. */
let month = '2026-11';

beforeAll(async () => {
  smtp = await openSmtpServer();
  const settings = { SMTP_URL: smtp.url, MAIL_FROM: 'Habilis <automate@caf.example>', PUBLIC_URL: `${HOME}/` };
  bench = await openBench(new Date(now).toISOString(), settings);
});

beforeEach(() => {
  month = addMonths(month, -1);
  smtp.manner = 'takes';
  smtp.letters.length = 0;
  smtp.handed.length = 0;
});

afterAll(async () => {
  await bench.close();
  await smtp.close();
});

const waitingForApproval = (...rows: FilledRow[]): Promise<Seen> =>
  submitted(bench, inMonth(month, rose, ...rows), month);

/** Each letter as its reader and the beginning of its subject. */
const told = (): string[] =>
  smtp.letters.map(({ recipients, subject = '' }) => `${recipients.join()} ${/D-\S+ (\S+)/.exec(subject)![1]}`).toSorted();

const to = (reader: keyof typeof who, what: string): string => `${who[reader]} ${what}`;

const mailsOf = ({ id }: Pick<Seen, 'id'>): Promise<Mail[]> =>
  bench.house.database.reader.find(Mail, { where: { subjectId: id }, order: { id: 'ASC' } });

const statesOf = async (seen: Seen, kind: MailKind): Promise<string[]> =>
  (await mailsOf(seen)).filter((mail) => mail.kind === kind).map(({ state }) => state);

/** What is retried is due by then. */
function later(seconds: number): void {
  now += seconds * 1_000;
  bench.setNow(new Date(now).toISOString());
}

async function resubmitted({ id }: Pick<Seen, 'id'>): Promise<Seen> {
  const { revision } = await bench.house.database.reader.findOneByOrFail(Declaration, { id });
  return advance(await bench.person(who.declarant), { id, revision }, 'SUBMIT');
}

const approve = async (seen: Seen): Promise<Seen> => advance(await bench.person(who.approver), seen, 'APPROVE');
const giveBack = async (seen: Seen, comment: string): Promise<Seen> =>
  advance(await bench.person(who.approver), seen, 'RETURN', comment);

const approvers = [to('otherApprover', 'à'), to('approver', 'à')];

describe('each step', () => {
  test('submitted, its approvers are told and nobody else', async () => {
    await waitingForApproval();
    await bench.work();
    expect(told()).toEqual(approvers);
  });

  test('returned, the declarant is told why; submitted again, the approvers are told again', async () => {
    const waiting = await waitingForApproval();
    await bench.work();
    await giveBack(waiting, CANARY);
    await bench.work();
    const [returned] = smtp.letters.slice(2);
    expect(told()).toEqual([...approvers, to('declarant', 'renvoyée')].toSorted());
    expect([returned!.text, returned!.html]).toEqual([expect.stringContaining(CANARY), expect.stringContaining(CANARY)]);
    await resubmitted(waiting);
    await bench.work();
    const others = smtp.letters.filter((letter) => letter !== returned);
    expect(JSON.stringify([others, smtp.letters.map(({ subject }) => subject)])).not.toContain('Canari');
    expect(told().filter((line) => approvers.includes(line))).toEqual([...approvers, ...approvers].toSorted());
  });

  test('approved, the declarant is told; processed, the declarant and the one who approved: no letter names a family', async () => {
    const waiting = await waitingForApproval(stranger);
    await bench.work();
    await approve(waiting);
    await bench.work();
    const expected = [...approvers, to('declarant', 'envoyée'), to('declarant', 'traitée'), to('approver', 'traitée')];
    expect(told()).toEqual(expected.toSorted());

    expect((await mailsOf(waiting)).map(({ state, messageId }) => `${state} ${messageId}`).toSorted()).toEqual(
      smtp.handed.map((messageId) => `sent ${messageId}`).toSorted(),
    );
    expect(smtp.handed.filter((id) => !/^<[\da-f-]{36}@caf\.example>$/.test(id))).toEqual([]);

    for (const { raw, subject, text, html } of smtp.letters) {
      expect([raw, subject, text, html].join('\n')).not.toMatch(FAMILY);
      expect(subject).toMatch(/^Déclaration D-493-\d{6}-0001 .*\u00a0: Micro-crèche Pirouette, [a-zéû]+ 2026$/);
      expect(html).toContain('<html lang="fr">');
    }

    const { text = '' } = smtp.letters.find(({ subject }) => subject!.includes('traitée'))!;
    expect(text.replaceAll('\u00a0', ' ')).toMatch(/^Traitée : 1\r?\nConfiée à un gestionnaire : 1\r?\n\r?\n/m);
    const link = new RegExp(`${HOME}(/\\S+)`).exec(text)![1]!;
    expect(link).toBe(addresses.report(waiting.id));
    const report = await (await bench.person(who.declarant)).get(link);
    expect(report.subarray(0, 2).toString()).toBe('PK');
  });

  test('whoever holds all the roles alone is not told what they have just done, and once of what the Caf did', async () => {
    const alone = await bench.person(who.otherStructure);
    const deposited = await deposit(alone, await create(alone, month), inMonth(month, rose));
    await advance(alone, await advance(alone, await accept(alone, deposited), 'SUBMIT'), 'APPROVE');
    await bench.work();
    expect(told()).toEqual([to('otherStructure', 'traitée')]);
  });
});

describe('once', () => {
  test('the work done twice sends nothing twice', async () => {
    const waiting = await waitingForApproval();
    await bench.work();
    const before = [...smtp.handed];
    await bench.house.database.source.query("update job set state = 'queued' where kind like 'mail.%'");
    await bench.work();
    expect(smtp.handed).toEqual(before);
    expect(await mailsOf(waiting)).toHaveLength(2);
  });

  test('killed after the server took it and before it is marked, a letter goes again under the same Message-ID', async () => {
    const waiting = await waitingForApproval();
    await bench.work();
    const before = smtp.handed.toSorted();
    for (const { id } of await mailsOf(waiting)) {
      await bench.house.database.write(async (em) => {
        await em.update(Mail, { id }, { state: 'queued', sentAt: null });
        await em.update(Job, { deduplication: `${sendMail.name}:${id}:` }, { state: 'queued' });
      });
    }
    await bench.work();
    expect(smtp.handed.slice(2).toSorted()).toEqual(before);
    expect(await mailsOf(waiting)).toHaveLength(2);
  });

  test('a step that is rolled back tells nobody', async () => {
    const { id, revision } = await waitingForApproval();
    await bench.work();
    const before = [await bench.count(Mail), await bench.count(Job)];
    const { reader } = bench.house.database;
    const person = await reader.findOneByOrFail(Person, { email: who.approver });
    const habilitations = await reader.findBy(Habilitation, { personId: person.id });
    const undone = personal(bench.house, { person, habilitations }).transaction(async (ctx) => {
      await step(ctx, { id, revision }, 'return', CANARY);
      throw new Error('after all');
    });
    await expect(undone).rejects.toThrow('after all');
    await bench.work();
    expect([await bench.count(Mail), await bench.count(Job)]).toEqual(before);
    expect(told()).toEqual(approvers);
  });
});

describe('a mail server', () => {
  test.each<Manner>([451, 554, 'hangs up', 'falls silent'])(
    'that answers « %s » is handed the letter again later, and takes one copy',
    async (manner) => {
      const { smtpUrl, mailFrom: from, folder: outboxFolder } = bench.config;
      const postman = openPostman({ smtpUrl, from, outboxFolder, deadline: manner === 'falls silent' ? 500 : 10_000 });
      const house = { ...bench.house, postman };
      const waiting = await waitingForApproval();
      smtp.manner = manner;
      await workOff(house, automata(house));
      await postman.close();
      expect(await statesOf(waiting, 'submitted')).toEqual(['queued', 'queued']);
      const job = await bench.house.database.reader.findOneByOrFail(Job, { kind: sendMail.name, state: 'queued' });
      expect(job.lastError).toMatch(/^PostFailed \w+$/);
      smtp.manner = 'takes';
      await bench.work();
      expect(told()).toEqual([]);
      later(60);
      await bench.work();
      expect(told()).toEqual(approvers);
      expect([smtp.handed.length, new Set(smtp.handed).size]).toEqual([4, 2]);
      expect(bench.logged.join('')).not.toMatch(/@pirouette|Not now/);
    },
  );

  test('that is down for seven hours still gets the letters', async () => {
    await waitingForApproval();
    smtp.manner = 451;
    for (let tries = 0; tries < (7 * 3_600) / 400; tries += 1) {
      await bench.work();
      later(400);
    }
    smtp.manner = 'takes';
    await bench.work();
    expect(told()).toEqual(approvers);
  });
});

describe('when its turn comes, a letter', () => {
  /** A declaration whose letters could not leave yet. */
  async function delayed(): Promise<Seen> {
    const waiting = await waitingForApproval();
    smtp.manner = 451;
    await bench.work();
    return waiting;
  }

  async function resume(): Promise<void> {
    smtp.manner = 'takes';
    later(60);
    await bench.work();
  }

  test('whose declaration was approved meanwhile asks for no approval', async () => {
    const approved = await approve(await delayed());
    await resume();
    expect(told().filter((line) => approvers.includes(line))).toEqual([]);
    expect(await statesOf(approved, 'submitted')).toEqual(['dropped', 'dropped']);
  });

  test('that says again what a later one says gives way to it: one letter, with the last comment', async () => {
    const returned = await giveBack(await delayed(), 'premier commentaire');
    await bench.work();
    await giveBack(await resubmitted(returned), CANARY);
    await bench.work();
    await resume();
    expect(told()).toEqual([to('declarant', 'renvoyée')]);
    expect(smtp.letters[0]!.text).toContain(CANARY);
    expect(await statesOf(returned, 'returned')).toEqual(['dropped', 'sent']);
  });

  test('is not sent to somebody who has left the role, and goes to those who hold it now', async () => {
    const waiting = await delayed();
    await bench.house.database.write(async (em) => {
      const idOf = async (email: string) => (await em.findOneByOrFail(Person, { email })).id;
      for (const left of [await idOf(who.otherApprover), await idOf(who.declarant)]) {
        await em.update(Habilitation, { personId: left }, { until: bench.house.clock().toISOString() });
      }
      await em.update(Habilitation, { personId: await idOf(who.financialProvider) }, { role: 'activityProvider' });
    });
    await resume();
    expect(told()).toEqual([to('approver', 'à')]);
    await giveBack(waiting, CANARY);
    await bench.work();
    expect(told()).toEqual([to('approver', 'à'), to('financialProvider', 'renvoyée')]);
  });
});

test.each<[RegExp, string]>([
  [/Canari|commentaire/, 'what an approver wrote'],
  [/@pirouette|Ferrand|Durand/, 'a person of a structure'],
  [FAMILY, 'a family'],
])('after all this, no job, mail, log nor journal says %s (%s)', async (pattern) => {
  const { reader } = bench.house.database;
  const kept = [await reader.find(Job), await reader.find(Mail), await reader.find(JournalEntry), bench.logged];
  expect(kept.every((records) => records.length > 10)).toBe(true);
  expect(pattern.exec(JSON.stringify(kept))?.[0]).toBeUndefined();
});

test('every letter has a cause of its own', () => {
  expect(new Set(mailKinds.map((kind) => letters[kind].cause.name)).size).toBe(mailKinds.length);
});
