/** Amending a month that was sent: the next version, and what it changes. */
import { Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { toConnection } from '../schema/connections.js';
import * as api from '../schema/declarations.js';
import { DifferencesArgs, RowDifferenceConnection } from '../schema/differences.js';
import * as declarations from '../src/declarations/index.js';
import type { DifferenceKind } from '../src/declarations/index.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.Declaration)
export class AmendmentResolver {
  @Mutation(() => api.Declaration, {
    description:
      'Opens the next version of a declaration that was sent, with the same rows; the version that it amends stays as it was.',
  })
  amendDeclaration(@Args(() => api.SeenArgs) seen: api.SeenArgs, @Ctx() { ctx }: ApiContext) {
    return declarations.amend(ctx, { id: seen.id, revision: seen.revision });
  }

  @FieldResolver(() => api.Declaration, { nullable: true, description: 'The version that this one amends.' })
  amends(@Root() { amendsId }: declarations.Declaration, @Ctx() { loaders }: ApiContext) {
    return amendsId && loaders.version.load(amendsId);
  }

  @FieldResolver(() => api.Declaration, {
    nullable: true,
    description: 'The version that amends this one, as far as this reader may see it.',
  })
  amendedBy(@Root() { amendedById }: declarations.Declaration, @Ctx() { loaders }: ApiContext) {
    return amendedById && loaders.version.load(amendedById);
  }

  @FieldResolver(() => RowDifferenceConnection, {
    description:
      'Row by row, what an amendment changes in the version that it amends; nothing for a first version.',
  })
  async differences(
    @Root() declaration: declarations.Declaration,
    @Args(() => DifferencesArgs) { kind, ...request }: DifferencesArgs,
    @Ctx() { ctx }: ApiContext,
  ) {
    const asked = kind as DifferenceKind | null;
    return toConnection(await declarations.pageOfDifferences(ctx, declaration, request, asked));
  }
}
