import { statSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { expected, filesOf, outcomeOf, producers } from './corpus/cases.js';
import { readerInPlace } from './files.js';

const all = (await Promise.all(producers.map(filesOf))).flat();

test.each(all)('$name gives what lies beside it', async ({ file, json }) => {
  const { template, outcome } = await expected(json);
  expect(await outcomeOf(readerInPlace, file, template)).toEqual(outcome);
});

test('the corpus has many producers, is read to rows or refused, and stays small', async () => {
  const outcomes = await Promise.all(all.map(async ({ json }) => (await expected(json)).outcome));
  expect(outcomes.filter((outcome) => 'rows' in outcome).length).toBeGreaterThanOrEqual(60);
  expect(outcomes.filter((outcome) => 'refused' in outcome).length).toBeGreaterThanOrEqual(25);
  const bytes = all.reduce((sum, { file, json }) => sum + statSync(file).size + statSync(json).size, 0);
  expect(bytes).toBeLessThan(1_500_000);
});
