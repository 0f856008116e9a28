/** A bench whose letters go to a real SMTP server of this machine. */
import { Declaration } from '../../src/declarations/index.js';
import { addMonths } from '../../src/kernel/calendar.js';
import type { MailKind } from '../../src/mail/index.js';
import { Mail } from '../../src/mail/index.js';
import type { FilledRow } from '../../src/workbooks/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Seen } from '../caller.js';
import { advance, inMonth, rose, submitted } from '../month.js';
import type { SmtpServer } from './smtp.js';
import { openSmtpServer } from './smtp.js';

export const HOME = 'https://habilis.caf.example';

/** A reader, and the beginning of the subject of a letter. */
export const to = (reader: keyof typeof who, what: string): string => `${who[reader]} ${what}`;

/** What tells the approvers of Pirouette that a declaration waits. */
export const approvers = [to('otherApprover', 'à'), to('approver', 'à')];

export interface MailBench extends Bench {
  smtp: SmtpServer;
  /** The month of the test under way: each declares its own. */
  month: string;
  /** Before each test: another month, and a server that has taken nothing yet. */
  begin(): void;
  /** Lets time pass: what is to be tried again by then is due. */
  later(seconds: number): void;
  waitingForApproval(...more: FilledRow[]): Promise<Seen>;
  approve(seen: Seen): Promise<Seen>;
  giveBack(seen: Seen, comment: string): Promise<Seen>;
  resubmit(seen: Pick<Seen, 'id'>): Promise<Seen>;
  /** What the server took, each letter as its reader and the beginning of its subject. */
  told(): string[];
  mailsOf(seen: Pick<Seen, 'id'>): Promise<Mail[]>;
  statesOf(seen: Seen, kind: MailKind): Promise<string[]>;
}

export async function openMailBench(): Promise<MailBench> {
  let now = Date.parse('2026-11-05T08:00:00Z');
  const smtp = await openSmtpServer();
  const settings = {
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Habilis <automate@caf.example>',
    PUBLIC_URL: `${HOME}/`,
  };
  const bench = await openBench(new Date(now).toISOString(), settings);
  const { reader } = bench.house.database;
  const mailsOf = ({ id }: Pick<Seen, 'id'>) =>
    reader.find(Mail, { where: { subjectId: id }, order: { id: 'ASC' } });
  const it: MailBench = {
    ...bench,
    smtp,
    month: '2026-11',
    begin() {
      it.month = addMonths(it.month, -1);
      smtp.manner = 'takes';
      smtp.letters.length = 0;
      smtp.handed.length = 0;
    },
    later(seconds) {
      now += seconds * 1_000;
      bench.setNow(new Date(now).toISOString());
    },
    waitingForApproval: (...more) => submitted(bench, inMonth(it.month, rose, ...more), it.month),
    approve: async (seen) => advance(await bench.person(who.approver), seen, 'APPROVE'),
    giveBack: async (seen, comment) => advance(await bench.person(who.approver), seen, 'RETURN', comment),
    async resubmit({ id }) {
      const { revision } = await reader.findOneByOrFail(Declaration, { id });
      return advance(await bench.person(who.declarant), { id, revision }, 'SUBMIT');
    },
    told: () =>
      smtp.letters
        .map(({ recipients, subject = '' }) => `${recipients.join()} ${/D-\S+ (\S+)/.exec(subject)![1]}`)
        .toSorted(),
    mailsOf,
    statesOf: async (seen, kind) =>
      (await mailsOf(seen)).filter((mail) => mail.kind === kind).map(({ state }) => state),
    async close() {
      await bench.close();
      await smtp.close();
    },
  };
  return it;
}
