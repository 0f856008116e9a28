/** Amending, step by step, and what a version says of itself. */
import type { FilledRow } from '../../src/workbooks/index.js';
import type { Caller, Seen } from '../caller.js';
import type { Opened } from '../month.js';
import { accept, advance, amend, deposit, inMonth } from '../month.js';

export interface Difference {
  kind: string;
  rowNumber: number | null;
  formerRowNumber: number | null;
  cells: { column: string; before: string | null; after: string | null }[];
}

export interface Version {
  revision: number;
  reference: string;
  version: number;
  state: string;
  openSteps: string[];
  rowCount: number;
  addedCount: number;
  changedCount: number;
  removedCount: number;
  amends: { id: string } | null;
  amendedBy: { id: string; state: string } | null;
  differences: { totalCount: number; edges: { node: Difference }[] };
}

export const versionOf = async (caller: Caller, { id }: Pick<Seen, 'id'>): Promise<Version> => {
  const { declaration } = await caller.ask<{ declaration: Version }>(
    `{ declaration(id: "${id}") { revision reference version state openSteps rowCount addedCount changedCount removedCount
      amends { id } amendedBy { id state }
      differences { totalCount edges { node { kind rowNumber formerRowNumber cells { column before after } } } } } }`,
  );
  return declaration;
};

/** Opened, replaced by these rows, and not submitted yet. */
export const amendedWith = async (
  declarant: Caller,
  sent: Seen,
  month: string,
  rows: FilledRow[],
): Promise<Opened> => deposit(declarant, await amend(declarant, sent), inMonth(month, ...rows));

export const send = async (declarant: Caller, approver: Caller, seen: Seen): Promise<Seen> =>
  advance(approver, await advance(declarant, await accept(declarant, seen), 'SUBMIT'), 'APPROVE');
