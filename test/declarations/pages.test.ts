/** The rows and anomalies of a declaration, by what one asks of them: each page once, and as many as announced. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DeclarationRow } from '../../src/declarations/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { create, deposit, nino, rose, stranger } from '../month.js';

const few = { hours: 10, amountCents: 9_000 };

let bench: Bench;
let declarant: Caller;
let seen: Seen;

beforeAll(async () => {
  bench = await openBench();
  declarant = await bench.person(who.declarant);
  seen = await deposit(declarant, await create(declarant), [
    rose,
    { ...nino, hours: 120.5 },
    { ...stranger, ...few },
    { ...stranger, firstName: 'Malo', ...few, specificHours: 12 },
    { lastName: 'TOTAL', amountCents: 200_000 },
  ]);
  const { id: rowId } = await bench.house.database.reader.findOneByOrFail(DeclarationRow, {
    declarationId: seen.id,
    number: 7,
  });
  await declarant.ask(
    `mutation { setRowAside(id: "${seen.id}", revision: ${seen.revision}, rowId: "${rowId}", reason: "total") { id } }`,
  );
});
afterAll(() => bench.close());

interface Connection<Node> {
  edges: { node: Node; cursor: string }[];
  pageInfo: { hasNextPage: boolean };
  totalCount: number;
}

interface Found {
  rowNumber?: number;
  number?: number;
  code?: string;
}

/** The whole list, one record a page, and how many it says there are. */
async function walk(list: string, asked: string, fields: string): Promise<{ nodes: Found[]; said: number }> {
  const nodes: Found[] = [];
  for (let after: string | undefined; ;) {
    const at = [asked, 'first: 1', after ? `after: "${after}"` : ''].filter(Boolean).join(', ');
    const { declaration } = await declarant.ask<{ declaration: { list: Connection<Found> } }>(
      `{ declaration(id: "${seen.id}") { list: ${list}(${at}) {
        totalCount pageInfo { hasNextPage } edges { cursor node { ${fields} } }
      } } }`,
    );
    const { edges, pageInfo, totalCount } = declaration.list;
    nodes.push(...edges.map(({ node }) => node));
    after = edges.at(-1)?.cursor;
    if (!pageInfo.hasNextPage) return { nodes, said: totalCount };
  }
}

test.each<[string, number[], string]>([
  ['', [3, 4, 5, 6, 7], 'all of them'],
  ['filter: ALL', [3, 4, 5, 6, 7], 'all of them, said'],
  ['filter: WITH_ANOMALIES', [4, 5, 6], 'what is set aside is checked no more'],
  ['filter: BLOCKING', [4, 6], 'a row is there once, whatever the number of its anomalies'],
  ['filter: WARNING', [5, 6], 'a row that is blocked may be warned of too'],
  ['filter: SET_ASIDE', [7], 'those kept out'],
  ['code: "HOURS_BELOW_MINIMUM"', [5, 6], 'those that carry that anomaly'],
  ['filter: BLOCKING, code: "HOURS_BELOW_MINIMUM"', [], 'a warning blocks nothing'],
  ['filter: WARNING, code: "HOURS_BELOW_MINIMUM"', [5, 6], 'both asked for at once'],
  ['code: "NO_SUCH_CODE"', [], 'nothing carries it'],
])('rows(%s) are %j (%s)', async (asked, numbers) => {
  const { nodes, said } = await walk('rows', asked, 'number');
  expect([nodes.map(({ number }) => number), said]).toEqual([numbers, numbers.length]);
});

test.each<[string, string[], string]>([
  [
    '',
    ['4 HOURS_NOT_WHOLE', '5 HOURS_BELOW_MINIMUM', '6 HOURS_BELOW_MINIMUM', '6 SPECIFIC_ABOVE_TOTAL'],
    'in the order of the workbook',
  ],
  ['blocking: true', ['4 HOURS_NOT_WHOLE', '6 SPECIFIC_ABOVE_TOTAL'], 'what stops the submission'],
  ['blocking: false', ['5 HOURS_BELOW_MINIMUM', '6 HOURS_BELOW_MINIMUM'], 'what travels with it'],
  ['code: "SPECIFIC_ABOVE_TOTAL"', ['6 SPECIFIC_ABOVE_TOTAL'], 'one code'],
  ['blocking: false, code: "SPECIFIC_ABOVE_TOTAL"', [], 'which blocks'],
])('anomalies(%s) are %j (%s)', async (asked, expected) => {
  const { nodes, said } = await walk('anomalies', asked, 'rowNumber code');
  expect([nodes.map(({ rowNumber, code }) => `${rowNumber} ${code}`).toSorted(), said]).toEqual([
    expected,
    expected.length,
  ]);
  const rows = nodes.map(({ rowNumber }) => rowNumber!);
  expect(rows).toEqual(rows.toSorted((a, b) => a - b));
});

test('a bar of filters is counted by code: what blocks first, then the most frequent', async () => {
  const { declaration } = await declarant.ask<{ declaration: object }>(
    `{ declaration(id: "${seen.id}") { blockingCount warningCount anomalyCounts { code blocking anomalies rows } } }`,
  );
  expect(declaration).toEqual({
    blockingCount: 2,
    warningCount: 2,
    anomalyCounts: [
      { code: 'HOURS_NOT_WHOLE', blocking: true, anomalies: 1, rows: 1 },
      { code: 'SPECIFIC_ABOVE_TOTAL', blocking: true, anomalies: 1, rows: 1 },
      { code: 'HOURS_BELOW_MINIMUM', blocking: false, anomalies: 2, rows: 2 },
    ],
  });
});
