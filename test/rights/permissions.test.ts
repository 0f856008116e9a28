/** Every operation and download × every kind of person: granted as the table says, and otherwise as if it did not exist. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Not } from 'typeorm';
import { Attestation } from '../../src/attestations/index.js';
import { Convention } from '../../src/conventions/index.js';
import { Declaration, Deposit } from '../../src/declarations/index.js';
import { grant } from '../../src/habilitations/index.js';
import { Person, personOf } from '../../src/identity/index.js';
import { Structure } from '../../src/partners/index.js';
import { anonymous } from '../../src/rights/index.js';
import { Job } from '../../src/kernel/jobs.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { newId } from '../../src/kernel/id.js';
import { addMonths } from '../../src/kernel/calendar.js';
import { fileDoors } from '../../resolvers/files.js';
import { makeSchema } from '../../resolvers/schema.js';
import { decide, draftOf, step as take, structureAt, zoe } from '../requests/asking.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { Caller, Denied } from '../caller.js';
import {
  advance,
  applicant as roseMartin,
  conventionInput,
  follow,
  replaceManager,
  request,
  scan,
  sirenAt,
  siretAt,
  signedConvention,
} from '../conventions/case.js';
import {
  MONTH,
  create,
  deposit,
  inMonth,
  nino,
  processed,
  rose,
  stranger,
  structureOf,
  submitted,
  workbook,
} from '../month.js';

type Who = keyof typeof who | 'applicant' | 'reading' | 'depositing' | 'nobody';

const actors: Who[] = [
  'declarant',
  'approver',
  'financialProvider',
  'habilitationManager',
  'otherStructure',
  'homeCareDeclarant',
  'otherCaf',
  'adviser',
  'otherCafAdviser',
  'conventionOfficer',
  'otherCafConventionOfficer',
  'applicant',
  'reading',
  'depositing',
  'nobody',
];

/** The programs: one for each kind of token, all at the structure of the declarant. */
const programs = {
  reading: ['READ_DECLARATIONS', 'READ_REPORTS', 'READ_ATTESTATIONS'],
  depositing: ['DEPOSIT_WORKBOOKS'],
} as const;

/** What an operation is tried on: each in the state that it needs. */
interface Things {
  structureId: string;
  partnerId: string;
  conventionId: string;
  /** A convention whose end hinders no other line of the table. */
  ending: { id: string; revision: number };
  /** The convention of the manager, in force, then denounced. */
  inForce: { id: string; revision: number };
  denounced: { id: string; revision: number };
  /** Conventions that the applicant asked for: at the Caf, back with them, printed and signed. */
  asked: { id: string; revision: number };
  returned: { id: string; revision: number };
  signed: { id: string; revision: number };
  /** Habilitation requests of the manager: one not sent yet, one that the Caf is asked. */
  requestDraft: { id: string; revision: number };
  requestSent: { id: string; revision: number };
  month: string;
  draft: { id: string; revision: number };
  rowId: string;
  waiting: { id: string; revision: number };
  processed: { id: string };
  attestationId: string;
  reassignment: { id: string; revision: number };
  accessToken: { id: string; revision: number };
  invitedId: string;
}

let bench: Bench;
let things: Things;
let bytes: Buffer;

const step =
  (name: string, on: 'draft' | 'waiting', more = '') =>
  (caller: Caller, { [on]: seen }: Things) =>
    caller.ask(
      `mutation { advanceDeclaration(id: "${seen.id}", revision: ${seen.revision}, step: ${name} ${more}) { id } }`,
    );

const onConvention =
  (
    name: string,
    on: 'ending' | 'inForce' | 'denounced' | 'asked' | 'signed',
    more: { endsOn?: string } = {},
  ) =>
  (caller: Caller, { [on]: seen }: Things) =>
    advance(caller, seen, name, { reason: 'Motif.', ...more });
