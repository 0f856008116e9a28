/** What a token did, noted as it does it: its last use, and the calls it was refused. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLError, OperationDefinitionNode } from 'graphql';
import { Kind } from 'graphql';
import { noteRefusal, noteUse } from '../src/habilitations/index.js';
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

/** A call at a plain address, done with a token or not. */
export async function noted<T>(
  { ctx, software }: ApiContext,
  door: string,
  call: () => Promise<T>,
): Promise<T> {
  if (!software) return call();
  await noteUse(ctx, software.token, door);
  try {
    return await call();
  } catch (error) {
    if (isNotFound(error)) await noteRefusal(ctx, software.token, door);
    throw error;
  }
}

/** The same for what is asked of GraphQL; a field refused many times in one request is noted once. */
export const noting: ApolloServerPlugin<ApiContext> = {
  requestDidStart: () =>
    Promise.resolve({
      async didEncounterErrors({ contextValue: { ctx, software }, errors }) {
        if (!software) return;
        const refused = errors.filter((error) => isNotFound(originOf(error))).map(fieldOf);
        for (const field of new Set(refused)) await noteRefusal(ctx, software.token, field);
      },
      async willSendResponse({ contextValue: { ctx, software }, operation }) {
        if (software) await noteUse(ctx, software.token, firstFieldOf(operation));
      },
    }),
};
