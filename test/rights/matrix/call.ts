/** Calling an operation for real, and what it came to; a whole answer is asked for, by the schema itself. */
import type { GraphQLField, GraphQLNamedType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getNamedType, isLeafType, isObjectType } from 'graphql';
import { openIdPaths } from '../../../resolvers/addresses.js';
import { pages } from '../../../resolvers/pages/index.js';
import type { Caller } from '../../caller.js';

/** What an operation came to. What is not granted says its status, its code and its words. */
export type Answer =
  | { granted: true; data: unknown }
  | { granted: false; status: number; code: string; message: string };

export const refused = (status: number, code: string, message: string): Answer => ({
  granted: false,
  status,
  code,
  message,
});

/** A field that may take no argument but those that a list has anyway. */
const needsNothing = ({ args }: GraphQLField<unknown, unknown>): boolean =>
  args.every(({ type, defaultValue }) => !type.toString().endsWith('!') || defaultValue !== undefined);

/** Records of a list within an answer: enough to see each field of theirs. */
const FEW = '(first: 5)';

/** All the fields of a type and of what it leads to, each type once on a way. */
function selectionOf(type: GraphQLNamedType, way: readonly string[] = []): string {
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).filter(needsNothing);
  const parts = fields.flatMap(({ name, args, type: found }) => {
    const named = getNamedType(found);
    if (isLeafType(named)) return [name];
    const passed = [...way, type.name];
    const few = args.some((argument) => argument.name === 'first') ? FEW : '';
    return passed.includes(named.name) ? [] : [`${name}${few} ${selectionOf(named, passed)}`];
  });
  return `{ ${parts.join(' ')} }`;
}

/** Enough to know whether it was granted. */
const leastOf = (type: GraphQLNamedType): string => {
  if (!isObjectType(type)) return '';
  return 'edges' in type.getFields() ? '{ edges { node { id } } }' : '{ __typename }';
};

export type Arguments = Record<string, unknown>;

type Operations = Map<string, ['query' | 'mutation', GraphQLField<unknown, unknown>]>;

const operations = new WeakMap<GraphQLSchema, Operations>();

/** The fields that operations are, by name. */
export function operationsOf(schema: GraphQLSchema): Operations {
  const known = operations.get(schema);
  if (known) return known;
  const of = (kind: 'query' | 'mutation', type: GraphQLObjectType) =>
    Object.values(type.getFields()).map((field) => [field.name, [kind, field]] as const);
  const found = [...of('query', schema.getQueryType()!), ...of('mutation', schema.getMutationType()!)];
  const all = new Map(found) as unknown as Operations;
  operations.set(schema, all);
  return all;
}

/** @param whole  with everything that the answer leads to, or only enough to know that there is one */
export async function callField(
  schema: GraphQLSchema,
  caller: Caller,
  name: string,
  given: Arguments,
  whole: boolean,
): Promise<Answer> {
  const [kind, field] = operationsOf(schema).get(name)!;
  const used = field.args.filter((argument) => argument.name in given);
  const declared = used.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
  const passed = used.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const type = getNamedType(field.type);
  const query = `${kind} ${declared && `(${declared})`} { ${name} ${passed && `(${passed})`} ${whole ? selectionOf(type) : leastOf(type)} }`;
  const { status, data, errors } = await caller.post(query, given);
  const [error] = errors ?? [];
  if (error) {
    const { reference } = error.extensions;
    // A fault says nothing: its reference leads to the log.
    const words = reference ? error.message.replace(reference, '…') : error.message;
    return refused(status, error.extensions.code, words);
  }
  const answer = data?.[name];
  return answer === null ? refused(status, 'NULL', '') : { granted: true, data: answer };
}

/** Tells each leaf that an answer holds: its type and field, and the way to it. */
export function eachLeaf(
  type: GraphQLNamedType,
  data: unknown,
  tell: (leaf: string) => void,
  parent = '',
): void {
  if (data === null || data === undefined || !isObjectType(type)) return;
  if (Array.isArray(data)) {
    for (const item of data) eachLeaf(type, item, tell, parent);
    return;
  }
  for (const [name, value] of Object.entries(data)) {
    if (value === null || (Array.isArray(value) && value.length === 0)) continue;
    const found = getNamedType((type as GraphQLObjectType).getFields()[name]!.type);
    if (!isLeafType(found)) {
      eachLeaf(found, value, tell, `${type.name}.${name}`);
      continue;
    }
    tell(`${type.name}.${name}`);
    if (parent) tell(`${parent}.${name}`);
  }
}

/** Pages for a browser, which say nothing of anybody. */
export const pageDoors: readonly string[] = [...Object.keys(pages), ...Object.values(openIdPaths)].map(
  (path) => `GET ${path}`,
);

/** Where anybody checks an attestation, whoever they are. */
export const verifyDoors: readonly string[] = [
  'GET /verify',
  'GET /verify/:code',
  'GET /verify/keys',
  'POST /verify',
];
