/** From a request that anybody may make to the manager's first sign-in, by the door, the workers and the letters. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { Convention } from '../../src/conventions/index.js';
import { Person } from '../../src/identity/index.js';
import { Mail } from '../../src/mail/index.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { Partner, Structure } from '../../src/partners/index.js';
import { readOutbox } from '../../src/tools/outbox.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Caller } from '../caller.js';
import { codeOf } from '../caller.js';
import { firstSignIn, subjectsTo } from '../mailbox.js';
import { readPdf } from '../pdf.js';
import {
  SIREN,
  advance,
  applicant,
  conventionInput,
  follow,
  named,
  request,
  scan,
  siretAt,
  structureInput,
} from './case.js';

const sirets = [siretAt(SIREN, 1), siretAt(SIREN, 2)];
const MANAGER = 'jeanne.robert@bulles.example';

let bench: Bench;
let officer: Caller;
let rose: Caller;
let id: string;

beforeAll(async () => {
  bench = await openBench();
  officer = await bench.person(who.conventionOfficer);
});
afterAll(() => bench.close());

const subjects = (to: string) => subjectsTo(bench, to);

test('whoever is not signed in asks, is told by letter, and gets an account', async () => {
  const asked = await request(bench.nobody, { convention: conventionInput(sirets), applicant });
  ({ id } = asked);
  expect(asked.reference).toBe('C-493-2026-0004');
  await bench.work();
  expect(await subjects(applicant.email)).toEqual([
    'Activez votre compte Habilis',
    'Convention C-493-2026-0004 demandée',
  ]);
  expect(await subjects(who.conventionOfficer)).toEqual(['Convention C-493-2026-0004 à vérifier']);
  rose = await firstSignIn(bench, applicant.email);
  expect(await follow(rose, { id })).toMatchObject({ state: 'REQUESTED', openSteps: ['WITHDRAW'] });
  expect(await bench.count(Structure, { siret: sirets[0]! })).toBe(0);
});

test('the Caf returns it with a reason; the applicant amends it and submits it again', async () => {
  await advance(officer, await follow(officer, { id }), 'RETURN', {
    reason: 'Ajoutez l’adresse de la deuxième structure.',
  });
  const returned = await follow(rose, { id });
  expect(returned).toMatchObject({
    state: 'RETURNED',
    reason: 'Ajoutez l’adresse de la deuxième structure.',
    openSteps: ['AMEND', 'SUBMIT', 'WITHDRAW'],
  });
  const [first, second] = sirets;
  const alice = named('Alice', 'Bernard', 'Alice.Bernard@bulles.example');
  const structures = [
    structureInput(first!, { declarants: [alice, named('Paul', 'Girard', who.otherStructure)] }),
    structureInput(second!, {
      name: 'Micro-crèche Les Vagues',
      address: [' 7  quai\nNord ', '49000 Angers'],
    }),
  ];
  await rose.ask(
    `mutation ($id: ID!, $revision: Int!, $convention: ConventionInput!) {
      amendConvention(id: $id, revision: $revision, convention: $convention) { id }
    }`,
    { id, revision: returned.revision, convention: conventionInput([], { structures }) },
  );
  expect(await advance(rose, await follow(rose, { id }), 'SUBMIT')).toMatchObject({ state: 'REQUESTED' });
});

test('prepared, it is printed for the partner, whole, tagged and French', async () => {
  const prepared = await advance(officer, await follow(officer, { id }), 'PREPARE');
  expect(await codeOf(rose.put(`/conventions/${id}/signed-copy`, scan()))).toBe('CONVENTION_NOT_PRINTED');
  expect(await codeOf(rose.get(`/conventions/${id}/pdf`))).toBe('NOT_FOUND');
  await bench.work();
  const printed = await follow(rose, prepared);
  expect(printed.openSteps).toEqual(['TAKE_BACK', 'SIGN', 'WITHDRAW']);
  const paper = await readPdf(await rose.get(printed.address!));
  const text = paper.pages.join('\n');
  for (const said of [
    'Association Les Bulles',
    'Micro-crèche Les Vagues',
    '7 quai Nord',
    'Jeanne Robert',
    'Girard',
  ])
    expect(text).toContain(said);
  expect(paper).toMatchObject({ title: 'Convention C-493-2026-0004', language: 'fr', tagged: true });
  expect(paper.fonts.filter(({ embedded }) => !embedded)).toEqual([]);
  expect(paper.sizes[0]).toEqual([210, 297]);
  expect(await subjects(applicant.email)).toContain('Convention C-493-2026-0004 à relire et à signer');
});

test('a signed copy is a PDF of 20 MB at most; another replaces it until the Caf has decided', async () => {
  const { signedCopyAddress } = await follow(rose, { id });
  expect(await codeOf(rose.put(signedCopyAddress, Buffer.from('PK\u0003\u0004 a workbook')))).toBe(
    'SIGNED_COPY_REFUSED',
  );
  expect(await codeOf(rose.put(signedCopyAddress, Buffer.alloc(20 * 1024 * 1024 + 1, '%PDF-')))).toBe(
    'SIGNED_COPY_REFUSED',
  );
  expect(await codeOf(officer.get(signedCopyAddress))).toBe('NOT_FOUND');
  await rose.put(signedCopyAddress, scan('upside down'));
  const { revision } = await follow(rose, { id });
  await rose.put(signedCopyAddress, scan('upside down'));
  expect(await follow(rose, { id })).toMatchObject({ state: 'SIGNED', revision });
  await rose.put(signedCopyAddress, scan());
  expect(await officer.get(signedCopyAddress)).toEqual(scan());
});

test('a copy sent back is signed again', async () => {
  await advance(officer, await follow(officer, { id }), 'SEND_BACK', { reason: 'La dernière page manque.' });
  await bench.work();
  expect(await subjects(applicant.email)).toContain(
    'Convention C-493-2026-0004 : exemplaire signé à refaire',
  );
  const { signedCopyAddress } = await follow(rose, { id });
  expect(await codeOf(rose.get(signedCopyAddress))).toBe('NOT_FOUND');
  await rose.put(signedCopyAddress, scan());
});

test('activated, its partner, its structures and its people are there, and each is told', async () => {
  const signed = await follow(officer, { id });
  expect(signed.openSteps).toEqual(['SEND_BACK', 'ACTIVATE', 'REFUSE']);
  expect(await advance(officer, signed, 'ACTIVATE')).toMatchObject({
    state: 'ACTIVE',
    openSteps: ['REPLACE_MANAGER', 'DENOUNCE', 'END'],
  });
  await bench.work();
  expect(await bench.count(Partner, { siren: SIREN })).toBe(1);
  for (const siret of sirets) expect(await bench.count(Structure, { siret })).toBe(1);
  const told = ['Activez votre compte Habilis', 'Convention C-493-2026-0004 en vigueur'];
  expect(await subjects(MANAGER)).toEqual(told);
  expect(await subjects('alice.bernard@bulles.example')).toEqual(told);
  // Known already: no link, and no other name.
  expect(await subjects(who.otherStructure)).toEqual([told[1]]);
  expect(await codeOf(rose.get(`/conventions/${id}/pdf`))).toBe('done');
});

test('the manager chooses a password, signs in, and finds the structures; so does the declarant, of theirs', async () => {
  const manager = await firstSignIn(bench, MANAGER);
  const list = '{ structures { edges { node { siret } } } conventions { totalCount } }';
  expect(await manager.ask(list)).toMatchObject({
    structures: { edges: sirets.map((siret) => ({ node: { siret } })) },
    conventions: { totalCount: 1 },
  });
  const declarant = await firstSignIn(bench, 'alice.bernard@bulles.example');
  expect(await declarant.ask('{ structures { totalCount } conventions { totalCount } }')).toEqual({
    structures: { totalCount: 2 },
    conventions: { totalCount: 0 },
  });
});

test('no journal entry, no subject and no log names a person', async () => {
  const { reader } = bench.house.database;
  const told = JSON.stringify([
    await reader.find(JournalEntry),
    await reader.find(Mail),
    (await readOutbox(join(bench.config.folder, 'outbox'))).map(({ subject }) => subject),
    bench.logged,
  ]);
  for (const name of ['Robert', 'Bernard', 'bulles.example', 'quai Nord']) expect(told).not.toContain(name);
  expect(await bench.count(Convention, { reference: 'C-493-2026-0004' })).toBe(1);
  expect(await bench.count(Person, { email: MANAGER })).toBe(1);
});
