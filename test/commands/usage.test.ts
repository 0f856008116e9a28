/** What the command line answers to somebody who asks for help, or gets it wrong. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './program.js';
import { run } from './program.js';

const { out: overview } = await run(['help']);
const commands = [...overview.matchAll(/^ {2}(\S+) {2,}(\S.*)$/gm)].map(
  ([, name, summary]) => [name!, summary!] as const,
);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'habilis-usage-'));
  await writeFile(join(folder, 'a-file'), '');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const place = (environment: Environment = {}): Environment => ({
  HABILIS_VAR: join(folder, 'var'),
  ...environment,
});

test('the overview names the commands of the house, and help', () => {
  const names = [
    'demo',
    'serve',
    'migrate',
    'seed',
    'outbox',
    'schema',
    'docs',
    'cmg',
    'jobs',
    'second-factor',
    'keys',
    'verify-attestation',
    'verify-journal',
    'check',
    'test',
    'help',
  ];
  expect(commands.map(([name]) => name)).toEqual(names);
});

test.each([[[]], [['help']], [['--help']], [['-h']], [['help', 'help']]])(
  '%j shows the overview',
  async (args) => {
    expect(await run(args)).toMatchObject({ code: 0, out: overview, err: '' });
  },
);

test.each(commands.filter(([name]) => name !== 'help'))('%s --help answers its usage', async (name) => {
  const { code, out, err } = await run([name, '--help'], place());
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(new RegExp(`^Usage : bin/habilis ${name}( |\n)`));
  expect(out.split('\n').length).toBeGreaterThan(3);
});

test.each([
  [['migrate', '-h'], 'the short form'],
  [['help', 'migrate'], 'as one would say it'],
  [['migrate', '--wrong', '--help'], 'beside an option, even a wrong one'],
])('%j shows the help of migrate (%s)', async (args) => {
  const { out } = await run(['migrate', '--help'], place());
  expect(await run(args, place())).toMatchObject({ code: 0, out, err: '' });
});

test.each<[string[], string, string]>([
  // command                      what is said                                                               why
  [['nothing'], 'Commande inconnue : « nothing ». Voir « bin/habilis help ».', 'no such command'],
  [[''], 'Commande inconnue : «  ». Voir « bin/habilis help ».', 'an empty variable of a script'],
  [['toString'], 'Commande inconnue : « toString ». Voir « bin/habilis help ».', 'every object has one'],
  [
    ['--wrong'],
    'Commande inconnue : « --wrong ». Voir « bin/habilis help ».',
    'an option before the command',
  ],
  [['help', 'nothing'], 'Commande inconnue : « nothing ». Voir « bin/habilis help ».', 'help of no command'],
  [
    ['migrate', '--wrong'],
    'Option inconnue : --wrong. Voir « bin/habilis migrate --help ».',
    'no such option',
  ],
  [
    ['migrate', '--toString'],
    'Option inconnue : --toString. Voir « bin/habilis migrate --help ».',
    'every object has one',
  ],
  [
    ['migrate', '-x'],
    'Option inconnue : -x. Voir « bin/habilis migrate --help ».',
    'there are no short options',
  ],
  [
    ['demo', 'month.xlsx'],
    'Argument inattendu : « month.xlsx ». Voir « bin/habilis demo --help ».',
    'a file goes with --file',
  ],
  [['demo', '--file'], '--file attend une valeur. Voir « bin/habilis demo --help ».', 'nothing follows'],
  [
    ['demo', '--file', ''],
    '--file attend une valeur. Voir « bin/habilis demo --help ».',
    'an empty variable of a script',
  ],
  [
    ['demo', '--file', '--serve'],
    '--file attend une valeur. Voir « bin/habilis demo --help ».',
    'an option is not a value',
  ],
  [
    ['demo', '--serve=yes'],
    '--serve n’attend pas de valeur. Voir « bin/habilis demo --help ».',
    'it is there or not',
  ],
  [['demo', '--story', 'nothing'], '--story : month ou habilitation attendu.', 'no such story'],
  [
    ['demo', '--story', 'habilitation', '--file', 'month.xlsx'],
    '--file ne se joue qu’avec l’histoire du mois.',
    'a file is a month',
  ],
  [['serve', '--only', 'nothing'], '--only : api ou workers attendu.', 'no such part'],
])('%j is wrong use: %s (%s)', async (args, sentence) => {
  expect(await run(args, place())).toMatchObject({ code: 2, out: '', err: `${sentence}\n` });
});

const ADDRESS =
  'DATABASE_URL : une adresse comme mariadb://compte:motdepasse@serveur:3306/base attendue ; les serveurs d’une grappe se séparent par des virgules.';
const FOLDER = 'Le dossier de HABILIS_VAR ne peut pas servir : il faut un dossier où ce compte peut écrire.';
const LEVEL = 'LOG_LEVEL : l’un de trace, debug, info, warn, error, fatal, silent attendu.';
const SERVER = 'La base de DATABASE_URL ne répond pas : vérifiez son adresse, et que son serveur est lancé.';

test.each<[Environment, string, string]>([
  // setting                                                      what is said                             why
  [{ PORT: 'abc' }, 'PORT : un nombre de 0 à 65535 attendu.', 'not a number'],
  [{ PORT: '-1' }, 'PORT : un nombre de 0 à 65535 attendu.', 'below the first port'],
  [{ PORT: '65536' }, 'PORT : un nombre de 0 à 65535 attendu.', 'above the last port'],
  [{ PORT: '4e3' }, 'PORT : un nombre de 0 à 65535 attendu.', 'a number for programs only'],
  [{ DATABASE_URL: 'postgres://me@there/base' }, ADDRESS, 'another engine'],
  [{ DATABASE_URL: 'mysql://' }, ADDRESS, 'no server'],
  [{ DATABASE_URL: 'mysql://me@there:3306' }, ADDRESS, 'no database'],
  [{ DATABASE_URL: 'mysql://me@there:port/base' }, ADDRESS, 'not an address at all'],
  [{ DATABASE_URL: 'mysql://me@there,:3307/base' }, ADDRESS, 'a cluster, one of whose servers has no name'],
  [{ DATABASE_URL: 'mysql://me@127.0.0.1:1/base' }, SERVER, 'nobody listens there'],
  [{ DATABASE_URL: 'mysql://me@127.0.0.1:1,127.0.0.1:2/base' }, SERVER, 'nobody listens at either'],
  [{ DATABASE_URL: 'mysql://me@localhost/base?socketPath=/none' }, SERVER, 'no such socket'],
  [{ LOG_LEVEL: 'loud' }, LEVEL, 'no such level'],
])('%j cannot be used: %s (%s)', async (environment, sentence) => {
  expect(await run(['migrate'], place(environment))).toMatchObject({
    code: 1,
    out: '',
    err: `${sentence}\n`,
  });
});

test('an address of another machine, or a port that is taken, is not listened on', async () => {
  const elsewhere = await run(['serve'], place({ PORT: '0', HOST: '192.0.2.1' }));
  const sentence = 'Cette machine n’écoute pas à l’adresse 192.0.2.1 : corrigez HOST.';
  expect(elsewhere).toMatchObject({ code: 1, out: '', err: `${sentence}\n` });
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const second = await run(['serve'], place({ PORT: String(port) }));
  taken.close();
  const said = `Le port ${port} est déjà pris : donnez-en un autre par PORT.`;
  expect(second).toMatchObject({ code: 1, out: '', err: `${said}\n` });
});

test.each(['serve', 'demo', 'migrate'])(
  '%s says in one line that its folder cannot be used',
  async (command) => {
    const { code, out, err } = await run([command], { HABILIS_VAR: join(folder, 'a-file') });
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: `${FOLDER}\n` });
  },
);

test('two settings that cannot be used are two lines', async () => {
  const { code, err } = await run(['migrate'], place({ PORT: 'abc', LOG_LEVEL: 'loud' }));
  expect(code).toBe(1);
  expect(
    err
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]),
  ).toEqual(['PORT', 'LOG_LEVEL']);
});

test('an embedded database that is not one is said, not overwritten', async () => {
  const damaged = await mkdtemp(join(folder, 'damaged-'));
  await writeFile(join(damaged, 'habilis.sqlite'), 'This is not a database at all. '.repeat(200));
  const { code, out, err } = await run(['migrate'], { HABILIS_VAR: damaged });
  const sentence =
    'La base embarquée est illisible : remettez en place une sauvegarde du dossier de HABILIS_VAR.';
  expect({ code, out, err }).toEqual({ code: 1, out: '', err: `${sentence}\n` });
});

test('a setting left empty is a setting left out', async () => {
  const { code, err } = await run(['migrate'], place({ PORT: '', DATABASE_URL: '', LOG_LEVEL: '' }));
  expect({ code, err }).toEqual({ code: 0, err: '' });
});
