/** What a family was told, as the API says it. */
import { Field, ID, ObjectType } from 'type-graphql';
import { connectionOf } from './connections.js';
import { InstantScalar } from './scalars.js';

@ObjectType({ description: 'What a family was told of an attestation, in its inbox of Mon Compte.' })
export class FamilyNotice {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: '7 digits.' })
  allocataire: string;

  @Field(() => String)
  title: string;

  @Field(() => String)
  text: string;

  @Field(() => InstantScalar)
  createdAt: string;
}

export const FamilyNoticeConnection = connectionOf('FamilyNotice', () => FamilyNotice);
