/** The person signed in and what they hold, as the API says them. */
import { ArgsType, Field, ID, ObjectType } from 'type-graphql';
import { RoleEnum, SignInNextEnum } from './enums.js';
import { InstantScalar } from './scalars.js';

@ObjectType({ description: 'One role at one place.' })
export class Habilitation {
  @Field(() => ID)
  id: string;

  @Field(() => RoleEnum)
  role: string;

  @Field(() => String, { description: 'The role, in French.' })
  roleLabel: string;

  @Field(() => InstantScalar)
  since: string;
}

@ObjectType({ description: 'The person signed in.' })
export class Me {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  email: string;

  @Field(() => String)
  civility: string;

  @Field(() => String)
  firstName: string;

  @Field(() => String)
  lastName: string;
}

@ObjectType({ description: 'An open session of the person signed in.' })
export class Session {
  @Field(() => ID)
  id: string;

  @Field(() => Boolean, { description: 'The one of this request.' })
  current: boolean;

  @Field(() => InstantScalar)
  createdAt: string;

  @Field(() => InstantScalar, { description: 'To the minute.' })
  lastSeenAt: string;

  @Field(() => InstantScalar, {
    description: 'It ends then at the latest, and an hour after it was last seen.',
  })
  expiresAt: string;
}

@ObjectType({
  description: 'A session just opened. The cookie is set too; programs send the token as a bearer header.',
})
export class SignedIn {
  @Field(() => String, { description: 'Known to its bearer only; kept here as a keyed hash.' })
  token: string;

  @Field(() => InstantScalar)
  expiresAt: string;

  @Field(() => SignInNextEnum, { description: 'What the session owes before it may do anything.' })
  next: string;

  @Field(() => Me)
  me: Me;
}

@ArgsType()
export class SignInArgs {
  @Field(() => String)
  email: string;

  @Field(() => String)
  password: string;
}

@ArgsType()
export class SetPasswordArgs {
  @Field(() => String, { description: 'What follows `#` in the link received.' })
  secret: string;

  @Field(() => String)
  password: string;
}

@ArgsType()
export class ForgotPasswordArgs {
  @Field(() => String)
  email: string;
}

@ArgsType()
export class ChangePasswordArgs {
  @Field(() => String)
  current: string;

  @Field(() => String)
  password: string;
}
