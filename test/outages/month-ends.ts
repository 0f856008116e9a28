/** A month of one declaration, and what has to be true of it at its end, whatever was missing on the way. */
import { expect } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { In } from 'typeorm';
import { FiledDocument } from '../../src/allocataires/index.js';
import { Attestation } from '../../src/attestations/index.js';
import { Declaration } from '../../src/declarations/index.js';
import { addMonths } from '../../src/kernel/calendar.js';
import type { Database } from '../../src/kernel/database.js';
import { Job } from '../../src/kernel/jobs.js';
import { verify } from '../../src/kernel/journal.js';
import { Mail } from '../../src/mail/index.js';
import { Outcome } from '../../src/processing/index.js';
import type { FilledRow } from '../../src/workbooks/index.js';
import type { Caller, Seen } from '../caller.js';
import { accept, advance, create, deposit, rose } from '../month.js';

/** As many families as that, which the Caf knows or not. */
export const familiesIn = (month: string, count: number): FilledRow[] =>
  Array.from({ length: count }, (_, at) => ({
    ...rose,
    month,
    allocataire: String(4_000_001 + at),
    birthDate: `${addMonths(month, -20)}-11`,
  }));

/** Deposited and submitted: its approver has only to click. */
export async function readyToSend(declarant: Caller, month: string, rows: FilledRow[]): Promise<Seen> {
  const deposited = await deposit(declarant, await create(declarant, month), rows);
  return advance(declarant, await accept(declarant, deposited), 'SUBMIT');
}

/** Until the declaration is processed and nothing is left to do. */
export async function untilTheEnd({ reader }: Database, id: string): Promise<void> {
  while (
    !(await reader.existsBy(Declaration, { id, state: 'processed' })) ||
    (await reader.existsBy(Job, { state: In(['queued', 'running']) }))
  )
    await pause(100);
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The folder of the house, or where it keeps what is under a key. */
type Shelf = string | ((key: string) => string);

/** The digest and the size of what is kept under that key. */
async function keptUnder(shelf: Shelf, key: string): Promise<[string, number]> {
  const file = await readFile(typeof shelf === 'string' ? join(shelf, 'files', key) : shelf(key));
  return [sha256(file), file.length];
}

/** Each row has one attestation, filed and whole, and one outcome; each reader one letter; the journal is whole. */
export async function expectWholeMonth(
  { reader }: Database,
  shelf: Shelf,
  { id: declarationId }: Pick<Seen, 'id'>,
  rows: number,
): Promise<void> {
  const attestations = await reader.findBy(Attestation, { declarationId });
  expect(attestations.map(({ state }) => state)).toEqual(Array.from({ length: rows }, () => 'filed'));
  for (const known of ['rowId', 'number'] as const)
    expect(new Set(attestations.map((attestation) => attestation[known])).size).toBe(rows);
  const documents = await reader.findBy(FiledDocument, {
    attestationId: In(attestations.map(({ id }) => id)),
  });
  expect(documents).toHaveLength(rows);
  for (const { key, digest, size } of documents) expect(await keptUnder(shelf, key)).toEqual([digest, size]);
  const outcomes = await reader.findBy(Outcome, { declarationId });
  expect(outcomes.map(({ rowId }) => rowId).toSorted()).toEqual(
    attestations.map(({ rowId }) => rowId).toSorted(),
  );
  expect(await reader.countBy(Mail, { subjectId: declarationId, kind: 'processed', state: 'sent' })).toBe(2);
  expect(await reader.countBy(Mail, { state: 'queued' })).toBe(0);
  expect(await reader.countBy(Job, { state: In(['queued', 'running', 'set_aside']) })).toBe(0);
  expect((await verify(reader)).filter(({ broken }) => broken)).toEqual([]);
}
