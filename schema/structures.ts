/** Partners, structures and the Caf, as the API says them. */
import { Field, ID, ObjectType } from 'type-graphql';
import { connectionOf } from './connections.js';
import { StructureKindEnum } from './enums.js';

@ObjectType({ description: 'The family allowance fund of a department.' })
export class Caf {
  @Field(() => ID, { description: 'Three digits: 493 is Maine-et-Loire.' })
  code: string;

  @Field(() => String)
  name: string;
}

@ObjectType({ description: 'The legal entity that runs structures and signs conventions.' })
export class Partner {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: '9 digits.' })
  siren: string;

  @Field(() => String)
  name: string;
}

@ObjectType({ description: 'An establishment that takes care of children.' })
export class Structure {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: '14 digits.' })
  siret: string;

  @Field(() => String)
  name: string;

  @Field(() => StructureKindEnum)
  kind: string;

  @Field(() => [String], { description: 'The postal address, line by line.' })
  address: string[];

  @Field(() => String)
  email: string;

  @Field(() => String)
  phone: string;
}

export const StructureConnection = connectionOf('Structure', () => Structure);
