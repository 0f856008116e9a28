/** Signing in and out, and who one is. */
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import * as api from '../schema/people.js';
import { Structure, StructureConnection } from '../schema/structures.js';
import { InstantScalar } from '../schema/scalars.js';
import { SignInNextEnum } from '../schema/enums.js';
import type { SignInNext } from '../schema/enums.js';
import { PageArgs, toConnection } from '../schema/connections.js';
import * as habilitations from '../src/habilitations/index.js';
import { roleNames } from '../src/habilitations/index.js';
import * as identity from '../src/identity/index.js';
import * as partners from '../src/partners/index.js';
import type { ApiContext } from './context.js';
import { clearSessionCookie, askedFrom, setDevicesCookie, setSessionCookie } from './browser.js';
import { reopen } from './context.js';
import { Credential } from './credentials.js';

@Resolver(() => api.Me)
export class MeResolver {
  @Query(() => api.Me, { nullable: true, description: 'The person signed in; null when nobody is.' })
  me(@Ctx() { bearer }: ApiContext) {
    return bearer?.person;
  }

  @Credential()
  @Mutation(() => api.SignedIn)
  async signIn(@Args(() => api.SignInArgs) credentials: api.SignInArgs, @Ctx() asked: ApiContext) {
    const { ctx, response } = asked;
    const { token, session } = await identity.signIn(ctx, credentials, askedFrom(response.req));
    setSessionCookie(response, token);
    await reopen(asked, token);
    return { token, expiresAt: session.expiresAt, next: this.next(asked), me: this.me(asked) };
  }

  @Mutation(() => Boolean, { description: 'Ends the session; twice is once.' })
  async signOut(@Ctx() { ctx, token, response }: ApiContext) {
    if (token) await identity.signOut(ctx, token);
    clearSessionCookie(response);
    return true;
  }

  @FieldResolver(() => SignInNextEnum, { description: 'What the session owes before anything else.' })
  next(@Ctx() { bearer }: ApiContext): SignInNext {
    return bearer?.owes ?? 'done';
  }

  @FieldResolver(() => InstantScalar, {
    nullable: true,
    description:
      'When the account met the identity of the provider that signs in to it; null when it has not.',
  })
  openIdSince(@Ctx() { ctx }: ApiContext) {
    return identity.openIdSince(ctx);
  }

  @Mutation(() => Boolean, {
    description: 'Forgets the identity that signs in to one’s account, to meet another; twice is once.',
  })
  async unlinkOpenId(@Ctx() { ctx }: ApiContext) {
    await identity.unlinkOpenId(ctx);
    return true;
  }

  @FieldResolver(() => [api.Session], { description: 'One’s open sessions, the last seen first.' })
  sessions(@Ctx() { ctx }: ApiContext) {
    return identity.listSessions(ctx);
  }

  @FieldResolver(() => [api.Habilitation], { description: 'What this person holds now.' })
  habilitations(@Ctx() { bearer }: ApiContext) {
    return bearer?.habilitations ?? [];
  }

  @FieldResolver(() => StructureConnection, { description: 'The structures this person may see.' })
  async structures(@Args(() => PageArgs) request: PageArgs, @Ctx() { ctx }: ApiContext) {
    return toConnection(await partners.listStructures(ctx, request));
  }
}

@Resolver(() => api.Session)
export class SessionResolver {
  @Mutation(() => Boolean, { description: 'Ends a session of one’s own at once; twice is once.' })
  async revokeSession(@Arg('id', () => ID) id: string, @Ctx() { ctx }: ApiContext) {
    await identity.revokeSession(ctx, id);
    return true;
  }

  @Mutation(() => Int, { description: 'Ends all one’s sessions but this one; answers how many.' })
  revokeOtherSessions(@Ctx() { ctx, bearer }: ApiContext) {
    return identity.revokeOtherSessions(ctx, bearer?.session.id ?? '');
  }

  @FieldResolver()
  current(@Root() { id }: identity.Session, @Ctx() { bearer }: ApiContext): boolean {
    return id === bearer?.session.id;
  }
}

@Resolver()
export class PasswordResolver {
  @Credential()
  @Mutation(() => Boolean, { description: 'Chooses a password by a link received; the link serves once.' })
  async setPassword(
    @Args(() => api.SetPasswordArgs) { secret, password }: api.SetPasswordArgs,
    @Ctx() { ctx, response }: ApiContext,
  ) {
    const { email } = await identity.setPassword(ctx, secret, password, habilitations.wordsAround);
    setDevicesCookie(response, identity.devicesAnew(ctx.house, email, askedFrom(response.req)));
    return true;
  }

  @Credential()
  @Mutation(() => Boolean, {
    description:
      'Sends a link to whoever has an account at that address; the answer is the same when nobody has.',
  })
  async forgotPassword(
    @Args(() => api.ForgotPasswordArgs) { email }: api.ForgotPasswordArgs,
    @Ctx() { ctx, response }: ApiContext,
  ) {
    await identity.forgotPassword(ctx, email, askedFrom(response.req));
    return true;
  }

  @Credential()
  @Mutation(() => Boolean, {
    description: 'Sends its activation link again to an account that has no password yet.',
  })
  async resendActivation(@Arg('personId', () => ID) personId: string, @Ctx() { ctx }: ApiContext) {
    await habilitations.resendActivation(ctx, personId);
    return true;
  }

  @Credential()
  @Mutation(() => Boolean, {
    description: 'Puts another password in the place of one’s own; every session ends.',
  })
  async changePassword(
    @Args(() => api.ChangePasswordArgs) { current, password }: api.ChangePasswordArgs,
    @Ctx() { ctx, response }: ApiContext,
  ) {
    await identity.changePassword(ctx, current, password, habilitations.wordsAround);
    clearSessionCookie(response);
    return true;
  }
}

@Resolver(() => api.Habilitation)
export class HabilitationResolver {
  @FieldResolver(() => String)
  roleLabel(@Root() { role }: habilitations.Habilitation) {
    return roleNames[role];
  }

  @FieldResolver(() => Structure, { nullable: true, description: 'For a role on a structure.' })
  structure(@Root() { structureId }: habilitations.Habilitation, @Ctx() { loaders }: ApiContext) {
    return structureId && loaders.structure.load(structureId);
  }
}
