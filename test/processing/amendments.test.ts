/** What the automata make of an approved amendment: only what changed is played again, and nothing earlier is lost. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { In } from 'typeorm';
import { EndOfCare } from '../../src/allocataires/index.js';
import { Attestation, issue } from '../../src/attestations/index.js';
import { Job } from '../../src/kernel/jobs.js';
import { verify } from '../../src/kernel/journal.js';
import { Outcome, Reassignment } from '../../src/processing/index.js';
import { automaton } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';
import { amendedWith, send, versionOf } from '../declarations/amending.js';
import { subjectsTo } from '../mailbox.js';
import { advance, inMonth, nino, processed, rose, stranger, submitted } from '../month.js';
import { readPdf } from '../pdf.js';

let bench: Bench;
let declarant: Caller;
let approver: Caller;

beforeAll(async () => {
  bench = await openBench();
  declarant = await bench.person(who.declarant);
  approver = await bench.person(who.approver);
});
afterAll(() => bench.close());

const month = '2026-10';
const ended = { ...rose, endOfCare: '2026-10-16' };
let first: Seen;
let second: Seen;

const attestationsOf = async ({ id }: Pick<Seen, 'id'>) => {
  const { declaration } = await approver.ask<{
    declaration: {
      attestations: {
        edges: {
          node: {
            number: string;
            version: number;
            standing: string;
            address: string;
            replacedBy: { version: number } | null;
          };
        }[];
      };
    };
  }>(
    `{ declaration(id: "${id}") { attestations { edges { node { number version standing address replacedBy { version } } } } } }`,
  );
  return declaration.attestations.edges.map(({ node }) => node);
};
const brief = async (seen: Pick<Seen, 'id'>) =>
  (await attestationsOf(seen))
    .map(({ number, version, standing }) => `${number.slice(-6)} ${version} ${standing}`)
    .toSorted();
const fatesOf = async ({ id }: Pick<Seen, 'id'>) => {
  const { processingReport } = await approver.ask<{
    processingReport: {
      lines: { row: { number: number }; fate: string; attestation: { number: string } | null }[];
    };
  }>(`{ processingReport(declarationId: "${id}") { lines { row { number } fate attestation { number } } } }`);
  return processingReport.lines.map(({ row, fate }) => `${row.number} ${fate}`);
};

test('it plays again only what changed: the rest keeps its attestation and its outcome', async () => {
  first = await processed(bench, [ended, nino, stranger], month);
  const before = await bench.count(Outcome);
  second = await send(
    declarant,
    approver,
    await amendedWith(declarant, first, month, [
      { ...nino },
      { ...ended, hours: 39, endOfCare: '2026-10-20' },
      { ...stranger, firstName: 'Malo', birthDate: '2025-02-03' },
    ]),
  );
  await bench.work();
  expect((await versionOf(declarant, second)).state).toBe('PROCESSED');
  expect(await brief(first)).toEqual(['000001 1 REPLACED', '000002 1 CURRENT', '000003 1 WITHDRAWN']);
  expect(await brief(second)).toEqual(['000001 2 CURRENT', '000002 1 CURRENT', '000004 1 CURRENT']);
  expect((await bench.count(Outcome)) - before).toBe(2);
  expect(await fatesOf(first)).toEqual(['3 AMENDED', '4 PROCESSED', '5 AMENDED']);
  expect(await fatesOf(second)).toEqual(['3 PROCESSED', '4 PROCESSED', '5 REASSIGNED']);
});

test('the replaced version is still there, and its successor says that it replaces it', async () => {
  const [replaced] = (await attestationsOf(first)).filter(({ standing }) => standing === 'REPLACED');
  expect(replaced!.replacedBy).toEqual({ version: 2 });
  expect((await readPdf(await approver.get(replaced!.address))).pages.join(' ')).toContain('40');
  const [current] = (await attestationsOf(second)).filter(({ version }) => version === 2);
  const said = (await readPdf(await approver.get(current!.address))).pages.join(' ').replaceAll(/\s+/g, ' ');
  expect(said).toContain('Cette version remplace les précédentes.');
  expect(said).toContain('Version 2');
});

test('cases of what changed are no one’s any more, and one end of care is left for a child', async () => {
  const cases = await bench.house.database.reader.find(Reassignment, {
    where: { declarationId: In([first.id, second.id]) },
    order: { id: 'ASC' },
  });
  expect(cases.map(({ state }) => state)).toEqual(['replaced', 'open']);
  const ends = await bench.house.database.reader.find(EndOfCare);
  expect(ends.map(({ day }) => day)).toEqual(['2026-10-20']);
});

test('letters say that it is an amendment', async () => {
  const { reference } = await versionOf(declarant, second);
  const subjects = await subjectsTo(bench, who.declarant);
  expect(subjects.filter((subject) => subject.includes(reference)).toSorted()).toEqual([
    expect.stringContaining(`Rectification ${reference} envoyée à la Caf`),
    expect.stringContaining(`Rectification ${reference} traitée`),
  ]);
});

test('done twice, the automata change nothing', async () => {
  const before = await bench.house.database.reader.find(Attestation, { order: { id: 'ASC' } });
  await issue(automaton(bench.house, '493'), second.id);
  expect(await bench.house.database.reader.find(Attestation, { order: { id: 'ASC' } })).toEqual(before);
});

test('an amendment of an amendment goes on from it: back to what it was, it is another version', async () => {
  const third = await send(declarant, approver, await amendedWith(declarant, second, month, [ended, nino]));
  await bench.work();
  expect(await brief(third)).toEqual(['000001 3 CURRENT', '000002 1 CURRENT']);
  expect(await brief(second)).toEqual(['000001 2 REPLACED', '000002 1 CURRENT', '000004 1 WITHDRAWN']);
  expect(await fatesOf(third)).toEqual(['3 PROCESSED', '4 PROCESSED']);
});

test('sent while the automata have what it amends in hand, it waits for its turn, then is processed', async () => {
  const waiting = await submitted(bench, inMonth('2026-04', rose, nino), '2026-04');
  const sent = await advance(approver, waiting, 'APPROVE');
  const amendment = await send(declarant, approver, await amendedWith(declarant, sent, '2026-04', [rose]));
  // Its own job comes first: what it amends is not attested yet.
  await issue(automaton(bench.house, '493'), amendment.id);
  expect(await bench.count(Attestation, { declarationId: amendment.id })).toBe(0);
  expect((await versionOf(declarant, amendment)).state).toBe('SENT');
  await bench.work();
  expect((await versionOf(declarant, amendment)).state).toBe('PROCESSED');
  expect(await brief(amendment)).toHaveLength(1);
  expect((await attestationsOf(sent)).map(({ standing }) => standing).toSorted()).toEqual([
    'CURRENT',
    'WITHDRAWN',
  ]);
});

test('nothing is stuck, and the journal is whole', async () => {
  expect(await bench.count(Job, { state: 'set_aside' })).toBe(0);
  expect((await verify(bench.house.database.reader)).filter(({ broken }) => broken)).toEqual([]);
});
