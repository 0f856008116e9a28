/** One month of one structure, from the workbook to the report, played by its people over HTTP. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotRun } from '../commands/command.js';
import type { Month } from '../kernel/calendar.js';
import { frenchMonthName } from '../kernel/calendar.js';
import { frenchEuros } from '../kernel/money.js';
import { DEMO_PASSWORD } from '../seed/index.js';
import type { Person } from './client.js';
import { Person as People } from './client.js';
import { teller } from './teller.js';

/** Who plays, with which file. */
export interface Story {
  structure: string;
  type: 'CMG_MICRO_CRECHE' | 'CMG_HOME_CARE';
  month: Month;
  workbook: Uint8Array<ArrayBuffer>;
  declarant: string;
  approver: string;
}

/** What came of it. */
export interface Told {
  declarationId: string;
  rows: number;
  attestations: number;
  reassigned: number;
  amountCents: number;
}

interface Seen {
  id: string;
  revision: number;
}

interface Anomaly {
  code: string;
  blocking: boolean;
  rowNumber: number;
  column: string;
  columnKey: string;
  header: string;
  seen: string;
  sentence: string;
  proposed: string | null;
}

interface Row {
  id: string;
  number: number;
  anomalies: Anomaly[];
}

const SEEN = 'id revision';
const DEADLINE = 120_000;
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

const plural = (count: number, one: string, many: string): string => `${count} ${count > 1 ? many : one}`;

async function create(declarant: Person, story: Story): Promise<Seen & { depositAddress: string }> {
  const { me } = await declarant.ask<{ me: { structures: { edges: { node: { id: string; name: string } }[] } } }>(
    '{ me { structures { edges { node { id name } } } } }',
  );
  const structure = me.structures.edges.find(({ node }) => node.name === story.structure)!.node;
  const { createDeclaration } = await declarant.ask<{
    createDeclaration: Seen & { reference: string; depositAddress: string };
  }>(
    `mutation ($structureId: ID!, $type: DeclarationType!, $month: Month!) {
      createDeclaration(structureId: $structureId, type: $type, month: $month) { ${SEEN} reference depositAddress }
    }`,
    { structureId: structure.id, type: story.type, month: story.month },
  );
  teller.step(`${declarant.name} ouvre la déclaration ${createDeclaration.reference}`);
  return createDeclaration;
}

async function rowsWithAnomalies(declarant: Person, id: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { declaration }: { declaration: { rows: Page<Row> } } = await declarant.ask(
      `query ($id: ID!, $after: String) { declaration(id: $id) { rows(first: 200, after: $after) {
        edges { node { id number anomalies { code blocking rowNumber column columnKey header seen sentence proposed } } }
        pageInfo { hasNextPage endCursor }
      } } }`,
      { id, after },
    );
    rows.push(...declaration.rows.edges.map(({ node }) => node));
    ({ endCursor: after, hasNextPage: more } = declaration.rows.pageInfo);
  }
  return rows;
}

