/** The second factor: chosen, shown, given up. */
import { Args, Ctx, FieldResolver, Mutation, Resolver } from 'type-graphql';
import { Me } from '../schema/people.js';
import * as api from '../schema/second-factor.js';
import * as identity from '../src/identity/index.js';
import { askedFrom } from './browser.js';
import type { ApiContext } from './context.js';
import { reopen } from './context.js';
import { Credential } from './credentials.js';

/** The code given, and the session of the request. */
const given = ({ code }: api.CodeArgs, { bearer }: ApiContext): identity.Given => ({
  code,
  sessionId: bearer?.session.id ?? '',
});

@Resolver(() => Me)
export class SecondFactorResolver {
  @FieldResolver(() => api.SecondFactor)
  secondFactor(@Ctx() { ctx }: ApiContext) {
    return identity.secondFactorState(ctx);
  }

  @Credential()
  @Mutation(() => api.SecondFactorEnrolment, {
    description: 'Begins the choice of a second factor; `confirmSecondFactor` ends it.',
  })
  enrolSecondFactor(@Ctx() { ctx }: ApiContext) {
    return identity.enrolSecondFactor(ctx);
  }

  @Credential()
  @Mutation(() => [String], {
    description: 'The first code of the device; answers ten recovery codes, shown once.',
  })
  async confirmSecondFactor(@Args(() => api.CodeArgs) args: api.CodeArgs, @Ctx() asked: ApiContext) {
    const codes = await identity.confirmSecondFactor(
      asked.ctx,
      given(args, asked),
      askedFrom(asked.response.req),
    );
    await reopen(asked);
    return codes;
  }

  @Credential()
  @Mutation(() => Me, { description: 'Shows the second factor in a session that owes it.' })
  async proveSecondFactor(@Args(() => api.CodeArgs) args: api.CodeArgs, @Ctx() asked: ApiContext) {
    await identity.proveSecondFactor(asked.ctx, given(args, asked), askedFrom(asked.response.req));
    await reopen(asked);
    return asked.bearer?.person;
  }

  @Credential()
  @Mutation(() => Boolean, { description: 'Gives it up, with the password and a code: to change device.' })
  async disableSecondFactor(
    @Args(() => api.ProofsArgs) { password, code }: api.ProofsArgs,
    @Ctx() asked: ApiContext,
  ) {
    await identity.disableSecondFactor(asked.ctx, { password, code }, askedFrom(asked.response.req));
    await reopen(asked);
    return true;
  }

  @Credential()
  @Mutation(() => [String], { description: 'Ten new recovery codes, shown once; those before are void.' })
  renewRecoveryCodes(
    @Args(() => api.ProofsArgs) { password, code }: api.ProofsArgs,
    @Ctx() { ctx, response }: ApiContext,
  ) {
    return identity.renewRecoveryCodes(ctx, { password, code }, askedFrom(response.req));
  }
}
