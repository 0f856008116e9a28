/** The estimate of each decided row, for the Caf's people, and the simulation, for those who may ask. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { nino, processed, rose, stranger } from '../month.js';

let bench: Bench;
let declaration: Seen;

const timeo = {
  ...rose,
  allocataire: '3402256',
  lastName: 'FAUCONNERAY',
  firstName: 'Timéo',
  birthDate: '2026-05-17',
};
const malo = {
  ...rose,
  allocataire: '3780456',
  lastName: 'KERVELLEC',
  firstName: 'Malo',
  birthDate: '2025-01-15',
};

beforeAll(async () => {
  bench = await openBench();
  declaration = await processed(bench, [rose, nino, stranger, timeo, malo]);
});
afterAll(() => bench.close());

interface Estimate {
  missing: string[];
  right: boolean | null;
  amountCents: number | null;
  certain: boolean | null;
  trace: {
    rule: string;
    sentence: string;
    cents: number | null;
    figure: { value: number; status: string } | null;
  }[];
}

const ESTIMATE =
  'estimate { missing right amountCents certain trace { rule sentence cents figure { value status } } }';

const estimatesFor = async (caller: Caller): Promise<(Estimate | null)[]> => {
  const { processingReport } = await caller.ask<{
    processingReport: { lines: { estimate: Estimate | null }[] };
  }>(`{ processingReport(declarationId: "${declaration.id}") { lines { ${ESTIMATE} } } }`);
  return processingReport.lines.map(({ estimate }) => estimate);
};

describe('each decided row has its estimate, for an adviser of the Caf', () => {
  test.each([
    [0, 28_900, 'Rose, 4 years old: half amounts are far above, 85 % of 340,00 € is paid'],
    [1, 88_740, 'Nino, not yet 2: 85 % of 1 044,00 € is below the single parent’s amount'],
    [4, 28_900, 'a row given to an adviser has its estimate too, when the record is known'],
  ])('row %i: %i cents (%s)', async (line, cents) => {
    const estimate = (await estimatesFor(await bench.person(who.adviser)))[line]!;
    expect(estimate).toMatchObject({ missing: [], right: true, amountCents: cents });
    expect(estimate.trace.at(-1)).toMatchObject({ rule: 'PAID', cents });
    expect(estimate.trace.every(({ sentence }) => sentence.length > 0)).toBe(true);
  });

  test('without a record there is none; with a record that lacks the family’s situation, what is missing is said', async () => {
    const [, , unknown, incomplete] = await estimatesFor(await bench.person(who.adviser));
    expect(unknown).toBeNull();
    expect(incomplete).toMatchObject({ right: null, trace: [] });
    expect(incomplete!.missing).toContain('les revenus nets catégoriels de 2024');
  });

  test('the structure sees what became of its rows, and nothing of the family’s right', async () => {
    expect(await estimatesFor(await bench.person(who.declarant))).toEqual([null, null, null, null, null]);
  });
});

test('the adviser’s case shows the trace', async () => {
  const { reassignments } = await (
    await bench.person(who.adviser)
  ).ask<{
    reassignments: { edges: { node: { reason: string; estimate: Estimate | null } }[] };
  }>(`{ reassignments { edges { node { reason ${ESTIMATE} } } } }`);
  const cases = reassignments.edges.map(({ node }) => node);
  expect(cases.map(({ reason, estimate }) => [reason, estimate?.amountCents ?? null])).toEqual([
    ['NOT_AFFILIATED', null],
    ['TWINS', 28_900],
  ]);
});

describe('a simulation', () => {
  const input = {
    month: '2024-06',
    careType: 'MICRO_CRECHE',
    household: 'COUPLE',
    childrenInCharge: 1,
    childBirthDate: '2023-05-12',
    incomeN2: 20_000,
    hours: 160,
    specificHours: 0,
    spendCents: 130_000,
    prepare: 'NONE',
    aah: false,
    aeeh: false,
  };
  const simulate = async (caller: Caller, more: object = {}, record?: object): Promise<Estimate> => {
    const { simulateCmg } = await caller.ask<{ simulateCmg: Estimate }>(
      `query ($input: CmgInput!, $record: RecordInput) { simulateCmg(input: $input, record: $record) {
        missing right amountCents certain trace { rule sentence cents figure { value status } }
      } }`,
      { input: { ...input, ...more }, record },
    );
    return simulateCmg;
  };

  test.each([
    ['declarant', 'a structure may ask what a month would be worth'],
    ['approver', 'so may the approver'],
    ['adviser', 'and the Caf'],
  ] as const)('is open to the %s: the sheet of 2024 is found again (%s)', async (name, _why) => {
    expect(await simulate(await bench.person(who[name]))).toMatchObject({ right: true, amountCents: 96_783 });
  });

  test('is not open to nobody', async () => {
    await expect(simulate(bench.nobody)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('says what is missing', async () => {
    const { missing, right } = await simulate(await bench.person(who.declarant), {
      incomeN2: null,
      aah: null,
    });
    expect([missing, right]).toEqual([
      ['les revenus nets catégoriels de 2022', 'le bénéfice de l’AAH'],
      null,
    ]);
  });

  test('refuses in French what no month can hold', async () => {
    await expect(simulate(await bench.person(who.declarant), { hours: 900 })).rejects.toMatchObject({
      code: 'SIMULATION_IMPOSSIBLE',
    });
  });

  test('with a record, what is not given comes from it, for an adviser of that Caf only', async () => {
    const asked = {
      month: '2026-10',
      childBirthDate: '2024-12-19',
      household: null,
      childrenInCharge: null,
      incomeN2: null,
    };
    const record = { caf: '493', number: '3521874' };
    const completed = await simulate(await bench.person(who.adviser), asked, record);
    expect(completed).toMatchObject({ missing: [], right: true });
    expect(completed.trace.find(({ rule }) => rule === 'SINGLE_PARENT')).toBeDefined();
    for (const name of ['declarant', 'otherCafAdviser', 'habilitationManager'] as const) {
      await expect(simulate(await bench.person(who[name]), asked, record)).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    }
    const unknown = { ...record, number: '9999999' };
    await expect(simulate(await bench.person(who.adviser), asked, unknown)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
