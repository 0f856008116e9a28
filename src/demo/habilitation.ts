/** The story of a habilitation: from the wish to join to the last click, then those who leave. */
import { CannotRun } from '../commands/command.js';
import type { Named } from '../identity/index.js';
import { frenchMonthName } from '../kernel/calendar.js';
import { DEMO_PASSWORD } from '../seed/index.js';
import type { Seen } from './client.js';
import { Person, SEEN } from './client.js';
import { hirondelles, nameOf } from './hirondelles.js';
import { CHOSEN, welcome } from './newcomers.js';
import type { Newcomer } from './newcomers.js';
import { activate, readConvention, structuresOf } from './paper.js';
import type { Activated } from './paper.js';
import type { Played, Stage, Story } from './stage.js';
import { SAMPLES_MONTH, samplesClock } from './stage.js';
import { plural, teller } from './teller.js';

const OFFICER = 'lea.garnier@caf493.example';
/** What a removal may take to reach an open session, in milliseconds. */
const AT_ONCE = 1_000;

const QUERY =
  '{ conventions { edges { node { reference stateLabel structures { name } } } } ' +
  'habilitationRequests { edges { node { reference kindLabel stateLabel } } } }';

type Asked = Omit<Named, 'civility'> & { civility: string };

async function draft(manager: Person, structureId: string, kind: string, content: object): Promise<Seen> {
  const { createHabilitationRequest } = await manager.ask<{ createHabilitationRequest: Seen }>(
    `mutation ($structureId: ID!, $kind: HabilitationRequestKind!, $content: HabilitationRequestContent!) {
      createHabilitationRequest(structureId: $structureId, kind: $kind, content: $content) { ${SEEN} }
    }`,
    { structureId, kind, content },
  );
  return createHabilitationRequest;
}

async function take(manager: Person, { id, revision }: Seen, step: string): Promise<string> {
  const { advanceHabilitationRequest } = await manager.ask<{
    advanceHabilitationRequest: { reference: string };
  }>(
    `mutation ($id: ID!, $revision: Int!, $step: HabilitationRequestClick!) {
      advanceHabilitationRequest(id: $id, revision: $revision, step: $step) { reference }
    }`,
    { id, revision, step },
  );
  return advanceHabilitationRequest.reference;
}

const asked: readonly [Asked, role: string, label: string][] = [
  [hirondelles.declarant, 'ACTIVITY_PROVIDER', 'télédéclarant'],
  [hirondelles.approver, 'APPROVER', 'approbatrice'],
];

async function ask(manager: Person): Promise<void> {
  const [place] = await structuresOf(manager);
  teller.step(`${manager.name} prépare ses demandes en brouillon, puis les soumet, pour ${place!.name}`);
  for (const [named, role, label] of asked) {
    const drafted = await draft(manager, place!.id, 'ADD', { ...named, roles: [role] });
    teller.detail(`${await take(manager, drafted, 'SUBMIT')} : ${nameOf(named)}, ${label}`);
  }
}

interface Result {
  request: object | null;
  refusal: { sentence: string } | null;
}

/** The officer accepts all that waits, at once. */
async function accept(officer: Person): Promise<number> {
  const { habilitationRequests } = await officer.ask<{
    habilitationRequests: { edges: { node: Seen & { origin: { fromManager: boolean } } }[] };
  }>(`{ habilitationRequests(states: [SUBMITTED]) { edges { node { ${SEEN} origin { fromManager } } } } }`);
  const decisions = habilitationRequests.edges
    .filter(({ node }) => node.origin.fromManager)
    .map(({ node: { id, revision } }) => ({ id, revision, decision: 'ACCEPT' }));
  const { decideHabilitationRequests } = await officer.ask<{ decideHabilitationRequests: Result[] }>(
    `mutation ($decisions: [HabilitationDecisionInput!]!) {
      decideHabilitationRequests(decisions: $decisions) { request { id } refusal { sentence } }
    }`,
    { decisions },
  );
  const refused = decideHabilitationRequests.flatMap(({ refusal }) => refusal?.sentence ?? []);
  if (refused.length > 0) throw new CannotRun(...refused);
  const accepted = plural(decisions.length, 'demande', 'demandes');
  teller.step(`${officer.name} voit qu’elles viennent du gestionnaire désigné, et accepte les ${accepted}`);
  return decisions.length;
}