const onRequest =
  (name: string, on: 'requestDraft' | 'requestSent', more = '') =>
  (caller: Caller, { [on]: { id, revision } }: Things) =>
    caller.ask(
      `mutation { advanceHabilitationRequest(id: "${id}", revision: ${revision}, step: ${name} ${more}) { id } }`,
    );

const onRow =
  (name: string, more: string) =>
  (caller: Caller, { draft: { id, revision }, rowId }: Things) =>
    caller.ask(`mutation { ${name}(id: "${id}", revision: ${revision}, rowId: "${rowId}" ${more}) { id } }`);

const reading =
  (name: string, idOf: (all: Things) => string, argument = 'id', field = 'id') =>
  (caller: Caller, all: Things) =>
    caller.ask(`{ ${name}(${argument}: "${idOf(all)}") { ${field} } }`);

const getting = (path: (all: Things) => string) => (caller: Caller, all: Things) => caller.get(path(all));

const ofStructure: Who[] = ['declarant', 'approver', 'financialProvider'];
/** Those who read its declarations, with the programs that do. */
const readers: Who[] = [...ofStructure, 'reading', 'depositing'];

interface Operation {
  /** The field of the schema, or the door. */
  door: string;
  to: Who[];
  call: (caller: Caller, all: Things) => Promise<unknown>;
  /** What it changes, if anything. */
  changes?: Fresh;
  why: string;
}

async function makeToken(caller: Caller, structureId: string, operations: readonly string[]) {
  const { createAccessToken } = await caller.ask<{
    createAccessToken: { secret: string; accessToken: { id: string; revision: number } };
  }>(
    `mutation { createAccessToken(input: { name: "Programme", structureIds: ["${structureId}"], operations: [${operations.join()}] }) {
      secret accessToken { id revision } } }`,
  );
  return createAccessToken;
}

