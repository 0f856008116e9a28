/** Workbooks as received, as the API says them. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DepositStateEnum } from './enums.js';
import { InstantScalar } from './scalars.js';

@ObjectType({ description: 'Why a workbook was refused, as its sender was told.' })
export class DepositRefusal {
  @Field(() => String, { description: 'Stable code.' })
  code: string;

  @Field(() => String, { description: 'In French: what is wrong, and what to do.' })
  message: string;
}

@ObjectType({
  description: 'A workbook as received; the file is kept as it came, and of a refused one nothing but this.',
})
export class Deposit {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  number: number;

  @Field(() => DepositStateEnum)
  state: string;

  @Field(() => Int, { description: 'Rows read so far.' })
  rowsRead: number;

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'When the antivirus found nothing in it; null where there is none, or not yet.',
  })
  scannedAt: string | null;

  @Field(() => DepositRefusal, { nullable: true })
  refusal: DepositRefusal | null;

  @Field(() => String, { description: 'SHA-256 of the file, in hexadecimal.' })
  digest: string;

  @Field(() => Int, { description: 'Bytes.' })
  size: number;

  @Field(() => Int)
  rowCount: number;

  @Field(() => InstantScalar)
  depositedAt: string;

  @Field(() => String, {
    description: 'Where the file is downloaded once it is read, with the same session.',
  })
  address: string;

  @Field(() => String, {
    description:
      'Where its reading is followed, with the same session: asked again, or as server-sent events.',
  })
  progressAddress: string;
}
