/** What a month is worth, explained rule by rule, as the API says it. */
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import {
  CareTypeEnum,
  HouseholdEnum,
  NoRightReasonEnum,
  PrepareEnum,
  RuleEnum,
  StatusEnum,
} from './enums.js';
import { DayScalar, MonthScalar } from './scalars.js';

@ObjectType({ description: 'A figure of the law, as it applied that month.' })
export class Figure {
  @Field(() => Int, { description: 'In its unit: euro cents, euros, hours, percent, years…' })
  value: number;

  @Field(() => String)
  unit: string;

  @Field(() => StatusEnum)
  status: string;

  @Field(() => String, { description: 'The section of the documentation that says where it comes from.' })
  source: string;
}

@ObjectType({ description: 'One rule, in the order in which it was applied.' })
export class CmgTraceStep {
  @Field(() => RuleEnum)
  rule: string;

  @Field(() => String, { description: 'In French.' })
  sentence: string;

  @Field(() => Figure, { nullable: true })
  figure: Figure | null;

  @Field(() => Int, { nullable: true, description: 'The amount after this rule, in euro cents.' })
  cents: number | null;
}

@ObjectType({
  description: 'The CMG of a month: an amount, or no right and why; or what is missing to tell.',
})
export class CmgEstimate {
  @Field(() => [String], { description: 'What is missing, in French; when there is some, the rest is null.' })
  missing: string[];

  @Field(() => Boolean, { nullable: true })
  right: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Euro cents; null without a right.' })
  amountCents: number | null;

  @Field(() => NoRightReasonEnum, { nullable: true })
  reason: string | null;

  @Field(() => String, { nullable: true, description: 'Why there is no right, in French.' })
  sentence: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it stands whatever the figures marked to confirm turn out to be.',
  })
  certain: boolean | null;

  @Field(() => [CmgTraceStep])
  trace: CmgTraceStep[];
}

@InputType({ description: 'What a month is computed from; what is missing is told in the answer.' })
export class CmgInput {
  @Field(() => MonthScalar)
  month: string;

  @Field(() => CareTypeEnum)
  careType: string;

  @Field(() => HouseholdEnum, { nullable: true })
  household?: string | null;

  @Field(() => Int, { nullable: true, description: '1 or more, the child in care included.' })
  childrenInCharge?: number | null;

  @Field(() => DayScalar, { nullable: true, description: 'The child in care; none in home care.' })
  childBirthDate?: string | null;

  @Field(() => [DayScalar], { nullable: true, description: 'Home care: the children of the family.' })
  familyBirthDates?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Net categorical income of the year N-2, in whole euros.',
  })
  incomeN2?: number | null;

  @Field(() => Int, { nullable: true })
  hours?: number | null;

  @Field(() => Int, { nullable: true })
  specificHours?: number | null;

  @Field(() => Int, { nullable: true, description: 'Paid by the family, in euro cents.' })
  spendCents?: number | null;

  @Field(() => PrepareEnum, { nullable: true })
  prepare?: string | null;

  @Field(() => Boolean, { nullable: true })
  aah?: boolean | null;

  @Field(() => Boolean, { nullable: true })
  aeeh?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Both parents, or the single one, work at atypical hours.',
  })
  atypicalHoursCondition?: boolean | null;
}

@InputType({ description: 'A record that completes what is not given; for the Caf’s people.' })
export class RecordInput {
  @Field(() => ID, { description: 'Three digits.' })
  caf: string;

  @Field(() => ID, { description: '7 digits.' })
  number: string;
}
