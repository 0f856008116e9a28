/** The month, step by step, as its people would play it: what most tests start from. */
import type { FilledRow, TemplateCode } from '../src/workbooks/index.js';
import { drawFilled } from '../src/workbooks/index.js';
import type { Bench } from './bench.js';
import { who } from './bench.js';
import type { Caller, Seen } from './caller.js';

export const MONTH = '2026-10';

/** A right row of a child that the registry of the Caf 493 knows. */
export const rose: FilledRow = {
  month: MONTH,
  allocataire: '3521874',
  lastName: 'GALINDRAC',
  firstName: 'Rose',
  birthDate: '2022-04-02',
  hours: 40,
  specificHours: 0,
  amountCents: 34_000,
};

export const nino: FilledRow = {
  ...rose,
  firstName: 'Nino',
  birthDate: '2024-12-19',
  hours: 120,
  amountCents: 104_400,
};

/** Of a number that the Caf does not know. */
export const stranger: FilledRow = {
  ...rose,
  allocataire: '0912377',
  lastName: 'LESTRANGE',
  firstName: 'Inaya',
  birthDate: '2024-07-09',
};

export const workbook = (rows: FilledRow[], template: TemplateCode = 'micro_creche'): Promise<Buffer> =>
  drawFilled(template, rows);

export interface Opened extends Seen {
  depositAddress: string;
}

export const structureOf = async (caller: Caller): Promise<string> => {
  const { structures } = await caller.ask<{ structures: { edges: { node: { id: string } }[] } }>(
    '{ structures { edges { node { id } } } }',
  );
  return structures.edges[0]!.node.id;
};

export async function create(caller: Caller, month = MONTH, type = 'CMG_MICRO_CRECHE'): Promise<Opened> {
  const { createDeclaration } = await caller.ask<{ createDeclaration: Opened }>(
    `mutation ($structureId: ID!, $type: DeclarationType!, $month: Month!) {
      createDeclaration(structureId: $structureId, type: $type, month: $month) { id revision depositAddress }
    }`,
    { structureId: await structureOf(caller), type, month },
  );
  return createDeclaration;
}

export async function deposit(
  caller: Caller,
  { id, depositAddress }: Opened,
  rows: FilledRow[],
): Promise<Opened> {
  const { revision } = await caller.put<Seen>(depositAddress, await workbook(rows));
  return { id, revision, depositAddress };
}

export async function accept(caller: Caller, { id, revision }: Seen): Promise<Seen> {
  const { conditions } = await caller.ask<{ conditions: { version: string } }>('{ conditions { version } }');
  const { acceptConditions } = await caller.ask<{ acceptConditions: Seen }>(
    `mutation ($id: ID!, $revision: Int!, $version: ID!) {
      acceptConditions(id: $id, revision: $revision, version: $version) { id revision }
    }`,
    { id, revision, ...conditions },
  );
  return acceptConditions;
}

/** All that is proposed, or what anomalies of a code propose. */
export async function acceptAll(caller: Caller, { id, revision }: Seen, code?: string): Promise<Seen> {
  const { acceptProposals } = await caller.ask<{ acceptProposals: Seen }>(
    `mutation ($id: ID!, $revision: Int!, $code: String) {
      acceptProposals(id: $id, revision: $revision, code: $code) { id revision }
    }`,
    { id, revision, code },
  );
  return acceptProposals;
}

export async function advance(
  caller: Caller,
  { id, revision }: Seen,
  step: string,
  comment?: string,
): Promise<Seen> {
  const { advanceDeclaration } = await caller.ask<{ advanceDeclaration: Seen }>(
    `mutation ($id: ID!, $revision: Int!, $step: DeclarationClick!, $comment: String) {
      advanceDeclaration(id: $id, revision: $revision, step: $step, comment: $comment) { id revision }
    }`,
    { id, revision, step, comment },
  );
  return advanceDeclaration;
}

/** The next version of a declaration that was sent, as it is now. */
export async function amend(caller: Caller, { id }: Pick<Seen, 'id'>, revision?: number): Promise<Opened> {
  const { declaration } = await caller.ask<{ declaration: Seen }>(
    'query ($id: ID!) { declaration(id: $id) { revision } }',
    { id },
  );
  const { amendDeclaration } = await caller.ask<{ amendDeclaration: Opened }>(
    'mutation ($id: ID!, $revision: Int!) { amendDeclaration(id: $id, revision: $revision) { id revision depositAddress } }',
    { id, revision: revision ?? declaration.revision },
  );
  return amendDeclaration;
}

/** A declaration of Pirouette that waits for its approver. */
export async function submitted(
  bench: Bench,
  rows: FilledRow[] = [rose, nino],
  month = MONTH,
): Promise<Seen> {
  const declarant = await bench.person(who.declarant);
  const opened = await create(declarant, month);
  const deposited = await deposit(declarant, opened, rows);
  return advance(declarant, await accept(declarant, deposited), 'SUBMIT');
}

/** A declaration of Pirouette that the automata have processed. */
export async function processed(bench: Bench, rows?: FilledRow[], month?: string): Promise<Seen> {
  const sent = await advance(
    await bench.person(who.approver),
    await submitted(bench, rows, month),
    'APPROVE',
  );
  await bench.work();
  return sent;
}

/** Another month of the same row, as the workbook of that month would have it. */
export const inMonth = (month: string, ...rows: FilledRow[]): FilledRow[] =>
  rows.map((row) => ({ ...row, month }));
