/** The differences of an amendment of 5,000 rows, and the check of 5,000 rows beside last month's: run as `node dist/bench/amendments.js`. */
import { compare } from '../src/declarations/differences.js';
import type { DeclaredRow } from '../src/declarations/index.js';
import { check, templates } from '../src/workbooks/index.js';
import { at, child, nameOf, row, sent } from '../test/workbooks/typed-rows.js';
import { measured } from './turns.js';

const ROWS = 5_000;
const RUNS = 7;
/** One row in so many is changed, added, removed. */
const ONE_IN = 20;

const typedRows = Array.from({ length: ROWS }, (_, index) => ({
  ...child,
  allocataire: String(1_000_000 + index),
  firstName: nameOf(index),
}));

const formers = (await sent('micro_creche', typedRows)) as unknown as DeclaredRow[];
const rows = formers
  .filter((_, index) => index % ONE_IN !== 0)
  .map((each, index) => (index % ONE_IN === 1 ? { ...each, hours: 90 } : each));
for (let added = 0; added < ROWS / ONE_IN; added += 1) {
  rows.push({ ...formers[0]!, number: ROWS + 3 + added, allocataire: String(2_000_000 + added) });
}
const deposited = typedRows.map((texts, index) =>
  row({ ...texts, hours: index % ONE_IN ? '112' : '20' }, index + 3),
);

const works: [string, () => Promise<unknown>][] = [
  ['differences of an amendment', () => compare(templates.micro_creche, rows, formers, at)],
  ['check beside last month’s rows', () => check('micro_creche', deposited, at, { previous: formers })],
  ['check alone', () => check('micro_creche', deposited, at)],
];
for (const [what, work] of works) {
  const { lasted, late, own } = await measured(RUNS, work);
  console.log(
    `${what}, ${ROWS} rows`.padEnd(46),
    `${lasted.toFixed(0)} ms, loop held ${late.toFixed(0)} ms (${own.toFixed(0)} of its own)`,
  );
}
