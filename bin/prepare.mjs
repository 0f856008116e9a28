/** Makes ready what a command needs on this machine, and nothing more, then runs the program. */
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { build, buildTools, packages } from './prepare/code.mjs';
import { Hindrance, prepare, root } from './prepare/need.mjs';
import { chromium, clamav, mariadb } from './prepare/programs.mjs';

/** What a command needs beyond the code itself, by its arguments. */
const needs = {
  demo: () => [chromium],
  serve: () => [chromium],
  test: (args) => [chromium, clamav, ...(wantsMariadb(args) ? [mariadb] : [])],
};

/** The tests run on both engines unless one is named; what a wrong name deserves is the runner's business. */
function wantsMariadb(args) {
  const at = args.findIndex((arg) => arg === '--engine' || arg.startsWith('--engine='));
  if (at < 0) return true;
  const engine = args[at] === '--engine' ? args[at + 1] : args[at].slice('--engine='.length);
  return engine === 'mariadb' || engine === 'all';
}

/** What a person can act upon, in French; nothing for a fault. */
function reasonOf(error) {
  if (error instanceof Hindrance) return error.message;
  if (['EACCES', 'EROFS', 'EPERM'].includes(error.code)) {
    return `Ce compte ne peut pas écrire ici : ${error.path}. Habilis doit pouvoir écrire dans son dossier.`;
  }
  return error.code === 'ENOSPC' ? `Le disque est plein : ${root}.` : undefined;
}

const [command = 'help', ...args] = process.argv.slice(2);
const onlyAsks = args.includes('--help') || args.includes('-h');
const more = onlyAsks || !Object.hasOwn(needs, command) ? [] : needs[command](args);

// Paths given as arguments are relative to where the person is.
process.env.INIT_CWD ??= process.cwd();
process.chdir(root);
try {
  await prepare([...more, buildTools, packages, build]);
} catch (error) {
  const reason = reasonOf(error);
  if (!reason) throw error;
  console.error(reason);
  process.exit(1);
}

const program = join(root, 'dist/programs/habilis.js');
process.argv[1] = program;
await import(pathToFileURL(program).href);
