/** The test command: the same tests on each engine, one total at the end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { atExit } from './at-exit.js';
import { LESS_COMPILED } from './node.js';
import { startMariadb } from './private-mariadb.js';
import type { Counts } from './report.js';
import { scratch } from './scratch.js';
import { runDamaged } from './workbooks/damage-run.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

const usage = `Usage : bin/habilis test [--engine sqlite|mariadb|galera|all] [options de Jest…]

Lance tous les tests sur une base SQLite, et en même temps, sur une MariaDB privée et jetable,
ceux qui ouvrent une base ; ce que disent les seconds vient après ce que disent les premiers.
  --engine sqlite    sur SQLite seulement
  --engine mariadb   sur MariaDB seulement
  --engine all       sur SQLite et sur MariaDB (par défaut)
  --engine galera    au lieu des tests : joue un mois sur trois nœuds Galera de cette machine, dont l’un est tué
                     puis revient. Demande galera-4, mariadb-server et rsync, installés par root s’ils manquent
  --long             joue aussi ce qui ne fait qu’attendre : une base absente une minute, un automate
                     figé puis réveillé
  --damaged [n]      au lieu des tests : fait lire n copies abîmées de classeurs (10 000 par défaut)
  --crash            au lieu des tests : tue le service à chaque étape du mois, le relance, et vérifie tout
                     [--seed n] [--rounds n] pour les morts au hasard, [--point début] pour
                     certaines étapes seulement, [--point=-] pour le hasard seulement

Le reste va à Jest : un morceau de chemin choisit des fichiers, -t « … » choisit des titres.
La dernière ligne donne le total : N passed, M failed.`;

type Environment = Record<string, string>;

/** Around the tests, what each engine needs. */
const engines = {
  sqlite: { name: 'SQLite', around: (test: Run) => test({ TEST_ENGINE: 'sqlite' }) },
  mariadb: { name: 'MariaDB', around: withMariadb },
  // What is played starts the cluster itself, whose nodes it kills: in a folder of another account.
  galera: { name: 'Galera', around: (test: Run) => test({ TEST_GALERA: scratch() }) },
};
/** A cluster is for those who have asked for it. */
const usually: Engine[] = ['sqlite', 'mariadb'];

type Run = (environment: Environment) => Promise<Tally>;
type Engine = keyof typeof engines;

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Runs the tests and prints their total as the last line.
 *
 * @param args  what follows `test` on the command line
 * @returns the exit code: 0 when tests ran and all passed, 2 when the arguments are wrong
 */
export async function runTests(args: string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    return 0;
  }
  const damaged = args.indexOf('--damaged');
  if (damaged >= 0) {
    const count = Number(args[damaged + 1] ?? 10_000);
    if (Number.isInteger(count) && count > 0) return runDamaged(count);
    console.error('--damaged attend un nombre de copies. Voir : bin/habilis test --help');
    return 2;
  }
  const { chosen, rest } = read(args.filter((arg) => arg !== '--crash' && arg !== '--long'));
  const programs = programsOf(args, chosen);
  if (chosen.length === 0) {
    console.error('--engine attend sqlite, mariadb ou all. Voir : bin/habilis test --help');
    return 2;
  }
  const more: Environment = {
    TEST_ENGINES: `${chosen.length}`,
    ...(args.includes('--long') && { TEST_LONG: 'yes' }),
  };
  const voices = inTurn(chosen.length);
  // Each has its moments of waiting, for a lease or for its last file, in which the other works.
  const tallies = chosen.map(async (engine, at) => {
    const { name, around } = engines[engine];
    const voice = voices[at]!;
    voice.say(`\nTests sur ${name}\n`);
    const program = programs[at === 0 ? 0 : 1]!(rest);
    const run: Run = (environment) => runIn({ ...environment, ...more }, program, voice.say);
    return around(run).catch(lost).finally(voice.end);
  });
  return conclude(await Promise.all(tallies));
}

/** Says what some programs that run at once have to say, one after the other. */
function inTurn(count: number): { say: (words: string | Buffer) => void; end: () => void }[] {
  const waiting = Array.from({ length: count }, (): (string | Buffer)[] => []);
  const ended = new Set<number>();
  let first = 0;
  const tell = () => {
    for (; first < count; first += 1) {
      for (const words of waiting[first]!.splice(0)) process.stdout.write(words);
      if (!ended.has(first)) return;
    }
  };
  return waiting.map((words, at) => ({
    say: (more) => {
      words.push(more);
      tell();
    },
    end: () => {
      ended.add(at);
      tell();
    },
  }));
}

