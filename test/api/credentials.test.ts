/** One request checks one credential, however they are written. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeSchema } from '../../resolvers/schema.js';
import { DEMO_PASSWORD } from '../../src/seed/index.js';
import { Job } from '../../src/kernel/jobs.js';
import { Session } from '../../src/identity/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const right = `signIn(email: "${who.declarant}", password: "${DEMO_PASSWORD}") { token }`;
const aliases = (count: number, field = right) =>
  Array.from({ length: count }, (_, at) => `a${at}: ${field}`).join(' ');

const post = async (body: unknown) => {
  const response = await fetch(`${bench.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
};

const SENTENCE =
  'Une seule opération de connexion ou de mot de passe par requête, sous un nom ou sous un autre. Envoyez-les une à une.';

// oxfmt-ignore
const refused: [string, string][] = [
  ['two aliases, both right', `mutation { ${aliases(2)} }`],
  ['as many as a query may hold', `mutation { ${aliases(200)} }`],
  ['two operations', `mutation { ${right} setPassword(secret: "x", password: "y") }`],
  ['in fragments', `mutation { signOut ...f ...g } fragment f on Mutation { ${aliases(1)} } fragment g on Mutation { b: ${right} }`],
  ['in operations of which one would be done', `mutation A { ${right} } mutation B { ${right} }`],
  ['nothing checked, but something sent', `mutation { a: forgotPassword(email: "a@b.fr") b: forgotPassword(email: "b@b.fr") }`],
];

describe('more than one, and none is checked', () => {
  test.each(refused)('%s', async (_, query) => {
    const { status, text } = await post({
      query,
      operationName: query.includes('mutation A') ? 'A' : undefined,
    });
    expect([status, JSON.parse(text)]).toEqual([
      400,
      { errors: [{ message: SENTENCE, extensions: { code: 'ONE_CREDENTIAL_ONLY', facts: {} } }] },
    ]);
  });

  test('a thousand, written as short as can be, are refused at once', async () => {
    const started = performance.now();
    const { status, text } = await post({ query: `mutation { ${aliases(1_000)} }` });
    expect(status).toBe(400);
    expect(text).toMatch(/ONE_CREDENTIAL_ONLY|QUERY_TOO_LARGE/);
    // A thousand passwords take a minute.
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('many requests in one are none', async () => {
    const { status, text } = await post([
      { query: `mutation { ${right} }` },
      { query: `mutation { ${right} }` },
    ]);
    expect([status, text]).toEqual([400, expect.stringContaining('BAD_REQUEST')]);
  });

  test('nobody was signed in, nothing was queued', async () => {
    expect([await bench.count(Session), await bench.count(Job)]).toEqual([0, 0]);
  });
});

test('one is done, beside anything else', async () => {
  const { text } = await post({ query: `mutation { signOut ${right} }` });
  expect(JSON.parse(text)).toMatchObject({ data: { signOut: true, signIn: { token: expect.any(String) } } });
});

/** Codes that are no secret: of an anomaly, of a Caf. */
const printed = ['acceptProposals', 'setNimsDecider', 'setRegisterChecks'];

test('whatever takes a password, a code or a secret is marked as a credential', async () => {
  const schema = await makeSchema();
  const fields = Object.values(schema.getMutationType()!.getFields());
  const taking = fields.filter(({ args }) =>
    args.some(({ name }) => /password|secret|code|email/i.test(name)),
  );
  const marked = fields.filter(({ extensions }) => extensions.credential);
  expect(taking.filter((field) => !marked.includes(field)).map(({ name }) => name)).toEqual(printed);
  expect(marked.map(({ name }) => name)).toEqual(expect.arrayContaining(['signIn', 'setPassword']));
});