// oxfmt-ignore
const operations: Operation[] = [
  { door: 'structure', to: [...readers, 'habilitationManager', 'adviser', 'conventionOfficer'], call: reading('structure', ({ structureId }) => structureId), why: 'those who act for it, and its Caf' },
  { door: 'partner', to: [...readers, 'habilitationManager'], call: reading('partner', ({ partnerId }) => partnerId), why: 'those of the partner' },
  { door: 'establishment', to: ['habilitationManager', 'adviser', 'otherCafAdviser', 'conventionOfficer', 'otherCafConventionOfficer', 'applicant'], call: reading('establishment', () => '99993380700011', 'siret', 'kind'), why: 'those who name structures, and any Caf: a public register' },
  { door: 'convention', to: ['habilitationManager', 'conventionOfficer'], call: reading('convention', ({ conventionId }) => conventionId), why: 'whom it names, and the Caf that keeps it' },
  { door: 'convention', to: ['applicant', 'conventionOfficer'], call: reading('convention', ({ asked }) => asked.id), why: 'who asks, and the Caf asked' },
  {
    door: 'amendConvention',
    changes: 'returned',
    to: ['applicant'],
    call: (caller, { returned: { id, revision } }) => {
      const convention = conventionInput([siretAt(sirenAt(1), 1)]);
      const amend = 'mutation ($id: ID!, $revision: Int!, $convention: ConventionInput!) { amendConvention(id: $id, revision: $revision, convention: $convention) { id } }';
      return caller.ask(amend, { id, revision, convention });
    },
    why: 'who asks says what is asked',
  },
  { door: 'advanceConvention', changes: 'asked', to: ['applicant'], call: onConvention('WITHDRAW', 'asked'), why: 'who asks gives up' },
  { door: 'advanceConvention', changes: 'asked', to: ['conventionOfficer'], call: onConvention('PREPARE', 'asked'), why: 'the Caf has checked it' },
  { door: 'advanceConvention', to: ['conventionOfficer'], call: onConvention('ACTIVATE', 'signed'), why: 'the Caf opens the accounts' },
  { door: 'advanceConvention', changes: 'inForce', to: ['habilitationManager', 'conventionOfficer'], call: onConvention('DENOUNCE', 'inForce', { endsOn: '2027-06-30' }), why: 'either party denounces' },
  { door: 'advanceConvention', changes: 'denounced', to: ['conventionOfficer'], call: onConvention('MAINTAIN', 'denounced'), why: 'the Caf keeps it in force' },
  { door: 'replaceManager', changes: 'ending', to: ['conventionOfficer'], call: (caller, { ending }) => replaceManager(caller, ending, roseMartin), why: 'the Caf changes whom it names' },
  { door: 'advanceConvention', changes: 'ending', to: ['conventionOfficer'], call: onConvention('END', 'ending'), why: 'the Caf ends it' },
  { door: 'habilitationRequest', to: ['habilitationManager'], call: reading('habilitationRequest', ({ requestDraft }) => requestDraft.id), why: 'a draft is the manager’s own' },
  { door: 'habilitationRequest', to: ['habilitationManager', 'conventionOfficer'], call: reading('habilitationRequest', ({ requestSent }) => requestSent.id), why: 'who asks, and the Caf that decides' },
  {
    door: 'createHabilitationRequest',
    to: ['habilitationManager'],
    call: (caller, { structureId }) =>
      caller.ask(`mutation { createHabilitationRequest(structureId: "${structureId}", kind: ADD, content: {}) { id } }`),
    why: 'the manager names people',
  },
  {
    door: 'editHabilitationRequest',
    changes: 'request',
    to: ['habilitationManager'],
    call: (caller, { requestDraft: { id, revision } }) =>
      caller.ask(`mutation { editHabilitationRequest(id: "${id}", revision: ${revision}, content: {}) { id } }`),
    why: 'a draft is the manager’s own',
  },
  {
    door: 'deleteHabilitationRequest',
    changes: 'request',
    to: ['habilitationManager'],
    call: (caller, { requestDraft: { id, revision } }) =>
      caller.ask(`mutation { deleteHabilitationRequest(id: "${id}", revision: ${revision}) }`),
    why: 'a draft is the manager’s own',
  },
  { door: 'advanceHabilitationRequest', changes: 'request', to: ['habilitationManager'], call: onRequest('SUBMIT', 'requestDraft'), why: 'the manager sends it' },
  { door: 'advanceHabilitationRequest', changes: 'request', to: ['habilitationManager'], call: onRequest('WITHDRAW', 'requestSent'), why: 'the manager takes it back' },
  { door: 'advanceHabilitationRequest', changes: 'request', to: ['conventionOfficer'], call: onRequest('ACCEPT', 'requestSent'), why: 'the Caf decides' },
  { door: 'advanceHabilitationRequest', changes: 'request', to: ['conventionOfficer'], call: onRequest('REFUSE', 'requestSent', ', reason: "Non."'), why: 'the Caf decides' },
  {
    door: 'decideHabilitationRequests',
    changes: 'request',
    to: ['conventionOfficer'],
    call: async (caller, { requestSent: { id, revision } }) => {
      const [result] = await decide(caller, [{ id, revision, decision: 'ACCEPT' }]);
      if (result!.refusal) throw new Denied(200, result!.refusal.code, result!.refusal.sentence, undefined);
    },
    why: 'the Caf decides, each with its own result',
  },
  { door: 'declaration', to: readers, call: reading('declaration', ({ draft }) => draft.id), why: 'a draft is the structure’s own' },
  { door: 'declaration', to: [...readers, 'adviser'], call: reading('declaration', ({ processed }) => processed.id), why: 'the Caf reads what was sent to it' },
  { door: 'attestation', to: [...ofStructure, 'reading', 'adviser'], call: reading('attestation', ({ attestationId }) => attestationId), why: 'the structure and its Caf' },
  { door: 'reassignment', to: ['adviser'], call: reading('reassignment', ({ reassignment }) => reassignment.id), why: 'the queue is the advisers’ of the Caf' },
  { door: 'processingReport', to: [...readers, 'adviser'], call: reading('processingReport', ({ processed }) => processed.id, 'declarationId', 'address'), why: 'whoever reads the declaration' },
  {
    door: 'createDeclaration',
    changes: 'month',
    to: ['declarant', 'depositing'],
    call: (caller, { structureId, month }) =>
      caller.ask(
        `mutation { createDeclaration(structureId: "${structureId}", type: CMG_MICRO_CRECHE, month: "${month}") { id } }`,
      ),
    why: 'the declarant opens the month',
  },
  { door: 'correctRow', changes: 'draft', to: ['declarant', 'depositing'], call: onRow('correctRow', ', cells: [{ column: "hours", text: "39" }]'), why: 'content is the declarant’s' },
  { door: 'setRowAside', changes: 'draft', to: ['declarant', 'depositing'], call: onRow('setRowAside', ', reason: "doublon"'), why: 'content is the declarant’s' },
  { door: 'restoreRow', changes: 'draft', to: ['declarant', 'depositing'], call: onRow('restoreRow', ''), why: 'content is the declarant’s' },
  {
    door: 'acceptConditions',
    changes: 'draft',
    to: ['declarant'],
    call: (caller, { draft: { id, revision } }) =>
      caller.ask(`mutation { acceptConditions(id: "${id}", revision: ${revision}, version: "2026-1") { id } }`),
    why: 'who declares accepts',
  },
  { door: 'advanceDeclaration', changes: 'draft', to: ['declarant'], call: step('CANCEL', 'draft'), why: 'a draft is given up by its declarant' },
  { door: 'advanceDeclaration', changes: 'waiting', to: ['approver'], call: step('APPROVE', 'waiting'), why: 'the approver engages the partner' },
  { door: 'advanceDeclaration', changes: 'waiting', to: ['approver'], call: step('RETURN', 'waiting', ', comment: "à revoir"'), why: 'the approver sends back' },
  {
    door: 'advanceReassignment',
    to: ['adviser'],
    call: (caller, { reassignment: { id, revision } }) =>
      caller.ask(`mutation { advanceReassignment(id: "${id}", revision: ${revision}, step: CLAIM) { id } }`),
    why: 'an adviser of the Caf takes the case',
  },
  {
    door: 'createAccessToken',
    to: ['habilitationManager'],
    call: (caller, { structureId }) => makeToken(caller, structureId, ['READ_REPORTS']),
    why: 'the manager says which program acts for the structure',
  },
  {
    door: 'revokeAccessToken',
    changes: 'accessToken',
    to: ['habilitationManager'],
    call: (caller, { accessToken: { id, revision } }) =>
      caller.ask(`mutation { revokeAccessToken(id: "${id}", revision: ${revision}) { id } }`),
    why: 'and ends it',
  },
  {
    door: 'resendActivation',
    changes: 'invited',
    to: ['habilitationManager', 'conventionOfficer'],
    call: (caller, { invitedId }) => caller.ask(`mutation { resendActivation(personId: "${invitedId}") }`),
    why: 'the manager of the partner, and the Caf’s officer',
  },
  { door: 'PUT /declarations/:id/workbook', changes: 'draft', to: ['declarant', 'depositing'], call: (caller, { draft }) => caller.put(`/declarations/${draft.id}/workbook`, bytes), why: 'the declarant deposits' },
  { door: 'GET /declarations/:id/workbook', to: readers, call: getting(({ draft }) => `/declarations/${draft.id}/workbook`), why: 'whoever reads the declaration' },
  { door: 'GET /declarations/:id/deposits/:number', to: readers, call: getting(({ draft }) => `/declarations/${draft.id}/deposits/1`), why: 'whoever reads the declaration' },
  { door: 'GET /declarations/:id/blank-workbook', to: readers, call: getting(({ draft }) => `/declarations/${draft.id}/blank-workbook`), why: 'whoever reads the declaration' },
  { door: 'GET /declarations/:id/report', to: [...readers, 'adviser'], call: getting(({ processed }) => `/declarations/${processed.id}/report`), why: 'whoever reads the declaration' },
  { door: 'GET /conventions/:id/pdf', to: ['applicant', 'conventionOfficer'], call: getting(({ signed }) => `/conventions/${signed.id}/pdf`), why: 'whoever reads the convention' },
  { door: 'PUT /conventions/:id/signed-copy', changes: 'signed', to: ['applicant'], call: (caller, { signed }) => caller.put(`/conventions/${signed.id}/signed-copy`, scan('again')), why: 'the partner returns what it signed' },
  { door: 'GET /conventions/:id/signed-copy', to: ['applicant', 'conventionOfficer'], call: getting(({ signed }) => `/conventions/${signed.id}/signed-copy`), why: 'whoever reads the convention' },
  { door: 'GET /attestations/:id', to: [...ofStructure, 'reading', 'adviser'], call: getting(({ attestationId }) => `/attestations/${attestationId}`), why: 'the structure and its Caf' },
];

