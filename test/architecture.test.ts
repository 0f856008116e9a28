import { expect, test } from '@jest/globals';
import { readFile, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Features of the same line do not know each other; each may know the lines above it. */
const order = [
  ['identity', 'partners'],
  ['habilitations'],
  ['conventions', 'jobs'],
  ['requests'],
  ['workbooks', 'entitlements'],
  ['declarations'],
  ['messages'],
  ['allocataires'],
  ['attestations'],
  ['processing'],
  ['filing'],
  ['mail'],
  ['rights'],
  ['checks'],
];
const features = order.flat();
const before = (feature: string) =>
  order
    .slice(
      0,
      order.findIndex((line) => line.includes(feature)),
    )
    .flat();
const field = ['kernel', 'parameters', ...features];
const everything = [
  ...field,
  'tools',
  'root',
  'ormconfig',
  'migrations',
  'schema',
  'resolvers',
  'workers',
  'test',
];

interface Layer {
  at: readonly string[];
  may: readonly string[];
  why: string;
}

/** Who may import whom. A file is of the first layer whose path it begins with. */
// oxfmt-ignore
const layers: Record<string, Layer> = {
  kernel:     { at: ['src/kernel/'],     may: [],                   why: 'the kernel has not a word of the field' },
  parameters: { at: ['src/parameters/'], may: ['kernel'],           why: 'the law’s numbers know no feature' },
  tools:      { at: ['src/tools/'],      may: ['kernel'],           why: 'a tool knows the kernel’s interfaces only' },
  ...Object.fromEntries(
    features.map((feature) => [
      feature,
      {
        at: [`src/${feature}/`],
        may: ['kernel', 'parameters', ...before(feature)],
        why: 'features are ordered, without circles, and know neither doors nor tools',
      },
    ]),
  ),
  root: {
    at: ['src/main.ts', 'src/config.ts', 'src/house.ts', 'src/durability.ts', 'src/commands/', 'src/demo/', 'src/seed/'],
    may: everything,
    why: 'the composition root puts everything together',
  },
  ormconfig:  { at: ['ormconfig.ts'],    may: [...field, 'tools', 'migrations'], why: 'the engines know the entities' },
  migrations: { at: ['migrations/'],     may: [],                         why: 'a migration is frozen, what it would import is not' },
  schema:     { at: ['schema/'],         may: field,                      why: 'what the API says, of the field' },
  resolvers:  { at: ['resolvers/'],      may: [...field, 'schema'],       why: 'the people’s door' },
  workers:    { at: ['workers/'],        may: field,                      why: 'the automata’s door' },
  test:       { at: ['test/', 'bench/'], may: everything,                 why: 'tests see everything' },
};

/** Imported from outside by their index only. */
const closed = ['parameters', ...features];

const rootFiles = layers.root!.at;
const tests = layers.test!.at;

type Guard = readonly [what: RegExp, where: readonly string[], why: string];

/** Packages that only some may import. */
// oxfmt-ignore
const packages: Guard[] = [
  [/^(node:)?fs(\/|$)/,                                 ['src/tools/', ...rootFiles],   'only tools touch the disk'],
  [/^(node:)?(net|https?|http2|tls|dgram|dns)(\/|$)/,   ['src/tools/', 'resolvers/server.ts', ...rootFiles], 'only tools and the door touch the network'],
  [/^(node:)?(child_process|cluster|worker_threads)$/,  ['src/tools/', ...rootFiles],   'only tools start processes'],
  [/^(puppeteer|nodemailer|yauzl|openid-client|flydrive|@aws-sdk)/,   ['src/tools/'],                 'only tools touch the outside'],
  [/^better-sqlite3/,                                   [],                             'the engines are reached through TypeORM'],
  [/^mysql2/,                                           ['src/tools/'],                 'the engines are reached through TypeORM, which is lent a pool'],
  [/^(graphql|type-graphql|@apollo|@as-integrations|express|dataloader|cookie)/, ['schema/', 'resolvers/'], 'src does not know that an API exists'],
  [/^(node:)?process$/,                                 [],                             'only main reads the environment, for config.ts'],
  [/^(?!typeorm$|\.)/, ['src/', 'schema/', 'resolvers/', 'workers/', 'ormconfig.ts'],   'a migration imports typeorm only'],
];

/** Words that only some may say. */
// oxfmt-ignore
const words: Guard[] = [
  [/\bprocess\b[^\n;]{0,20}\benv\b|\benv\b[^\n;]{0,20}= process\b/, ['src/main.ts'],     'only main reads the environment, for config.ts'],
  [/\bnew Date\(\s*\)|\bDate\.now\b|(?<!new )\bDate\(\)/, ['src/tools/', ...rootFiles.filter((file) => file !== 'src/seed/')], 'only the context’s clock tells the time'],
  [/\bfetch\(/,                                         ['src/tools/', 'resolvers/pages/script.ts', ...rootFiles], 'only tools touch the network, and a page in its browser'],
  [/\bimport\(\s*[^'\s]|\bcreateRequire\b/,             ['src/tools/'],                 'an import by a computed name escapes these tables'],
];

const LONGEST = 300;
/** Longer files, each for its reason. */
const long: Record<string, string> = {
  'migrations/1763900000000-foundation.ts': 'one table of all the first tables',
};

type Sources = ReadonlyMap<string, string>;

const startsWithOneOf = (path: string, starts: readonly string[]) =>
  starts.some((start) => path.startsWith(start));
const layerOf = (path: string) => Object.keys(layers).find((name) => startsWithOneOf(path, layers[name]!.at));

const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '$1');

/** What a file imports, as written: statically, again exported, or when asked for. */
const importsOf = (text: string): string[] =>
  [/^\s*(?:import|export)\s(?:[^;'"]*?\sfrom\s)?\s*['"]([^'"]+)['"]/gm, /\bimport\(\s*['"]([^'"$]+)['"]/g]
    .flatMap((form) => [...withoutComments(text).matchAll(form)])
    .map(([, name]) => name!);

const targetOf = (path: string, name: string) =>
  posix.join(posix.dirname(path), name).replace(/\.js$/, '.ts');

function faultOfImport(path: string, name: string): string | undefined {
  const own = layerOf(path)!;
  const target = targetOf(path, name);
  const other = layerOf(target);
  if (other === own || target.endsWith('.json')) return undefined;
  if (!other || !layers[own]!.may.includes(other)) return `${path} imports ${target}: ${layers[own]!.why}`;
  const byIndex = !closed.includes(other) || own === 'test' || target === `${layers[other]!.at[0]}index.ts`;
  return byIndex ? undefined : `${path} imports ${target}: a feature is imported by its index only`;
}

const faultsOfGuards = (path: string, subjects: string[], guards: Guard[]): string[] =>
  subjects.flatMap((subject) =>
    guards
      .filter(([what, where]) => what.test(subject) && !startsWithOneOf(path, [...where, ...tests]))
      .map(([what, , why]) => `${path} has ${what.exec(subject)![0] || subject}: ${why}`),
  );

function faultsOfFile([path, text]: [string, string]): string[] {
  if (!layerOf(path)) return [`${path} has no place in the table of layers`];
  const imports = importsOf(text);
  const [near, far] = [
    imports.filter((name) => name.startsWith('.')),
    imports.filter((name) => !name.startsWith('.')),
  ];
  const lines = text.trimEnd().split('\n').length;
  return [
    ...near.flatMap((name) => faultOfImport(path, name) ?? []),
    ...faultsOfGuards(path, far, packages),
    ...faultsOfGuards(path, [withoutComments(text)], words),
    ...(lines > LONGEST && !long[path]
      ? [`${path} has ${lines} lines: a file over ${LONGEST} needs a reason`]
      : []),
  ];
}

const faultsOf = (sources: Sources): string[] => [...sources].flatMap(faultsOfFile);

/** Features that reach themselves through others, whatever the order above says. */
function circles(sources: Sources): string[] {
  const known = new Map(features.map((feature) => [feature, new Set<string>()]));
  for (const [path, text] of sources) {
    const others = importsOf(text).map((name) => layerOf(targetOf(path, name)) ?? '');
    for (const other of others) if (other !== layerOf(path)) known.get(layerOf(path) ?? '')?.add(other);
  }
  const reach = (feature: string, reached = new Set<string>()): Set<string> => {
    for (const other of known.get(feature) ?? []) if (!reached.has(other)) reach(other, reached.add(other));
    return reached;
  };
  return features.filter((feature) => reach(feature).has(feature));
}

async function readSources(): Promise<Sources> {
  const folders = ['src', 'schema', 'resolvers', 'workers', 'migrations', 'test', 'bench'];
  const found = await Promise.all(
    folders.map((folder) =>
      readdir(join(root, folder), { recursive: true })
        .catch(() => [])
        .then((names) => names.map((name) => `${folder}/${name}`)),
    ),
  );
  const paths = ['ormconfig.ts', ...found.flat().filter((path) => path.endsWith('.ts'))];
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const)),
  );
}

const sources = await readSources();

test('every file keeps to the tables', () => {
  expect(sources.size).toBeGreaterThan(100);
  expect(faultsOf(sources)).toEqual([]);
});

test('features make no circle', () => {
  expect(circles(sources)).toEqual([]);
});

test('a file that is allowed to be long is long', () => {
  const lines = Object.keys(long).map((path) => sources.get(path)?.split('\n').length ?? 0);
  expect(lines.filter((count) => count <= LONGEST)).toEqual([]);
});

/** Spelt apart, or this very file would be taken at its word. */
const IMPORT = 'import';

// oxfmt-ignore
const broken: [string, string, string][] = [
  // file                        what it says                                                     the fault
  ['src/kernel/gate.ts',         "import { Caf } from '../partners/index.js';",                   'src/partners/index.ts: the kernel has not a word'],
  ['src/kernel/gate.ts',         "import type { Role } from '../habilitations/index.js';",        'src/habilitations/index.ts: the kernel has not a word'],
  ['src/parameters/index.ts',    "import { Caf } from '../partners/index.js';",                   'src/partners/index.ts: the law’s numbers'],
  ['src/tools/vault.ts',         "import { figure } from '../parameters/index.js';",              'src/parameters/index.ts: a tool knows'],
  ['src/partners/service.ts',    "import { Person } from '../habilitations/index.js';",           'src/habilitations/index.ts: features are ordered'],
  ['src/workbooks/check.ts',     "import { cmg } from '../entitlements/index.js';",               'src/entitlements/index.ts: features are ordered'],
  ['src/processing/nims.ts',     "import { abilityOf } from '../rights/index.js';",               'src/rights/index.ts: features are ordered'],
  ['src/processing/nims.ts',     "import { openVault } from '../tools/vault.js';",                'src/tools/vault.ts: features are ordered'],
  ['src/rights/index.ts',        "export * from '../../resolvers/context.js';",                   'resolvers/context.ts: features are ordered'],
  ['src/processing/nims.ts',     `const { handle } = await ${IMPORT}('../../workers/worker.js');`, 'workers/worker.ts: features are ordered'],
  ['src/processing/nims.ts',     "import {\n  readConfig,\n} from '../config.js';",               'src/config.ts: features are ordered'],
  ['src/processing/nims.ts',     "import { cycle } from '../declarations/cycle.js';",             'src/declarations/cycle.ts: a feature is imported by its index'],
  ['workers/automata.ts',        "import { cycle } from '../src/declarations/cycle.js';",         'src/declarations/cycle.ts: a feature is imported by its index'],
  ['workers/automata.ts',        "import { api } from '../schema/people.js';",                    'schema/people.ts: the automata’s door'],
  ['schema/people.ts',           "import '../resolvers/people.js';",                              'resolvers/people.ts: what the API says'],
  ['resolvers/people.ts',        "import { openDatabase } from '../ormconfig.js';",               'ormconfig.ts: the people’s door'],
  ['migrations/1-one.ts',        "import { Caf } from '../src/partners/index.js';",               'src/partners/index.ts: a migration is frozen'],
  ['migrations/1-one.ts',        "import { join } from 'node:path';",                             'node:path: a migration imports typeorm only'],
  ['src/extra/index.ts',         'export const extra = 1;',                                       'no place in the table'],
  ['src/processing/nims.ts',     "import { readFile } from 'node:fs/promises';",                  'only tools touch the disk'],
  ['resolvers/files.ts',         "import { readFile } from 'fs';",                                'only tools touch the disk'],
  ['src/workbooks/check.ts',     "import { connect } from 'node:net';",                           'only tools and the door touch the network'],
  ['workers/worker.ts',          "import { get } from 'node:https';",                             'only tools and the door touch the network'],
  ['src/kernel/gate.ts',         "import { spawn } from 'node:child_process';",                   'only tools start processes'],
  ['src/attestations/page.ts',   "import puppeteer from 'puppeteer';",                            'only tools touch the outside'],
  ['src/kernel/database.ts',     "import mysql from 'mysql2/promise';",                           'reached through TypeORM'],
  ['src/declarations/types.ts',  "import { Field } from 'type-graphql';",                         'src does not know that an API exists'],
  ['src/house.ts',               "import { env } from 'node:process';",                           'only main reads the environment'],
  ['src/config.ts',              'const port = process.env.PORT;',                                'only main reads the environment'],
  ['ormconfig.ts',               "const port = process['env'].PORT;",                             'only main reads the environment'],
  ['workers/worker.ts',          'const { env } = process;',                                      'only main reads the environment'],
  ['src/kernel/context.ts',      'const now = new Date();',                                       'only the context’s clock'],
  ['src/processing/nims.ts',     'const now = Date.now();',                                       'only the context’s clock'],
  ['workers/worker.ts',          'const now = () => Date();',                                     'only the context’s clock'],
  ['resolvers/people.ts',        "const answer = await fetch('https://caf.example');",            'only tools touch the network'],
  ['src/rights/index.ts',        'const any = await import(name);',                               'escapes these tables'],
];

test.each(broken)('%s is found at fault when it says %j', (path, text, fault) => {
  expect(faultsOf(new Map([[path, text]]))).toEqual([expect.stringContaining(fault)]);
});

// oxfmt-ignore
const kept: [string, string, string][] = [
  ['src/processing/nims.ts',    "import { Caf } from '../partners/index.js';",              'a feature before it'],
  ['src/processing/nims.ts',    "// import { openVault } from '../tools/vault.js';",        'a comment imports nothing'],
  ['src/processing/nims.ts',    '/** Not new Date() nor process.env. */',                   'a comment does nothing'],
  ['src/processing/nims.ts',    'const day = new Date(0);',                                 'a moment that is given'],
  ['src/main.ts',               'run(process.env);',                                        'main hands the environment over'],
  ['src/tools/vault.ts',        "import { open } from 'node:fs/promises';",                 'a tool touches the disk'],
  ['resolvers/server.ts',       "import { createServer } from 'node:http';",                'the door listens'],
  ['migrations/1-one.ts',       "import { Table } from 'typeorm';",                         'a migration’s one import'],
];

test.each(kept)('%s is not when it says %j (%s)', (path, text) => {
  expect(faultsOf(new Map([[path, text]]))).toEqual([]);
});

test.each<[number, string[], string]>([
  [LONGEST, [], 'the limit itself'],
  [LONGEST + 1, ['test/long.test.ts has 301 lines: a file over 300 needs a reason'], 'one line more'],
])('a file of %i lines has the faults %j (%s)', (lines, faults) => {
  expect(faultsOf(new Map([['test/long.test.ts', 'test\n'.repeat(lines)]]))).toEqual(faults);
});

test('a circle of features is found, whoever is in it', () => {
  const ring = new Map([
    ['src/partners/index.ts', "import { outcome } from '../processing/index.js';"],
    ['src/processing/index.ts', "import { cycle } from '../declarations/index.js';"],
    ['src/declarations/index.ts', "import type { Caf } from '../partners/index.js';"],
    ['src/rights/index.ts', "import { Caf } from '../partners/index.js';"],
  ]);

  expect(circles(ring)).toEqual(['partners', 'declarations', 'processing']);
});
