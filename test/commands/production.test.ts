/** What production refuses to start with, and what it is like once started. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openDatabase } from '../../ormconfig.js';
import { readConfig } from '../../src/config.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import { emptyPlace, engine, who } from '../bench.js';
import { Caller } from '../caller.js';
import { openRelay } from '../relay.js';
import type { Environment } from './program.js';
import { addressOf, endAll, run, start } from './program.js';

type Place = Awaited<ReturnType<typeof emptyPlace>>;

let place: Place;

/** A setting that is undefined is left out. */
const production = (environment: Record<string, string | undefined> = {}): Environment => {
  const settings = {
    ...place.environment,
    NODE_ENV: 'production',
    HABILIS_SECRET: randomBytes(32).toString('hex'),
    SEAL_KEY: randomBytes(32).toString('base64url'),
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'ne-pas-repondre@caf.example',
    PUBLIC_URL: 'https://habilis.caf.example',
    // Nobody there: the tests ask nothing of the public service.
    DIRECTORY_URL: 'http://127.0.0.1:1',
  };
  const all = Object.entries({ ...settings, ...environment });
  return Object.fromEntries(all.filter((setting): setting is [string, string] => setting[1] !== undefined));
};

const database = () => {
  const { databaseUrl, folder } = readConfig(place.environment);
  return openDatabase(databaseUrl, join(folder, 'habilis.sqlite'));
};

const FLUSH = 'innodb_flush_log_at_trx_commit';

/** A server that keeps what it confirms: a setting of the whole server, put back after the work. */
async function onDurableServer(work: () => Promise<void>): Promise<void> {
  if (engine === 'sqlite') return work();
  const { source, close } = await database();
  const [{ value }] = (await source.query(`select @@global.${FLUSH} as value`)) as [
    { value: string | number },
  ];
  try {
    await source.query(`set global ${FLUSH} = 1`);
    await work();
  } finally {
    await source.query(`set global ${FLUSH} = ${value}`);
    await close();
  }
}

beforeAll(async () => {
  place = await emptyPlace();
});

afterEach(endAll);
afterAll(() => place.clear());

test.each<[string | undefined, string, string]>([
  // secret                       what is said                                                               why
  [undefined, 'HABILIS_SECRET : la valeur par défaut est publique ; donnez la vôtre.', 'left out'],
  [
    'habilis-demonstration-only',
    'HABILIS_SECRET : la valeur par défaut est publique ; donnez la vôtre.',
    'the default, written out',
  ],
  ['a'.repeat(31), 'HABILIS_SECRET : 32 caractères au moins en production.', 'one character too few'],
])('production does not start with the secret %s: %s (%s)', async (secret, sentence) => {
  const refused = await run(['serve'], production({ HABILIS_SECRET: secret }));
  expect(refused).toMatchObject({ code: 1, out: '', err: `${sentence}\n` });
});

test.each<[string | undefined, string, string]>([
  [undefined, 'SEAL_KEY : à donner en production ; « bin/habilis keys --make » en écrit une.', 'left out'],
  ['habilis', 'SEAL_KEY : une clé comme « bin/habilis keys --make » en écrit attendue.', 'no key at all'],
])('production does not start with the sealing key %s: %s (%s)', async (key, sentence) => {
  const refused = await run(['serve'], production({ SEAL_KEY: key }));
  expect(refused).toMatchObject({ code: 1, out: '', err: `${sentence}\n` });
});

test('production does not start with a point at which it would kill itself', async () => {
  const refused = await run(['serve'], production({ HABILIS_FAILPOINT: 'deposit.kept' }));
  const sentence = 'HABILIS_FAILPOINT : pour les essais ; jamais en production.';
  expect(refused).toMatchObject({ code: 1, out: '', err: `${sentence}\n` });
});

test('production creates no demonstration account', async () => {
  const sentence = 'Les comptes de démonstration ne se créent pas en production.';
  expect(await run(['seed'], production())).toMatchObject({ code: 1, out: '', err: `${sentence}\n` });
});

if (engine === 'sqlite') {
  test('the embedded engine is durable by the house’s own settings, on both of its connections', async () => {
    const { source, reader, close } = await database();
    for (const connection of [source, reader]) {
      expect(await connection.query('pragma synchronous')).toEqual([{ synchronous: 2 }]);
      expect(await connection.query('pragma journal_mode')).toEqual([{ journal_mode: 'wal' }]);
      expect(await connection.query('pragma foreign_keys')).toEqual([{ foreign_keys: 1 }]);
    }
    await close();
  });
} else {
  test('production does not start on a server that forgets what it confirmed', async () => {
    const sentence = `${FLUSH} : 1 attendu, sinon une coupure efface ce qui était confirmé.`;
    expect(await run(['serve'], production())).toMatchObject({ code: 1, out: '', err: `${sentence}\n` });
  });

  test('of several servers, each must keep what it confirmed: those that do not are named', async () => {
    const { searchParams, pathname, username } = new URL(place.environment.DATABASE_URL!);
    const open = () => openRelay(searchParams.get('socketPath')!);
    const relays = [await open(), await open()];
    const at = relays.map((relay) => relay.at);
    const refused = await run(
      ['serve'],
      production({ DATABASE_URL: `mariadb://${username}@${at.join(',')}${pathname}` }),
    );
    for (const relay of relays) await relay.close();
    const lines = at.map(
      (name) => `${name}, ${FLUSH} : 1 attendu, sinon une coupure efface ce qui était confirmé.\n`,
    );
    expect(refused).toMatchObject({ code: 1, out: '', err: lines.join('') });
  });

  test.each([[[]], [['--only', 'api']], [['--only', 'workers']]])(
    'production does not migrate a shared base on its own: serve %j asks for it',
    (args) =>
      onDurableServer(async () => {
        const sentence = 'La base n’est pas à jour : lancez « bin/habilis migrate », puis recommencez.';
        const refused = await run(['serve', ...args], production());
        expect(refused).toMatchObject({ code: 1, out: '', err: `${sentence}\n` });
      }),
  );
}

describe('once started', () => {
  beforeAll(async () => {
    expect((await run(['seed'], place.environment)).code).toBe(0);
  });

  async function signIn(address: string, proto?: string): Promise<string> {
    const query = `mutation { signIn(email: "${who.declarant}", password: "${DEMO_PASSWORD}") { expiresAt } }`;
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(proto ? { 'x-forwarded-proto': proto } : {}) },
      body: JSON.stringify({ query }),
    });
    return response.headers.getSetCookie().join();
  }

  const introspection = async (address: string) =>
    (await new Caller(address).post('{ __schema { queryType { name } } }')).errors?.[0]?.extensions.code;

  test('production hands out cookies for TLS only behind a TLS proxy, and keeps its schema to itself', () =>
    onDurableServer(async () => {
      const serving = start(['serve'], production());
      const address = await addressOf(serving);
      const cookie = await signIn(address, 'https');
      for (const wanted of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/'])
        expect(cookie).toContain(`; ${wanted}`);
      expect(await signIn(address, 'http')).not.toContain('Secure');
      expect(await introspection(address)).toBe('GRAPHQL_VALIDATION_FAILED');
      const { code, err } = await serving.end('SIGTERM');
      expect({ code, err }).toEqual({ code: 0, err: '' });
    }));

  test('elsewhere, nobody in front is believed, and the schema is open', async () => {
    const address = await addressOf(start(['serve'], place.environment));
    expect(await signIn(address, 'https')).toMatch(/HttpOnly; SameSite=Strict$/);
    expect(await introspection(address)).toBeUndefined();
  });
});
