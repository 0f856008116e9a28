/** The rows of a declaration and what is wrong in them, as the API says them. */
import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf, PageArgs } from './connections.js';
import { SeenArgs } from './declarations.js';
import { RowChangeKindEnum, RowFilterEnum } from './enums.js';
import { DayScalar, InstantScalar, MonthScalar } from './scalars.js';

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

  @Field(() => String, { description: 'What is wrong, in French.' })
  sentence: string;

  @Field(() => String, { description: 'What to do about it, in French.' })
  toDo: string;

  @Field(() => String, { description: 'What the cell should hold, in French.' })
  expected: string;

  @Field(() => String, { description: 'Why it is looked at, and where that comes from, in French.' })
  help: string;

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

@ObjectType({ description: 'How many anomalies of one code: what a bar of filters shows.' })
export class AnomalyCount {
  @Field(() => String)
  code: string;

  @Field(() => Boolean, { description: 'Whether they stop the submission.' })
  blocking: boolean;

  @Field(() => Int)
  anomalies: number;

  @Field(() => Int, { description: 'How many rows carry them.' })
  rows: number;
}

@ArgsType()
export class RowsArgs extends PageArgs {
  @Field(() => RowFilterEnum, { nullable: true, description: 'All of them by default.' })
  filter?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The anomaly that they carry, by its code; not looked at with SET_ASIDE, which carry none.',
  })
  code?: string | null;
}

@ArgsType()
export class AnomaliesArgs extends PageArgs {
  @Field(() => Boolean, { nullable: true, description: 'Only those that block, or only the warnings.' })
  blocking?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Only those of that code.' })
  code?: string | null;
}

@ObjectType({ description: 'A cell that somebody changed: it stays when another deposit replaces the rows.' })
export class RowChange {
  @Field(() => ID)
  id: string;

  @Field(() => RowChangeKindEnum)
  kind: string;

  @Field(() => Int, { description: 'The row number that Excel shows.' })
  rowNumber: number;

  @Field(() => String, { description: 'The column letter that Excel shows.' })
  column: string;

  @Field(() => String, { description: 'The key that corrections name.' })
  columnKey: string;

  @Field(() => String, { nullable: true, description: 'The anomaly that the cell carried, by its code.' })
  code: string | null;

  @Field(() => String, { nullable: true, description: 'What the cell showed.' })
  before: string | null;

  @Field(() => String, { nullable: true })
  after: string | null;

  @Field(() => InstantScalar)
  at: string;
}

export const RowChangeConnection = connectionOf('RowChange', () => RowChange);
export const DeclarationRowConnection = connectionOf('DeclarationRow', () => DeclarationRow);
export const AnomalyConnection = connectionOf('Anomaly', () => Anomaly);

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
export class AcceptProposalArgs extends SeenArgs {
  @Field(() => ID, { description: 'The anomaly that proposes it.' })
  anomalyId: string;
}

@ArgsType()
export class AcceptProposalsArgs extends SeenArgs {
  @Field(() => String, { nullable: true, description: 'Only what anomalies of that code propose.' })
  code?: string | null;
}
