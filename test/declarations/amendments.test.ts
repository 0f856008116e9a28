/** A month that was sent is amended by the next version: who opens it, when, and what differs. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Declaration } from '../../src/declarations/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { codeOf } from '../caller.js';
import {
  accept,
  advance,
  amend,
  create,
  deposit,
  inMonth,
  nino,
  processed,
  rose,
  stranger,
  submitted,
} from '../month.js';
import type { Version } from './amending.js';
import { amendedWith, versionOf } from './amending.js';

let bench: Bench;
let declarant: Caller;
let approver: Caller;

beforeAll(async () => {
  bench = await openBench();
  declarant = await bench.person(who.declarant);
  approver = await bench.person(who.approver);
});
afterAll(() => bench.close());

const told = ({ differences }: Version) =>
  differences.edges.map(({ node: { kind, rowNumber, formerRowNumber, cells } }) => [
    kind,
    rowNumber,
    formerRowNumber,
    ...(kind === 'CHANGED'
      ? cells.map(({ column, before, after }) => `${column}: ${before} > ${after}`)
      : []),
  ]);

describe('opened', () => {
  const month = '2026-08';
  let sent: Seen;
  beforeAll(async () => {
    sent = await processed(bench, inMonth(month, rose, nino), month);
  });

  test('it is the next version under the same number, with the rows of the one it amends; each names the other', async () => {
    const before = await versionOf(declarant, sent);
    expect([before.openSteps, before.amendedBy]).toEqual([['AMEND', 'DISCUSS'], null]);
    const opened = await amend(declarant, sent);
    expect(await versionOf(declarant, opened)).toMatchObject({
      reference: `${before.reference}-2`,
      version: 2,
      state: 'DRAFT',
      rowCount: 2,
      addedCount: 0,
      changedCount: 0,
      removedCount: 0,
      amends: { id: sent.id },
      differences: { totalCount: 0 },
    });
    expect(await versionOf(declarant, sent)).toMatchObject({
      state: 'PROCESSED',
      openSteps: ['DISCUSS'],
      amendedBy: { id: opened.id, state: 'DRAFT' },
    });
  });

  test('what it amends is not amended twice; given up, it leaves its place to another, under the next number', async () => {
    await expect(amend(declarant, sent)).rejects.toMatchObject({ code: 'AMENDMENT_EXISTS' });
    const { amendedBy, reference } = await versionOf(declarant, sent);
    const { revision } = await versionOf(declarant, amendedBy!);
    await advance(declarant, { id: amendedBy!.id, revision }, 'CANCEL');
    expect(await codeOf(create(declarant, month))).toBe('DECLARATION_EXISTS');
    const again = await amend(declarant, sent);
    expect(await versionOf(declarant, again)).toMatchObject({ version: 3, reference: `${reference}-3` });
  });

  test('without any difference it is not submitted, however its rows are ordered and spelt the same', async () => {
    const { amendedBy } = await versionOf(declarant, sent);
    const { revision } = await versionOf(declarant, amendedBy!);
    const accepted = await accept(declarant, { id: amendedBy!.id, revision });
    await expect(advance(declarant, accepted, 'SUBMIT')).rejects.toMatchObject({
      code: 'AMENDMENT_UNCHANGED',
    });
    const address = `/declarations/${amendedBy!.id}/workbook`;
    const turned = await deposit(
      declarant,
      { ...accepted, depositAddress: address },
      inMonth(month, nino, rose),
    );
    expect(await versionOf(declarant, turned)).toMatchObject({
      changedCount: 0,
      differences: { totalCount: 0 },
    });
    expect(await codeOf(advance(declarant, await accept(declarant, turned), 'SUBMIT'))).toBe(
      'AMENDMENT_UNCHANGED',
    );
  });

  test('by two at once: one opens it, the other is told', async () => {
    const other = await processed(bench, inMonth('2026-07', rose), '2026-07');
    const { revision } = await versionOf(declarant, other);
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(amend(declarant, other, revision))));
    expect(codes.toSorted()).toEqual(['OVERTAKEN', 'OVERTAKEN', 'done']);
    expect(await bench.count(Declaration, { month: '2026-07' })).toBe(2);
  });

  test('a draft is not amended, nor one that waits for its approver', async () => {
    const waiting = await submitted(bench, inMonth('2026-06', rose), '2026-06');
    expect(await codeOf(amend(declarant, waiting))).toBe('STEP_NOT_OPEN');
  });
});

describe('compared with what it amends', () => {
  const month = '2026-05';
  let sent: Seen;
  beforeAll(async () => {
    sent = await processed(bench, inMonth(month, rose, nino, stranger), month);
  });

  test('rows are paired by family and child, and each difference says its columns before and after', async () => {
    const opened = await amendedWith(declarant, sent, month, [
      { ...stranger, firstName: 'INAYA', birthDate: '2024-07-10' },
      { ...nino, hours: 118, amountCents: 102_660 },
      { ...rose, allocataire: '3521875' },
    ]);
    const version = await versionOf(approver, opened);
    expect(told(version)).toEqual([
      ['REMOVED', null, 3],
      ['CHANGED', 3, 5, 'firstName: Inaya > INAYA', 'birthDate: 09/07/2024 > 10/07/2024'],
      ['CHANGED', 4, 4, 'hours: 120 > 118', 'amount: 1044,00 > 1026,60'],
      ['ADDED', 5, null],
    ]);
    expect(version).toMatchObject({ addedCount: 1, changedCount: 2, removedCount: 1 });
  });

  test('they are pages, by kind too; a row set aside is one removed', async () => {
    const { amendedBy } = await versionOf(declarant, sent);
    const { id } = amendedBy!;
    const { declaration } = await declarant.ask<{
      declaration: {
        changed: { totalCount: number; pageInfo: { endCursor: string } };
        rows: { edges: { node: { id: string } }[] };
      };
    }>(
      `{ declaration(id: "${id}") { rows { edges { node { id } } }
        changed: differences(kind: CHANGED, first: 1) { totalCount pageInfo { endCursor } } } }`,
    );
    expect(declaration.changed.totalCount).toBe(2);
    const { declaration: next } = await declarant.ask<{ declaration: Pick<Version, 'differences'> }>(
      `{ declaration(id: "${id}") { differences(kind: CHANGED, first: 1, after: "${declaration.changed.pageInfo.endCursor}") {
        totalCount edges { node { rowNumber } } } } }`,
    );
    expect(next.differences.edges.map(({ node }) => node.rowNumber)).toEqual([4]);
    const { revision } = await versionOf(declarant, amendedBy!);
    await declarant.ask(
      `mutation { setRowAside(id: "${id}", revision: ${revision}, rowId: "${declaration.rows.edges[1]!.node.id}", reason: "erreur") { id } }`,
    );
    expect(await versionOf(declarant, amendedBy!)).toMatchObject({
      addedCount: 1,
      changedCount: 1,
      removedCount: 2,
    });
  });
});
