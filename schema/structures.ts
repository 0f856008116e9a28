/** Partners, structures and the Caf, as the API says them. */
import { Field, ID, ObjectType } from 'type-graphql';
import { connectionOf } from './connections.js';
import { DirectoryAnswerEnum, StructureCheckStateEnum, StructureKindEnum } from './enums.js';
import { NimsDeciderEnum } from './nims-enums.js';
import { DayScalar, InstantScalar } from './scalars.js';

@ObjectType({ description: 'The family allowance fund of a department.' })
export class Caf {
  @Field(() => ID, { description: 'Three digits: 493 is Maine-et-Loire.' })
  code: string;

  @Field(() => String)
  name: string;
}

@ObjectType({ description: 'What a Caf has chosen for its structures; read by its own people.' })
export class CafSettings {
  @Field(() => ID)
  code: string;

  @Field(() => Boolean, {
    description:
      'Whether the rows of a month are checked against the families’ records: right or wrong, the same words whatever is wrong, and so many times a month.',
  })
  registerChecks: boolean;

  @Field(() => NimsDeciderEnum, { description: 'Who decides what becomes of attestations.' })
  nimsDecider: string;
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

@ObjectType({ description: 'A code of a public nomenclature.' })
export class NomenclatureCode {
  @Field(() => String)
  code: string;

  @Field(() => String, {
    nullable: true,
    description: 'In French; null for a code that is not expected here.',
  })
  label: string | null;
}

@ObjectType({ description: 'An establishment as the company directory describes it.' })
export class Establishment {
  @Field(() => String, { description: '14 digits.' })
  siret: string;

  @Field(() => String, { description: '9 digits.' })
  siren: string;

  @Field(() => String, { description: 'Of the legal entity.' })
  name: string;

  @Field(() => NomenclatureCode, { nullable: true, description: 'Insee’s “catégorie juridique”.' })
  legalForm: NomenclatureCode | null;

  @Field(() => NomenclatureCode, { nullable: true, description: 'The main activity.' })
  naf: NomenclatureCode | null;

  @Field(() => DayScalar, { nullable: true })
  createdOn: string | null;

  @Field(() => NomenclatureCode, { nullable: true, description: 'The band of the number of employees.' })
  workforce: NomenclatureCode | null;

  @Field(() => String, { description: 'Computed from the SIREN, liable to VAT or not.' })
  vatNumber: string;

  @Field(() => [String], { description: 'The postal address, line by line.' })
  address: string[];

  @Field(() => Boolean)
  open: boolean;
}

@ObjectType({
  description: 'What the company directory says of a SIRET, for a person to confirm. It holds nothing up.',
})
export class EstablishmentAnswer {
  @Field(() => DirectoryAnswerEnum)
  kind: string;

  @Field(() => String, { description: 'For people, in French.' })
  sentence: string;

  @Field(() => Establishment, { nullable: true, description: 'When it was found.' })
  establishment: Establishment | null;
}

@ObjectType({
  description: 'What the company directory said of a structure; what is pending is asked again by itself.',
})
export class StructureDirectory {
  @Field(() => StructureCheckStateEnum)
  state: string;

  @Field(() => String, { description: 'For people, in French.' })
  sentence: string;

  @Field(() => InstantScalar, { nullable: true, description: 'When the directory said so.' })
  checkedAt: string | null;

  @Field(() => Establishment, { nullable: true })
  establishment: Establishment | null;
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
