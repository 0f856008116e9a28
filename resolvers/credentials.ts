/** One request checks one credential: many in one would be as many tries for the price of one. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema, ValidationRule } from 'graphql';
import { GraphQLError } from 'graphql';
import { Extensions } from 'type-graphql';
import { noteFlood } from '../src/identity/index.js';
import { refusal } from '../src/kernel/refusal.js';
import { askedFrom } from './browser.js';
import type { ApiContext } from './context.js';

export const OneCredentialOnly = refusal<Record<string, never>>(
  'ONE_CREDENTIAL_ONLY',
  () =>
    'Une seule opération de connexion ou de mot de passe par requête, sous un nom ou sous un autre. Envoyez-les une à une.',
);

const MARK = { credential: true } as const;

/** Marks an operation that takes a password, a code or a link, or gives one. */
export const Credential = (): MethodDecorator => Extensions(MARK);

/** Refuses a second one before any is checked, whatever aliases, fragments and operations they are spread over. */
export const oneCredential: ValidationRule = (context) => {
  let met = 0;
  return {
    Field(node) {
      if (!context.getFieldDef()?.extensions.credential) return;
      met += 1;
      if (met !== 2) return;
      const refused = OneCredentialOnly({});
      context.reportError(new GraphQLError(refused.message, { nodes: node, originalError: refused }));
    },
  };
};

const namesOf = (schema: GraphQLSchema): string[] =>
  Object.values(schema.getMutationType()?.getFields() ?? {})
    .filter(({ extensions }) => extensions.credential)
    .map(({ name }) => name);

/** Tells the journal of a request that names many and was refused before anything was done, were it too long to be read. */
export const notingFloods: ApolloServerPlugin<ApiContext> = {
  requestDidStart: () =>
    Promise.resolve({
      async didEncounterErrors({ contextValue: { ctx, response }, schema, source = '', operation }) {
        if (operation) return;
        const named = source.match(new RegExp(`\\b(${namesOf(schema).join('|')})\\b`, 'g')) ?? [];
        if (named.length > 1) await noteFlood(ctx, askedFrom(response.req));
      },
    }),
};