/** Open to all, or answering each person with their own part only: tested below, by what they answer. */
const scoped = [
  'simulateCmg',
  'me',
  'signIn',
  'signOut',
  'setPassword',
  'forgotPassword',
  'changePassword',
  'enrolSecondFactor',
  'confirmSecondFactor',
  'proveSecondFactor',
  'disableSecondFactor',
  'renewRecoveryCodes',
  'revokeSession',
  'revokeOtherSessions',
  'conditions',
  'caf',
  'requestConvention',
  'structures',
  'conventions',
  'habilitationRequests',
  'habilitationRequestCounts',
  'declarations',
  'attestations',
  'reassignments',
  'accessTokens',
];

const borne = new Map<Who, Caller>();

async function callerFor(name: Who): Promise<Caller> {
  if (name === 'nobody') return bench.nobody;
  if (name === 'applicant') return bench.person(roseMartin.email);
  if (name !== 'reading' && name !== 'depositing') return bench.person(who[name]);
  const manager = await bench.person(who.habilitationManager);
  const program =
    borne.get(name) ??
    new Caller(bench.address, (await makeToken(manager, await structureOf(manager), programs[name])).secret);
  borne.set(name, program);
  return program;
}

let nextMonth = '2026-09';
const anotherMonth = (): string => {
  const month = nextMonth;
  nextMonth = addMonths(nextMonth, -1);
  return month;
};

