/** Access tokens of programs, as the API says them. */
import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DEFAULT_DAYS, MOST_DAYS } from '../src/habilitations/index.js';
import { connectionOf } from './connections.js';
import { AccessTokenStateEnum, AccessTokenStepEnum, TokenOperationEnum } from './enums.js';
import { InstantScalar } from './scalars.js';

@ObjectType({
  description: 'What a program shows instead of a session: limited to structures and operations, for a time.',
})
export class AccessToken {
  @Field(() => ID)
  id: string;

  @Field(() => Int, { description: 'Counts its steps: send back the one that was seen.' })
  revision: number;

  @Field(() => String, {
    description: 'The name of the program, shown where a person’s name would be.',
  })
  name: string;

  @Field(() => [TokenOperationEnum])
  operations: string[];

  @Field(() => AccessTokenStateEnum)
  state: string;

  @Field(() => String, { description: 'The state, in French.' })
  stateLabel: string;

  @Field(() => InstantScalar)
  createdAt: string;

  @Field(() => InstantScalar, {
    description: 'From then on it is refused; managers are warned 30 and 7 days before.',
  })
  expiresAt: string;

  @Field(() => InstantScalar, { nullable: true })
  revokedAt: string | null;

  @Field(() => InstantScalar, { nullable: true, description: 'To the minute; null when it never was.' })
  lastUsedAt: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The field of the API, or the door, that it was last used for.',
  })
  lastUsedFor: string | null;

  @Field(() => [AccessTokenStepEnum], { description: 'What this reader may do with it now.' })
  openSteps: string[];
}

export const AccessTokenConnection = connectionOf('AccessToken', () => AccessToken);

@ObjectType({ description: 'A token just made.' })
export class CreatedAccessToken {
  @Field(() => String, {
    description: 'To be sent as a bearer header. Told here and never again; kept as a keyed hash.',
  })
  secret: string;

  @Field(() => AccessToken)
  accessToken: AccessToken;
}

@InputType({ description: 'A token to make, for structures of one partner at one Caf.' })
export class CreateAccessTokenInput {
  @Field(() => String, { description: 'The name of the program: 80 characters at most.' })
  name: string;

  @Field(() => [ID])
  structureIds: string[];

  @Field(() => [TokenOperationEnum])
  operations: string[];

  @Field(() => Int, {
    nullable: true,
    description: `How long it lives: 1 to ${MOST_DAYS} days; ${DEFAULT_DAYS} by default.`,
  })
  days?: number | null;
}

@InputType({ description: 'A token to make, for a program of a Caf.' })
export class CreateCafAccessTokenInput {
  @Field(() => ID)
  caf: string;

  @Field(() => String, { description: 'The name of the program: 80 characters at most.' })
  name: string;

  @Field(() => [TokenOperationEnum])
  operations: string[];

  @Field(() => Int, {
    nullable: true,
    description: `How long it lives: 1 to ${MOST_DAYS} days; ${DEFAULT_DAYS} by default.`,
  })
  days?: number | null;
}

@ArgsType()
export class AccessTokenArgs {
  @Field(() => ID)
  id: string;

  @Field(() => Int, { description: 'The one that the manager saw.' })
  revision: number;
}
