/** Declarations and their deposits, as the API says them. */
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from './connections.js';
import {
  DeclarationClickEnum,
  DeclarationStateEnum,
  DeclarationStepEnum,
  DeclarationTypeEnum,
} from './enums.js';
import { InstantScalar, MonthScalar } from './scalars.js';

@ObjectType({ description: 'The conditions to accept before submitting.' })
export class Conditions {
  @Field(() => ID)
  version: string;

  @Field(() => String)
  text: string;
}

@ObjectType({ description: 'Sums of the rows that are declared.' })
export class Totals {
  @Field(() => Int)
  hours: number;

  @Field(() => Int)
  specificHours: number;

  @Field(() => Int, { description: 'Euro cents.' })
  amountCents: number;
}

@ObjectType({ description: 'What a structure sends its Caf for a month.' })
export class Declaration {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'What people quote: `D-493-202610-0007`.' })
  reference: string;

  @Field(() => DeclarationTypeEnum)
  type: string;

  @Field(() => MonthScalar)
  month: string;

  @Field(() => Int, { description: 'Counts the amendments, from 1.' })
  version: number;

  @Field(() => DeclarationStateEnum)
  state: string;

  @Field(() => Int, { description: 'Counts the writes: every step names the revision that the person saw.' })
  revision: number;

  @Field(() => Int)
  rowCount: number;

  @Field(() => Int)
  setAsideCount: number;

  @Field(() => Int)
  blockingCount: number;

  @Field(() => Int)
  warningCount: number;

  @Field(() => Int, { description: 'Rows that an amendment adds; 0 for a first version.' })
  addedCount: number;

  @Field(() => Int, { description: 'Rows that it changes.' })
  changedCount: number;

  @Field(() => Int, { description: 'Rows that it removes, or sets aside.' })
  removedCount: number;

  @Field(() => String, { nullable: true, description: 'The wording accepted for the current deposit.' })
  conditionsVersion: string | null;

  @Field(() => InstantScalar, { nullable: true })
  conditionsAcceptedAt: string | null;

  @Field(() => InstantScalar, { nullable: true })
  submittedAt: string | null;

  @Field(() => InstantScalar, { nullable: true })
  approvedAt: string | null;

  @Field(() => Boolean, {
    description:
      'Whoever approved it had also prepared it: they held the three roles of the structure alone, and nobody else any.',
  })
  approvedAlone: boolean;

  @Field(() => String, { nullable: true, description: 'What the approver wrote when returning it.' })
  comment: string | null;

  @Field(() => InstantScalar)
  createdAt: string;

  @Field(() => [DeclarationStepEnum], { description: 'The steps open to this reader now.' })
  openSteps: string[];
}

export const DeclarationConnection = connectionOf('Declaration', () => Declaration);
@ArgsType()
export class CreateDeclarationArgs {
  @Field(() => ID)
  structureId: string;

  @Field(() => DeclarationTypeEnum)
  type: string;

  @Field(() => MonthScalar, { description: 'An elapsed month.' })
  month: string;
}

@ArgsType()
export class SeenArgs {
  @Field(() => ID)
  id: string;

  @Field(() => Int, { description: 'The revision that the person saw.' })
  revision: number;
}

@ArgsType()
export class AcceptConditionsArgs extends SeenArgs {
  @Field(() => ID)
  version: string;
}

@ArgsType()
export class AdvanceDeclarationArgs extends SeenArgs {
  @Field(() => DeclarationClickEnum)
  step: string;

  @Field(() => String, { nullable: true, description: 'Asked for when returning.' })
  comment?: string | null;
}
