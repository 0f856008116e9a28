/** An answer of the directory is not believed beyond its shape, whoever gives it. */
import { expect, test } from '@jest/globals';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Found } from '../../src/kernel/directory.js';
import { LUCIOLES, PIROUETTE, aroundEach, kindOf, lasting } from './around.js';

const around = aroundEach();

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
  [
    'unavailable',
    'an establishment of another shape',
    results({ ...unit(), matching_etablissements: [null] }),
  ],
  ['unavailable', 'the SIREN of another', results(unit({ siren: '111111111' }))],
  ['unavailable', 'a name that is no text', results(unit({ nom_complet: ['PIROUETTE'] }))],
  ['unavailable', 'a name of nothing that shows', results(unit({ nom_complet: '\u0000 \u202e' }))],
  ['unavailable', 'neither open nor closed', results(unit({}, { etat_administratif: 'X' }))],
  ['unknown', 'no establishment matches', results({ ...unit(), matching_etablissements: null })],
  ['unknown', 'another one matches', results({ ...unit(), matching_etablissements: [{ siret: LUCIOLES }] })],
  [
    'unknown',
    'a number is no SIRET',
    results({ ...unit(), matching_etablissements: [{ siret: Number(PIROUETTE) }] }),
  ],
  ['not_diffusible', 'the entity is masked', results(unit({ statut_diffusion: 'P' }))],
  ['not_diffusible', 'as older answers say it', results(unit({ statut_diffusion: 'N' }))],
  [
    'not_diffusible',
    'the establishment is masked',
    results(unit({}, { statut_diffusion_etablissement: 'P' })),
  ],
  ['not_diffusible', 'its address is masked', results(unit({}, { adresse: '[NON-DIFFUSIBLE]' }))],
  ['found', 'the least that is needed', results(unit())],
  ['found', 'large', ' '.repeat(990_000) + results(unit())],
  ['unavailable', 'too large', ' '.repeat(1_000_000) + results(unit())],
])('%s: %s', async (kind, _why, body) => {
  around.server.behave({ body });
  expect(await kindOf(around.open().find(PIROUETTE))).toBe(kind);
});

test('what is not known as it should be is left out; texts are one line, bounded, without control characters', async () => {
  const hostile = {
    nom_raison_sociale: `PI\u0000ROU\u202eETTE\n<script>\ud800 ${'é'.repeat(500)}`,
    nature_juridique: 9220,
    activite_principale: '88.91A; drop table',
  };
  const place = {
    date_creation: '2026-02-30',
    tranche_effectif_salarie: {},
    adresse: 'x'.repeat(5_000),
    code_postal: '.*',
  };
  around.server.behave({ body: results(unit(hostile, place)) });
  const found = await around.open().find(PIROUETTE);
  expect(found).toMatchObject({
    kind: 'found',
    entry: { legalForm: null, naf: null, createdOn: null, workforce: null, address: ['x'.repeat(300)] },
  });
  const { name } = (found as Extract<Found, { kind: 'found' }>).entry;
  expect(name).toBe(`PIROUETTE <script> ${'é'.repeat(181)}`);
});

async function elsewhere(serve: RequestListener, work: (address: string) => Promise<void>) {
  const other: Server = createServer(serve);
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
      const [found, lasted] = await lasting(() => around.open({ address, timeout: 300 }).find(PIROUETTE));
      expect(found).toEqual({ kind: 'unavailable' });
      expect(lasted).toBeLessThan(1_500);
    },
  ));

test('nobody is followed elsewhere', () =>
  elsewhere(
    (_, response) =>
      void response.writeHead(302, { location: `${around.server.address}/search?q=${PIROUETTE}` }).end(),
    async (address) => {
      expect(await around.open({ address }).find(PIROUETTE)).toEqual({ kind: 'unavailable' });
      expect(around.server.asked).toEqual([]);
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
      for (const below of ['', '/', '/annuaire', '/annuaire/'])
        await around.open({ address: address + below }).find(PIROUETTE);
    },
  );
  const query = `?q=${PIROUETTE}&minimal=true&include=matching_etablissements`;
  expect(urls).toEqual(
    ['/search', '/search', '/annuaire/search', '/annuaire/search'].map((path) => path + query),
  );
});
