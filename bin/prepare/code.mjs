/** The code of Habilis on this machine: its npm packages and its compiled form, each stamped with what it was made from. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { find, installByApt, mayInstall } from './programs.mjs';
import { Hindrance, root } from './need.mjs';
import { run } from './run.mjs';

const packagesStamp = join(root, 'node_modules/.habilis');
const buildStamp = join(root, 'dist/.stamp');
/** What compiling better-sqlite3 takes, when no compiled version of it can be downloaded. */
const tools = ['python3', 'make', 'g++'];

const missingTools = () => tools.filter((tool) => !find([tool]));

/** Only a precaution: nothing here stops the install, which may well do without. */
export const buildTools = {
  isMet: () => packages.isMet() || missingTools().length === 0,
  async meet() {
    const missing = missingTools().join(', ');
    if (!mayInstall()) return console.error(`Pour information, absents de cette machine : ${missing}.`);
    await installByApt(tools, `Installation des outils de compilation (${missing})`).catch(tell);
  },
};

const tell = (error) => console.error(error.message);

export const packages = {
  isMet: () => read(packagesStamp) === packagesDigest(),
  async meet() {
    if (!find(['npm']))
      throw new Hindrance('npm est introuvable : installez-le avec Node.js (https://nodejs.org).');
    rmSync(packagesStamp, { force: true });
    await run(
      'Installation des bibliothèques d’Habilis, quelques minutes',
      'npm',
      ['npm', 'ci', '--include=dev', '--no-audit', '--no-fund'],
      { env: headers(), advice: compilingAdvice() },
    );
    writeFileSync(packagesStamp, packagesDigest());
  },
};

export const build = {
  isMet: () => read(buildStamp) === buildDigest(),
  async meet() {
    const digest = buildDigest();
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    await run('Compilation d’Habilis', 'tsc', [
      process.execPath,
      'node_modules/typescript/bin/tsc',
      '-p',
      '.',
    ]);
    await run('Assemblage d’Habilis', 'bundle', [process.execPath, 'bin/prepare/bundle.mjs']);
    writeFileSync(buildStamp, digest);
  },
};

function compilingAdvice() {
  if (/['"`$\\]/.test(root)) {
    return 'Si better-sqlite3 est en cause : les outils de compilation refusent les apostrophes et les guillemets dans le chemin du dossier ; déplacez-le.';
  }
  return missingTools().length > 0
    ? 'Si better-sqlite3 est en cause, sous Debian ou Ubuntu : sudo apt-get install python3 make g++'
    : '';
}

/** Native modules are bound to the machine and to the binary interface of Node.js. */
const packagesDigest = () =>
  digestOf([
    readFileSync(join(root, 'package-lock.json')),
    `${process.platform} ${process.arch} ${process.versions.modules}`,
  ]);

/** Every source that tsconfig.json includes, by name, size and time; a source edited while it compiles counts as new. */
function buildDigest() {
  const config = readFileSync(join(root, 'tsconfig.json'), 'utf8');
  const sources = [...JSON.parse(config).include, 'package.json', 'bin/prepare/bundle.mjs'];
  return digestOf([packagesDigest(), config, ...sources.flatMap(signatures)]);
}

function signatures(path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [`${path} ${stat.size} ${stat.mtimeMs}`];
  return readdirSync(join(root, path))
    .toSorted()
    .flatMap((name) => signatures(`${path}/${name}`));
}

function digestOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\n');
  return hash.digest('hex');
}

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

/** The headers that came with this Node.js, when they are there: node-gyp then has nothing to download. */
function headers() {
  const folder = dirname(dirname(process.execPath));
  const version = read(join(folder, 'include/node/node_version.h')) ?? '';
  const matches = version.includes(`define NODE_MODULE_VERSION ${process.versions.modules}\n`);
  return matches && !process.env.npm_config_nodedir ? { npm_config_nodedir: folder } : {};
}
