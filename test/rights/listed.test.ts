/** permissions.yaml leaves nothing out: each operation, door and field has its line, each line its recipe and its reason. */
import { beforeAll, expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { GraphQLSchema } from 'graphql';
import { getNamedType, isLeafType, isObjectType } from 'graphql';
import { fileDoors } from '../../resolvers/files.js';
import { makeSchema } from '../../resolvers/schema.js';
import { operationsOf, pageDoors } from './matrix/call.js';
import { people } from './matrix/people.js';
import { recipes } from './matrix/recipes.js';
import { entries, isAutomatons, nothingPersonal, reasons, seenBy } from './matrix/table.js';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
});

const listed = new Set(entries.map(({ operation }) => operation));

test('every operation of the schema has its entry, and no other', async () => {
  const fields = [...operationsOf(schema).keys()];
  const named = [...listed].filter((operation) => !/^(GET|PUT|POST|job|task) /.test(operation));
  expect(named.toSorted()).toEqual(fields.toSorted());
});

test('every door over HTTP has its entry, and no other', () => {
  const folder = fileURLToPath(new URL('../../../resolvers', import.meta.url));
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
  const others = sources.flatMap((text) =>
    [...text.matchAll(/\b(?:app|router)\.(get|post|put|delete|all|use)\(\s*'(\/[^']*)'/g)].map(
      ([, method, path]) => `${method === 'use' ? 'POST' : method!.toUpperCase()} ${path}`,
    ),
  );
  const doors = [...fileDoors.map(({ method, path }) => `${method} ${path}`), ...pageDoors, ...others];
  const named = [...listed].filter((operation) => /^(GET|PUT|POST) /.test(operation));
  expect(named.toSorted()).toEqual(doors.toSorted());
});

test('every entry has its recipe and its reason, and no other', () => {
  expect(Object.keys(recipes).toSorted()).toEqual(entries.map(({ name }) => name).toSorted());
  expect(reasons.filter((reason) => !reason)).toEqual([]);
});

test('every field of the API that says a text, a day or a number says whether it is personal', () => {
  const said = Object.values(schema.getTypeMap())
    .filter(
      (type) => isObjectType(type) && !/^(__|PageInfo$|Query$|Mutation$)|(Connection|Edge)$/.test(type.name),
    )
    .flatMap((type) =>
      Object.values(isObjectType(type) ? type.getFields() : {})
        .filter((field) => isLeafType(getNamedType(field.type)))
        .filter((field) => /^(String|Day|Int|Float)$/.test(getNamedType(field.type).name))
        .map((field) => `${type.name}.${field.name}`),
    );
  const classified = [
    ...[...seenBy.keys()].filter((field) => field.split('.').length === 2),
    ...nothingPersonal,
  ];
  expect(classified.toSorted()).toEqual(said.toSorted());
});

test('every person is tried on every operation', () => {
  for (const entry of entries.filter((it) => !isAutomatons(it)))
    expect([...entry.openTo, ...entry.closedTo].toSorted()).toEqual([...people].toSorted());
});
