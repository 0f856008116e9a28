/** Conventions, as the API says them. */
import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from './connections.js';
import { SeenArgs } from './declarations.js';
import { ConventionStateEnum, ConventionStepEnum, ServiceEnum, StructureKindEnum } from './enums.js';
import { DayScalar, InstantScalar } from './scalars.js';

@ObjectType({ description: 'A structure that a convention covers, as the convention describes it.' })
export class ConventionStructure {
  @Field(() => String, { description: '14 digits.' })
  siret: string;

  @Field(() => StructureKindEnum)
  kind: string;

  @Field(() => String)
  name: string;

  @Field(() => [String], { description: 'The postal address, line by line.' })
  address: string[];

  @Field(() => String)
  email: string;

  @Field(() => String)
  phone: string;
}

@ObjectType({ description: 'What a partner and a Caf agreed for a service.' })
export class Convention {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'What people quote: C-493-2026-0001.' })
  reference: string;

  @Field(() => ServiceEnum)
  service: string;

  @Field(() => ConventionStateEnum)
  state: string;

  @Field(() => Int)
  revision: number;

  @Field(() => String, { description: 'Of the legal entity that signs: 9 digits.' })
  siren: string;

  @Field(() => String)
  partnerName: string;

  @Field(() => [ConventionStructure])
  structures: ConventionStructure[];

  @Field(() => String, { description: 'The habilitation manager it names: civility and names.' })
  managerName: string;

  @Field(() => String)
  managerEmail: string;

  @Field(() => DayScalar, { nullable: true })
  activatedOn: string | null;

  @Field(() => DayScalar, { nullable: true, description: 'Its last day in force; null without a term.' })
  endsOn: string | null;

  @Field(() => InstantScalar, { nullable: true })
  endedAt: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was ended, as the Caf wrote it.' })
  reason: string | null;

  @Field(() => [ConventionStepEnum], { description: 'The steps open to this reader now.' })
  openSteps: string[];
}

export const ConventionConnection = connectionOf('Convention', () => Convention);

@ArgsType()
export class EndConventionArgs extends SeenArgs {
  @Field(() => String, { description: 'Why; 1,000 characters at most.' })
  reason: string;
}