async function firstRow(id: string): Promise<string> {
  const { declaration } = await (
    await callerFor('declarant')
  ).ask<{
    declaration: { rows: { edges: { node: { id: string } }[] } };
  }>(`{ declaration(id: "${id}") { rows { edges { node { id } } } } }`);
  return declaration.rows.edges[0]!.node.id;
}

/** What an operation changes, made anew for it: a month is declared once. */
const fresh = {
  async draft(): Promise<Partial<Things>> {
    const declarant = await callerFor('declarant');
    const month = anotherMonth();
    const draft = await deposit(declarant, await create(declarant, month), inMonth(month, rose, nino));
    return { draft, rowId: await firstRow(draft.id) };
  },
  async waiting(): Promise<Partial<Things>> {
    const month = anotherMonth();
    return { waiting: await submitted(bench, inMonth(month, rose), month) };
  },
  month: () => Promise.resolve({ month: anotherMonth() }),
  async asked(): Promise<Partial<Things>> {
    const rose = await callerFor('applicant');
    const asked = await request(rose, { convention: conventionInput([siretAt(sirenAt(1), 1)]) });
    return { asked: await follow(rose, asked) };
  },
  async returned(): Promise<Partial<Things>> {
    const { asked } = await fresh.asked();
    return {
      returned: await advance(await callerFor('conventionOfficer'), asked!, 'RETURN', {
        reason: 'À compléter.',
      }),
    };
  },
  async signed(): Promise<Partial<Things>> {
    const convention = conventionInput([siretAt(sirenAt(1), 1)]);
    return { signed: await signedConvention(bench, await callerFor('applicant'), { convention }) };
  },
  async ending(): Promise<Partial<Things>> {
    const [ending] = await conventionsOf('Nounou Services SAS');
    return { ending: ending! };
  },
  async inForce(): Promise<Partial<Things>> {
    const officer = await callerFor('conventionOfficer');
    const [seen] = await conventionsOf('Association Pirouette');
    const { openSteps } = await follow(officer, seen!);
    return { inForce: openSteps.includes('MAINTAIN') ? await advance(officer, seen!, 'MAINTAIN') : seen! };
  },
  async denounced(): Promise<Partial<Things>> {
    const { inForce } = await fresh.inForce();
    const said = { reason: 'Cessation d’activité.', endsOn: '2027-06-30' };
    return { denounced: await advance(await callerFor('conventionOfficer'), inForce!, 'DENOUNCE', said) };
  },
  async accessToken(): Promise<Partial<Things>> {
    const manager = await callerFor('habilitationManager');
    return await makeToken(manager, await structureOf(manager), ['READ_REPORTS']);
  },
  /** Somebody who is given a role there, and has no password yet. */
  invited: async (): Promise<Partial<Things>> => {
    const structureId = await structureOf(await callerFor('declarant'));
    return anonymous(bench.house).transaction(async (ctx) => {
      const { caf, partnerId } = await ctx.em.findOneByOrFail(Structure, { id: structureId });
      const names = { civility: 'Madame', firstName: 'Elsa', lastName: 'Vidal' } as const;
      const person = await personOf(ctx, { ...names, email: `elsa.vidal.${newId()}@pirouette.example` });
      await grant(ctx, person, 'financialProvider', { caf, partnerId, structureId, conventionId: null });
      return { invitedId: person.id };
    });
  },
  async request(): Promise<Partial<Things>> {
    const manager = await callerFor('habilitationManager');
    const { id } = await structureAt(bench, 'Micro-crèche Pirouette');
    const content = () => ({ ...zoe, email: `${newId()}@nouvelle.example`, roles: ['APPROVER'] });
    const requestDraft = await draftOf(manager, id, 'ADD', content());
    return {
      requestDraft,
      requestSent: await take(manager, await draftOf(manager, id, 'ADD', content()), 'SUBMIT'),
    };
  },
};

