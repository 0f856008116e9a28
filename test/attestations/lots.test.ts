import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { FiledDocument } from '../../src/allocataires/index.js';
import { Attestation, issue } from '../../src/attestations/index.js';
import { Job } from '../../src/kernel/jobs.js';
import type { Vault } from '../../src/kernel/vault.js';
import { automaton } from '../../src/rights/index.js';
import type { FilledRow } from '../../src/workbooks/index.js';
import { automata } from '../../workers/automata.js';
import { workOff } from '../../workers/worker.js';
import type { Bench } from '../bench.js';
import { isFirstEngine, openBench, who } from '../bench.js';
import { advance, rose, submitted } from '../month.js';
import { readPdf } from '../pdf.js';
import { unpacked } from './unpacked.js';

/** Two lots, the second one smaller. */
const ROWS = 60;

/** Files taken to pieces: what they hold does not depend on the engine. */
const READ = isFirstEngine ? ROWS : 6;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** Three letters of its own for each family. */
const own = (at: number): string => `${String.fromCharCode(65 + Math.floor(at / 26), 65 + (at % 26))}Q`;

const firstNames = ['Zoé', 'Łucja', 'Ελένη', 'Київ', 'Nguyễn', 'محمد'];

const families: FilledRow[] = Array.from({ length: ROWS }, (_, at) => ({
  ...rose,
  allocataire: String(7_100_000 + at * 37),
  lastName: `FAMILLE${own(at)}`,
  firstName: `${firstNames[at % firstNames.length]} ${own(at)}`,
  hours: 40 + at,
  amountCents: 34_000 + 7 * at,
}));

async function approved(rows: FilledRow[], month: string): Promise<string> {
  const ofMonth = rows.map((row) => ({ ...row, month }));
  const seen = await submitted(bench, ofMonth, month);
  return (await advance(await bench.person(who.approver), seen, 'APPROVE')).id;
}

const attestationsOf = (declarationId: string): Promise<Attestation[]> =>
  bench.house.database.reader.find(Attestation, { where: { declarationId }, order: { number: 'ASC' } });

async function fileOf({ id: attestationId }: Attestation): Promise<Buffer> {
  const { reader } = bench.house.database;
  const { key } = await reader.findOneByOrFail(FiledDocument, { attestationId });
  return bench.house.vault.get(key);
}

test('sixty families are printed in two lots, and the file of each holds nothing of another', async () => {
  const id = await approved(families, '2026-10');
  await bench.work();
  const attestations = await attestationsOf(id);
  expect(attestations.map(({ lot, state }) => `${lot} ${state}`)).toEqual([
    ...Array<string>(50).fill('0 filed'),
    ...Array<string>(10).fill('1 filed'),
  ]);
  const ofEach = attestations.map(({ number, fields: { child, allocataire } }) => [
    number,
    allocataire,
    child!.lastName,
    child!.firstName.split(' ').at(-1)!,
  ]);
  for (const [at, attestation] of attestations.slice(0, READ).entries()) {
    const all = await unpacked(await fileOf(attestation));
    expect(ofEach[at]!.filter((word) => !all.includes(word))).toEqual([]);
    const others = ofEach.flatMap((words, other) => (other === at ? [] : words.slice(0, 3)));
    expect(others.filter((word) => all.includes(word))).toEqual([]);
  }
}, 120_000);

test('cut out of a lot, a file keeps its title, language, date, tags and headings, its fonts, and stays small', async () => {
  const [first] = await bench.house.database.reader.find(Attestation, { order: { number: 'ASC' }, take: 1 });
  const file = await fileOf(first!);
  const pdf = await readPdf(file);
  expect(pdf).toMatchObject({
    title: `Attestation mensuelle de garde ${first!.number}`,
    language: 'fr',
    tagged: true,
    createdAt: first!.fields.issuedAt.replace(/\.\d+/, '.000'),
    sizes: [[210, 297]],
  });
  expect(pdf.roles.filter((role) => /^(H1|Table|TH)$/.test(role))).toEqual(
    expect.arrayContaining(['H1', 'Table', 'TH']),
  );
  expect(pdf.fonts.filter(({ embedded }) => !embedded)).toEqual([]);
  expect(file.length).toBeLessThan(70_000);
});

test('an attestation that overflows its page is not filed, holds up no other, and is tried again by itself', async () => {
  const id = await approved(families.slice(0, 5), '2026-09');
  await issue(automaton(bench.house, '493'), id);
  const [, second] = await attestationsOf(id);
  const { structure } = second!.fields;
  const endless = { ...structure, addressLines: Array<string>(90).fill('Bâtiment sans fin') };
  await bench.house.database.write((em) =>
    em.update(Attestation, { id: second!.id }, { fields: { ...second!.fields, structure: endless } }),
  );
  await bench.work();

  const states = (await attestationsOf(id)).map(({ state }) => state);
  expect(states).toEqual(['filed', 'numbered', 'filed', 'filed', 'filed']);
  const job = await bench.house.database.reader.findOneByOrFail(Job, {
    deduplication: `attestations.file:${id}:0`,
  });
  expect(job).toMatchObject({ state: 'queued', attempts: 1, lastError: 'LotUnproven' });
  const files = await Promise.all(
    (await attestationsOf(id)).filter(({ state }) => state === 'filed').map(fileOf),
  );
  expect((await Promise.all(files.map(readPdf))).map(({ pages }) => pages.length)).toEqual([1, 1, 1, 1]);

  await bench.house.database.write((em) =>
    em.update(Attestation, { id: second!.id }, { fields: second!.fields }),
  );
  bench.setNow('2026-11-05T09:00:00Z');
  await bench.work();
  expect((await attestationsOf(id)).map(({ state }) => state)).toEqual(Array<string>(5).fill('filed'));
});

test('two workers on the same lot file each attestation once', async () => {
  const id = await approved(families.slice(0, 8), '2026-08');
  await Promise.all([bench.work(), bench.work()]);
  const attestations = await attestationsOf(id);
  expect(attestations.map(({ state }) => state)).toEqual(Array<string>(8).fill('filed'));
  expect(new Set(attestations.map(({ rowId }) => rowId)).size).toBe(8);
});

test('a late worker overwrites nothing of what another printed otherwise and filed', async () => {
  const id = await approved(families.slice(0, 2), '2026-07');
  const { house } = bench;
  const another = async () => {
    const [, second] = await attestationsOf(id);
    // Alone in its lot, the first is drawn with fewer letters of the typeface.
    await house.database.write((em) => em.update(Attestation, { id: second!.id }, { lot: 1 }));
    bench.setNow('2026-11-05T10:00:00Z');
    await bench.work();
  };
  let sleep: Promise<void> | undefined;
  const put: Vault['put'] = async (key, bytes) => {
    await (sleep ??= another());
    await house.vault.put(key, bytes);
  };
  const late = { ...house, vault: { ...house.vault, put } };
  await workOff(late, automata(late));

  expect(bench.logged.at(-1)).toContain('"lost":true');
  const [first, second] = await attestationsOf(id);
  expect([first!.state, second!.state]).toEqual(['filed', 'numbered']);
  const { digest } = await house.database.reader.findOneByOrFail(FiledDocument, { attestationId: first!.id });
  expect(
    createHash('sha256')
      .update(await fileOf(first!))
      .digest('hex'),
  ).toBe(digest);
});
