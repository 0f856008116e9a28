/** Attestations, as the API says them. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from './connections.js';
import { endReasonNames, endReasons } from '../src/attestations/index.js';
import { AttestationStandingEnum, enumOf } from './enums.js';
import { InstantScalar, MonthScalar } from './scalars.js';

const AttestationEndReasonEnum = enumOf(
  'AttestationEndReason',
  'Why an attestation stands for nothing any more.',
  endReasons,
  (reason) => endReasonNames[reason],
);

@ObjectType({ description: 'The care attestation of one row.' })
export class Attestation {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  number: string;

  @Field(() => Int)
  version: number;

  @Field(() => AttestationStandingEnum)
  standing: string;

  @Field(() => AttestationEndReasonEnum, {
    nullable: true,
    description: 'Why it stands for nothing any more; null while it does.',
  })
  endReason: string | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When it was replaced or withdrawn.' })
  endedAt: string | null;

  @Field(() => MonthScalar)
  month: string;

  @Field(() => String)
  allocataire: string;

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'When it was filed to the record; null before.',
  })
  filedAt: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where the PDF is downloaded; null before it is filed.',
  })
  address: string | null;
}

export const AttestationConnection = connectionOf('Attestation', () => Attestation);
