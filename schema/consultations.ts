/** Reads of personal records, as the API says them. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from './connections.js';
import { InstantScalar } from './scalars.js';

@ObjectType({ description: 'One read of a personal record; never what it says.' })
export class Consultation {
  @Field(() => ID)
  id: string;

  @Field(() => InstantScalar)
  at: string;

  @Field(() => String, { description: 'Who read it: a person by their name, an automaton by its Caf.' })
  reader: string;

  @Field(() => String, { description: 'The kind of record, in the journal’s word.' })
  what: string;

  @Field(() => ID)
  recordId: string;

  @Field(() => Int, { description: 'How many of its rows were handed out.' })
  records: number;

  @Field(() => String, { description: 'The operation: `query declaration`, `GET /attestations/:id`.' })
  why: string;
}

export const ConsultationConnection = connectionOf('Consultation', () => Consultation);
