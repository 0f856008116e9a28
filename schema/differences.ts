/** What an amendment changes, as the API says it. */
import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { connectionOf, PageArgs } from './connections.js';
import { DifferenceKindEnum } from './enums.js';

@ObjectType({ description: 'A cell that differs, as it is typed in the workbook.' })
export class DifferentCell {
  @Field(() => String, { description: 'The key that corrections name.' })
  column: string;

  @Field(() => String)
  header: string;

  @Field(() => String, { nullable: true, description: 'In the version that is amended.' })
  before: string | null;

  @Field(() => String, { nullable: true, description: 'In this version.' })
  after: string | null;
}

@ObjectType({ description: 'A row that an amendment adds, changes or removes.' })
export class RowDifference {
  @Field(() => DifferenceKindEnum)
  kind: string;

  @Field(() => Int, { nullable: true, description: 'The row number in this version; null when removed.' })
  rowNumber: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The row number in the amended version; null when added.',
  })
  formerRowNumber: number | null;

  @Field(() => [DifferentCell], { description: 'Of a changed row, what changed; otherwise all it says.' })
  cells: DifferentCell[];
}

export const RowDifferenceConnection = connectionOf('RowDifference', () => RowDifference);

@ArgsType()
export class DifferencesArgs extends PageArgs {
  @Field(() => DifferenceKindEnum, { nullable: true, description: 'All of them by default.' })
  kind?: string | null;
}
