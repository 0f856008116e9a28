/** Declarations that the automata have in hand, and the amendment of one they had. */
import { fileLot, issue } from '../../../src/attestations/index.js';
import { automaton } from '../../../src/rights/index.js';
import type { Bench } from '../../bench.js';
import { who } from '../../bench.js';
import type { Seen } from '../../caller.js';
import { accept, advance, amend, deposit, inMonth, rose, stranger, submitted } from '../../month.js';
import { keptFiles } from './kept-files.js';

const CAF = '493';

const approved = async (bench: Bench, seen: Seen): Promise<Seen> =>
  advance(await bench.person(who.approver), seen, 'APPROVE');

const waiting = (bench: Bench, month: string): Promise<Seen> => submitted(bench, inMonth(month, rose), month);

/**
 * Sent, numbered, attested, with their jobs not done yet; and files to be looked at.
 *
 * @param amending  waits for its approver
 */
export async function underWay(bench: Bench, amending: Seen) {
  const sent = await approved(bench, await waiting(bench, '2026-04'));
  const attested = await approved(bench, await waiting(bench, '2026-03'));
  const amendment = await approved(bench, amending);
  const numbered = await approved(bench, await waiting(bench, '2025-11'));
  for (const { id } of [numbered, attested, amendment]) await issue(automaton(bench.house, CAF), id);
  for (const { id } of [attested, amendment])
    await fileLot(automaton(bench.house, CAF), { id, caf: CAF, part: 0 });
  return { sent, numbered, attested, amendment, ...(await keptFiles(bench)) };
}

/** An amendment that waits, and changes a row that came to the advisers. */
export async function amended(bench: Bench): Promise<Seen> {
  const month = '2026-01';
  const declarant = await bench.person(who.declarant);
  const first = await approved(bench, await submitted(bench, inMonth(month, rose, stranger), month));
  await bench.work();
  const changed = { ...stranger, hours: 41 };
  const opened = await deposit(declarant, await amend(declarant, first), inMonth(month, rose, changed));
  return advance(declarant, await accept(declarant, opened), 'SUBMIT');
}
