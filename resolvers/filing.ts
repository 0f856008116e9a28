/** Kept files that were found damaged: seen by whoever answers for them. */
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { PageArgs, toConnection } from '../schema/connections.js';
import * as api from '../schema/filing.js';
import * as filing from '../src/filing/index.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.DamagedFile)
export class DamagedFileResolver {
  @Query(() => api.DamagedFileConnection, {
    description: 'Kept files that were found damaged, the last one first.',
  })
  async damagedFiles(@Args(() => PageArgs) request: PageArgs, @Ctx() { ctx }: ApiContext) {
    return toConnection(await filing.listDamaged(ctx, request));
  }

  @FieldResolver()
  told(@Root() { flaw, state }: filing.DamagedFile): string {
    return `${filing.flawNames[flaw]}, ${filing.damageStateNames[state]}`;
  }
}
