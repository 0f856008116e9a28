/** The data for NIMS, and the decisions that come back, as the API says them. */
import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf, PageArgs } from './connections.js';
import { ReasonEnum } from './enums.js';
import { NimsKindEnum, OutcomeKindEnum, PostedResultEnum } from './nims-enums.js';
import { DayScalar, InstantScalar, MonthScalar } from './scalars.js';

@ObjectType({
  description: 'What is ready for NIMS: an attestation to decide, or one that is declared no more.',
})
export class NimsEntry {
  @Field(() => ID)
  id: string;

  @Field(() => Int, { description: 'Its rank in the feed of the Caf, from 1.' })
  position: number;

  @Field(() => NimsKindEnum)
  kind: string;

  @Field(() => String)
  number: string;

  @Field(() => Int)
  version: number;

  @Field(() => String, { description: 'Reference of the declaration.' })
  declaration: string;

  @Field(() => MonthScalar)
  month: string;

  @Field(() => String)
  siret: string;

  @Field(() => String, { description: '7 digits.' })
  allocataire: string;

  @Field(() => String, { nullable: true, description: 'Of the child; null for home care.' })
  lastName: string | null;

  @Field(() => String, { nullable: true })
  firstName: string | null;

  @Field(() => DayScalar, { nullable: true })
  birthDate: string | null;

  @Field(() => Int)
  hours: number;

  @Field(() => Int)
  specificHours: number;

  @Field(() => Int)
  amountCents: number;

  @Field(() => DayScalar, { nullable: true })
  endOfCare: string | null;

  @Field(() => InstantScalar)
  publishedAt: string;

  @Field(() => InstantScalar, { nullable: true })
  acknowledgedAt: string | null;
}

export const NimsEntryConnection = connectionOf('NimsEntry', () => NimsEntry);

@ArgsType()
export class NimsFeedArgs extends PageArgs {
  @Field(() => ID)
  caf: string;
}

@InputType({ description: 'What NIMS decided of one version of an attestation.' })
export class NimsOutcomeInput {
  @Field(() => String)
  number: string;

  @Field(() => Int, { description: 'The one that was read in the feed.' })
  version: number;

  @Field(() => OutcomeKindEnum)
  outcome: string;

  @Field(() => ReasonEnum, { nullable: true, description: 'Of a reassignment, and of nothing else.' })
  reason?: string | null;
}

@ObjectType({ description: 'What came of a decision that was posted.' })
export class NimsPosted {
  @Field(() => String)
  number: string;

  @Field(() => Int)
  version: number;

  @Field(() => PostedResultEnum)
  result: string;

  @Field(() => String, { description: 'In French.' })
  sentence: string;
}
