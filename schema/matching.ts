/** What agreed between a row and the record, as the API says it: codes and sentences, nothing of the family. */
import { Field, Int, ObjectType } from 'type-graphql';
import {
  birthVerdicts,
  matchingRuleCodes,
  matchingRules,
  nameVerdicts,
  numberVerdicts,
} from '../src/allocataires/index.js';
import { enumOf } from './enums.js';

export const compared = ['number', 'birthDate', 'lastName', 'firstName'] as const;

export const MatchingRuleEnum = enumOf(
  'MatchingRule',
  'The rule that decided whether the row is the record’s.',
  matchingRuleCodes,
  (code) => matchingRules[code].why,
);
export const ComparedEnum = enumOf('MatchingCompared', 'What was compared.', compared);
export const VerdictEnum = enumOf('MatchingVerdict', 'What the comparison gave.', [
  ...new Set([...numberVerdicts, ...birthVerdicts, ...nameVerdicts]),
]);

@ObjectType({ description: 'One thing compared between the row and the record.' })
export class MatchingFact {
  @Field(() => ComparedEnum)
  compared: string;

  @Field(() => VerdictEnum)
  verdict: string;

  @Field(() => String, { description: 'In French.' })
  sentence: string;
}

@ObjectType({ description: 'By what the automaton told whether the row is the record’s.' })
export class MatchingEvidence {
  @Field(() => MatchingRuleEnum)
  rule: string;

  @Field(() => String, { description: 'The rule, in French.' })
  sentence: string;

  @Field(() => [MatchingFact])
  facts: MatchingFact[];

  @Field(() => Boolean, { description: 'Last name and first name are each in the other’s cell.' })
  swapped: boolean;

  @Field(() => Int, {
    description: 'Other numbers of this Caf that hold a child of the same names, born the same day.',
  })
  namesakes: number;
}
