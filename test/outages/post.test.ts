/** A month whose mail server refuses, hangs or closes: the month ends all the same, and its letters once the server is back. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { addresses } from '../../resolvers/addresses.js';
import { Mail } from '../../src/mail/index.js';
import { openPostman } from '../../src/tools/postman.js';
import { automata } from '../../workers/automata.js';
import { workOff } from '../../workers/worker.js';
import { who } from '../bench.js';
import type { MailBench } from '../mail/mail-bench.js';
import { approvers, openMailBench, to } from '../mail/mail-bench.js';
import type { Manner } from '../mail/smtp.js';
import { openSmtpServer } from '../mail/smtp.js';
import { expectWholeMonth } from './month-ends.js';

let bench: MailBench;
beforeAll(async () => {
  bench = await openMailBench();
});
beforeEach(() => bench.begin());
afterAll(() => bench.close());

/** Lets the automata work with a postman that is not patient. */
async function workHastily(): Promise<void> {
  const { smtpUrl, mailFrom: from, folder: outboxFolder } = bench.config;
  const postman = openPostman({ smtpUrl, from, outboxFolder, deadline: 1_000 });
  const house = { ...bench.house, postman };
  await workOff(house, automata(house));
  await postman.close();
}

test.each<[Manner, string]>([
  [451, 'asks to try again'],
  [554, 'refuses'],
  ['hangs up', 'closes once it has the letter'],
  ['falls silent', 'hangs once it has the letter'],
])(
  '« %s »: while the mail server %s the month is played to its report; the letters follow, once each',
  async (manner) => {
    const waiting = await bench.waitingForApproval();
    bench.smtp.manner = manner;
    const sent = await bench.approve(waiting);
    await workHastily();

    const declarant = await bench.person(who.declarant);
    expect((await declarant.get(addresses.report(sent.id))).subarray(0, 2).toString()).toBe('PK');
    expect(bench.told()).toEqual([]);
    expect(await bench.statesOf(sent, 'processed')).toEqual(['queued', 'queued']);

    bench.smtp.manner = 'takes';
    bench.later(400);
    await bench.work();
    expect(bench.told()).toEqual(
      [to('declarant', 'envoyée'), to('declarant', 'traitée'), to('approver', 'traitée')].toSorted(),
    );
    await expectWholeMonth(bench.house.database, bench.config.folder, sent, 1);
  },
);

test('a mail server that is away from Friday evening to Monday morning gets the letters all the same, once each', async () => {
  const away = await openSmtpServer();
  await away.close();
  const { mailFrom: from, folder: outboxFolder } = bench.config;
  const postman = openPostman({ smtpUrl: away.url, from, outboxFolder });
  const house = { ...bench.house, postman };
  const handlers = automata(house);
  await bench.waitingForApproval();
  for (let hours = 0; hours < 60; hours += 0.5) {
    await workOff(house, handlers);
    bench.later(1_800);
  }
  await postman.close();

  await bench.work();
  expect(bench.told()).toEqual(approvers);
});

test('a silent mail server is left alone for a while: one letter waits for it, the others wait for their turn', async () => {
  await bench.waitingForApproval();
  bench.smtp.manner = 'falls silent';
  await workHastily();

  expect(await bench.count(Mail, { state: 'queued' })).toBe(2);
  expect(bench.smtp.handed).toHaveLength(1);
});
