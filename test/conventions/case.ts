/** A convention from its request on: what its people do through the door. */
import type { Bench } from '../bench.js';
import { who } from '../bench.js';
import type { Caller, Seen } from '../caller.js';

const luhn = (digits: string): number =>
  Array.from(digits, Number)
    .toReversed()
    .map((digit, rank) => (rank % 2 === 1 ? digit * 2 : digit))
    .reduce((sum, value) => sum + (value > 9 ? value - 9 : value), 0) % 10;

/** The SIRET of that rank, with its key. */
export function siretAt(siren: string, rank: number): string {
  const start = siren + String(rank).padStart(4, '0');
  return start + Array.from('0123456789').find((key) => luhn(start + key) === 0)!;
}

/** A SIREN that holds, for a test that wants a partner of its own. */
export function sirenAt(rank: number): string {
  const start = `9999${String(rank).padStart(4, '0')}`;
  return start + Array.from('0123456789').find((key) => luhn(start + key) === 0)!;
}

/** Of the partner of a journey. */
export const SIREN = sirenAt(0);

export const named = (firstName: string, lastName: string, email: string) => ({
  civility: 'MADAME',
  firstName,
  lastName,
  email,
});

export const structureInput = (siret: string, more: Record<string, unknown> = {}) => ({
  siret,
  kind: 'MICRO_CRECHE',
  name: 'Micro-crèche Les Bulles',
  address: ['5 rue du Port', '49000 Angers'],
  email: 'contact@bulles.example',
  phone: '02 41 00 00 42',
  declarants: [named('Alice', 'Bernard', 'alice.bernard@bulles.example')],
  ...more,
});

export const conventionInput = (sirets: string[], more: Record<string, unknown> = {}) => ({
  partnerName: 'Association Les Bulles',
  structures: sirets.map((siret) => structureInput(siret)),
  manager: named('Jeanne', 'Robert', 'jeanne.robert@bulles.example'),
  ...more,
});

export const applicant = named('Rose', 'Martin', 'rose.martin@bulles.example');

export interface Asked {
  id: string;
  reference: string;
}

export async function request(caller: Caller, variables: Record<string, unknown>): Promise<Asked> {
  const { requestConvention } = await caller.ask<{ requestConvention: Asked }>(
    `mutation ($caf: ID!, $service: Service!, $convention: ConventionInput!, $applicant: NamedPersonInput) {
      requestConvention(caf: $caf, service: $service, convention: $convention, applicant: $applicant) { id reference }
    }`,
    { caf: '493', service: 'CMG', ...variables },
  );
  return requestConvention;
}

export async function advance(
  caller: Caller,
  { id, revision }: Seen,
  step: string,
  said: { reason?: string; endsOn?: string } = {},
): Promise<Seen & { state: string; openSteps: string[] }> {
  const { advanceConvention } = await caller.ask<{
    advanceConvention: Seen & { state: string; openSteps: string[] };
  }>(
    `mutation ($id: ID!, $revision: Int!, $step: ConventionClick!, $reason: String, $endsOn: Day) {
      advanceConvention(id: $id, revision: $revision, step: $step, reason: $reason, endsOn: $endsOn) {
        id revision state openSteps
      }
    }`,
    { id, revision, step, ...said },
  );
  return advanceConvention;
}

export async function replaceManager(
  caller: Caller,
  { id, revision }: Seen,
  manager: ReturnType<typeof named>,
): Promise<Seen> {
  const { replaceManager } = await caller.ask<{ replaceManager: Seen }>(
    `mutation ($id: ID!, $revision: Int!, $manager: NamedPersonInput!) {
      replaceManager(id: $id, revision: $revision, manager: $manager) { id revision }
    }`,
    { id, revision, manager },
  );
  return replaceManager;
}

export interface Followed extends Seen {
  state: string;
  reason: string | null;
  endsOn: string | null;
  openSteps: string[];
  address: string | null;
  signedCopyAddress: string;
}

export async function follow(caller: Caller, { id }: Pick<Seen, 'id'>): Promise<Followed> {
  const { convention } = await caller.ask<{ convention: Followed }>(
    `{ convention(id: "${id}") { id revision state reason endsOn openSteps address signedCopyAddress } }`,
  );
  return convention;
}

/** Stands for a scan: a PDF by its first bytes. */
export const scan = (mark = ''): Buffer => Buffer.from(`%PDF-1.7\nsigned ${mark}`);

/** A convention asked for by somebody signed in, prepared, printed and returned signed. */
export async function signedConvention(
  bench: Bench,
  asking: Caller,
  variables: Record<string, unknown>,
  said: { endsOn?: string } = {},
): Promise<Followed> {
  const officer = await bench.person(who.conventionOfficer);
  const asked = await request(asking, variables);
  await advance(officer, await follow(officer, asked), 'PREPARE', said);
  await bench.work();
  const printed = await follow(officer, asked);
  await asking.put(printed.signedCopyAddress, scan(asked.id));
  return follow(officer, asked);
}
