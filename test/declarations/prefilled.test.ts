/** The workbook of a month, with the children of the month before. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Sheet } from '../../src/kernel/sheet.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { codeOf } from '../caller.js';
import { accept, advance, create, deposit, inMonth, nino, rose, stranger } from '../month.js';
import { openBench as openReader } from '../workbooks/files.js';

let bench: Bench;
let reader: Awaited<ReturnType<typeof openReader>>;

beforeAll(async () => {
  [bench, reader] = await Promise.all([openBench(), openReader()]);
});
afterAll(() => Promise.all([bench.close(), reader.close()]));

const addressOf = async (id: string): Promise<string> => {
  const caller = await bench.person(who.declarant);
  const { declaration } = await caller.ask<{ declaration: { prefilledWorkbookAddress: string } }>(
    `{ declaration(id: "${id}") { prefilledWorkbookAddress } }`,
  );
  return declaration.prefilledWorkbookAddress;
};

async function prefilled(id: string): Promise<Sheet> {
  const caller = await bench.person(who.declarant);
  const [sheet] = await reader.read(await caller.get(await addressOf(id)));
  return sheet!;
}

const textsOf = ({ rows }: Sheet): string[][] =>
  rows.slice(2).map(({ cells }) => cells.map((cell) => cell?.text ?? ''));

const zoe = { ...stranger, lastName: 'ÉLAN', firstName: 'Zoé' };
const ada = { ...rose, allocataire: '0284617', lastName: 'Elan', firstName: 'Ada' };

test('without a month before, it is the blank workbook of the month', async () => {
  const { id } = await create(await bench.person(who.declarant), '2026-08');
  const { rows } = await prefilled(id);
  expect(rows.map(({ number }) => number)).toEqual([1, 2]);
});

test('last month’s children come back in their families, without hours, amounts and those whose care ended', async () => {
  const declarant = await bench.person(who.declarant);
  const ended = { ...nino, firstName: 'Abel', endOfCare: '2026-09-11' };
  const goes = { ...nino, firstName: 'Basile', endOfCare: '2026-10-02' };
  const rows = inMonth('2026-09', zoe, { ...rose, lastName: 'GALINDRAC' }, ended, ada, goes, nino);
  const opened = await deposit(declarant, await create(declarant, '2026-09'), rows);
  const submitted = await advance(declarant, await accept(declarant, opened), 'SUBMIT');
  const { id } = await create(declarant, '2026-10');

  expect(textsOf(await prefilled(id))).toEqual([]);

  await advance(await bench.person(who.approver), submitted, 'APPROVE');
  expect(textsOf(await prefilled(id))).toEqual([
    ['01/10/2026', '0284617', 'Elan', 'Ada', '02/04/2022'],
    ['01/10/2026', '0912377', 'ÉLAN', 'Zoé', '09/07/2024'],
    ['01/10/2026', '3521874', 'GALINDRAC', 'Basile', '19/12/2024'],
    ['01/10/2026', '3521874', 'GALINDRAC', 'Nino', '19/12/2024'],
    ['01/10/2026', '3521874', 'GALINDRAC', 'Rose', '02/04/2022'],
  ]);
});

test('nobody else gets it', async () => {
  const { id } = await create(await bench.person(who.otherStructure), '2026-09');
  const asked = (person: string) =>
    bench.person(person).then((caller) => caller.get(`/declarations/${id}/prefilled-workbook`));
  expect(await codeOf(asked(who.otherStructure))).toBe('done');
  expect(await codeOf(asked(who.declarant))).toBe('NOT_FOUND');
  expect(await codeOf(asked(who.adviser))).toBe('NOT_FOUND');
});
