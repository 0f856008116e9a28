/** A month played by two services on a cluster, one of whose nodes dies, and what has to be true on each node at its end. */
import { setTimeout as pause } from 'node:timers/promises';
import { In, Not } from 'typeorm';
import type { Approver } from '../../bench/month/planted.js';
import { plantMonth } from '../../bench/month/planted.js';
import { openDatabase } from '../../ormconfig.js';
import { Attestation } from '../../src/attestations/index.js';
import { readConfig } from '../../src/config.js';
import { Declaration } from '../../src/declarations/index.js';
import { vaultOf } from '../../src/house.js';
import { addMonths, dayOf, monthOf } from '../../src/kernel/calendar.js';
import type { Database } from '../../src/kernel/database.js';
import { Job } from '../../src/kernel/jobs.js';
import { verify } from '../../src/kernel/journal.js';
import { Outcome } from '../../src/processing/index.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import { emptyPlace } from '../bench.js';
import { Caller } from '../caller.js';
import type { Running } from '../commands/program.js';
import { addressOf, start } from '../commands/program.js';
import type { GaleraNode, PrivateGalera } from '../private-galera.js';
import { breachesIn, placeOf } from '../checks/breaches.js';
import { populate } from '../world.js';

/** Several lots each, which end at the same moment in two services. */
const SIZE = { declarations: 10, rows: 1_200 };
const DATABASE = 'galera';
/** Milliseconds after which a month is stuck. */
const PATIENCE = 300_000;

export interface Scene {
  galera: PrivateGalera;
  database: Database;
  /** Starts a service that uses the nodes in that order. */
  serve(order: readonly GaleraNode[]): Running;
  approvers: Approver[];
  /** What is wrong, as seen from one node alone. */
  wrongOn(node: GaleraNode): Promise<string[]>;
  close(): Promise<void>;
}

/** Everything of the month but the approvers' clicks. */
export async function openScene(galera: PrivateGalera): Promise<Scene> {
  const [first] = galera.nodes;
  await first!.ask(`create database ${DATABASE} character set utf8mb4 collate utf8mb4_bin`);
  const { environment, clear } = await emptyPlace();
  const vault = await vaultOf(readConfig(environment));
  const clock = () => new Date();
  const database = await openDatabase(galera.address(DATABASE, galera.nodes.toReversed()), '');
  await populate(database);
  const approvers = await plantMonth(database, addMonths(monthOf(dayOf(new Date())), -1), SIZE);
  return {
    galera,
    database,
    approvers,
    serve(order) {
      const DATABASE_URL = galera.address(DATABASE, order);
      return start(['serve'], { ...environment, DATABASE_URL, TMPDIR: environment.HABILIS_VAR! });
    },
    async wrongOn(node) {
      const alone = await openDatabase(galera.address(DATABASE, [node]), '');
      try {
        return [...(await breachesIn(placeOf({ database: alone, vault, clock }))), ...(await wrongIn(alone))];
      } finally {
        await alone.close();
      }
    },
    async close() {
      await database.close();
      await clear();
    },
  };
}

async function wrongIn({ reader }: Database): Promise<string[]> {
  const wanted: [string, number, number][] = [
    ['declarations processed', await reader.countBy(Declaration, { state: 'processed' }), SIZE.declarations],
    ['attestations filed', await reader.countBy(Attestation, { state: 'filed' }), SIZE.rows],
    ['rows decided', await reader.count(Outcome), SIZE.rows],
    ['jobs left or set aside', await reader.countBy(Job, { state: Not('done' as const) }), 0],
    ['broken chains', (await verify(reader)).filter(({ broken }) => broken).length, 0],
  ];
  return wanted.flatMap(([what, found, right]) =>
    found === right ? [] : [`${what}: ${found}, not ${right}`],
  );
}

/** Approves some declarations at one service, one after the other; what people were refused is answered. */
export async function approve(
  running: Running,
  { email }: Approver,
  declarations: readonly string[],
): Promise<string[]> {
  const caller = await new Caller(await addressOf(running)).signIn(email, DEMO_PASSWORD);
  const refused: string[] = [];
  for (const id of declarations) {
    const { errors = [] } = await caller.post(
      `mutation { advanceDeclaration(id: "${id}", revision: 4, step: APPROVE) { state } }`,
    );
    refused.push(...errors.map(({ extensions: { code }, message }) => `${code} ${message}`));
  }
  return refused;
}

/** Until that many attestations are filed. */
export async function untilFiled({ reader }: Database, count: number): Promise<void> {
  for (const until = performance.now() + PATIENCE; performance.now() < until; await pause(50))
    if ((await reader.countBy(Attestation, { state: 'filed' })) >= count) return;
  throw new Error('The month is stuck.');
}

/** Until all is processed and nothing is left to do. */
export async function untilOver({ reader }: Database): Promise<void> {
  const open = { state: Not(In(['processed', 'draft', 'cancelled'])) };
  for (const until = performance.now() + PATIENCE; performance.now() < until; await pause(200)) {
    if (await reader.existsBy(Job, { state: 'set_aside' })) return;
    const isLeft =
      (await reader.existsBy(Declaration, open)) ||
      (await reader.existsBy(Job, { state: In(['queued', 'running']) }));
    if (!isLeft) return;
  }
}

/** The longest time in which no job ended, in seconds. */
export async function longestGap({ reader }: Database): Promise<number> {
  const jobs = await reader.find(Job, { where: { state: 'done' }, select: { doneAt: true } });
  const ends = jobs.map(({ doneAt }) => Date.parse(doneAt!)).toSorted((a, b) => a - b);
  return Math.max(0, ...ends.slice(1).map((end, at) => end - ends[at]!)) / 1_000;
}

/** Which services a node has at work for it now. */
export const isUsed = async (node: GaleraNode): Promise<boolean> => {
  const connections = await node.ask(`select 1 from information_schema.processlist where db = '${DATABASE}'`);
  return connections.length > 0;
};