type Fresh = keyof typeof fresh;

/** The conventions of these partners of the Caf, as its officer reads them. */
async function conventionsOf(...names: string[]): Promise<{ id: string; revision: number }[]> {
  const { conventions } = await (
    await callerFor('conventionOfficer')
  ).ask<{
    conventions: { edges: { node: { id: string; revision: number; partnerName: string } }[] };
  }>('{ conventions { edges { node { id revision partnerName } } } }');
  return names.map((name) => conventions.edges.find(({ node }) => node.partnerName === name)!.node);
}

/** Somebody known here who acts for no structure: they have a password, as those of the seed. */
const knowApplicant = (): Promise<void> =>
  anonymous(bench.house).transaction(async (ctx) => {
    const { id } = await personOf(ctx, { ...roseMartin, civility: 'Madame' });
    const { passwordHash } = await ctx.em.findOneByOrFail(Person, { email: who.declarant });
    await ctx.em.update(Person, { id }, { passwordHash });
  });

beforeAll(async () => {
  bench = await openBench();
  await knowApplicant();
  bytes = await workbook(inMonth('2026-08', rose));
  const declarant = await callerFor('declarant');
  const { id } = await processed(bench, [rose, stranger], MONTH);
  const { attestations } = await declarant.ask<{ attestations: { edges: { node: { id: string } }[] } }>(
    '{ attestations { edges { node { id } } } }',
  );
  const { reassignments } = await (
    await callerFor('adviser')
  ).ask<{
    reassignments: { edges: { node: { id: string; revision: number } }[] };
  }>('{ reassignments { edges { node { id revision } } } }');
  const structureId = await structureOf(declarant);
  const { structure } = await declarant.ask<{ structure: { partner: { id: string } } }>(
    `{ structure(id: "${structureId}") { partner { id } } }`,
  );
  const [convention, ending] = await conventionsOf('Association Pirouette', 'Nounou Services SAS');
  things = {
    structureId,
    partnerId: structure.partner.id,
    conventionId: convention!.id,
    ending: ending!,
    inForce: convention!,
    denounced: convention!,
    processed: { id },
    attestationId: attestations.edges[0]!.node.id,
    reassignment: reassignments.edges[0]!.node,
    ...(await fresh.invited()),
    ...(await fresh.draft()),
    ...(await fresh.waiting()),
    ...(await fresh.month()),
    ...(await fresh.accessToken()),
    ...(await fresh.asked()),
    ...(await fresh.returned()),
    ...(await fresh.signed()),
    ...(await fresh.request()),
  } as Things;
  // A month is printed first: Chromium starts slowly on a busy machine.
}, 120_000);

