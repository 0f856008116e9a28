/** One request checks one credential: many in one would be as many tries for the price of one. */
import type { ValidationRule } from 'graphql';
import { GraphQLError } from 'graphql';
import { Extensions } from 'type-graphql';
import { refusal } from '../src/kernel/refusal.js';

export const OneCredentialOnly = refusal<Record<string, never>>(
  'ONE_CREDENTIAL_ONLY',
  () =>
    'Une seule opération de connexion ou de mot de passe par requête, sous un nom ou sous un autre. Envoyez-les une à une.',
);

const MARK = { credential: true } as const;

/** Marks an operation that takes a password, a code or a link, or sends one. */
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
