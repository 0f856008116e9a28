/** Each letter once: what the server was handed, beside what the house says it sent. */
import { Job } from '../../src/kernel/jobs.js';
import { Mail } from '../../src/mail/index.js';
import type { SmtpServer } from '../mail/smtp.js';
import type { Scene } from './scene.js';

const copiesOf = ({ handed }: SmtpServer): Map<string, number> => {
  const copies = new Map<string, number>();
  for (const id of handed) copies.set(id, (copies.get(id) ?? 0) + 1);
  return copies;
};

/**
 * Letters said to be sent that nobody was handed, and those handed more often than their sending was taken up: SMTP says
 * nothing of a letter that was handed over just before a process died, at whichever point it died for another lane.
 */
export async function wrongLetters({ database: { reader } }: Scene, smtp: SmtpServer): Promise<string[]> {
  const copies = copiesOf(smtp);
  const sent = await reader.findBy(Mail, { state: 'sent' });
  const jobs = await reader.findBy(Job, { kind: 'mail.send' });
  const taken = new Map(jobs.map(({ payload, fence }) => [payload.id, fence]));
  return sent.flatMap(({ id, messageId }) => {
    const count = copies.get(messageId) ?? 0;
    if (count === 0) return [`letter ${id} was handed to nobody`];
    return count > (taken.get(id) ?? 1) ? [`letter ${id} was handed ${count} times`] : [];
  });
}
