/** Who is told of each step, once. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { advance as step } from '../../src/declarations/index.js';
import { Habilitation } from '../../src/habilitations/index.js';
import { Person } from '../../src/identity/index.js';
import { Job } from '../../src/kernel/jobs.js';
import { Mail, letters, mailKinds, sendMail } from '../../src/mail/index.js';
import { personal } from '../../src/rights/index.js';
import { addresses } from '../../resolvers/addresses.js';
import { who } from '../bench.js';
import { accept, advance, create, deposit, inMonth, rose, stranger } from '../month.js';
import type { MailBench } from './mail-bench.js';
import { HOME, approvers, openMailBench, to } from './mail-bench.js';

const CANARY = 'Canari jaune, à revoir';
/** Of the rows that are declared. */
const FAMILY = /GALINDRAC|\bRose\b|LESTRANGE|Inaya|3521874|0912377/i;

let bench: MailBench;

beforeAll(async () => {
  bench = await openMailBench();
});

beforeEach(() => bench.begin());
afterAll(() => bench.close());

describe('each step', () => {
  test('submitted, its approvers are told and nobody else', async () => {
    await bench.waitingForApproval();
    await bench.work();
    expect(bench.told()).toEqual(approvers);
  });

  test('returned, the declarant is told why; submitted again, the approvers are told again', async () => {
    const waiting = await bench.waitingForApproval();
    await bench.work();
    await bench.giveBack(waiting, CANARY);
    await bench.work();
    const [returned] = bench.smtp.letters.slice(2);
    expect(bench.told()).toEqual([...approvers, to('declarant', 'renvoyée')].toSorted());
    expect([returned!.text, returned!.html]).toEqual([
      expect.stringContaining(CANARY),
      expect.stringContaining(CANARY),
    ]);
    await bench.resubmit(waiting);
    await bench.work();
    const others = bench.smtp.letters.filter((letter) => letter !== returned);
    expect(JSON.stringify([others, bench.smtp.letters.map(({ subject }) => subject)])).not.toContain(
      'Canari',
    );
    expect(bench.told().filter((line) => approvers.includes(line))).toEqual(
      [...approvers, ...approvers].toSorted(),
    );
  });

  test('approved, the declarant is told; processed, the declarant and the one who approved: no letter names a family', async () => {
    const waiting = await bench.waitingForApproval(stranger);
    await bench.work();
    await bench.approve(waiting);
    await bench.work();
    const expected = [
      ...approvers,
      to('declarant', 'envoyée'),
      to('declarant', 'traitée'),
      to('approver', 'traitée'),
    ];
    expect(bench.told()).toEqual(expected.toSorted());

    expect(
      (await bench.mailsOf(waiting)).map(({ state, messageId }) => `${state} ${messageId}`).toSorted(),
    ).toEqual(bench.smtp.handed.map((messageId) => `sent ${messageId}`).toSorted());
    expect(bench.smtp.handed.filter((id) => !/^<[\da-f-]{36}@caf\.example>$/.test(id))).toEqual([]);

    for (const { raw, subject, text, html } of bench.smtp.letters) {
      expect([raw, subject, text, html].join('\n')).not.toMatch(FAMILY);
      expect(subject).toMatch(
        /^Déclaration D-493-\d{6}-0001 .*\u00a0: Micro-crèche Pirouette, [a-zéû]+ 2026$/,
      );
      expect(html).toContain('<html lang="fr">');
    }

    const { text = '' } = bench.smtp.letters.find(({ subject }) => subject!.includes('traitée'))!;
    expect(text.replaceAll('\u00a0', ' ')).toMatch(
      /^Traitée : 1\r?\nConfiée à un gestionnaire : 1\r?\n\r?\n/m,
    );
    const links = [...text.matchAll(new RegExp(`${HOME}(/\\S+)`, 'g'))].map(([, link]) => link!);
    expect(links.slice(0, 2)).toEqual([addresses.reportPdf(waiting.id), addresses.report(waiting.id)]);
    const report = await (await bench.person(who.declarant)).get(links[1]!);
    expect(report.subarray(0, 2).toString()).toBe('PK');
  });

  test('whoever holds all the roles alone is not told what they have just done, and once of what the Caf did', async () => {
    const alone = await bench.person(who.otherStructure);
    const deposited = await deposit(alone, await create(alone, bench.month), inMonth(bench.month, rose));
    await advance(alone, await advance(alone, await accept(alone, deposited), 'SUBMIT'), 'APPROVE');
    await bench.work();
    expect(bench.told()).toEqual([to('otherStructure', 'traitée')]);
  });
});

describe('once', () => {
  test('the work done twice sends nothing twice', async () => {
    const waiting = await bench.waitingForApproval();
    await bench.work();
    const before = [...bench.smtp.handed];
    await bench.house.database.source.query("update job set state = 'queued' where kind like 'mail.%'");
    await bench.work();
    expect(bench.smtp.handed).toEqual(before);
    expect(await bench.mailsOf(waiting)).toHaveLength(2);
  });

  test('killed after the server took it and before it is marked, a letter goes again under the same Message-ID', async () => {
    const waiting = await bench.waitingForApproval();
    await bench.work();
    const before = bench.smtp.handed.toSorted();
    for (const { id } of await bench.mailsOf(waiting)) {
      await bench.house.database.write(async (em) => {
        await em.update(Mail, { id }, { state: 'queued', sentAt: null });
        await em.update(Job, { deduplication: `${sendMail.name}:${id}:` }, { state: 'queued' });
      });
    }
    await bench.work();
    expect(bench.smtp.handed.slice(2).toSorted()).toEqual(before);
    expect(await bench.mailsOf(waiting)).toHaveLength(2);
  });

  test('a step that is rolled back tells nobody', async () => {
    const { id, revision } = await bench.waitingForApproval();
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
    expect(bench.told()).toEqual(approvers);
  });
});

test('every letter has a cause of its own', () => {
  expect(new Set(mailKinds.map((kind) => letters[kind].cause.name)).size).toBe(mailKinds.length);
});
