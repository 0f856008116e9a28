/** The directory's adapter, over real HTTP, against a directory that is well, ill or ill-meaning. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { DirectoryServer } from '../../src/demo/directory-server.js';
import { openDirectoryServer } from '../../src/demo/directory-server.js';
import { special } from '../../src/demo/directory-entries.js';
import type { Found } from '../../src/kernel/directory.js';
import type { DirectoryOptions } from '../../src/tools/directory.js';
import { openDirectory } from '../../src/tools/directory.js';

const PIROUETTE = '99993380700011';
const LUCIOLES = '99992147100010';
const DAY = 86_400_000;

let server: DirectoryServer;
let now: number;
let logged: string[];

const open = (more: Partial<DirectoryOptions> = {}) =>
  openDirectory({
    address: server.address,
    clock: () => new Date(now),
    log: pino({ base: null }, { write: (line: string) => void logged.push(line) }),
    ...more,
  });

const kindOf = async (found: Promise<Found>): Promise<string> => (await found).kind;

const lasting = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
  const started = performance.now();
  return [await work(), performance.now() - started];
};

beforeEach(async () => {
  server = await openDirectoryServer();
  now = Date.parse('2026-11-05T08:00:00Z');
  logged = [];
});
afterEach(() => server.close());

describe('each answer', () => {
  test('an establishment is found, in the directory’s own codes', async () => {
    expect(await open().find(PIROUETTE)).toEqual({
      kind: 'found',
      entry: {
        siret: PIROUETTE,
        siren: '999933807',
        name: 'ASSOCIATION PIROUETTE',
        legalForm: '9220',
        naf: '88.91A',
        createdOn: '2014-09-01',
        workforce: '02',
        address: ['14 RUE DES TANNEURS', '49100 ANGERS'],
        open: true,
      },
    });
  });

  test('a closed one is found closed', async () => {
    expect(await open().find(special.closed)).toMatchObject({ kind: 'found', entry: { open: false, workforce: null } });
  });

  test.each([
    ['99996629400012', 'unknown', 'the directory has no such SIRET'],
    [special.unknown, 'unknown', 'the search is fuzzy: its results are others'],
    ['00000000000000', 'unknown', 'fourteen zeros pass Luhn and exist nowhere'],
    [special.notDiffusible, 'not_diffusible', 'its people asked for it'],
    [special.unavailable, 'unavailable', 'the directory breaks down on it'],
  ])('%s is %s (%s)', async (siret, kind) => {
    expect(await open().find(siret)).toEqual({ kind });
  });
});

describe('a directory that is ill', () => {
  test('too slow, it is unavailable, and nobody waited longer than the time-out', async () => {
    server.behave({ delay: 2_000 });
    const [found, lasted] = await lasting(() => open({ timeout: 200 }).find(PIROUETTE));
    expect(found).toEqual({ kind: 'unavailable' });
    expect(lasted).toBeLessThan(1_000);
    expect(logged.join()).toContain('TimeoutError');
  });

  test.each([500, 502, 503, 404, 403, 204])('status %i: unavailable, asked once', async (status) => {
    server.behave({ status });
    expect(await open().find(PIROUETTE)).toEqual({ kind: 'unavailable' });
    expect(server.asked).toEqual([PIROUETTE]);
  });

  test('nobody at the address: unavailable', async () => {
    const directory = open();
    await server.close();
    expect(await directory.find(PIROUETTE)).toEqual({ kind: 'unavailable' });
    server = await openDirectoryServer();
  });

  test('the log says why and names nobody', async () => {
    server.behave({ status: 503 });
    await open().find(PIROUETTE);
    expect(JSON.parse(logged[0]!)).toMatchObject({ directory: 'unavailable', why: 'status 503' });
    expect(logged.join()).not.toContain(PIROUETTE.slice(0, 9));
  });
});

describe('asked to leave it alone (429)', () => {
  test('it is asked again when it said, and answers', async () => {
    server.behave({ status: 429, retryAfter: '1', times: 1 });
    const [found, lasted] = await lasting(() => open().find(PIROUETTE));
    expect(found.kind).toBe('found');
    expect(lasted).toBeGreaterThanOrEqual(990);
    expect(server.asked).toEqual([PIROUETTE, PIROUETTE]);
  });

  test('a date is read by the clock of who gave it', async () => {
    server.behave({ status: 429, retryAfter: new Date(Date.now() + 2_000).toUTCString(), times: 1 });
    const [found, lasted] = await lasting(() => open().find(PIROUETTE));
    expect(found.kind).toBe('found');
    expect(lasted).toBeGreaterThanOrEqual(900);
  });

  test.each([[undefined], ['soon'], ['-5']])('with Retry-After %s, a second is left', async (retryAfter) => {
    server.behave({ status: 429, times: 1, ...(retryAfter ? { retryAfter } : {}) });
    const [found, lasted] = await lasting(() => open().find(PIROUETTE));
    expect(found.kind).toBe('found');
    expect(lasted).toBeGreaterThanOrEqual(990);
  });

  test('for ever, it is unavailable within the patience', async () => {
    server.behave({ status: 429, retryAfter: '1' });
    const [found, lasted] = await lasting(() => open({ patience: 1_500 }).find(PIROUETTE));
    expect(found).toEqual({ kind: 'unavailable' });
    expect(lasted).toBeLessThan(2_000);
    expect(server.asked).toHaveLength(2);
  });

  test('an hour is not waited for, and until then nobody else asks', async () => {
    const directory = open();
    server.behave({ status: 429, retryAfter: '3600', times: 1 });
    const [kinds, lasted] = await lasting(async () => [
      await kindOf(directory.find(PIROUETTE)),
      await kindOf(directory.find(LUCIOLES)),
    ]);
    expect(kinds).toEqual(['unavailable', 'unavailable']);
    expect(lasted).toBeLessThan(1_000);
    expect(server.asked).toEqual([PIROUETTE]);
  });
});

describe('an answer is not believed beyond its shape', () => {
  const unit = (more: object = {}, establishment: object = {}) => ({
    siren: '999933807',
    nom_complet: 'PIROUETTE',
    matching_etablissements: [{ siret: PIROUETTE, etat_administratif: 'A', ...establishment }],
    ...more,
  });
  const results = (...units: unknown[]) => JSON.stringify({ results: units });

  test.each<[string, string, string]>([
    ['unavailable', 'a page, with status 200', '<!doctype html><title>Maintenance</title>'],
    ['unavailable', 'nothing', ''],
    ['unavailable', 'cut', '{"results":['],
    ['unavailable', 'no object', 'null'],
    ['unavailable', 'a list', '[]'],
    ['unavailable', 'no results', '{}'],
    ['unavailable', 'results of another shape', '{"results":{}}'],
    ['unavailable', 'a result of another shape', '{"results":[7]}'],
    ['unavailable', 'establishments of another shape', results({ ...unit(), matching_etablissements: 'all' })],
    ['unavailable', 'an establishment of another shape', results({ ...unit(), matching_etablissements: [null] })],
    ['unavailable', 'the SIREN of another', results(unit({ siren: '111111111' }))],
    ['unavailable', 'a name that is no text', results(unit({ nom_complet: ['PIROUETTE'] }))],
    ['unavailable', 'a name of nothing that shows', results(unit({ nom_complet: '\u0000 \u202e' }))],
    ['unavailable', 'neither open nor closed', results(unit({}, { etat_administratif: 'X' }))],
    ['unknown', 'no establishment matches', results({ ...unit(), matching_etablissements: null })],
    ['unknown', 'another one matches', results({ ...unit(), matching_etablissements: [{ siret: LUCIOLES }] })],
    ['unknown', 'a number is no SIRET', results({ ...unit(), matching_etablissements: [{ siret: Number(PIROUETTE) }] })],
    ['not_diffusible', 'the entity is masked', results(unit({ statut_diffusion: 'P' }))],
    ['not_diffusible', 'as older answers say it', results(unit({ statut_diffusion: 'N' }))],
    ['not_diffusible', 'the establishment is masked', results(unit({}, { statut_diffusion_etablissement: 'P' }))],
    ['not_diffusible', 'its address is masked', results(unit({}, { adresse: '[NON-DIFFUSIBLE]' }))],
    ['found', 'the least that is needed', results(unit())],
    ['found', 'large', ' '.repeat(990_000) + results(unit())],
    ['unavailable', 'too large', ' '.repeat(1_000_000) + results(unit())],
  ])('%s: %s', async (kind, _why, body) => {
    server.behave({ body });
    expect(await kindOf(open().find(PIROUETTE))).toBe(kind);
  });

  test('what is not known as it should be is left out; texts are one line, bounded, without control characters', async () => {
    const hostile = {
      nom_raison_sociale: `PI\u0000ROU\u202eETTE\n<script>\ud800 ${'é'.repeat(500)}`,
      nature_juridique: 9220,
      activite_principale: '88.91A; drop table',
    };
    const place = { date_creation: '2026-02-30', tranche_effectif_salarie: {}, adresse: 'x'.repeat(5_000), code_postal: '.*' };
    server.behave({ body: results(unit(hostile, place)) });
    const found = await open().find(PIROUETTE);
    expect(found).toMatchObject({
      kind: 'found',
      entry: { legalForm: null, naf: null, createdOn: null, workforce: null, address: ['x'.repeat(300)] },
    });
    const { name } = (found as Extract<Found, { kind: 'found' }>).entry;
    expect(name).toBe(`PIROUETTE <script> ${'é'.repeat(181)}`);
  });

  async function elsewhere(serve: Parameters<typeof createServer>[1], work: (address: string) => Promise<void>) {
    const other: Server = createServer(serve!);
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    try {
      await work(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
    } finally {
      other.close();
      other.closeAllConnections();
    }
  }

  test('an answer that never ends is unavailable in time', () =>
    elsewhere(
      (_, response) => void response.writeHead(200).write('{"results":['),
      async (address) => {
        const [found, lasted] = await lasting(() => open({ address, timeout: 300 }).find(PIROUETTE));
        expect(found).toEqual({ kind: 'unavailable' });
        expect(lasted).toBeLessThan(1_500);
      },
    ));

  test('nobody is followed elsewhere', () =>
    elsewhere(
      (_, response) => void response.writeHead(302, { location: `${server.address}/search?q=${PIROUETTE}` }).end(),
      async (address) => {
        expect(await open({ address }).find(PIROUETTE)).toEqual({ kind: 'unavailable' });
        expect(server.asked).toEqual([]);
      },
    ));

  test('the address may be below another, with or without its last slash', async () => {
    const urls: (string | undefined)[] = [];
    await elsewhere(
      (request, response) => {
        urls.push(request.url);
        response.end(results(unit()));
      },
      async (address) => {
        for (const below of ['', '/', '/annuaire', '/annuaire/']) await open({ address: address + below }).find(PIROUETTE);
      },
    );
    const query = `?q=${PIROUETTE}&minimal=true&include=matching_etablissements`;
    expect(urls).toEqual(['/search', '/search', '/annuaire/search', '/annuaire/search'].map((path) => path + query));
  });
});

describe('asked as little as can be', () => {
  test('an answer is kept for a day, an unknown one for ten minutes', async () => {
    const directory = open();
    const ask = async () => {
      await directory.find(PIROUETTE);
      await directory.find('99996629400012');
      return server.asked.length;
    };
    expect(await ask()).toBe(2);
    expect(await ask()).toBe(2);
    now += 600_000;
    expect(await ask()).toBe(3);
    now += DAY - 600_001;
    expect(await ask()).toBe(4);
    now += 1;
    expect(await ask()).toBe(5);
  });

  test('that it was unavailable is not kept', async () => {
    const directory = open();
    server.behave({ status: 503, times: 1 });
    expect(await kindOf(directory.find(PIROUETTE))).toBe('unavailable');
    expect(await kindOf(directory.find(PIROUETTE))).toBe('found');
  });

  test('no more answers are kept than the capacity: the oldest goes', async () => {
    const directory = open({ capacity: 1 });
    for (const siret of [PIROUETTE, LUCIOLES, LUCIOLES, PIROUETTE]) await directory.find(siret);
    expect(server.asked).toEqual([PIROUETTE, LUCIOLES, PIROUETTE]);
  });

  test('the same SIRET asked by many at once is one question', async () => {
    const directory = open();
    const kinds = await Promise.all(Array.from({ length: 50 }, () => kindOf(directory.find(PIROUETTE))));
    expect(new Set(kinds)).toEqual(new Set(['found']));
    expect(server.asked).toEqual([PIROUETTE]);
  });

  test('no more than seven a second: the directory, which counts, refuses none', async () => {
    const directory = open();
    const sirets = Array.from({ length: 15 }, (_, at) => `999966294${String(at).padStart(5, '0')}`);
    const [kinds, lasted] = await lasting(() => Promise.all(sirets.map((siret) => kindOf(directory.find(siret)))));
    expect(new Set(kinds)).toEqual(new Set(['unknown']));
    expect(server.asked.toSorted()).toEqual(sirets);
    expect(lasted).toBeGreaterThanOrEqual(2_000);
  });

  test('more questions than the patience can take are given up, not piled up', async () => {
    const directory = open({ patience: 500 });
    const sirets = Array.from({ length: 200 }, (_, at) => `999966294${String(at).padStart(5, '0')}`);
    const [kinds, lasted] = await lasting(() => Promise.all(sirets.map((siret) => kindOf(directory.find(siret)))));
    expect(kinds.filter((kind) => kind === 'unknown')).toHaveLength(7);
    expect(lasted).toBeLessThan(1_500);
  });
});
