/** What comes out of the API when it is asked wrongly, or when the house fails: French, a code, and nothing else. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

// oxfmt-ignore
test.each([
  ['{ me { ', 'GRAPHQL_PARSE_FAILED', 'La requête GraphQL ne se lit pas (ligne 1, colonne 8).', 'half a query'],
  ['{ salaries }', 'GRAPHQL_VALIDATION_FAILED', 'La requête GraphQL ne correspond pas au schéma (ligne 1, colonne 3).', 'an unknown field'],
  ['{ structures(first: 0) { totalCount } }', 'BAD_INPUT', 'first : un nombre de 1 à 200 attendu.', 'a page of nothing'],
  ['{ structures(first: 201) { totalCount } }', 'BAD_INPUT', 'first : un nombre de 1 à 200 attendu.', 'a page too long'],
  ['{ structures(after: "?") { totalCount } }', 'BAD_INPUT', 'after : un curseur reçu d’une page précédente attendu.', 'an invented cursor'],
  ['mutation { createDeclaration(structureId: "x", type: CMG_HOME_CARE, month: "2026-13") { id } }', 'BAD_INPUT', 'Month : un mois AAAA-MM attendu.', 'a thirteenth month'],
])('%s: %s', async (query, code, message) => {
  const { errors } = await bench.nobody.post(query);
  expect(errors).toHaveLength(1);
  expect(errors![0]).toMatchObject({ message, extensions: { code } });
});

// oxfmt-ignore
test.each([
  ['{"query": "{ structures { totalCount } }"}', 200, 'of the person who asks'],
  ['{"query": "mutation { signOut }"}',      200, 'of a moment'],
  ['{"query": "{ salaries }"}',              400, 'a refusal may be mended'],
  ['{ nothing',                              400, 'nor what express says'],
])('no browser and no proxy keeps an answer: %s', async (body, status) => {
  const { token } = await bench.nobody.signIn(who.approver, DEMO_PASSWORD);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(`${bench.address}/graphql`, { method: 'POST', headers, body });
  expect([response.status, response.headers.get('cache-control')]).toEqual([status, 'no-store']);
});

test('a wrong variable is refused in French, without what was sent', async () => {
  const { errors } = await bench.nobody.post(
    'query ($first: Int) { structures(first: $first) { totalCount } }',
    {
      first: 'confidentiel',
    },
  );
  expect(JSON.stringify(errors)).not.toContain('confidentiel');
  expect(errors![0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  expect(errors![0]!.message).toContain('ne correspond pas au schéma');
});

test('a fault shows a reference and nothing of what happened; the log has the same reference and no personal data', async () => {
  const declarant = await bench.person(who.declarant);
  const { createQueryBuilder } = bench.house.database.reader;
  bench.house.database.reader.createQueryBuilder = () => {
    throw new TypeError('Camille Durand, 3521874');
  };
  const { errors } = await declarant.post('{ declarations { totalCount } }');
  bench.house.database.reader.createQueryBuilder = createQueryBuilder;
  const { message, extensions } = errors![0]!;
  expect(extensions.code).toBe('FAULT');
  expect(message).toBe(
    `Erreur interne. Réessayez ; si elle persiste, citez la référence ${extensions.reference}.`,
  );
  const line = bench.logged.find((logged) => logged.includes(extensions.reference!))!;
  expect(line).toContain('TypeError');
  expect(bench.logged.join('')).not.toMatch(/Camille|3521874/);
});

describe('signing in', () => {
  const refused = {
    code: 'SIGN_IN_REFUSED',
    message: 'Adresse électronique ou mot de passe incorrect. Vérifiez-les, puis recommencez.',
  };

  test.each([
    ['personne@exemple.example', DEMO_PASSWORD, 'no such account'],
    [who.declarant, 'faux', 'a wrong password'],
    ['', '', 'nothing'],
  ])('« %s » : refused alike (%s)', async (email, password) => {
    await expect(bench.nobody.signIn(email, password)).rejects.toMatchObject(refused);
  });

  test('the case of the address does not matter, and `me` tells what one holds', async () => {
    const caller = await bench.nobody.signIn(who.declarant.toUpperCase(), DEMO_PASSWORD);
    expect(
      await caller.ask('{ me { firstName habilitations { role roleLabel structure { name } } } }'),
    ).toEqual({
      me: {
        firstName: 'Camille',
        habilitations: [
          {
            role: 'ACTIVITY_PROVIDER',
            roleLabel: 'Fournisseur de données d’activité (télédéclarant)',
            structure: { name: 'Micro-crèche Pirouette' },
          },
        ],
      },
    });
  });

  test('the cookie is for the server only, and carries the session by itself', async () => {
    const response = await fetch(`${bench.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `mutation { signIn(email: "${who.declarant}", password: "${DEMO_PASSWORD}") { token } }`,
      }),
    });
    const [cookie, devices] = response.headers
      .getSetCookie()
      .toSorted((one, other) => other.localeCompare(one)) as [string, string];
    expect(devices).toMatch(/^habilis_devices=[\da-f-]{36}\.[\w-]{43}; .*HttpOnly; SameSite=Strict$/);
    expect(cookie).toMatch(
      /^habilis_session=[\w-]{43}; Max-Age=43200; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/,
    );
    const me = await fetch(`${bench.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: cookie.split(';')[0]! },
      body: JSON.stringify({ query: '{ me { firstName } }' }),
    });
    expect(await me.json()).toEqual({ data: { me: { firstName: 'Camille' } } });
  });

  test('signed out, the token opens nothing any more', async () => {
    const caller = await bench.nobody.signIn(who.declarant, DEMO_PASSWORD);
    await caller.ask('mutation { signOut }');
    expect(await caller.ask('{ me { id } }')).toEqual({ me: null });
  });
});

describe('the plain addresses', () => {
  test('an unknown address is told in French', async () => {
    const response = await fetch(`${bench.address}/nowhere`);
    expect([response.status, await response.json()]).toEqual([
      404,
      { code: 'NOT_FOUND', message: 'Cette adresse n’existe pas.' },
    ]);
  });

  test('a body that is not JSON is told in French, without a stack', async () => {
    const response = await fetch(`${bench.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      { code: 'BAD_REQUEST', message: 'La requête n’a pas pu être lue.' },
    ]);
  });

  test('a form of another site cannot ask a query: no simple request is answered', async () => {
    const response = await fetch(`${bench.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ query: '{ me { id } }' }),
    });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).not.toMatch(/\bat |operation has been blocked/);
  });
});
