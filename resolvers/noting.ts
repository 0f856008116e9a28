/** What is noted of whoever calls: of a token its last use and what it was refused, of a session what it is refused after a removal. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLError, OperationDefinitionNode } from 'graphql';
import { Kind } from 'graphql';
import { noteAfterRemoval, noteRefusal, noteUse } from '../src/habilitations/index.js';
import { Refusal } from '../src/kernel/refusal.js';
import type { ApiContext } from './context.js';
import { originOf } from './errors.js';

const isNotFound = (error: unknown): boolean => error instanceof Refusal && error.code === 'NOT_FOUND';

/** A field of the schema, whatever the caller calls it in their query. */
const fieldOf = ({ nodes }: GraphQLError): string => {
  const [node] = nodes ?? [];
  return node?.kind === Kind.FIELD ? node.name.value : 'graphql';
};

const firstFieldOf = (operation: OperationDefinitionNode | undefined): string => {
  const [first] = operation?.selectionSet.selections ?? [];
  return first?.kind === Kind.FIELD ? first.name.value : 'graphql';
};

/** What was refused, at these fields or doors, as if it did not exist. */
async function noteRefused({ ctx, software, bearer }: ApiContext, refused: readonly string[]): Promise<void> {
  if (refused.length > 0 && bearer) await noteAfterRemoval(ctx, bearer);
  if (software) for (const door of new Set(refused)) await noteRefusal(ctx, software.token, door);
}

/** A call at a plain address. */
export async function noted<T>(asked: ApiContext, door: string, call: () => Promise<T>): Promise<T> {
  const { ctx, software } = asked;
  if (software) await noteUse(ctx, software.token, door);
  try {
    return await call();
  } catch (error) {
    if (isNotFound(error)) await noteRefused(asked, [door]);
    throw error;
  }
}

/** The same for what is asked of GraphQL; a field refused many times in one request is noted once. */
export const noting: ApolloServerPlugin<ApiContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didEncounterErrors: ({ contextValue, errors }) =>
        noteRefused(contextValue, errors.filter((error) => isNotFound(originOf(error))).map(fieldOf)),
      async willSendResponse({ contextValue: { ctx, software }, operation }) {
        if (software) await noteUse(ctx, software.token, firstFieldOf(operation));
      },
    }),
};
