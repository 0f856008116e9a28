/** One month of one structure, from the workbook to the report, played by its people over HTTP. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CannotRun } from '../commands/command.js';
import type { Month } from '../kernel/calendar.js';
import { frenchMonthName } from '../kernel/calendar.js';
import { frenchEuros } from '../kernel/money.js';
import { DEMO_PASSWORD } from '../seed/index.js';
import type { Page, Seen } from './client.js';
import { Person, SEEN, everyNode } from './client.js';
import { plural, teller } from './teller.js';

/** Who plays, with which file. */
export interface MonthCast {
  structure: string;
  type: 'CMG_MICRO_CRECHE' | 'CMG_HOME_CARE';
  month: Month;
  workbook: Uint8Array<ArrayBuffer>;
  declarant: string;
  approver: string;
}

/** What came of it. */
export interface Told {
  rows: number;
  attestations: number;
  reassigned: number;
  amountCents: number;
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
  toDo: string;
  proposed: string | null;
}

interface Row {
  id: string;
  number: number;
  anomalies: Anomaly[];
}

const DEADLINE = 120_000;

async function create(declarant: Person, cast: MonthCast): Promise<Seen & { depositAddress: string }> {
  const { me } = await declarant.ask<{
    me: { structures: { edges: { node: { id: string; name: string } }[] } };
  }>('{ me { structures { edges { node { id name } } } } }');
  const structure = me.structures.edges.find(({ node }) => node.name === cast.structure)!.node;
  const { createDeclaration } = await declarant.ask<{
    createDeclaration: Seen & { reference: string; depositAddress: string };
  }>(
    `mutation ($structureId: ID!, $type: DeclarationType!, $month: Month!) {
      createDeclaration(structureId: $structureId, type: $type, month: $month) { ${SEEN} reference depositAddress }
    }`,
    { structureId: structure.id, type: cast.type, month: cast.month },
  );
  teller.step(`${declarant.name} ouvre la déclaration ${createDeclaration.reference}`);
  return createDeclaration;
}

const rowsWithAnomalies = (declarant: Person, id: string): Promise<Row[]> =>
  everyNode(async (after) => {
    const { declaration } = await declarant.ask<{ declaration: { rows: Page<Row> } }>(
      `query ($id: ID!, $after: String) { declaration(id: $id) { rows(first: 200, after: $after) {
        edges { node { id number anomalies { code blocking rowNumber column columnKey header seen sentence toDo proposed } } }
        pageInfo { hasNextPage endCursor }
      } } }`,
      { id, after },
    );
    return declaration.rows;
  });

function tell({ rowNumber, column, header, seen, sentence, toDo }: Anomaly): void {
  teller.detail(`ligne ${rowNumber}, colonne ${column}, ${header}`);
  teller.detail(`${seen ? `« ${seen} »` : 'vide'} : ${sentence} ${toDo}`, 1);
}

/** Accepts what is proposed for a row, or sets it aside when nothing can be proposed. */
async function mend(declarant: Person, seen: Seen, { id: rowId, number, anomalies }: Row): Promise<Seen> {
  const blocking = anomalies.filter((anomaly) => anomaly.blocking);
  if (blocking.length === 0) return seen;
  blocking.forEach(tell);
  const cells = blocking.flatMap(({ columnKey: column, proposed: text }) =>
    text === null ? [] : [{ column, text }],
  );
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
  const { conditions } = await declarant.ask<{ conditions: { version: string } }>(
    '{ conditions { version } }',
  );
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
}

interface Printed {
  number: string;
  filedAt: string | null;
  address: string | null;
}

const attestationsOf = (person: Person, declarationId: string): Promise<Printed[]> =>
  everyNode(async (after) => {
    const { declaration } = await person.ask<{ declaration: { attestations: Page<Printed> } }>(
      `query ($id: ID!, $after: String) { declaration(id: $id) { attestations(first: 200, after: $after) {
        edges { node { number filedAt address } }
        pageInfo { hasNextPage endCursor }
      } } }`,
      { id: declarationId, after },
    );
    return declaration.attestations;
  });

