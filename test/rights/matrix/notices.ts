/** What was told, of the matrix: letters and notices. */
import { In } from 'typeorm';
import { Attestation } from '../../../src/attestations/index.js';
import { Mail, tell } from '../../../src/mail/index.js';
import { FamilyNotice, NimsEntry } from '../../../src/processing/index.js';
import { automaton } from '../../../src/rights/index.js';
import type { Bench } from '../../bench.js';
import type { Seen } from '../../caller.js';

const CAF = '493';

/** What a family was told, and of the month that was processed nothing yet. */
export async function notices({ house: { database } }: Bench, declarationId: string) {
  const attestations = await database.reader.findBy(Attestation, { declarationId });
  const attestationId = In(attestations.map(({ id }) => id));
  await database.write((em) => em.delete(FamilyNotice, { attestationId }));
  const { id: nimsEntryId } = await database.reader.findOneByOrFail(NimsEntry, { attestationId });
  return { nimsEntryId, noticeId: (await database.reader.findOneByOrFail(FamilyNotice, {})).id };
}

/** Told of a declaration that waits, and a letter not sent yet. */
export async function told(bench: Bench, { id }: Seen) {
  await tell(automaton(bench.house, CAF), 'submitted', { id, caf: CAF, revision: 99 });
  const mail = await bench.house.database.reader.findOneByOrFail(Mail, {
    kind: 'submitted',
    subjectId: id,
    state: 'queued',
  });
  return { mailId: mail.id };
}
