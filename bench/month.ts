/**
 * A whole month from the approvers' clicks to the reports, through the real service: run as `node dist/bench/month.js`
 * for a department, with `--national` for the country beside it (`--national 0.1` for a tenth of it), and
 * `--engine sqlite` or `--engine mariadb` for one engine; PUPPETEER_EXECUTABLE_PATH says where Chromium is.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { In, Not } from 'typeorm';
import { openDatabase } from '../ormconfig.js';
import { readConfig } from '../src/config.js';
import { Attestation } from '../src/attestations/index.js';
import { Declaration } from '../src/declarations/index.js';
import { addMonths, dayOf, monthOf } from '../src/kernel/calendar.js';
import type { Database } from '../src/kernel/database.js';
import { Job } from '../src/kernel/jobs.js';
import { Outcome } from '../src/processing/index.js';
import { DEMO_PASSWORD } from '../src/seed/index.js';
import { emptyPlace, engine } from '../test/bench.js';
import { Caller } from '../test/caller.js';
import { addressOf, endAll, start } from '../test/commands/program.js';
import { copyWorld, populate } from '../test/world.js';
import { onMariadb } from './engines.js';
import type { Cost } from './processes.js';
import { costOf } from './processes.js';
import type { Approver, Size } from './month/planted.js';
import { plantMonth } from './month/planted.js';

/** Minutes from the first approval to the last report. */
interface Goal extends Size {
  name: string;
  minutes: number;
}

const goals: Record<'department' | 'country', Goal> = {
  department: { name: 'a department', declarations: 85, rows: 1_250, minutes: 1 },
  country: { name: 'the country', declarations: 8_600, rows: 125_000, minutes: 60 },
};

/** A row of the country may cost that much of a row of a department. */
const DEARER = 1.2;
const TELL_EVERY = 15_000;
const APPROVING_AT_ONCE = 4;

const seconds = (from: number): number => (performance.now() - from) / 1_000;

async function approveAll(address: string, approvers: readonly Approver[]): Promise<void> {
  const waiting = [...approvers];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const caller = await new Caller(address).signIn(next.email, DEMO_PASSWORD);
      for (const id of next.declarations) {
        await caller.ask(
          `mutation { advanceDeclaration(id: "${id}", revision: 4, step: APPROVE) { state } }`,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: APPROVING_AT_ONCE }, lane));
}

interface Progress {
  from: number;
  rows: number;
  pid: number;
  costs: Cost[];
}

async function untilProcessed(database: Database, { from, rows, pid, costs }: Progress): Promise<void> {
  const left = { state: Not(In(['processed', 'draft', 'cancelled'])) };
  for (let told = performance.now(); ; await pause(500)) {
    if (!(await database.reader.existsBy(Declaration, left))) return;
    if (performance.now() - told < TELL_EVERY) continue;
    told = performance.now();
    costs.push(costOf(pid));
    const filed = await database.reader.countBy(Attestation, { state: 'filed' });
    const decided = await database.reader.count(Outcome);
    const { megabytes } = costs.at(-1)!;
    console.log(
      `  ${seconds(from).toFixed(0)} s: ${filed} filed, ${decided} decided of ${rows}, ${megabytes.toFixed(0)} MB`,
    );
  }
}

/** Seconds that each kind of work was under way, first to last, and how many jobs of it. */
async function tellPhases(database: Database): Promise<void> {
  const jobs = await database.reader
    .createQueryBuilder(Job, 'job')
    .select('job.kind', 'kind')
    .addSelect('count(*)', 'count')
    .addSelect('min(job.createdAt)', 'first')
    .addSelect('max(job.doneAt)', 'last')
    .groupBy('job.kind')
    .orderBy('2', 'DESC')
    .getRawMany<{ kind: string; count: string | number; first: string; last: string | null }>();
  for (const { kind, count, first, last } of jobs) {
    const lasted = last ? ((Date.parse(last) - Date.parse(first)) / 1_000).toFixed(0) : '…';
    console.log(
      `  ${kind.padEnd(28)} ${String(count).padStart(6)} jobs, ${lasted.padStart(5)} s from first to last`,
    );
  }
}

async function tellWhole(database: Database, rows: number): Promise<boolean> {
  const { reader } = database;
  const filed = await reader.countBy(Attestation, { state: 'filed', standing: 'current' });
  const processed = await reader.countBy(Outcome, { kind: 'processed' });
  const reassigned = await reader.countBy(Outcome, { kind: 'reassigned' });
  console.log(`  ${filed} attestations filed, ${processed} rows processed, ${reassigned} reassigned`);
  return filed === rows && processed + reassigned === rows;
}

/** @returns seconds of processor for each row */
async function measure({ name, declarations, rows, minutes }: Goal): Promise<number> {
  const place = await emptyPlace();
  const config = readConfig(place.environment);
  const isCopied = await copyWorld(config);
  const database = await openDatabase(config.databaseUrl, join(config.folder, 'habilis.sqlite'));
  try {
    if (!isCopied) await populate(database);
    const month = addMonths(monthOf(dayOf(new Date())), -1);
    const approvers = await plantMonth(database, month, { declarations, rows });
    const service = start(['serve'], { ...place.environment, TMPDIR: config.folder });
    const address = await addressOf(service);
    const pid = service.child.pid!;
    const costs = [costOf(pid)];
    console.log(`\n${engine}, ${name}: ${declarations} declarations, ${rows} rows`);
    const from = performance.now();
    await Promise.all([
      approveAll(address, approvers).then(() => console.log(`  approved in ${seconds(from).toFixed(0)} s`)),
      untilProcessed(database, { from, rows, pid, costs }),
    ]);
    const lasted = seconds(from);
    costs.push(costOf(pid));
    await tellPhases(database);
    const isWhole = await tellWhole(database, rows);
    const processor = costs.at(-1)!.processor - costs[0]!.processor;
    const highest = Math.max(...costs.map(({ megabytes }) => megabytes));
    console.log(
      `  ${lasted.toFixed(1)} s (goal: ${minutes * 60} s), ${(rows / lasted).toFixed(0)} rows a second, ${((processor / rows) * 1_000).toFixed(1)} ms of processor a row, at most ${highest.toFixed(0)} MB`,
    );
    if (!isWhole || lasted > minutes * 60) process.exitCode = 1;
    return processor / rows;
  } finally {
    await endAll();
    await database.close();
    await place.clear();
  }
}

async function measureAll(): Promise<void> {
  const ofDepartment = await measure(goals.department);
  const national = process.argv.indexOf('--national');
  if (national < 0) return;
  const share = Number(process.argv[national + 1]) || 1;
  const { country } = goals;
  const ofCountry = await measure({
    name: share < 1 ? `${share} of ${country.name}` : country.name,
    declarations: Math.round(country.declarations * share),
    rows: Math.round(country.rows * share),
    minutes: country.minutes * share,
  });
  const ratio = ofCountry / ofDepartment;
  console.log(`  a row of the country costs ${ratio.toFixed(2)} of one of a department (goal: ${DEARER})`);
  if (ratio > DEARER) process.exitCode = 1;
}

// A month without Chromium waits for it, as long as it takes.
if (!process.env.PUPPETEER_EXECUTABLE_PATH) throw new Error('PUPPETEER_EXECUTABLE_PATH is not set');
const asked = process.argv[process.argv.indexOf('--engine') + 1];
if (asked !== 'mariadb' || engine === 'mariadb') await measureAll();
if (asked !== 'sqlite') await onMariadb(import.meta.url, process.argv.slice(2));
