/** Reads of personal records: told before the answer leaves, and asked about by those who answer for them. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode, SelectionNode } from 'graphql';
import { Kind } from 'graphql';
import type { Logger } from 'pino';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { PageArgs, toConnection } from '../schema/connections.js';
import * as api from '../schema/consultations.js';
import type { Consultation } from '../src/kernel/consultation.js';
import { consultationsOf } from '../src/kernel/consultations.js';
import type { ApiContext } from './context.js';
import { faultOf } from './errors.js';

@Resolver(() => api.Consultation)
export class ConsultationResolver {
  @Query(() => api.ConsultationConnection, {
    description: 'Who read a record, the last one first; for those who answer for it. Asking is told too.',
  })
  async consultations(
    @Arg('recordId', () => ID) recordId: string,
    @Args(() => PageArgs) request: PageArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    return toConnection(await consultationsOf(ctx, recordId, request));
  }

  @FieldResolver()
  async reader(
    @Root() { actorKind, actorId }: Consultation,
    @Ctx() { loaders }: ApiContext,
  ): Promise<string> {
    return actorKind === 'automaton' ? actorId : loaders.actorName.load(actorId);
  }
}

/** The fields that an operation asks for, by their own names, whatever the caller calls them. */
const fieldsOf = (document: DocumentNode, selections: readonly SelectionNode[]): string[] =>
  selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(document, selection.selectionSet.selections);
    const fragment = document.definitions.find(
      (it) => it.kind === Kind.FRAGMENT_DEFINITION && it.name.value === selection.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION
      ? fieldsOf(document, fragment.selectionSet.selections)
      : [];
  });

/** What cannot be told of does not leave: the answer becomes a fault. */
export const telling = (log: Logger): ApolloServerPlugin<ApiContext> => ({
  // eslint-disable-next-line typescript/require-await
  async requestDidStart() {
    return {
      async willSendResponse({ contextValue, document, operation, response }) {
        if (!document || !operation) return;
        const fields = new Set(fieldsOf(document, operation.selectionSet.selections));
        try {
          await contextValue.ctx.tellSeen(`${operation.operation} ${[...fields].toSorted().join(', ')}`);
        } catch (error) {
          const { status, message, ...extensions } = faultOf(log, error);
          const errors = [{ message, extensions }];
          response.http.status = status;
          response.body = { kind: 'single', singleResult: { errors } };
        }
      },
    };
  },
});
