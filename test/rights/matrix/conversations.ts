/** The things of the matrix that people wrote to each other, with files sent, not sent, and given up. */
import { Attachment } from '../../../src/messages/index.js';
import type { Bench } from '../../bench.js';
import { who } from '../../bench.js';
import type { Seen } from '../../caller.js';
import { attach, open, write } from '../../messages/writing.js';
import type { Recipe } from './recipe.js';
import { callField, refused } from './call.js';

export const certificate = Buffer.from('%PDF-1.7\nUn certificat.\n%%EOF');

/** The header that says what a file is called. */
export const called = { 'content-disposition': 'attachment; filename="Certificat de Rose.pdf"' };

/**
 * One that the structure opened, with a file; one that the Caf opened; the answer to a question about a case; and files
 * that were sent with nothing.
 */
export async function exchanges(bench: Bench, declarationId: string, waiting: Seen) {
  const [declarant, adviser] = [await bench.person(who.declarant), await bench.person(who.otherAdviser)];
  const attached = async (): Promise<string> => {
    const { body } = await attach(declarant, declarationId, 'Certificat de Rose.pdf', certificate);
    return body.id as string;
  };
  const attachedId = await attached();
  const subject = 'Absence de Rose GALINDRAC';
  const files = { subject, attachmentIds: [attachedId] };
  const opened = await open(declarant, declarationId, 'Rose a été absente le 12.', files);
  const fromCaf = await open(adviser, declarationId, 'Le certificat de Rose manque.', { subject });
  const { conversation } = await ask(bench, waiting);
  await write(declarant, conversation, 'C’est la sœur de Rose.');
  const [old, dropped] = [await attached(), await attached()];
  await bench.house.database.write(async (em) => {
    await em.update(Attachment, { id: old }, { addedAt: '2026-11-03T08:00:00.000Z' });
    await em.update(Attachment, { id: dropped }, { state: 'dropped' });
  });
  return {
    exchange: { id: opened.id, revision: opened.revision },
    fromCafId: fromCaf.id,
    answeredId: conversation.id,
    attachedId,
    unsentId: old,
    droppedId: dropped,
  };
}

/** Its adviser asks the structure who it is. */
async function ask(bench: Bench, { id, revision }: Seen): Promise<{ conversation: Seen }> {
  const adviser = await bench.person(who.otherAdviser);
  const { advanceReassignment } = await adviser.ask<{ advanceReassignment: { conversation: Seen } }>(
    `mutation { advanceReassignment(id: "${id}", revision: ${revision}, step: ASK, question: "Qui est cet enfant ?") {
      conversation { id revision } } }`,
  );
  return advanceReassignment;
}

/** A number tells nothing of what one may not read: granted when it counts the thing. */
export const countingUnread: Recipe = async (operation, { schema, caller }) => {
  const answer = await callField(schema, caller, operation, {}, true);
  return answer.granted && answer.data === 0 ? refused(200, 'NOT_LISTED', '') : answer;
};
