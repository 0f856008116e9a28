/** The company directory through the API: what it says of a SIRET, for a person to confirm. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config.js';
import type { DirectoryServer } from '../../src/demo/directory-server.js';
import { openDirectoryServer } from '../../src/demo/directory-server.js';
import { listed, special } from '../../src/demo/directory-entries.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import type { Denied } from '../caller.js';

const PIROUETTE = '99993380700011';

let bench: Bench;
let server: DirectoryServer;

interface Answer {
  kind: string;
  sentence: string;
  establishment: Record<string, unknown> | null;
}

const ask = async (siret: string, email: string = who.habilitationManager): Promise<Answer> => {
  const { establishment } = await (
    await bench.person(email)
  ).ask<{ establishment: Answer }>(
    `query ($siret: String!) { establishment(siret: $siret) {
      kind sentence
      establishment {
        siret siren name vatNumber address open createdOn
        legalForm { code label } naf { code label } workforce { code label }
      }
    } }`,
    { siret },
  );
  return establishment;
};

const refused = (siret: string): Promise<unknown> =>
  ask(siret).then(
    () => undefined,
    (error: Denied) => ({ code: error.code, message: error.message, facts: error.facts }),
  );

describe('shown for confirmation', () => {
  beforeAll(async () => {
    server = await openDirectoryServer();
    bench = await openBench(undefined, { DIRECTORY_URL: server.address });
  });
  afterAll(async () => {
    await bench.close();
    await server.close();
  });

  test('the habilitation manager sees what the register says, in French', async () => {
    expect(await ask('999 933 807 00011')).toEqual({
      kind: 'FOUND',
      sentence: 'Vérifiez qu’il s’agit bien de cet établissement.',
      establishment: {
        siret: PIROUETTE,
        siren: '999933807',
        name: 'ASSOCIATION PIROUETTE',
        vatNumber: 'FR94999933807',
        address: ['14 RUE DES TANNEURS', '49100 ANGERS'],
        open: true,
        createdOn: '2014-09-01',
        legalForm: { code: '9220', label: 'Association déclarée' },
        naf: { code: '88.91A', label: 'Accueil de jeunes enfants' },
        workforce: { code: '02', label: '3 à 5 salariés' },
      },
    });
  });

  test('people of any Caf see the same', async () => {
    expect(await ask(PIROUETTE, who.otherCafAdviser)).toEqual(await ask(PIROUETTE));
  });

  test('a code that is not expected is shown without a label', async () => {
    server.list({ ...listed[0]!, siret: '99995052000018', legalForm: '4160', naf: '01.11Z' });
    expect((await ask('99995052000018')).establishment).toMatchObject({
      legalForm: { code: '4160', label: null },
      naf: { code: '01.11Z', label: null },
    });
  });

  test.each([
    [
      special.closed,
      'FOUND',
      'L’annuaire indique que cet établissement est fermé : vérifiez le SIRET auprès du partenaire.',
    ],
    [
      special.unknown,
      'UNKNOWN',
      'L’annuaire des entreprises ne connaît pas ce SIRET. Vérifiez-le. Vous pouvez continuer : la vérification sera refaite automatiquement.',
    ],
    [
      '00000000000000',
      'UNKNOWN',
      'L’annuaire des entreprises ne connaît pas ce SIRET. Vérifiez-le. Vous pouvez continuer : la vérification sera refaite automatiquement.',
    ],
    [
      special.notDiffusible,
      'NOT_DIFFUSIBLE',
      'L’annuaire ne diffuse pas les informations de cet établissement. Vous pouvez continuer : la vérification sera refaite automatiquement.',
    ],
    [
      special.unavailable,
      'UNAVAILABLE',
      'L’annuaire des entreprises ne répond pas pour le moment. Vous pouvez continuer : la vérification sera refaite automatiquement.',
    ],
  ])('%s: %s, and the person may go on', async (siret, kind, sentence) => {
    const answer = await ask(siret);
    expect(answer).toMatchObject({ kind, sentence });
    expect(answer.establishment !== null).toBe(kind === 'FOUND');
  });

  test('a malformed SIRET is refused with what is wrong, and the directory is not asked', async () => {
    const before = server.asked.length;
    expect(await refused('99993380700012')).toEqual({
      code: 'SIRET_MALFORMED',
      message:
        'SIRET : ses cinq derniers chiffres ne vont pas avec le SIREN ; un chiffre est sans doute faux.',
      facts: { siret: '99993380700012', length: 14, fault: 'SIRET_KEY' },
    });
    expect(server.asked).toHaveLength(before);
  });

  test('who may not ask learns nothing, not even of the SIRET, and the directory is not asked', async () => {
    const before = server.asked.length;
    const codeOf = (siret: string, email: string) => ask(siret, email).catch(({ code }: Denied) => code);
    expect(await codeOf(PIROUETTE, who.declarant)).toBe('NOT_FOUND');
    expect(await codeOf('not a SIRET', who.declarant)).toBe('NOT_FOUND');
    expect(server.asked).toHaveLength(before);
  });
});

describe('without DIRECTORY_URL', () => {
  test('an invented directory answers in the process, over real HTTP', async () => {
    bench = await openBench();
    expect(bench.config.directoryUrl).toBe('');
    expect((await ask(PIROUETTE)).kind).toBe('FOUND');
    await bench.close();
  });

  test('production asks the public service', () => {
    const production = {
      NODE_ENV: 'production',
      HABILIS_SECRET: 'x'.repeat(32),
      SEAL_KEY: 'A'.repeat(43),
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'ne-pas-repondre@caf.example',
      PUBLIC_URL: 'https://habilis.caf.example',
    };
    expect(readConfig(production).directoryUrl).toBe('https://recherche-entreprises.api.gouv.fr');
    const DIRECTORY_URL = 'http://annuaire.caf.example/sirene';
    expect(readConfig({ ...production, DIRECTORY_URL }).directoryUrl).toBe(DIRECTORY_URL);
  });

  test.each([
    ['annuaire.example'],
    ['ftp://annuaire.example'],
    ['https://'],
    ['https://annuaire.example/?q='],
  ])('DIRECTORY_URL %s is refused at start', (address) => {
    expect(() => readConfig({ DIRECTORY_URL: address })).toThrow(
      'DIRECTORY_URL : une adresse comme https://recherche-entreprises.api.gouv.fr attendue.',
    );
  });
});
