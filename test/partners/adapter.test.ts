/** The directory's adapter, over real HTTP, against a directory that is well, ill or busy. */
import { describe, expect, test } from '@jest/globals';
import { openDirectoryServer } from '../../src/demo/directory-server.js';
import { special } from '../../src/demo/directory-entries.js';
import { LUCIOLES, PIROUETTE, aroundEach, kindOf, lasting } from './around.js';

const DAY = 86_400_000;
const around = aroundEach();

describe('each answer', () => {
  test('an establishment is found, in the directory’s own codes', async () => {
    expect(await around.open().find(PIROUETTE)).toEqual({
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
    expect(await around.open().find(special.closed)).toMatchObject({
      kind: 'found',
      entry: { open: false, workforce: null },
    });
  });

  test.each([
    ['99996629400012', 'unknown', 'the directory has no such SIRET'],
    [special.unknown, 'unknown', 'the search is fuzzy: its results are others'],
    ['00000000000000', 'unknown', 'fourteen zeros pass Luhn and exist nowhere'],
    [special.notDiffusible, 'not_diffusible', 'its people asked for it'],
    [special.unavailable, 'unavailable', 'the directory breaks down on it'],
  ])('%s is %s (%s)', async (siret, kind) => {
    expect(await around.open().find(siret)).toEqual({ kind });
  });
});

describe('a directory that is ill', () => {
  test('too slow, it is unavailable, and nobody waited longer than the time-out', async () => {
    around.server.behave({ delay: 2_000 });
    const [found, lasted] = await lasting(() => around.open({ timeout: 200 }).find(PIROUETTE));
    expect(found).toEqual({ kind: 'unavailable' });
    expect(lasted).toBeLessThan(1_000);
    expect(around.logged.join()).toContain('TimeoutError');
  });

  test.each([500, 502, 503, 404, 403, 204])('status %i: unavailable, asked once', async (status) => {
    around.server.behave({ status });
    expect(await around.open().find(PIROUETTE)).toEqual({ kind: 'unavailable' });
    expect(around.server.asked).toEqual([PIROUETTE]);
  });

  test('nobody at the address: unavailable', async () => {
    const directory = around.open();
    await around.server.close();
    expect(await directory.find(PIROUETTE)).toEqual({ kind: 'unavailable' });
    around.server = await openDirectoryServer();
  });

  test('the log says why and names nobody', async () => {
    around.server.behave({ status: 503 });
    await around.open().find(PIROUETTE);
    expect(JSON.parse(around.logged[0]!)).toMatchObject({ directory: 'unavailable', why: 'status 503' });
    expect(around.logged.join()).not.toContain(PIROUETTE.slice(0, 9));
  });
});

describe('asked to leave it alone (429)', () => {
  test('it is asked again when it said, and answers', async () => {
    around.server.behave({ status: 429, retryAfter: '1', times: 1 });
    const [found, lasted] = await lasting(() => around.open().find(PIROUETTE));
    expect(found.kind).toBe('found');
    expect(lasted).toBeGreaterThanOrEqual(990);
    expect(around.server.asked).toEqual([PIROUETTE, PIROUETTE]);
  });

  test('a date is read by the clock of who gave it', async () => {
    around.server.behave({ status: 429, retryAfter: new Date(Date.now() + 2_000).toUTCString(), times: 1 });
    const [found, lasted] = await lasting(() => around.open().find(PIROUETTE));
    expect(found.kind).toBe('found');
    expect(lasted).toBeGreaterThanOrEqual(900);
  });

  test.each([[undefined], ['soon'], ['-5']])('with Retry-After %s, a second is left', async (retryAfter) => {
    around.server.behave({ status: 429, times: 1, ...(retryAfter ? { retryAfter } : {}) });
    const [found, lasted] = await lasting(() => around.open().find(PIROUETTE));
    expect(found.kind).toBe('found');
    expect(lasted).toBeGreaterThanOrEqual(990);
  });

  test('for ever, it is unavailable within the patience', async () => {
    around.server.behave({ status: 429, retryAfter: '1' });
    const [found, lasted] = await lasting(() => around.open({ patience: 1_500 }).find(PIROUETTE));
    expect(found).toEqual({ kind: 'unavailable' });
    expect(lasted).toBeLessThan(2_000);
    expect(around.server.asked).toHaveLength(2);
  });

  test('an hour is not waited for, and until then nobody else asks', async () => {
    const directory = around.open();
    around.server.behave({ status: 429, retryAfter: '3600', times: 1 });
    const [kinds, lasted] = await lasting(async () => [
      await kindOf(directory.find(PIROUETTE)),
      await kindOf(directory.find(LUCIOLES)),
    ]);
    expect(kinds).toEqual(['unavailable', 'unavailable']);
    expect(lasted).toBeLessThan(1_000);
    expect(around.server.asked).toEqual([PIROUETTE]);
  });
});

describe('asked as little as can be', () => {
  test('an answer is kept for a day, an unknown one for ten minutes', async () => {
    const directory = around.open();
    const ask = async () => {
      await directory.find(PIROUETTE);
      await directory.find('99996629400012');
      return around.server.asked.length;
    };
    expect(await ask()).toBe(2);
    expect(await ask()).toBe(2);
    around.now += 600_000;
    expect(await ask()).toBe(3);
    around.now += DAY - 600_001;
    expect(await ask()).toBe(4);
    around.now += 1;
    expect(await ask()).toBe(5);
  });

  test('that it was unavailable is not kept', async () => {
    const directory = around.open();
    around.server.behave({ status: 503, times: 1 });
    expect(await kindOf(directory.find(PIROUETTE))).toBe('unavailable');
    expect(await kindOf(directory.find(PIROUETTE))).toBe('found');
  });

  test('no more answers are kept than the capacity: the oldest goes', async () => {
    const directory = around.open({ capacity: 1 });
    for (const siret of [PIROUETTE, LUCIOLES, LUCIOLES, PIROUETTE]) await directory.find(siret);
    expect(around.server.asked).toEqual([PIROUETTE, LUCIOLES, PIROUETTE]);
  });

  test('the same SIRET asked by many at once is one question', async () => {
    const directory = around.open();
    const kinds = await Promise.all(Array.from({ length: 50 }, () => kindOf(directory.find(PIROUETTE))));
    expect(new Set(kinds)).toEqual(new Set(['found']));
    expect(around.server.asked).toEqual([PIROUETTE]);
  });

  test('no more than seven a second: the directory, which counts, refuses none', async () => {
    const directory = around.open();
    const sirets = Array.from({ length: 15 }, (_, at) => `999966294${String(at).padStart(5, '0')}`);
    const [kinds, lasted] = await lasting(() =>
      Promise.all(sirets.map((siret) => kindOf(directory.find(siret)))),
    );
    expect(new Set(kinds)).toEqual(new Set(['unknown']));
    expect(around.server.asked.toSorted()).toEqual(sirets);
    expect(lasted).toBeGreaterThanOrEqual(2_000);
  });

  test('more questions than the patience can take are given up, not piled up', async () => {
    const directory = around.open({ patience: 500 });
    const sirets = Array.from({ length: 200 }, (_, at) => `999966294${String(at).padStart(5, '0')}`);
    const [kinds, lasted] = await lasting(() =>
      Promise.all(sirets.map((siret) => kindOf(directory.find(siret)))),
    );
    expect(kinds.filter((kind) => kind === 'unknown')).toHaveLength(7);
    expect(lasted).toBeLessThan(1_500);
  });
});
