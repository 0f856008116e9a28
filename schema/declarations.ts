/** Declarations, their deposits, rows and anomalies, as the API says them. */
import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf } from './connections.js';
import {
  DeclarationClickEnum,
  DeclarationStateEnum,
  DeclarationStepEnum,
  DeclarationTypeEnum,
} from './enums.js';
import { DayScalar, InstantScalar, MonthScalar } from './scalars.js';

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

@ObjectType({ description: 'A workbook as received; the file is kept as it came.' })
export class Deposit {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  number: number;

  @Field(() => String, { description: 'SHA-256 of the file, in hexadecimal.' })
  digest: string;

  @Field(() => Int, { description: 'Bytes.' })
  size: number;

  @Field(() => Int)
  rowCount: number;

  @Field(() => InstantScalar)
  depositedAt: string;

  @Field(() => String, { description: 'Where the file is downloaded, with the same session.' })
  address: string;
}

@ObjectType({ description: 'A cell as deposited, or as corrected since.' })
export class RowCell {
  @Field(() => String, { description: 'The key that corrections name.' })
  column: string;

  @Field(() => String)
  header: string;

  @Field(() => String, { nullable: true, description: 'The text as a person sees it; null when empty.' })
  text: string | null;
}

@ObjectType({ description: 'What is wrong, or doubtful, in one cell.' })
export class Anomaly {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'Stable code of the rule.' })
  code: string;

  @Field(() => Boolean, { description: 'Whether it stops the submission.' })
  blocking: boolean;

  @Field(() => Int, { description: 'The row number that Excel shows.' })
  rowNumber: number;

  @Field(() => String, { description: 'The column letter that Excel shows.' })
  column: string;

  @Field(() => String, { description: 'The key that corrections name.' })
  columnKey: string;

  @Field(() => String)
  header: string;

  @Field(() => String)
  seen: string;

  @Field(() => String, { description: 'In French.' })
  sentence: string;

  @Field(() => String, { description: 'In French.' })
  expected: string;

  @Field(() => String, {
    nullable: true,
    description: 'A text that would be read without anomaly in this cell.',
  })
  proposed: string | null;
}

@ObjectType({ description: 'One row of the deposit.' })
export class DeclarationRow {
  @Field(() => ID)
  id: string;

  @Field(() => Int, { description: 'The row number that Excel shows.' })
  number: number;

  @Field(() => MonthScalar, { nullable: true })
  month: string | null;

  @Field(() => String, { nullable: true, description: '7 characters.' })
  allocataire: string | null;

  @Field(() => String, { nullable: true })
  lastName: string | null;

  @Field(() => String, { nullable: true })
  firstName: string | null;

  @Field(() => DayScalar, { nullable: true })
  birthDate: string | null;

  @Field(() => Int, { nullable: true })
  hours: number | null;

  @Field(() => Int, { nullable: true })
  specificHours: number | null;

  @Field(() => Int, { nullable: true, description: 'Euro cents.' })
  amountCents: number | null;

  @Field(() => DayScalar, { nullable: true })
  endOfCare: string | null;

  @Field(() => Boolean)
  corrected: boolean;

  @Field(() => Boolean, { description: 'Kept and shown, not attested.' })
  setAside: boolean;

  @Field(() => String, { nullable: true })
  setAsideReason: string | null;
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
export const DeclarationRowConnection = connectionOf('DeclarationRow', () => DeclarationRow);
export const AnomalyConnection = connectionOf('Anomaly', () => Anomaly);

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
export class RowArgs extends SeenArgs {
  @Field(() => ID)
  rowId: string;
}

@InputType({ description: 'What is typed in place of a cell; an empty text empties it.' })
export class CellInput {
  @Field(() => String)
  column: string;

  @Field(() => String)
  text: string;
}

@ArgsType()
export class CorrectRowArgs extends RowArgs {
  @Field(() => [CellInput])
  cells: CellInput[];
}

@ArgsType()
export class SetRowAsideArgs extends RowArgs {
  @Field(() => String)
  reason: string;
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
