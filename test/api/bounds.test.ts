/** How much one request may ask: measured before anything is done, and refused in French. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OperationDefinitionNode } from 'graphql';
import { Kind, getIntrospectionQuery, parse } from 'graphql';
import type { Measures } from '../../resolvers/bounds.js';
import { MOST_BYTES, MOST_WORDS, bounds, measure } from '../../resolvers/bounds.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';

const measured = (query: string, variables = {}): Measures => {
  const document = parse(query);
  const operation = document.definitions.find(
    (it): it is OperationDefinitionNode => it.kind === Kind.OPERATION_DEFINITION,
  )!;
  return measure(document, operation, variables);
};

const rows = '{ edges { node { rows(first: 200) { edges { node { id } } } } } }';

// oxfmt-ignore
test.each<[string, object, Measures, string]>([
  ['{ me { id } }',                                        {}, { depth: 2, fields: 2, answers: 2 }, 'two fields, one in the other'],
  ['{ a: me { id } b: me { id } }',                        {}, { depth: 2, fields: 4, answers: 4 }, 'another name is another field'],
  ['{ declarations { totalCount } }',                      {}, { depth: 2, fields: 2, answers: 2 }, 'a list that is not listed'],
  ['{ declarations { edges { cursor } } }',                {}, { depth: 3, fields: 3, answers: 101 }, 'a page is of 50 by default'],
  ['{ declarations(first: 2) { edges { cursor } } }',      {}, { depth: 3, fields: 3, answers: 5 }, 'or as asked'],
  ['query ($n: Int) { declarations(first: $n) { edges { cursor } } }', { n: 2 }, { depth: 3, fields: 3, answers: 5 }, 'or as its variable says'],
  ['query ($n: Int) { declarations(first: $n) { edges { cursor } } }', {}, { depth: 3, fields: 3, answers: 101 }, 'or does not say'],
  ['query ($n: Int) { declarations(first: $n) { edges { cursor } } }', { n: -9 }, { depth: 3, fields: 3, answers: 3 }, 'fewer than none are none'],
  ['{ declarations(first: 9999) { edges { cursor } } }',   {}, { depth: 3, fields: 3, answers: 401 }, 'a page has 200 at most, whatever is asked'],
  [`{ declarations(first: 200) ${rows} }`,                 {}, { depth: 7, fields: 7, answers: 120_601 }, 'pages of pages multiply'],
  ['query { ...all } fragment all on Query { me { id } }', {}, { depth: 2, fields: 2, answers: 2 }, 'a fragment is what it holds'],
  ['{ ... on Query { me { id } } }',                       {}, { depth: 2, fields: 2, answers: 2 }, 'under its own name or none'],
  ['{ declarations(first: 3) { ...page } } fragment page on DeclarationConnection { edges { cursor } }', {}, { depth: 3, fields: 3, answers: 7 }, 'and of the list that it stands in'],
])('%s %j: %j (%s)', (query, variables, expected) => {
  expect(measured(query, variables)).toEqual(expected);
});

test('fragments in fragments, each spread ten times, are measured at once', () => {
  const level = (at: number) => `fragment f${at} on Query { ${`...f${at + 1} `.repeat(10)} }`;
  const levels = Array.from({ length: 30 }, (_, at) => level(at)).join(' ');
  const started = performance.now();
  expect(measured(`query { ...f0 } ${levels} fragment f30 on Query { me { id } }`).fields).toBeGreaterThan(
    1e30,
  );
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('the query by which tools read the schema is within the bounds', () => {
  const { depth, fields, answers } = measured(getIntrospectionQuery());
  expect(depth).toBe(15);
  expect([fields < bounds.fields.most, answers < bounds.answers.most]).toEqual([true, true]);
});

describe('at the door', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench.close());

  const aliases = (count: number, field: string) =>
    `{ ${Array.from({ length: count }, (_, at) => `a${at}: ${field}`).join(' ')} }`;

  const sentence = (most: string, measureName: string) =>
    `La requête GraphQL demande trop à la fois : ${most} ${measureName} au plus. Découpez-la en plusieurs requêtes, ou demandez des pages plus courtes.`;

  // oxfmt-ignore
  test.each<[string, string, string]>([
    [aliases(251, 'me { id }'),                                       sentence('500', 'champs'), 'two fields too many'],
    [`{ declarations(first: 200) ${rows} }`,                          sentence('100 000', 'valeurs à répondre'), 'all the rows of everything'],
    [`{ ${'structures { edges { node { partner { id } } } } '.repeat(600)} }`, sentence('4 000', 'mots et signes'), 'longer than one reads'],
    [`{ __schema { types { fields { type { ${'ofType { '.repeat(14)} name ${'} '.repeat(14)} } } } } }`, sentence('16', 'niveaux imbriqués'), 'deeper than anything goes'],
  ])('%.40s… is refused in French, and nothing is done (%#)', async (query, message) => {
    const declarant = await bench.person(who.declarant);
    const before = await bench.count(JournalEntry);
    const { status, data, errors } = await declarant.post(query);
    expect(status).toBe(400);
    expect(data ?? null).toBeNull();
    expect(errors).toHaveLength(1);
    expect({ ...errors![0], message: errors![0]!.message.replaceAll(/[\u202f\u00a0]/g, ' ') }).toMatchObject({
      message,
      extensions: { code: 'QUERY_TOO_LARGE' },
    });
    expect(await bench.count(JournalEntry)).toBe(before);
  });

  test('just within the bound, it is answered', async () => {
    const { status, errors } = await bench.nobody.post(aliases(250, 'me { id }'));
    expect([status, errors]).toEqual([200, undefined]);
  });

  test('what the caller wrote about words is not taken for the engine’s own', async () => {
    const { errors } = await bench.nobody.post('{ "Document contains more that 1 tokens" }');
    expect(errors![0]).toMatchObject({ extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
  });

  test('a thousand queries of one name are refused before they are compared with one another', async () => {
    const started = performance.now();
    const { errors } = await bench.nobody.post(`{ ${'me '.repeat(MOST_WORDS)} }`);
    expect(errors![0]).toMatchObject({ extensions: { code: 'QUERY_TOO_LARGE' } });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('a body that is too long is not read, and is told how long it may be', async () => {
    const response = await fetch(`${bench.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ me { id } }', variables: { x: 'x'.repeat(MOST_BYTES) } }),
    });
    expect([response.status, await response.json()]).toEqual([
      413,
      {
        code: 'BAD_REQUEST',
        message:
          'La requête est trop longue : 500 ko au plus. Un classeur se dépose par PUT, à l’adresse que donne sa déclaration.',
      },
    ]);
  });

  test('many queries in one request are none', async () => {
    const response = await fetch(`${bench.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query: '{ me { id } }' }, { query: '{ me { id } }' }]),
    });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain('BAD_REQUEST');
  });
});
