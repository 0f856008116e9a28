/** Reassignments and the processing report, as the API says them. */
import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Attestation } from './attestations.js';
import { PageArgs, connectionOf } from './connections.js';
import {
  AgeBracketEnum,
  CaseOrderEnum,
  ClosingOutcomeEnum,
  FateEnum,
  ReasonEnum,
  ReassignmentStateEnum,
  ReassignmentStepEnum,
} from './enums.js';
import { DeclarationRow } from './rows.js';
import { DecisionRefusal } from './requests.js';
import { DayScalar, InstantScalar, MonthScalar } from './scalars.js';

@ObjectType({ description: 'An attestation handed to an adviser.' })
export class Reassignment {
  @Field(() => ID)
  id: string;

  @Field(() => ReasonEnum)
  reason: string;

  @Field(() => String, { description: 'The reason, in French.' })
  sentence: string;

  @Field(() => String, { description: 'What to do first, in French.' })
  hint: string;

  @Field(() => ReassignmentStateEnum)
  state: string;

  @Field(() => Int)
  revision: number;

  @Field(() => InstantScalar)
  openedAt: string;

  @Field(() => Int, { description: 'Whole days since it was opened.' })
  ageInDays: number;

  @Field(() => DayScalar, { description: 'The day by which it should be closed.' })
  dueOn: string;

  @Field(() => Boolean, { description: 'Whether that day has passed, and it is not closed.' })
  overdue: boolean;

  @Field(() => MonthScalar, { description: 'The month of care.' })
  month: string;

  @Field(() => ID)
  declarationId: string;

  @Field(() => InstantScalar, { nullable: true })
  claimedAt: string | null;

  @Field(() => String, { nullable: true, description: 'The adviser who holds it.' })
  holder: string | null;

  @Field(() => String, { nullable: true, description: 'The supervisor who gave it to them.' })
  assigner: string | null;

  @Field(() => InstantScalar, { nullable: true })
  closedAt: string | null;

  @Field(() => ClosingOutcomeEnum, { nullable: true })
  outcome: string | null;

  @Field(() => String, { nullable: true })
  comment: string | null;

  @Field(() => [ReassignmentStepEnum], { description: 'The steps open to this reader now.' })
  openSteps: string[];
}

export const ReassignmentConnection = connectionOf('Reassignment', () => Reassignment);

const OUTCOME = 'Asked for when closing.';
const COMMENT = 'Asked for when closing; 2,000 characters at most.';
const QUESTION =
  'Asked for when asking the structure, through the messages of the declaration; 5,000 characters at most.';
const ADVISER = 'Asked for when assigning or handing over: an adviser of the Caf.';

/** Said alone, or among many. */
@ArgsType()
@InputType({ description: 'A step on a case, on the revision that the person saw.' })
export class ReassignmentActionInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int, { description: 'The revision that the person saw.' })
  revision: number;

  @Field(() => ReassignmentStepEnum)
  step: string;

  @Field(() => ClosingOutcomeEnum, { nullable: true, description: OUTCOME })
  outcome?: string | null;

  @Field(() => String, { nullable: true, description: COMMENT })
  comment?: string | null;

  @Field(() => ID, { nullable: true, description: ADVISER })
  adviserId?: string | null;

  @Field(() => String, { nullable: true, description: QUESTION })
  question?: string | null;
}

@ObjectType({ description: 'What became of one action among many: the case, or why it was not taken.' })
export class ReassignmentActionResult {
  @Field(() => ID)
  id: string;

  @Field(() => Reassignment, { nullable: true })
  reassignment: Reassignment | null;

  @Field(() => DecisionRefusal, { nullable: true })
  refusal: DecisionRefusal | null;
}

@ArgsType()
export class AmongReassignmentsArgs {
  @Field(() => ReasonEnum, { nullable: true })
  reason?: string | null;

  @Field(() => ID, { nullable: true })
  structureId?: string | null;

  @Field(() => MonthScalar, { nullable: true, description: 'The month of care.' })
  month?: string | null;
}

@ArgsType()
export class ReassignmentsArgs extends PageArgs {
  @Field(() => ReassignmentStateEnum, { nullable: true })
  state?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those that are not closed yet.' })
  pending?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Only those among them whose deadline has passed.' })
  overdue?: boolean | null;

  @Field(() => AgeBracketEnum, { nullable: true })
  age?: string | null;

  @Field(() => ReasonEnum, { nullable: true })
  reason?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those that this adviser holds.' })
  adviserId?: string | null;

  @Field(() => ID, { nullable: true })
  structureId?: string | null;

  @Field(() => MonthScalar, { nullable: true, description: 'The month of care.' })
  month?: string | null;

  @Field(() => CaseOrderEnum, { nullable: true, description: 'The oldest first when absent.' })
  order?: string | null;
}

@ObjectType({ description: 'How many cases are not closed yet, of one reason.' })
export class ReasonCount {
  @Field(() => ReasonEnum)
  reason: string;

  @Field(() => String, { description: 'In French.' })
  label: string;

  @Field(() => Int)
  count: number;

  @Field(() => Int, { description: 'Of them, those whose deadline has passed.' })
  overdue: number;
}

@ObjectType({ description: 'How many cases are not closed yet, of one age.' })
export class AgeCount {
  @Field(() => AgeBracketEnum)
  age: string;

  @Field(() => String, { description: 'In French.' })
  label: string;

  @Field(() => Int)
  count: number;

  @Field(() => Int, { description: 'Of them, those whose deadline has passed.' })
  overdue: number;
}

@ObjectType({
  description: 'The cases that are not closed yet, counted: one line for each reason, and for each age.',
})
export class ReassignmentCounts {
  @Field(() => [ReasonCount])
  byReason: ReasonCount[];

  @Field(() => [AgeCount])
  byAge: AgeCount[];
}

@ObjectType({ description: 'What an adviser has in hand.' })
export class AdviserLoad {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => Boolean, { description: 'False once they are no adviser of the Caf any more.' })
  active: boolean;

  @Field(() => Int, { description: 'Cases to work on.' })
  claimed: number;

  @Field(() => Int, { description: 'Cases that wait for the answer of the structure.' })
  asked: number;

  @Field(() => Int, { description: 'Of all they hold, those whose deadline has passed.' })
  overdue: number;
}

@ObjectType({ description: 'How many rows became what.' })
export class ReportCount {
  @Field(() => FateEnum)
  fate: string;

  @Field(() => String, { description: 'In French.' })
  label: string;

  @Field(() => Int)
  rows: number;
}

@ObjectType({ description: 'What became of one row.' })
export class ReportLine {
  @Field(() => DeclarationRow)
  row: DeclarationRow;

  @Field(() => Attestation, { nullable: true })
  attestation: Attestation | null;

  @Field(() => FateEnum)
  fate: string;

  @Field(() => String, { nullable: true, description: 'Why, or what the adviser made of it; in French.' })
  detail: string | null;
}

@ObjectType({ description: 'What became of the rows of a declaration.' })
export class ProcessingReport {
  @Field(() => [ReportCount])
  counts: ReportCount[];

  @Field(() => [ReportLine])
  lines: ReportLine[];

  @Field(() => String, { description: 'Where the report is downloaded as .xlsx, with the same session.' })
  address: string;

  @Field(() => String, { description: 'The same as a PDF, printed as it is then.' })
  pdfAddress: string;
}
