/**
 * How long a command takes to start in one piece, beside the same as compiled, file by file, in turn: run as
 * `node dist/bench/starting.js`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './median.js';
import { costOf } from './processes.js';

const RUNS = 15;

const programs = {
  'as compiled': fileURLToPath(new URL('../src/main.js', import.meta.url)),
  'in one piece': fileURLToPath(import.meta.resolve('#programs/habilis')),
};
type Way = keyof typeof programs;
const ways = Object.keys(programs) as Way[];

/** What each says once it has started. */
const commands = { help: /Usage/, migrate: /Migrations|à jour/, serve: /http:/ };
type Name = keyof typeof commands;

interface Started {
  /** Milliseconds. */
  lasted: number;
  /** Milliseconds of processor, in hundredths of a second. */
  processor: number;
}

async function start(way: Way, name: Name, folder: string): Promise<Started> {
  const from = performance.now();
  const child = spawn(process.execPath, [programs[way], name], {
    env: { ...process.env, HABILIS_VAR: folder, PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = new Promise((done) => child.once('close', done));
  let said = '';
  for await (const words of child.stdout.setEncoding('utf8')) {
    said += words;
    if (commands[name].test(said)) break;
  }
  const lasted = performance.now() - from;
  const processor = costOf(child.pid!).processor * 1_000;
  child.kill('SIGKILL');
  await gone;
  return { lasted, processor };
}

const folder = mkdtempSync(join(tmpdir(), 'habilis-bench-'));
try {
  for (const name of Object.keys(commands) as Name[]) {
    await start('in one piece', name, folder);
    const runs: Record<Way, Started>[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const each = {} as Record<Way, Started>;
      for (const way of ways) each[way] = await start(way, name, folder);
      runs.push(each);
    }
    const middle = (tell: (run: Record<Way, Started>) => number) => median(runs.map(tell));
    for (const way of ways) {
      const lasted = middle((run) => run[way].lasted).toFixed(0);
      const processor = middle((run) => run[way].processor).toFixed(0);
      console.log(`${name}, ${way}: ${lasted} ms, ${processor} ms of processor`);
    }
    const ratio = middle((run) => run['in one piece'].lasted / run['as compiled'].lasted);
    console.log(`${name}: ${ratio.toFixed(2)} of the time (median of ${RUNS} runs)\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