async function untilProcessed(person: Person, id: string): Promise<Followed> {
  for (const end = Date.now() + DEADLINE; Date.now() < end; await pause(150)) {
    const { declaration } = await person.ask<{ declaration: Followed }>(
      'query ($id: ID!) { declaration(id: $id) { state rowCount setAsideCount totals { amountCents } } }',
      { id },
    );
    const filed = (await attestationsOf(person, id)).filter(({ filedAt }) => filedAt).length;
    teller.progress(`attestations classées : ${filed} / ${declaration.rowCount - declaration.setAsideCount}`);
    if (declaration.state === 'PROCESSED') {
      teller.endProgress();
      teller.step(
        `L’automate imprime et classe ${plural(filed, 'attestation', 'attestations')} au dossier des allocataires`,
      );
      return declaration;
    }
  }
  throw new CannotRun('Les automates n’ont pas fini dans le temps prévu : voir le journal technique.');
}

/** Answers how many attestations were saved. */
async function saveFiles(person: Person, id: string, folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const attestations = await attestationsOf(person, id);
  for (const { number, address } of attestations) {
    await writeFile(join(folder, `${number}.pdf`), await person.download(address!));
  }
  await writeFile(
    join(folder, 'bilan-de-traitement.xlsx'),
    await person.download(`/declarations/${id}/report`),
  );
  return attestations.length;
}

/** Plays the month of a structure; its files are put in `folder`. */
export async function play(address: string, cast: MonthCast, folder: string): Promise<Told> {
  teller.title(`${cast.structure}, ${frenchMonthName(cast.month)}`);
  const declarant = await Person.signIn(address, cast.declarant, DEMO_PASSWORD);
  const created = await create(declarant, cast);
  const deposit = await declarant.put<
    Seen & { rowCount: number; blockingCount: number; warningCount: number }
  >(created.depositAddress, cast.workbook);
  const found = plural(deposit.blockingCount, 'anomalie bloquante', 'anomalies bloquantes');
  const warned = plural(deposit.warningCount, 'alerte', 'alertes');
  teller.step(`Fichier déposé et lu : ${plural(deposit.rowCount, 'ligne', 'lignes')}, ${found}, ${warned}`);
  let seen: Seen = deposit;
  const rows = await rowsWithAnomalies(declarant, created.id);
  rows.flatMap(({ anomalies }) => anomalies.filter(({ blocking }) => !blocking)).forEach(tell);
  for (const row of rows) seen = await mend(declarant, seen, row);
  seen = await submit(declarant, seen);
  const approver = await Person.signIn(address, cast.approver, DEMO_PASSWORD);
  await advance(approver, seen, 'APPROVE');
  teller.step(`${approver.name} approuve : la déclaration est envoyée à la Caf`);
  const { rowCount, totals } = await untilProcessed(approver, created.id);
  return {
    rows: rowCount,
    attestations: await saveFiles(approver, created.id, folder),
    reassigned: await tellReport(approver, created.id),
    amountCents: totals.amountCents,
  };
}

/** Tells what became of the rows; answers how many went to an adviser. */
async function tellReport(person: Person, declarationId: string): Promise<number> {
  const { processingReport } = await person.ask<{
    processingReport: { counts: { fate: string; label: string; rows: number }[] };
  }>(
    `query ($declarationId: ID!) { processingReport(declarationId: $declarationId) { counts { fate label rows } } }`,
    {
      declarationId,
    },
  );
  const { counts } = processingReport;
  teller.step('Bilan de traitement');
  for (const { label, rows } of counts) if (rows > 0) teller.detail(`${label.toLowerCase()} : ${rows}`);
  return counts.find(({ fate }) => fate === 'REASSIGNED')?.rows ?? 0;
}

/** What came of all the stories, one line a pair. */
export const summaryOf = (told: readonly Told[]): [string, string][] => {
  const sum = (key: 'rows' | 'attestations' | 'reassigned' | 'amountCents') =>
    told.reduce((total, one) => total + one[key], 0);
  return [
    ['Lignes lues', String(sum('rows'))],
    ['Attestations classées', String(sum('attestations'))],
    ['Confiées à un gestionnaire', String(sum('reassigned'))],
    ['Dépense déclarée', frenchEuros(sum('amountCents'))],
  ];
};
