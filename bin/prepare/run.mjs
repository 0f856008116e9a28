/** One long command, run quietly: a line and its seconds on the screen, its output in var/log, shown only if it fails. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { holdFor, Hindrance, root } from './need.mjs';

const { stderr } = process;
const LAST_LINES = 20;
/** Milliseconds left to an interrupted command before it is killed. */
const PATIENCE = 5_000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * @param {string} saying   what is being done, in French, without a final stop
 * @param {string} name     of its journal, var/log/<name>.log
 * @param {string[]} command
 * @param {{ env?: NodeJS.ProcessEnv, advice?: string }} [options]   `advice`: what to do when it fails
 * @throws Hindrance when the command fails
 */
export async function run(saying, name, command, { env = {}, advice = '' } = {}) {
  const journal = join('var/log', `${name}.log`);
  const done = tellProgress(saying);
  const { code, error } = await execute(command, join(root, journal), env);
  done(code === 0);
  if (code === 0) return;
  const said = error ? error.message : lastLines(join(root, journal));
  throw new Hindrance([said, `Le détail est dans ${journal}.`, advice].filter(Boolean).join('\n'));
}

async function execute([program, ...args], journal, env) {
  mkdirSync(join(root, 'var/log'), { recursive: true });
  const output = openSync(journal, 'w');
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
    detached: true,
  });
  closeSync(output);
  if (child.pid) holdFor(child.pid);
  let interrupted;
  const stop = (signal) => {
    if (!interrupted) setTimeout(killGroup, PATIENCE, child, 'SIGKILL').unref();
    interrupted ??= signal;
    killGroup(child, signal);
  };
  for (const signal of signals) process.on(signal, stop);
  try {
    const [code] = await once(child, 'close');
    return { code };
  } catch (error) {
    return { error };
  } finally {
    for (const signal of signals) process.off(signal, stop);
    if (interrupted) leave(interrupted);
  }
}

/** The command and what it has started: npm, asked alone, would go on to its end. */
function killGroup({ pid }, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Only once the command has ended: whoever waits for the lock must find nothing still being written. */
function leave(signal) {
  stderr.write('\nInterrompu.\n');
  process.exit(128 + constants.signals[signal]);
}

/** Tells the start and the end; on a terminal, the seconds in between as well. */
function tellProgress(saying) {
  const start = Date.now();
  const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
  const line = `${saying}…`;
  if (!stderr.isTTY) {
    stderr.write(`${line}\n`);
    return (well) => stderr.write(well ? `Fait en ${seconds()}.\n` : `Échec après ${seconds()}.\n`);
  }
  const draw = (end) => stderr.write(`\r\x1b[K${line} ${end}`);
  const timer = setInterval(() => draw(seconds()), 1000);
  draw('');
  return (well) => {
    clearInterval(timer);
    draw(well ? `fait en ${seconds()}.\n` : `échec après ${seconds()}.\n`);
  };
}

const lastLines = (journal) =>
  readFileSync(journal, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-LAST_LINES)
    .map((line) => `  ${line}`)
    .join('\n');
