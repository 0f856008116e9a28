/**
 * From the wish to join to the last click: what people do, through the API, the files and the letters they receive, and
 * by no other way.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Bench } from './bench.js';
import { openBench, who } from './bench.js';
import type { Caller, Seen } from './caller.js';
import { codeOf } from './caller.js';
import {
  SIREN,
  advance,
  applicant,
  conventionInput,
  follow,
  named,
  replaceManager,
  request,
  siretAt,
  structureInput,
} from './conventions/case.js';
import { choosePassword, firstSignIn, linkTo, subjectsTo } from './mailbox.js';
import * as month from './month.js';
import { readPdf } from './pdf.js';
import type { Content } from './requests/asking.js';
import { REQUEST, decide, draftOf, readBy, step } from './requests/asking.js';

const [BULLES, VAGUES] = [siretAt(SIREN, 1), siretAt(SIREN, 2)];
const JEANNE = 'jeanne.robert@bulles.example';
const PIERRE = named('Pierre', 'Lambert', 'pierre.lambert@bulles.example');
const alice = {
  civility: 'MADAME',
  firstName: 'Alice',
  lastName: 'Bernard',
  email: 'alice.bernard@bulles.example',
  roles: ['ACTIVITY_PROVIDER'],
} satisfies Content;
const karim = {
  civility: 'MONSIEUR',
  firstName: 'Karim',
  lastName: 'Benali',
  email: 'karim.benali@bulles.example',
  roles: ['APPROVER'],
} satisfies Content;

let bench: Bench;
let officer: Caller;
let rose: Caller;
let jeanne: Caller;
let aliceSignedIn: Caller;
let conventionId: string;
let reference: string;

beforeAll(async () => {
  bench = await openBench();
  officer = await bench.person(who.conventionOfficer);
});
afterAll(() => bench.close());

/** Once the automata have nothing more to do. */
async function received(email: string): Promise<string[]> {
  await bench.work();
  return subjectsTo(bench, email);
}

interface Place {
  id: string;
  siret: string;
}

const places = async (caller: Caller): Promise<Place[]> => {
  const { me } = await caller.ask<{ me: { structures: { edges: { node: Place }[] } } }>(
    '{ me { structures { edges { node { id siret } } } } }',
  );
  return me.structures.edges.map(({ node }) => node);
};

const placeOf = async (caller: Caller, siret: string): Promise<string> =>
  (await places(caller)).find((place) => place.siret === siret)!.id;

/** What the Caf's officer finds to do, as their list shows it. */
const toDecide = async (): Promise<(Seen & { origin: object })[]> => {
  const { habilitationRequests } = await officer.ask<{
    habilitationRequests: { edges: { node: Seen & { origin: object } }[] };
  }>(`{ habilitationRequests(states: [SUBMITTED]) { edges { node { ${REQUEST} } } } }`);
  return habilitationRequests.edges.map(({ node }) => node);
};

test('a partner asks for a convention, gets an account by letter and follows the request', async () => {
  const structures = [
    structureInput(BULLES, { declarants: [] }),
    structureInput(VAGUES, { name: 'Micro-crèche Les Vagues', declarants: [] }),
  ];
  const convention = conventionInput([], { structures });
  ({ id: conventionId, reference } = await request(bench.nobody, { convention, applicant }));
  expect(await received(applicant.email)).toEqual([
    'Activez votre compte Habilis',
    `Convention ${reference} demandée`,
  ]);
  const page = await linkTo(bench, applicant.email, /^Activez/);
  expect((await bench.nobody.get(page.pathname)).toString()).toContain('<html lang="fr">');
  rose = await firstSignIn(bench, applicant.email);
  expect(await codeOf(choosePassword(bench, page, 'le phare des baleines à midi'))).toBe('LINK_NOT_VALID');
  expect(await follow(rose, { id: conventionId })).toMatchObject({ state: 'REQUESTED' });
});

test('the Caf checks it, and the pre-filled convention goes to the partner', async () => {
  expect(await received(who.conventionOfficer)).toEqual([`Convention ${reference} à vérifier`]);
  await advance(officer, await follow(officer, { id: conventionId }), 'PREPARE', { endsOn: '2029-12-31' });
  expect(await received(applicant.email)).toContain(`Convention ${reference} à relire et à signer`);
  const { pathname } = await linkTo(bench, applicant.email, /à relire et à signer$/);
  const { pages, tagged, language } = await readPdf(await rose.get(pathname));
  expect({ tagged, language }).toEqual({ tagged: true, language: 'fr' });
  for (const said of [reference, 'Les Vagues', 'Madame Jeanne Robert', '31/12/2029'])
    expect(pages.join('\n').replaceAll(/\s+/g, ' ')).toContain(said);
});

test('signed and returned, it is activated by the Caf', async () => {
  const { signedCopyAddress, address } = await follow(rose, { id: conventionId });
  const signed = Buffer.concat([await rose.get(address!), Buffer.from('\n% signed by both parties\n')]);
  await rose.put(signedCopyAddress, signed);
  expect(await received(who.conventionOfficer)).toContain(`Convention ${reference} signée, à activer`);
  expect(await officer.get(signedCopyAddress)).toEqual(signed);
  const active = await advance(officer, await follow(officer, { id: conventionId }), 'ACTIVATE');
  expect(active.state).toBe('ACTIVE');
});