interface Page<Node> {
  edges: { node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const tell = ({ rowNumber, column, header, seen, sentence }: Anomaly): void =>
  teller.detail(`ligne ${rowNumber}, colonne ${column} (${header}) « ${seen} » : ${sentence}`);

/** Accepts what is proposed for a row, or sets it aside when nothing can be proposed. */
async function mend(declarant: Person, seen: Seen, { id: rowId, number, anomalies }: Row): Promise<Seen> {
  const blocking = anomalies.filter((anomaly) => anomaly.blocking);
  if (blocking.length === 0) return seen;
  blocking.forEach(tell);
  const cells = blocking.flatMap(({ columnKey: column, proposed: text }) => (text === null ? [] : [{ column, text }]));
  if (cells.length === blocking.length) {
    const { correctRow } = await declarant.ask<{ correctRow: Seen }>(
      `mutation ($id: ID!, $revision: Int!, $rowId: ID!, $cells: [CellInput!]!) {
        correctRow(id: $id, revision: $revision, rowId: $rowId, cells: $cells) { ${SEEN} }
      }`,
      { ...seen, rowId, cells },
    );
    teller.step(`Ligne ${number} corrigée : ${cells.map(({ text }) => `« ${text} »`).join(', ')}`);
    return correctRow;
  }
  const { setRowAside } = await declarant.ask<{ setRowAside: Seen }>(
    `mutation ($id: ID!, $revision: Int!, $rowId: ID!, $reason: String!) {
      setRowAside(id: $id, revision: $revision, rowId: $rowId, reason: $reason) { ${SEEN} }
    }`,
    { ...seen, rowId, reason: 'Ce n’est pas une ligne à déclarer en l’état.' },
  );
  teller.step(`Ligne ${number} écartée : gardée et montrée, non attestée`);
  return setRowAside;
}

async function submit(declarant: Person, seen: Seen): Promise<Seen> {
  const { conditions } = await declarant.ask<{ conditions: { version: string } }>('{ conditions { version } }');
  const { acceptConditions } = await declarant.ask<{ acceptConditions: Seen }>(
    `mutation ($id: ID!, $revision: Int!, $version: ID!) {
      acceptConditions(id: $id, revision: $revision, version: $version) { ${SEEN} }
    }`,
    { ...seen, ...conditions },
  );
  const sent = await advance(declarant, acceptConditions, 'SUBMIT');
  teller.step(`${declarant.name} accepte les conditions et soumet la déclaration`);
  return sent;
}

async function advance(person: Person, { id, revision }: Seen, step: string): Promise<Seen> {
  const { advanceDeclaration } = await person.ask<{ advanceDeclaration: Seen }>(
    `mutation ($id: ID!, $revision: Int!, $step: DeclarationClick!) {
      advanceDeclaration(id: $id, revision: $revision, step: $step) { ${SEEN} }
    }`,
    { id, revision, step },
  );
  return advanceDeclaration;
}

interface Followed {
  state: string;
  rowCount: number;
  setAsideCount: number;
  totals: { amountCents: number };
  attestations: Page<{ number: string; filedAt: string | null; address: string | null }> & { totalCount: number };
}

async function follow(person: Person, id: string): Promise<Followed> {
  const { declaration } = await person.ask<{ declaration: Followed }>(
    `query ($id: ID!) { declaration(id: $id) { state rowCount setAsideCount totals { amountCents }
      attestations(first: 200) { totalCount edges { node { number filedAt address } } pageInfo { hasNextPage endCursor } }
    } }`,
    { id },
  );
  return declaration;
}

async function untilProcessed(person: Person, id: string): Promise<Followed> {
  for (const end = Date.now() + DEADLINE; Date.now() < end; await pause(150)) {
    const followed = await follow(person, id);
    const filed = followed.attestations.edges.filter(({ node }) => node.filedAt).length;
    teller.progress(`attestations classées : ${filed} / ${followed.rowCount - followed.setAsideCount}`);
    if (followed.state === 'PROCESSED') {
      teller.endProgress();
      teller.step(`L’automate imprime et classe ${plural(filed, 'attestation', 'attestations')} au dossier des allocataires`);
      return followed;
    }
  }
  throw new CannotRun('Les automates n’ont pas fini dans le temps prévu : voir le journal technique.');
}

async function saveFiles(person: Person, followed: Followed, id: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { node } of followed.attestations.edges) {
    await writeFile(join(folder, `${node.number}.pdf`), await person.download(node.address!));
  }
  await writeFile(join(folder, 'bilan-de-traitement.xlsx'), await person.download(`/declarations/${id}/report`));
}

/** Plays the month of a structure; its files are put in `folder`. */
export async function play(address: string, story: Story, folder: string): Promise<Told> {
  teller.title(`${story.structure}, ${frenchMonthName(story.month)}`);
  const declarant = await People.signIn(address, story.declarant, DEMO_PASSWORD);
  const created = await create(declarant, story);
  const deposit = await declarant.put<Seen & { rowCount: number; blockingCount: number; warningCount: number }>(
    created.depositAddress,
    story.workbook,
  );
  const found = plural(deposit.blockingCount, 'anomalie bloquante', 'anomalies bloquantes');
  const warned = plural(deposit.warningCount, 'alerte', 'alertes');
  teller.step(`Fichier déposé et lu : ${plural(deposit.rowCount, 'ligne', 'lignes')}, ${found}, ${warned}`);
  let seen: Seen = deposit;
  const rows = await rowsWithAnomalies(declarant, created.id);
  rows.flatMap(({ anomalies }) => anomalies.filter(({ blocking }) => !blocking)).forEach(tell);
  for (const row of rows) seen = await mend(declarant, seen, row);
  seen = await submit(declarant, seen);
  const approver = await People.signIn(address, story.approver, DEMO_PASSWORD);
  await advance(approver, seen, 'APPROVE');
  teller.step(`${approver.name} approuve : la déclaration est envoyée à la Caf`);
  const followed = await untilProcessed(approver, created.id);
  await saveFiles(approver, followed, created.id, folder);
  return {
    declarationId: created.id,
    rows: followed.rowCount,
    attestations: followed.attestations.totalCount,
    reassigned: await tellReport(approver, created.id),
    amountCents: followed.totals.amountCents,
  };
}

/** Tells what became of the rows; answers how many went to an adviser. */
async function tellReport(person: Person, declarationId: string): Promise<number> {
  const { processingReport } = await person.ask<{
    processingReport: { counts: { fate: string; label: string; rows: number }[] };
  }>(`query ($declarationId: ID!) { processingReport(declarationId: $declarationId) { counts { fate label rows } } }`, {
    declarationId,
  });
  const { counts } = processingReport;
  const told = counts.filter(({ rows }) => rows > 0).map(({ label, rows }) => `${label.toLowerCase()} : ${rows}`);
  teller.step(`Bilan de traitement : ${told.join(' ; ')}`);
  return counts.find(({ fate }) => fate === 'REASSIGNED')?.rows ?? 0;
}

interface Case extends Seen {
  sentence: string;
  ageInDays: number;
  attestation: { number: string };
}

/** The adviser reads the queue, takes its first case and closes it. */
export async function workQueue(address: string, email: string): Promise<void> {
  const adviser = await People.signIn(address, email, DEMO_PASSWORD);
  teller.title(`File de réaffectation, ${adviser.name}, gestionnaire conseil allocataire`);
  const { reassignments } = await adviser.ask<{ reassignments: Page<Case> & { totalCount: number } }>(
    `{ reassignments(state: OPEN) { totalCount pageInfo { hasNextPage endCursor }
      edges { node { id revision sentence ageInDays attestation { number } } } } }`,
  );
  teller.step(`${plural(reassignments.totalCount, 'attestation à prendre', 'attestations à prendre')}`);
  for (const { node } of reassignments.edges) teller.detail(`${node.attestation.number} : ${node.sentence}`);
  const first = reassignments.edges[0]?.node;
  if (!first) return;
  const step = async ({ id, revision }: Seen, more: Record<string, string>) => {
    const { advanceReassignment } = await adviser.ask<{ advanceReassignment: Seen }>(
      `mutation ($id: ID!, $revision: Int!, $step: ReassignmentStep!, $outcome: ClosingOutcome, $comment: String) {
        advanceReassignment(id: $id, revision: $revision, step: $step, outcome: $outcome, comment: $comment) { ${SEEN} }
      }`,
      { id, revision, ...more },
    );
    return advanceReassignment;
  };
  const claimed = await step(first, { step: 'CLAIM' });
  await step(claimed, {
    step: 'CLOSE',
    outcome: 'PROCESSED_BY_HAND',
    comment: 'Vérifié au dossier, attestation traitée.',
  });
  teller.step(`${first.attestation.number} prise en charge puis close : traitée par un gestionnaire`);
}

export const summaryOf = (told: readonly Told[]): string[] => {
  const sum = (key: 'rows' | 'attestations' | 'reassigned' | 'amountCents') =>
    told.reduce((total, one) => total + one[key], 0);
  return [
    `Lignes lues            ${sum('rows')}`,
    `Attestations classées  ${sum('attestations')}`,
    `Confiées à la main     ${sum('reassigned')}`,
    `Dépense déclarée       ${frenchEuros(sum('amountCents'))}`,
  ];
};
