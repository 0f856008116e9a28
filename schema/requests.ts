/** Habilitation requests, as the API says them. */
import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { PageArgs, connectionOf } from './connections.js';
import { SeenArgs } from './declarations.js';
import {
  CivilityEnum,
  HabilitationDecisionEnum,
  HabilitationRequestClickEnum,
  HabilitationRequestKindEnum,
  HabilitationRequestStateEnum,
  HabilitationRequestStepEnum,
  RoleEnum,
} from './enums.js';
import { InstantScalar } from './scalars.js';

@ObjectType({ description: 'Adds, modifies or removes a person at a structure; the Caf decides.' })
export class HabilitationRequest {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'What people quote: `H-493-2026-0001`.' })
  reference: string;

  @Field(() => HabilitationRequestKindEnum)
  kind: string;

  @Field(() => HabilitationRequestStateEnum)
  state: string;

  @Field(() => Int, { description: 'Counts the writes: every step names the revision that the person saw.' })
  revision: number;

  @Field(() => String, {
    nullable: true,
    description: 'Of a modification: the address by which the person is known at the structure.',
  })
  formerEmail: string | null;

  @Field(() => CivilityEnum, { nullable: true })
  civility: string | null;

  @Field(() => String, { nullable: true })
  firstName: string | null;

  @Field(() => String, { nullable: true })
  lastName: string | null;

  @Field(() => String, { nullable: true })
  email: string | null;

  @Field(() => [RoleEnum], {
    description: 'All those the person is to hold there; a removal takes all of them back.',
  })
  roles: string[];

  @Field(() => String, { nullable: true, description: 'Why the Caf refused it.' })
  reason: string | null;

  @Field(() => InstantScalar)
  createdAt: string;

  @Field(() => InstantScalar, { nullable: true })
  submittedAt: string | null;

  @Field(() => InstantScalar, { nullable: true })
  decidedAt: string | null;

  @Field(() => [HabilitationRequestStepEnum], { description: 'The steps open to this reader now.' })
  openSteps: string[];
}

@ObjectType({ description: 'Where a request comes from, as it is now.' })
export class HabilitationRequestOrigin {
  @Field(() => String, {
    nullable: true,
    description: 'The reference of the convention in force for the structure; null when there is none.',
  })
  convention: string | null;

  @Field(() => Boolean, {
    description:
      'Whether whoever made it is the habilitation manager whom that convention names, today. When not, it cannot be accepted.',
  })
  fromManager: boolean;
}

@ObjectType({ description: 'How many requests are in a state, as this reader may see them.' })
export class HabilitationRequestCount {
  @Field(() => HabilitationRequestStateEnum)
  state: string;

  @Field(() => String, { description: 'The state, in French.' })
  label: string;

  @Field(() => Int)
  count: number;
}

@ObjectType({ description: 'Why a decision was not taken.' })
export class DecisionRefusal {
  @Field(() => String, { description: 'Stable, for programs.' })
  code: string;

  @Field(() => String, { description: 'For people, in French.' })
  sentence: string;
}

@ObjectType({ description: 'What became of one decision: the request as it is now, or the refusal.' })
export class HabilitationDecisionResult {
  @Field(() => ID, { description: 'Of the request, as it was asked.' })
  id: string;

  @Field(() => HabilitationRequest, { nullable: true })
  request: HabilitationRequest | null;

  @Field(() => DecisionRefusal, { nullable: true })
  refusal: DecisionRefusal | null;
}

export const HabilitationRequestConnection = connectionOf('HabilitationRequest', () => HabilitationRequest);

@ArgsType()
export class HabilitationRequestsArgs extends PageArgs {
  @Field(() => [HabilitationRequestStateEnum], { nullable: true, description: 'All states when absent.' })
  states?: string[] | null;

  @Field(() => ID, { nullable: true })
  structureId?: string | null;
}

@InputType({ description: 'What a request says of the person; a draft may be incomplete.' })
export class HabilitationRequestContent {
  @Field(() => String, { nullable: true, description: 'For a modification.' })
  formerEmail?: string | null;

  @Field(() => CivilityEnum, { nullable: true })
  civility?: string | null;

  @Field(() => String, { nullable: true })
  firstName?: string | null;

  @Field(() => String, { nullable: true })
  lastName?: string | null;

  @Field(() => String, { nullable: true })
  email?: string | null;

  @Field(() => [RoleEnum], { nullable: true, description: 'Among those that are held on a structure.' })
  roles?: string[] | null;
}

@ArgsType()
export class CreateHabilitationRequestArgs {
  @Field(() => ID)
  structureId: string;

  @Field(() => HabilitationRequestKindEnum)
  kind: string;

  @Field(() => HabilitationRequestContent)
  content: HabilitationRequestContent;
}

@ArgsType()
export class EditHabilitationRequestArgs extends SeenArgs {
  @Field(() => HabilitationRequestContent, { description: 'Replaces all that the draft said.' })
  content: HabilitationRequestContent;
}

@ArgsType()
export class AdvanceHabilitationRequestArgs extends SeenArgs {
  @Field(() => HabilitationRequestClickEnum)
  step: string;

  @Field(() => String, { nullable: true, description: 'Asked for when refusing; 1,000 characters at most.' })
  reason?: string | null;
}

@InputType({ description: 'A decision, on the revision that the officer saw.' })
export class HabilitationDecisionInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  revision: number;

  @Field(() => HabilitationDecisionEnum)
  decision: string;

  @Field(() => String, { nullable: true, description: 'Asked for when refusing; 1,000 characters at most.' })
  reason?: string | null;
}