afterAll(() => bench.close());

const outcomeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'granted',
    (error: unknown) => {
      if (!(error instanceof Denied)) throw error;
      const { status, code, message } = error;
      return { status, code, message };
    },
  );

/** The same things, none of which exists. */
const nothing = (all: Things): Things => ({
  ...all,
  structureId: newId(),
  partnerId: newId(),
  conventionId: newId(),
  ending: { id: newId(), revision: 1 },
  inForce: { id: newId(), revision: 1 },
  denounced: { id: newId(), revision: 1 },
  asked: { id: newId(), revision: 1 },
  returned: { id: newId(), revision: 1 },
  signed: { id: newId(), revision: 1 },
  requestDraft: { id: newId(), revision: 1 },
  requestSent: { id: newId(), revision: 1 },
  draft: { id: newId(), revision: 1 },
  waiting: { id: newId(), revision: 1 },
  processed: { id: newId() },
  attestationId: newId(),
  invitedId: newId(),
  reassignment: { id: newId(), revision: 1 },
  accessToken: { id: newId(), revision: 1 },
});

const moved = () =>
  Promise.all([
    bench.count(Declaration),
    bench.count(Deposit),
    bench.count(Job),
    // What a program is refused is journalled: it is the one thing that moves.
    bench.house.database.reader.countBy(JournalEntry, { action: Not('refuse') }),
    bench.count(Attestation),
    bench.count(Convention),
  ]);

const denied = operations.flatMap((operation) =>
  actors.filter((actor) => !operation.to.includes(actor)).map((actor) => ({ ...operation, actor })),
);
const granted = operations.flatMap((operation) => operation.to.map((actor) => ({ ...operation, actor })));

describe('refused, it answers as if the object did not exist, and nothing moves', () => {
  test.each(denied)('$door, to $actor ($why)', async ({ actor, call }) => {
    const caller = await callerFor(actor);
    const before = await moved();
    const answer = await outcomeOf(call(caller, things));
    expect(answer).toMatchObject({ code: 'NOT_FOUND' });
    expect(answer).toEqual(await outcomeOf(call(await callerFor('declarant'), nothing(things))));
    expect(await moved()).toEqual(before);
  });
});

