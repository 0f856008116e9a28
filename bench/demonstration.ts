/** How long each story of `bin/habilis demo` takes once installed, from the command to its end: less than thirty seconds is promised. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './median.js';

const RUNS = 3;
/** Seconds. */
const PROMISED = 30;

const launcher = fileURLToPath(new URL('../../bin/habilis', import.meta.url));

function lasted(story: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'habilis-bench-'));
  const started = performance.now();
  try {
    const { status } = spawnSync(launcher, ['demo', '--story', story], {
      env: { ...process.env, HABILIS_VAR: folder },
      stdio: 'ignore',
    });
    if (status !== 0) throw new Error(`The demonstration failed: ${status}`);
    return (performance.now() - started) / 1_000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const story of ['month', 'habilitation']) {
  const seconds = median(Array.from({ length: RUNS }, () => lasted(story)));
  console.log(
    `Story ${story}: median of ${RUNS} runs ${seconds.toFixed(1)} s, ${(seconds / PROMISED).toFixed(2)} of what is promised.`,
  );
  if (seconds >= PROMISED) process.exitCode = 1;
}
