/** Habilitation requests as managers and officers make and decide them, through the API. */
import { MoreThan } from 'typeorm';
import { Habilitation } from '../../src/habilitations/index.js';
import { AccessLink, Person, secretOf } from '../../src/identity/index.js';
import { Structure } from '../../src/partners/index.js';
import type { Bench } from '../bench.js';
import type { Caller, Seen } from '../caller.js';

export const PASSWORD = 'x7Kq!vB2#nTz';

export interface Content {
  formerEmail?: string;
  civility?: 'MADAME' | 'MONSIEUR';
  firstName?: string;
  lastName?: string;
  email?: string;
  roles?: string[];
}

export interface Request extends Seen {
  reference: string;
  kind: string;
  state: string;
  stateLabel: string;
  reason: string | null;
  submittedBy: string | null;
  origin: { convention: string | null; fromManager: boolean };
  openSteps: string[];
}

export const REQUEST = `id revision reference kind state stateLabel reason submittedBy
  origin { convention fromManager } openSteps`;

export const zoe: Content = {
  civility: 'MADAME',
  firstName: 'Zoé',
  lastName: 'Le Guennec',
  email: 'zoe.leguennec@nouvelle.example',
  roles: ['ACTIVITY_PROVIDER'],
};

export const structureAt = (bench: Bench, name: string): Promise<Structure> =>
  bench.house.database.reader.findOneByOrFail(Structure, { name });

export async function draftOf(
  manager: Caller,
  structureId: string,
  kind: 'ADD' | 'MODIFY' | 'REMOVE',
  content: Content,
): Promise<Request> {
  const { createHabilitationRequest } = await manager.ask<{ createHabilitationRequest: Request }>(
    `mutation ($structureId: ID!, $kind: HabilitationRequestKind!, $content: HabilitationRequestContent!) {
      createHabilitationRequest(structureId: $structureId, kind: $kind, content: $content) { ${REQUEST} }
    }`,
    { structureId, kind, content },
  );
  return createHabilitationRequest;
}

export async function step(
  caller: Caller,
  { id, revision }: Seen,
  name: string,
  reason?: string,
): Promise<Request> {
  const { advanceHabilitationRequest } = await caller.ask<{ advanceHabilitationRequest: Request }>(
    `mutation ($id: ID!, $revision: Int!, $step: HabilitationRequestClick!, $reason: String) {
      advanceHabilitationRequest(id: $id, revision: $revision, step: $step, reason: $reason) { ${REQUEST} }
    }`,
    { id, revision, step: name, reason },
  );
  return advanceHabilitationRequest;
}

export const submitted = async (manager: Caller, structureId: string, content: Content): Promise<Request> =>
  step(manager, await draftOf(manager, structureId, 'ADD', content), 'SUBMIT');

export async function readBy(caller: Caller, { id }: Pick<Seen, 'id'>): Promise<Request> {
  const { habilitationRequest } = await caller.ask<{ habilitationRequest: Request }>(
    `{ habilitationRequest(id: "${id}") { ${REQUEST} } }`,
  );
  return habilitationRequest;
}

export interface Result {
  id: string;
  request: { state: string } | null;
  refusal: { code: string; sentence: string } | null;
}

export async function decide(
  officer: Caller,
  decisions: (Seen & { decision: 'ACCEPT' | 'REFUSE'; reason?: string })[],
): Promise<Result[]> {
  const { decideHabilitationRequests } = await officer.ask<{ decideHabilitationRequests: Result[] }>(
    `mutation ($decisions: [HabilitationDecisionInput!]!) {
      decideHabilitationRequests(decisions: $decisions) { id request { state } refusal { code sentence } }
    }`,
    { decisions },
  );
  return decideHabilitationRequests;
}

/** What an account holds now, each as its role and its structure; of each Caf and of each partner. */
export async function heldBy(bench: Bench, email: string): Promise<string[]> {
  const { reader } = bench.house.database;
  const person = await reader.findOneBy(Person, { email });
  if (!person) return [];
  const held = await reader.find(Habilitation, {
    where: { personId: person.id },
    relations: { structure: true },
  });
  return held
    .filter(({ until }) => until === null)
    .map(({ role, structure, caf }) => `${role} ${structure?.name ?? caf}`)
    .toSorted();
}

/** Opens the last link sent to that address, chooses a password, and signs in. */
export async function activate(bench: Bench, email: string): Promise<Caller> {
  const { reader } = bench.house.database;
  const { id: personId } = await reader.findOneByOrFail(Person, { email });
  const link = await reader.findOneOrFail(AccessLink, {
    where: { personId, purpose: 'activation', expiresAt: MoreThan(bench.house.clock().toISOString()) },
    order: { id: 'DESC' },
  });
  await bench.nobody.ask(
    `mutation ($secret: String!, $password: String!) { setPassword(secret: $secret, password: $password) }`,
    { secret: secretOf(bench.house, link), password: PASSWORD },
  );
  return bench.nobody.signIn(email, PASSWORD);
}