describe('granted, it is done', () => {
  test.each(granted)('$door, to $actor ($why)', async ({ door, actor, changes, call }) => {
    const all = { ...things, ...(changes ? await fresh[changes]() : {}) };
    if (door === 'restoreRow') {
      const { setRowAside } = await (
        await callerFor('declarant')
      ).ask<{ setRowAside: { revision: number } }>(
        `mutation { setRowAside(id: "${all.draft.id}", revision: ${all.draft.revision}, rowId: "${all.rowId}", reason: "doublon") { revision } }`,
      );
      all.draft = { ...all.draft, ...setRowAside };
    }
    if (door.startsWith('PUT /declarations')) {
      const { declaration } = await (
        await callerFor('declarant')
      ).ask<{ declaration: { month: string } }>(`{ declaration(id: "${all.draft.id}") { month } }`);
      bytes = await workbook(inMonth(declaration.month, rose));
    }
    expect(await outcomeOf(call(await callerFor(actor), all))).toBe('granted');
  });
});

describe('a list holds what its reader may read, and nothing else', () => {
  // oxfmt-ignore
  const lists: [Who, Record<string, boolean>, string][] = [
    ['declarant', { structures: true, declarations: true, attestations: true, reassignments: false }, 'the structure’s own'],
    ['financialProvider', { structures: true, declarations: true, attestations: true, reassignments: false }, 'reads too'],
    ['habilitationManager', { structures: true, conventions: true, habilitationRequests: true, declarations: false, attestations: false, reassignments: false }, 'names people, reads no family'],
    ['conventionOfficer', { structures: true, conventions: true, habilitationRequests: true, declarations: false, attestations: false, reassignments: false }, 'keeps the conventions, reads no family'],
    ['applicant', { structures: false, conventions: true, declarations: false, attestations: false, reassignments: false }, 'what they asked for'],
    ['adviser', { structures: true, conventions: false, habilitationRequests: false, declarations: true, attestations: true, reassignments: true }, 'what was sent to the Caf'],
    ['otherStructure', { structures: true, declarations: false, attestations: false, reassignments: false }, 'its own structure only'],
    ['reading', { structures: true, declarations: true, attestations: true, reassignments: false }, 'a program that reads'],
    ['depositing', { structures: true, declarations: true, attestations: false, reassignments: false }, 'a program that deposits'],
    ['otherCafAdviser', { structures: true, declarations: false, attestations: false, reassignments: false }, 'another Caf sees nothing of it'],
    ['nobody', { structures: false, conventions: false, habilitationRequests: false, declarations: false, attestations: false, reassignments: false }, 'no right matches nothing'],
  ];
  test.each(lists)('%s: %j (%s)', async (actor, expected) => {
    const caller = await callerFor(actor);
    for (const [name, some] of Object.entries(expected)) {
      const answer = await caller.ask<Record<string, { totalCount: number }>>(`{ ${name} { totalCount } }`);
      expect([name, answer[name]!.totalCount > 0]).toEqual([name, some]);
    }
  });

  test('an adviser sees no draft in the list', async () => {
    const { declarations } = await (
      await callerFor('adviser')
    ).ask<{
      declarations: { edges: { node: { state: string } }[] };
    }>('{ declarations(first: 200) { edges { node { state } } } }');
    expect(declarations.edges.map(({ node }) => node.state)).not.toContain('DRAFT');
  });

  test('the Caf’s name is for those who are signed in', async () => {
    const asked = '{ caf(code: "493") { name } }';
    expect(await outcomeOf(bench.nobody.ask(asked))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await (await callerFor('otherCaf')).ask(asked)).toEqual({
      caf: { name: 'Caf de Maine-et-Loire' },
    });
  });

  test('without a session, `me` is null', async () => {
    expect(await bench.nobody.ask('{ me { id } }')).toEqual({ me: null });
  });
});

test('every operation and every door is in the table', async () => {
  const schema = await makeSchema();
  const fields = [schema.getQueryType()!, schema.getMutationType()!].flatMap((type) =>
    Object.keys(type.getFields()),
  );
  const doors = fileDoors.map(({ method, path }) => `${method} ${path}`);
  const tabled = new Set([...operations.map(({ door }) => door), ...scoped]);
  expect([...fields, ...doors].filter((door) => !tabled.has(door))).toEqual([]);
});
