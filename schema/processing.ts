/** Reassignments and the processing report, as the API says them. */
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { Attestation } from './attestations.js';
import { connectionOf } from './connections.js';
import { SeenArgs } from './declarations.js';
import {
  ClosingOutcomeEnum,
  FateEnum,
  ReasonEnum,
  ReassignmentStateEnum,
  ReassignmentStepEnum,
} from './enums.js';
import { DeclarationRow } from './rows.js';
import { InstantScalar } from './scalars.js';

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

  @Field(() => InstantScalar, { nullable: true })
  claimedAt: string | null;

  @Field(() => String, { nullable: true, description: 'The adviser who holds it.' })
  holder: string | null;

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

@ArgsType()
export class AdvanceReassignmentArgs extends SeenArgs {
  @Field(() => ReassignmentStepEnum)
  step: string;

  @Field(() => ClosingOutcomeEnum, { nullable: true, description: 'Asked for when closing.' })
  outcome?: string | null;

  @Field(() => String, { nullable: true, description: 'Asked for when closing.' })
  comment?: string | null;
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
}
