/** The workbooks of a declaration: where each is followed and downloaded, and who sent it. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import * as api from '../schema/deposits.js';
import type { Deposit } from '../src/declarations/index.js';
import { depositStateNames } from '../src/declarations/index.js';
import { addresses } from './addresses.js';
import type { ApiContext } from './context.js';

@Resolver(() => api.Deposit)
export class DepositResolver {
  @FieldResolver()
  address(@Root() { declarationId, number }: Deposit): string {
    return addresses.deposit(declarationId, number);
  }

  @FieldResolver()
  progressAddress(@Root() { declarationId, number }: Deposit): string {
    return addresses.depositProgress(declarationId, number);
  }

  @FieldResolver(() => String, { description: 'The state, in French.' })
  stateLabel(@Root() { state }: Deposit) {
    return depositStateNames[state];
  }

  @FieldResolver(() => String, { description: 'A person, or a program: « Logiciel « … » ».' })
  depositedBy(@Root() { depositedBy }: Deposit, @Ctx() { loaders }: ApiContext) {
    return loaders.actorName.load(depositedBy);
  }
}