/** Takes `--engine` out of the arguments; an unknown engine chooses none. */
function read(args: string[]): { chosen: Engine[]; rest: string[] } {
  const at = args.findIndex((arg) => arg === '--engine' || arg.startsWith('--engine='));
  if (at < 0) return { chosen: usually, rest: args };
  const joined = args[at]!.includes('=');
  const engine = joined ? args[at]!.slice('--engine='.length) : args[at + 1];
  const all = Object.keys(engines) as Engine[];
  const chosen = engine === 'all' ? usually : all.filter((name) => name === engine);
  return { chosen, rest: args.toSpliced(at, joined ? 1 : 2) };
}

/** An engine that could not be had is a failure among the others. */
function lost(error: unknown): Tally {
  console.error(error instanceof Error ? error.message : error);
  return { passed: 0, failed: 1, skipped: 0 };
}

async function withMariadb(test: Run): Promise<Tally> {
  const mariadb = await startMariadb(scratch());
  try {
    return await test({
      TEST_ENGINE: 'mariadb',
      TEST_MARIADB_SOCKET: mariadb.socketPath,
      TEST_MARIADB_USER: mariadb.user,
    });
  } finally {
    await mariadb.stop();
  }
}

interface Program {
  command: string[];
  environment?: Environment;
}

async function runIn(
  around: Environment,
  { command, environment }: Program,
  say: (words: Buffer) => void,
): Promise<Tally> {
  const folder = mkdtempSync(join(scratch(), 'habilis-tests-'));
  const report = join(folder, 'report.json');
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: {
      ...process.env,
      ...around,
      ...environment,
      TMPDIR: folder,
      TEST_REPORT: report,
      TEST_WORLD: join(folder, 'world'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const words of [child.stdout, child.stderr]) words.on('data', say);
  const cancel = atExit(() => {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });
  try {
    const said = once(child, 'close');
    const [code] = (await once(child, 'exit')) as unknown[];
    // What a process that was left behind holds open is not waited for.
    await Promise.race([said, pause(1_000)]);
    return tallyOf(report, code === 0);
  } finally {
    cancel();
    rmSync(folder, { recursive: true, force: true });
  }
}

const jestCommand = [
  '--disable-warning=ExperimentalWarning',
  ...LESS_COMPILED,
  join(root, 'node_modules/jest/bin/jest.js'),
  '--config=jest.config.mjs',
];

/** Kept last: Jest would take a path that follows for one more reporter. */
const reporters = ['--reporters=default', `--reporters=${join(root, 'dist/test/report.js')}`];

/** It writes to this process, which may write to a person. */
const colours = process.stdout.isTTY ? ['--colors'] : [];

const jest = (args: string[]): Program => ({ command: [...jestCommand, ...colours, ...args, ...reporters] });
/** On another engine, what opens no database would be the same. */
const jestAgain = (args: string[]): Program => ({ ...jest(args), environment: { TEST_ENGINE_ONLY: 'yes' } });

const played =
  (file: string) =>
  (args: string[]): Program => ({
    command: ['--disable-warning=ExperimentalWarning', join(root, file), ...args],
  });
const crash = played('dist/test/crash/main.js');
const galera = played('dist/test/galera/main.js');

/** On the first of the engines, and on the next. */
function programsOf(args: string[], chosen: Engine[]) {
  if (chosen.includes('galera')) return [galera];
  return args.includes('--crash') ? [crash, crash] : [jest, jestAgain];
}

/** A suite that could not be loaded counts as a failure, and so does a run that failed or tested nothing. */
function tallyOf(report: string, succeeded: boolean): Tally {
  if (!existsSync(report)) return lost('Les tests se sont arrêtés sans rendre de résultat.');
  const counts = JSON.parse(readFileSync(report, 'utf8')) as Counts;
  const passed = counts.numPassedTests;
  const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
  const skipped = counts.numPendingTests + counts.numTodoTests;
  if (failed === 0 && passed === 0) return { ...lost('Aucun test n’a été exécuté.'), skipped };
  return { passed, failed: succeeded ? failed : Math.max(failed, 1), skipped };
}

function conclude(tallies: Tally[]): number {
  const sum = (count: keyof Tally) => tallies.reduce((total, tally) => total + tally[count], 0);
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
  return sum('failed') > 0 ? 1 : 0;
}
