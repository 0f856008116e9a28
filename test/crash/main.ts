/** `bin/habilis test --crash`: kills a real service everywhere in its month, and looks at what it leaves behind. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { atExit } from '../at-exit.js';
import { cutAll } from '../commands/program.js';
import { killAtRandom } from './at-random.js';
import type { Round } from './at-points.js';
import { killAtPoints } from './at-points.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '2026' },
    rounds: { type: 'string', default: '12' },
    point: { type: 'string' },
  },
});

let passed = 0;
let failed = 0;

function told({ name, wrong }: Round): void {
  if (wrong.length === 0) passed += 1;
  else failed += 1;
  console.log(`  ${wrong.length === 0 ? '✓' : '✕'} ${name}`);
  for (const each of wrong) console.log(`      ${each}`);
}

const whole = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN);
const [seed, rounds] = [whole(values.seed), whole(values.rounds)];
if (Number.isNaN(seed + rounds)) {
  console.error('--seed et --rounds attendent un nombre entier.');
  process.exit(2);
}

atExit(cutAll);
try {
  // The random part mostly waits for the leases of dead workers.
  await Promise.all([
    values.point === '-' ? undefined : killAtPoints(values.point ?? '', told),
    (values.point ?? '-') === '-' && rounds > 0 ? killAtRandom({ seed, rounds }, told) : undefined,
  ]);
} catch (error) {
  told({ name: 'it comes to its end', wrong: [String((error as Error).stack)] });
}

const counts = { numPassedTests: passed, numFailedTests: failed };
const none = { numPendingTests: 0, numTodoTests: 0, numRuntimeErrorTestSuites: 0 };
const report = process.env.TEST_REPORT;
if (report) writeFileSync(report, JSON.stringify({ ...counts, ...none }));
// When one part gives up, the other is starting services still.
process.exit(failed > 0 ? 1 : 0);
