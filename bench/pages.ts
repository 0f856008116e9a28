/** A page at row 5,000 beside a page at row 1, by every filter: run as `node dist/bench/pages.js`, on both engines. */
import { DeclarationRow, Declaration, RowAnomaly } from '../src/declarations/index.js';
import { anomalyCounts, pageOfAnomalies, pageOfRows } from '../src/declarations/index.js';
import type { Page, PageRequest } from '../src/kernel/page.js';
import { insertAll } from '../src/kernel/database.js';
import { newId } from '../src/kernel/id.js';
import { automaton } from '../src/rights/index.js';
import { engine, openBench, who } from '../test/bench.js';
import { create } from '../test/month.js';
import { onMariadb } from './engines.js';

const ROWS = 5_000;
/** Of other structures: what an index must not go through. */
const OTHERS = 10;
const RUNS = 60;
/** The last page may take that much of the first. */
const PROMISED = 1.5;

const row = (declarationId: string, number: number): DeclarationRow =>
  Object.assign(new DeclarationRow(), {
    id: newId(),
    declarationId,
    number,
    month: '2026-10',
    allocataire: String(1_000_000 + number),
    cells: { hours: { kind: 'number', text: '40', value: 40 } },
    corrected: false,
    setAside: number % 7 === 0,
    setAsideReason: null,
  });

const anomaly = ({ id: rowId, declarationId, number }: DeclarationRow, rank: number): RowAnomaly =>
  Object.assign(new RowAnomaly(), {
    id: newId(),
    rowId,
    declarationId,
    position: number * 2 + rank,
    code: rank ? 'HOURS_BELOW_MINIMUM' : 'HOURS_NOT_WHOLE',
    blocking: rank === 0,
    rowNumber: number,
    column: 'F',
    columnKey: 'hours',
    header: 'TOTAL NB HEURE DE GARDE',
    seen: '15,5',
    sentence: 'Le nombre d’heures doit être entier, arrondi à l’unité inférieure : 15 pour 15 h 30.',
    expected: 'un nombre entier d’heures, arrondi en dessous',
    proposed: '15',
  });

/** A quarter of the runs are quicker: what else the machine does weighs on the others. */
const quartile = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)]!;

/** Works measured in turn, so that what slows the machine down slows them all. */
async function lasting(...works: (() => Promise<unknown>)[]): Promise<number[]> {
  const runs = works.map((): number[] => []);
  for (let run = 0; run < RUNS; run += 1) {
    for (const [at, work] of works.entries()) {
      const from = performance.now();
      await work();
      runs[at]!.push(performance.now() - from);
    }
  }
  return runs.map(quartile);
}

/** One declaration of 5,000 rows, each wrong twice, among others of the same size. */
async function measured(): Promise<void> {
  const bench = await openBench();
  const { write, reader } = bench.house.database;
  const declarant = await bench.person(who.declarant);
  const { id } = await create(declarant);
  for (const declarationId of [id, ...Array.from({ length: OTHERS }, newId)]) {
    if (declarationId !== id) {
      const like = await reader.findOneByOrFail(Declaration, { id });
      const more = {
        id: declarationId,
        reference: declarationId.slice(-12),
        version: Math.random() * 2 ** 30,
      };
      await write((em) => em.insert(Declaration, Object.assign(like, more)));
    }
    const rows = Array.from({ length: ROWS }, (_, at) => row(declarationId, at + 3));
    await write((em) => insertAll(em, DeclarationRow, rows));
    const wrong = rows.filter(({ setAside }) => !setAside);
    const anomalies = wrong.flatMap((it) => [anomaly(it, 0), anomaly(it, 1)]);
    await write((em) => insertAll(em, RowAnomaly, anomalies));
  }
  const declaration = await reader.findOneByOrFail(Declaration, { id });
  const ctx = () => automaton(bench.house, declaration.caf);
  const lists: Record<string, (request: PageRequest) => Promise<Page<unknown>>> = {
    'rows, all': (request) => pageOfRows(ctx(), declaration, request),
    'rows, with anomalies': (request) =>
      pageOfRows(ctx(), declaration, request, { filter: 'with_anomalies' }),
    'rows, blocking': (request) => pageOfRows(ctx(), declaration, request, { filter: 'blocking' }),
    'rows, set aside': (request) => pageOfRows(ctx(), declaration, request, { filter: 'set_aside' }),
    'rows, by code': (request) => pageOfRows(ctx(), declaration, request, { code: 'HOURS_NOT_WHOLE' }),
    'anomalies, all': (request) => pageOfAnomalies(ctx(), declaration, request),
    'anomalies, blocking': (request) => pageOfAnomalies(ctx(), declaration, request, { blocking: true }),
    'anomalies, by code': (request) =>
      pageOfAnomalies(ctx(), declaration, request, { code: 'HOURS_NOT_WHOLE' }),
  };
  console.log(
    `\n${engine}: ${ROWS} rows in ${OTHERS + 1} declarations, a page of 50, a quarter of ${RUNS} runs quicker`,
  );
  for (const [name, list] of Object.entries(lists)) {
    const last = cursor(name.startsWith('rows') ? ROWS - 50 : (ROWS - 50) * 2);
    const [first, late] = (await lasting(
      () => list({}),
      () => list({ after: last }),
    )) as [number, number];
    console.log(
      `${name.padEnd(22)} ${first.toFixed(2)} ms at row 1, ${late.toFixed(2)} ms at row ${ROWS}: ${(late / first).toFixed(2)}`,
    );
    if (late > first * PROMISED) process.exitCode = 1;
  }
  const [counts] = await lasting(() => anomalyCounts(ctx(), declaration));
  console.log(`counts by code         ${counts!.toFixed(2)} ms`);
  await bench.close();
}

const cursor = (key: number): string => Buffer.from(JSON.stringify(key)).toString('base64url');

await measured();
await onMariadb(import.meta.url);
