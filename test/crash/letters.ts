/** Each letter once: what the server was handed, beside what the house says it sent. */
import { Mail } from '../../src/mail/index.js';
import type { SmtpServer } from '../mail/smtp.js';
import type { Scene } from './scene.js';

const copiesOf = ({ handed }: SmtpServer): Map<string, number> => {
  const copies = new Map<string, number>();
  for (const id of handed) copies.set(id, (copies.get(id) ?? 0) + 1);
  return copies;
};

/**
 * Letters said to be sent that nobody was handed, and those handed again.
 *
 * @param most  letters that may have one copy more: a process died where SMTP lets nobody tell
 */
export async function wrongLetters({ database }: Scene, smtp: SmtpServer, most: number): Promise<string[]> {
  const copies = copiesOf(smtp);
  const sent = await database.reader.findBy(Mail, { state: 'sent' });
  const lost = sent.filter(({ messageId }) => !copies.has(messageId));
  const again = [...copies].filter(([, count]) => count > 1);
  const allowed = again.filter(([, count]) => count === 2).slice(0, most);
  return [
    ...lost.map(({ id }) => `letter ${id} was handed to nobody`),
    ...again.filter((each) => !allowed.includes(each)).map(([id, count]) => `${id} handed ${count} times`),
  ];
}
