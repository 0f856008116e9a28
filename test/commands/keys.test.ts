/** Those who keep the house change the key that seals, and trust one no more. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SealKey } from '../../src/attestations/index.js';
import { pairOf } from '../../src/attestations/seal/signature.js';
import { signerOf } from '../../src/attestations/seal/keys.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { automaton } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { engine, openBench } from '../bench.js';
import { run } from './program.js';

let bench: Bench;
/** The first key, made by the first attestation. */
let first: string;

const keys = async () => bench.house.database.reader.find(SealKey, { order: { createdAt: 'ASC' } });

beforeAll(async () => {
  bench = await openBench();
  await automaton(bench.house, '493').transaction(signerOf);
  first = (await keys())[0]!.id;
});
afterAll(() => bench.close());

const command = (args: string[], more: Record<string, string> = {}) => {
  const { folder, databaseUrl } = bench.config;
  return run(['keys', ...args], { HABILIS_VAR: folder, DATABASE_URL: databaseUrl, ...more });
};

test('a new private key is written for SEAL_KEY before production has one, and kept nowhere', async () => {
  const { code, out } = await command(['--make'], { NODE_ENV: 'production' });
  expect([code, /^[\w-]{43}\n$/.test(out)]).toEqual([0, true]);
  expect(await keys()).toHaveLength(1);
});

test('the key that signs is not withdrawn; once another one signs, it is, and its seals stay told', async () => {
  expect(await command(['--withdraw', first])).toMatchObject({
    code: 1,
    err: `La clé ${first} est celle qui scelle. Donnez-lui d’abord une remplaçante, par « --rotate ».\n`,
  });
  // The one of the configuration; and written as nobody would.
  const seed = 'A'.repeat(43);
  const { id } = pairOf(seed);
  const rotated = await command(['--rotate', '--withdraw', first.toLowerCase()], { SEAL_KEY: seed });
  expect(rotated).toMatchObject({ code: 0, err: '' });
  expect(rotated.out).toMatch(new RegExp(`${id}  scelle, depuis le .*\\n  ${first}  retirée le `));
  expect((await keys()).map((key) => [key.id, key.signing, key.secret === null])).toEqual([
    [first, null, false],
    [id, 'yes', true],
  ]);
  const told = await bench.house.database.reader.findBy(JournalEntry, { subject: 'sealKey', chain: '000' });
  expect(told.map(({ action, actorId, subjectId }) => [action, actorId, subjectId])).toEqual([
    ['begin', 'automaton-493', first],
    ['rotate', 'automaton-000', id],
    ['withdraw', 'automaton-000', first],
  ]);
  // A process that has not the private key seals nothing, rather than with another one.
  await expect(automaton(bench.house, '493').transaction(signerOf)).rejects.toThrow('is not here');
  expect(await command(['--rotate'], { SEAL_KEY: seed })).toMatchObject({
    code: 1,
    err: `La clé ${id} a déjà servi. Donnez à SEAL_KEY une clé neuve, que « bin/habilis keys --make » écrit.\n`,
  });
});

// A server of the tests forgets what it confirmed: production refuses it before it looks at the key.
if (engine === 'sqlite')
  test('production does not start with a key that is not the one in service', async () => {
    const { folder, databaseUrl } = bench.config;
    const refused = await run(['serve', '--only', 'workers'], {
      HABILIS_VAR: folder,
      DATABASE_URL: databaseUrl,
      NODE_ENV: 'production',
      HABILIS_SECRET: 'x'.repeat(32),
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'ne-pas-repondre@caf.example',
      PUBLIC_URL: 'https://habilis.caf.example',
      DIRECTORY_URL: 'http://127.0.0.1:1',
      SEAL_KEY: Buffer.alloc(32, 9).toString('base64url'),
    });
    expect(refused).toMatchObject({
      code: 1,
      out: '',
      err: 'SEAL_KEY : ce n’est pas la clé qui scelle. Pour la mettre en service : « bin/habilis keys --rotate ».\n',
    });
  });

test('the public keys are written as they are published', async () => {
  const { out } = await command(['--json']);
  const published = await fetch(`${bench.address}/verify/keys`);
  expect(JSON.parse(out)).toEqual(await published.json());
});

test('only the house changes its keys: to the automaton of a Caf they do not exist', async () => {
  const { rotateKey, withdrawKey } = await import('../../src/attestations/index.js');
  const ctx = automaton(bench.house, '493');
  await expect(rotateKey(ctx)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(withdrawKey(ctx, first)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
