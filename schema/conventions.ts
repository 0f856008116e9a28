/** Conventions, as the API says them. */
import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { AskedStructure } from '../src/conventions/index.js';
import { MOST_STRUCTURES } from '../src/conventions/index.js';
import type { Civility, Named } from '../src/identity/index.js';
import { connectionOf } from './connections.js';
import { SeenArgs } from './declarations.js';
import {
  CivilityEnum,
  ConventionClickEnum,
  ConventionStateEnum,
  ConventionStepEnum,
  ServiceEnum,
  StructureKindEnum,
} from './enums.js';
import { DayScalar, InstantScalar } from './scalars.js';

@ObjectType({ description: 'A person, as a convention names them.' })
export class NamedPerson {
  @Field(() => CivilityEnum)
  civility: string;

  @Field(() => String)
  firstName: string;

  @Field(() => String)
  lastName: string;

  @Field(() => String)
  email: string;
}

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

  @Field(() => [NamedPerson], { description: 'For CMG: whom the convention lets declare, two at most.' })
  declarants: NamedPerson[];
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

  @Field(() => String, { description: 'The state, in French.' })
  stateLabel: string;

  @Field(() => Int)
  revision: number;

  @Field(() => String, { description: 'Of the legal entity that signs: 9 digits.' })
  siren: string;

  @Field(() => String)
  partnerName: string;

  @Field(() => [ConventionStructure])
  structures: ConventionStructure[];

  @Field(() => NamedPerson, { description: 'The habilitation manager.' })
  manager: NamedPerson;

  @Field(() => InstantScalar, { nullable: true })
  requestedAt: string | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When the signed copy was returned.' })
  signedAt: string | null;

  @Field(() => DayScalar, { nullable: true })
  activatedOn: string | null;

  @Field(() => DayScalar, {
    nullable: true,
    description: 'The last day agreed, as its PDF says; null without a term.',
  })
  termOn: string | null;

  @Field(() => DayScalar, {
    nullable: true,
    description: 'Its last day in force: its term, or the day to which it is denounced.',
  })
  endsOn: string | null;

  @Field(() => InstantScalar, { nullable: true })
  endedAt: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was last returned, sent back, refused, denounced or ended, as it was written.',
  })
  reason: string | null;

  @Field(() => String, { nullable: true, description: 'Where its PDF is; null until it is printed.' })
  address: string | null;

  @Field(() => String, { description: 'Where the signed copy goes (PUT), and is found (GET).' })
  signedCopyAddress: string;

  @Field(() => [ConventionStepEnum], { description: 'The steps open to this reader now.' })
  openSteps: string[];
}

export const ConventionConnection = connectionOf('Convention', () => Convention);

@ObjectType({ description: 'What is answered to whoever asks for a convention, known here or not.' })
export class ConventionRequested {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'To be quoted: C-493-2026-0001.' })
  reference: string;
}

@InputType()
export class NamedPersonInput implements Named {
  @Field(() => CivilityEnum)
  civility: Civility;

  @Field(() => String)
  firstName: string;

  @Field(() => String)
  lastName: string;

  @Field(() => String)
  email: string;
}

@InputType()
export class ConventionStructureInput implements AskedStructure {
  @Field(() => String, { description: '14 digits, spaces or not; all of one legal entity.' })
  siret: string;

  @Field(() => StructureKindEnum)
  kind: AskedStructure['kind'];

  @Field(() => String)
  name: string;

  @Field(() => [String], { description: 'The postal address, line by line.' })
  address: string[];

  @Field(() => String)
  email: string;

  @Field(() => String)
  phone: string;

  @Field(() => [NamedPersonInput], { defaultValue: [], description: 'For CMG: two at most.' })
  declarants: NamedPersonInput[];
}

@InputType()
export class ConventionInput {
  @Field(() => String)
  partnerName: string;

  @Field(() => [ConventionStructureInput], { description: `${MOST_STRUCTURES} at most.` })
  structures: ConventionStructureInput[];

  @Field(() => NamedPersonInput, { description: 'The habilitation manager to name.' })
  manager: NamedPersonInput;
}

@ArgsType()
export class RequestConventionArgs {
  @Field(() => ID, { description: 'The code of the Caf.' })
  caf: string;

  @Field(() => ServiceEnum)
  service: 'CMG' | 'PSU';

  @Field(() => ConventionInput)
  convention: ConventionInput;

  @Field(() => NamedPersonInput, {
    nullable: true,
    description: 'The person who asks; left out when signed in.',
  })
  applicant?: NamedPersonInput | null;
}

@ArgsType()
export class AmendConventionArgs extends SeenArgs {
  @Field(() => ConventionInput)
  convention: ConventionInput;
}

@ArgsType()
export class AdvanceConventionArgs extends SeenArgs {
  @Field(() => ConventionClickEnum)
  step: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Asked for when returning, sending back, refusing, denouncing or ending, welcome when withdrawing; 1,000 characters at most.',
  })
  reason?: string | null;

  @Field(() => DayScalar, {
    nullable: true,
    description:
      'The last day in force: asked for when denouncing; the term, if there is one, when preparing.',
  })
  endsOn?: string | null;
}

@ArgsType()
export class ReplaceManagerArgs extends SeenArgs {
  @Field(() => NamedPersonInput)
  manager: NamedPersonInput;
}
