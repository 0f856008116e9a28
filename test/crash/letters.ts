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

/** Jobs under way at once in one process: SMTP says nothing of a letter that was handed over just before it died. */
const LANES = 2;

/** No step of these months is taken twice: each person has one letter of each. */
function saidTwice(mails: readonly Mail[]): string[] {
  const said = new Set<string>();
  return mails.flatMap(({ id, kind, subjectId, personId }) => {
    const what = [kind, subjectId, personId].join(' ');
    if (said.has(what)) return [`letter ${id} says again what another one says`];
    said.add(what);
    return [];
  });
}

/**
 * Letters that say the same twice, those said to be sent that nobody was handed, those that the house never wrote, and
 * those handed more often than their sending was taken up, or than processes died.
 */
export async function wrongLetters(
  { database: { reader } }: Scene,
  smtp: SmtpServer,
  deaths: number,
): Promise<string[]> {
  const copies = copiesOf(smtp);
  const mails = await reader.find(Mail);
  const jobs = await reader.findBy(Job, { kind: 'mail.send' });
  const taken = new Map(jobs.map(({ payload, fence }) => [payload.id, fence]));
  const wrong = mails.flatMap(({ id, messageId, state }) => {
    const count = copies.get(messageId) ?? 0;
    if (count === 0 && state === 'sent') return [`letter ${id} was handed to nobody`];
    return count > (taken.get(id) ?? 0) ? [`letter ${id} was handed ${count} times`] : [];
  });
  const known = new Set(mails.map(({ messageId }) => messageId));
  for (const id of copies.keys()) if (!known.has(id)) wrong.push(`letter ${id} is none of the house’s`);
  const more = smtp.handed.length - copies.size;
  if (more > deaths * LANES) wrong.push(`${more} copies of letters for ${deaths} deaths`);
  return [...wrong, ...saidTwice(mails)];
}
