/** How much one request may ask: bounds far above what any screen or program needs, far below what would hold others up. */
import type { ApolloServerPlugin } from '@apollo/server';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { Kind } from 'graphql';
import { DEFAULT, MAXIMUM } from '../src/kernel/page.js';
import type { ApiContext } from './context.js';
import { QueryTooLarge, answeredWith } from './errors.js';

/** Bytes of a request that is not a file: a thousand ids and their words fit ten times. */
export const MOST_BYTES = 500_000;

/** Words and signs of a query: comparing fields that bear the same name takes the square of their number. */
export const MOST_WORDS = 4_000;

/** What a query is measured by, the most of it, and how it is called in French. */
export const bounds = {
  depth: { most: 16, name: 'niveaux imbriqués', why: 'the query by which tools read the schema has 15' },
  fields: {
    most: 500,
    name: 'champs',
    why: 'a declaration with all its fields and all those of its rows has under 100',
  },
  answers: {
    most: 100_000,
    name: 'valeurs à répondre',
    why: 'a page of 200 declarations with 25 fields of 20 rows each',
  },
} as const;

export type Measures = Record<keyof typeof bounds, number>;

type Variables = Record<string, unknown>;

/** How many records a list may hold, as asked: by its argument, or a page by default. */
function pageOf({ arguments: given = [] }: FieldNode, variables: Variables): number {
  const first = given.find(({ name }) => name.value === 'first')?.value;
  if (first?.kind === Kind.INT) return Math.min(Number(first.value), MAXIMUM);
  if (first?.kind !== Kind.VARIABLE) return DEFAULT;
  const asked = variables[first.name.value];
  return typeof asked === 'number' ? Math.min(asked, MAXIMUM) : DEFAULT;
}

const sum = (all: readonly Measures[]): Measures => ({
  depth: Math.max(0, ...all.map(({ depth }) => depth)),
  fields: all.reduce((total, { fields }) => total + fields, 0),
  answers: all.reduce((total, { answers }) => total + answers, 0),
});

/**
 * Measures an operation without running it. A fragment is measured once for each size of page, however often it is
 * spread, so that measuring costs no more than reading.
 */
export function measure(
  { definitions }: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables = {},
): Measures {
  const fragments = new Map(
    definitions
      .filter((it): it is FragmentDefinitionNode => it.kind === Kind.FRAGMENT_DEFINITION)
      .map((it) => [it.name.value, it.selectionSet]),
  );
  const known = new Map<string, Measures>();
  const ofFragment = (name: string, page: number): Measures => {
    const key = `${name} ${page}`;
    const measured = known.get(key) ?? ofSet(fragments.get(name), page);
    known.set(key, measured);
    return measured;
  };
  const ofField = (field: FieldNode, page: number): Measures => {
    const inside = ofSet(field.selectionSet, pageOf(field, variables));
    const times = field.name.value === 'edges' ? Math.max(page, 1) : 1;
    return { depth: inside.depth + 1, fields: inside.fields + 1, answers: times * (inside.answers + 1) };
  };
  const ofSet = (set: SelectionSetNode | undefined, page: number): Measures =>
    sum(
      (set?.selections ?? []).map((selection) => {
        if (selection.kind === Kind.FIELD) return ofField(selection, page);
        return selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value, page)
          : ofSet(selection.selectionSet, page);
      }),
    );
  return ofSet(operation.selectionSet, DEFAULT);
}

/** Refuses, before anything is done, an operation beyond the bounds. */
export const bounding: ApolloServerPlugin<ApiContext> = {
  requestDidStart: () =>
    Promise.resolve({
      async didResolveOperation({ document, operation, request }) {
        if (!operation) return;
        const measures = measure(document, operation, request.variables);
        for (const [key, { most, name }] of Object.entries(bounds)) {
          const found = measures[key as keyof Measures];
          if (found > most) throw answeredWith(400, QueryTooLarge({ measure: name, found, most }));
        }
      },
    }),
};