/** The declarant sees the structure and opens its month. */
async function declare(declarant: Person): Promise<void> {
  const [place] = await structuresOf(declarant);
  if (!place) throw new CannotRun('Le télédéclarant ne voit pas sa structure.');
  const { createDeclaration } = await declarant.ask<{ createDeclaration: { reference: string } }>(
    `mutation ($structureId: ID!, $month: Month!) {
      createDeclaration(structureId: $structureId, type: CMG_MICRO_CRECHE, month: $month) { reference }
    }`,
    { structureId: place.id, month: SAMPLES_MONTH },
  );
  const { reference } = createDeclaration;
  teller.detail(`${place.name} ; il ouvre la déclaration ${reference}, ${frenchMonthName(SAMPLES_MONTH)}`);
}

/** An open session sees nothing any more, within a second. */
async function demandGone({ person }: Newcomer): Promise<void> {
  const started = performance.now();
  const left = await structuresOf(person);
  if (left.length > 0 || performance.now() - started > AT_ONCE)
    throw new CannotRun('Une habilitation retirée agit encore.');
  teller.detail(`la session ouverte de ${person.name} ne voit plus rien, en moins d’une seconde`);
}

async function replaceManager(stage: Stage, officer: Person, { id, manager }: Activated): Promise<Newcomer> {
  const { nextManager } = hirondelles;
  const { revision } = await readConvention(officer, id);
  await officer.ask(
    `mutation ($id: ID!, $revision: Int!, $manager: NamedPersonInput!) {
      replaceManager(id: $id, revision: $revision, manager: $manager) { id }
    }`,
    { id, revision, manager: nextManager },
  );
  teller.step(
    `${manager.person.name} part : ${officer.name} désigne ${nameOf(nextManager)} dans la convention`,
  );
  await demandGone(manager);
  return welcome(stage, nextManager, 'gestionnaire des habilitations');
}

async function remove(manager: Person, { person, account }: Newcomer): Promise<void> {
  const [place] = await structuresOf(manager);
  await take(manager, await draft(manager, place!.id, 'REMOVE', { email: account.email }), 'REMOVE');
  teller.step(`${manager.name} retire ${person.name} de ${place!.name}`);
}

async function play(stage: Stage): Promise<Played> {
  const officer = await Person.signIn(stage.address, OFFICER, DEMO_PASSWORD);
  const activated = await activate(stage, officer);

  teller.title('Habilitations');
  await ask(activated.manager.person);
  const accepted = await accept(officer);
  const declarant = await welcome(stage, hirondelles.declarant, 'télédéclarant');
  await declare(declarant.person);
  const approver = await welcome(stage, hirondelles.approver, 'approbatrice');

  teller.title('Départs');
  const next = await replaceManager(stage, officer, activated);
  await remove(next.person, declarant);
  await demandGone(declarant);

  const { reference, stateLabel } = await readConvention(next.person, activated.id);
  const { applicant, manager } = activated;
  const gone = [manager, declarant].map(({ person }) => person.name);
  const opened = [applicant, manager, declarant, approver, next].map(({ account }) => account);
  return {
    summary: [
      ['Convention', `${reference}, ${stateLabel.toLowerCase()}`],
      ['Comptes ouverts par lettre', String(opened.length)],
      ['Demandes acceptées', String(accepted)],
      ['Sans accès depuis leur départ', gone.join(', ')],
    ],
    opened,
    asker: { email: next.account.email, password: CHOSEN },
    query: QUERY,
  };
}

export const habilitationStory = (): Story => ({ clock: samplesClock(), play });