test('the manager opens the link received, chooses a password, and finds the two structures', async () => {
  expect(await received(JEANNE)).toEqual([
    'Activez votre compte Habilis',
    `Convention ${reference} en vigueur`,
  ]);
  jeanne = await firstSignIn(bench, JEANNE);
  expect((await places(jeanne)).map(({ siret }) => siret)).toEqual([BULLES, VAGUES]);
});

test('the manager asks for a declarant and an approver, from drafts; the Caf accepts them at once', async () => {
  const bulles = await placeOf(jeanne, BULLES);
  const draft = await draftOf(jeanne, bulles, 'ADD', { lastName: 'Bernard' });
  expect(await codeOf(step(jeanne, draft, 'SUBMIT'))).toBe('REQUEST_INCOMPLETE');
  const { editHabilitationRequest } = await jeanne.ask<{ editHabilitationRequest: Seen }>(
    `mutation ($id: ID!, $revision: Int!, $content: HabilitationRequestContent!) {
      editHabilitationRequest(id: $id, revision: $revision, content: $content) { id revision }
    }`,
    { id: draft.id, revision: draft.revision, content: alice },
  );
  expect(await toDecide()).toEqual([]);
  await step(jeanne, editHabilitationRequest, 'SUBMIT');
  await step(jeanne, await draftOf(jeanne, bulles, 'ADD', karim), 'SUBMIT');
  expect(
    (await received(who.conventionOfficer)).filter((subject) => subject.startsWith('Demande')),
  ).toHaveLength(2);

  const asked = await toDecide();
  expect(asked.map(({ origin }) => origin)).toEqual([
    { convention: reference, fromManager: true },
    { convention: reference, fromManager: true },
  ]);
  const decisions = asked.map(({ id, revision }) => ({ id, revision, decision: 'ACCEPT' as const }));
  expect(await decide(officer, decisions)).toEqual(
    asked.map(({ id }) => ({ id, request: { state: 'ACCEPTED' }, refusal: null })),
  );
  expect((await received(JEANNE)).filter((subject) => subject.includes('acceptée'))).toHaveLength(2);
});

test('the declarant opens the link received, signs in for the first time, sees the structure and declares its month', async () => {
  expect(await received(alice.email)).toContain('Activez votre compte Habilis');
  aliceSignedIn = await firstSignIn(bench, alice.email);
  expect((await places(aliceSignedIn)).map(({ siret }) => siret)).toEqual([BULLES]);
  const opened = await month.create(aliceSignedIn);
  const deposited = await month.deposit(aliceSignedIn, opened, [month.rose]);
  const submitted = await month.advance(
    aliceSignedIn,
    await month.accept(aliceSignedIn, deposited),
    'SUBMIT',
  );
  expect(await codeOf(month.advance(aliceSignedIn, submitted, 'APPROVE'))).toBe('NOT_FOUND');

  await bench.work();
  const approver = await firstSignIn(bench, karim.email);
  await month.advance(approver, submitted, 'APPROVE');
  await bench.work();
  const { declaration } = await approver.ask<{ declaration: object }>(
    `{ declaration(id: "${submitted.id}") { state attestations { totalCount } } }`,
  );
  expect(declaration).toEqual({ state: 'PROCESSED', attestations: { totalCount: 1 } });
});

test('the departing manager is replaced through the convention: the open session stops at once, the next one takes over', async () => {
  await replaceManager(officer, await follow(officer, { id: conventionId }), PIERRE);
  expect(await places(jeanne)).toEqual([]);
  expect(await codeOf(follow(jeanne, { id: conventionId }))).toBe('NOT_FOUND');
  const told = `Convention ${reference} : autre gestionnaire des habilitations`;
  expect(await received(JEANNE)).toContain(told);
  expect(await received(PIERRE.email)).toEqual(['Activez votre compte Habilis', told]);
});

test('removed by the new manager, a person’s open session is refused within one second, and they are told', async () => {
  const pierre = await firstSignIn(bench, PIERRE.email);
  const bulles = await placeOf(pierre, BULLES);
  expect(await places(aliceSignedIn)).toHaveLength(1);
  const draft = await draftOf(pierre, bulles, 'REMOVE', { email: alice.email });
  const removed = await step(pierre, draft, 'REMOVE');
  const from = performance.now();
  expect(await places(aliceSignedIn)).toEqual([]);
  expect(await codeOf(aliceSignedIn.ask(`{ structure(id: "${bulles}") { id } }`))).toBe('NOT_FOUND');
  expect(performance.now() - from).toBeLessThan(1000);
  expect(await readBy(pierre, removed)).toMatchObject({ state: 'DONE' });
  expect(
    (await received(alice.email)).some((subject) => subject.startsWith('Vos habilitations ont été retirées')),
  ).toBe(true);
});
