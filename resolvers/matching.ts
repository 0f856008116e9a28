/** The evidence of a matching, told in French. */
import type { MatchingEvidence, MatchingFact } from '../schema/matching.js';
import type { Evidence } from '../src/allocataires/index.js';
import { matchingRules, verdictNames } from '../src/allocataires/index.js';

const factsOf = ({ number, birthDate, lastName, firstName }: Evidence): MatchingFact[] => [
  { compared: 'number', verdict: number, sentence: verdictNames.number[number] },
  { compared: 'birthDate', verdict: birthDate, sentence: verdictNames.birthDate[birthDate] },
  { compared: 'lastName', verdict: lastName, sentence: verdictNames.name[lastName] },
  { compared: 'firstName', verdict: firstName, sentence: verdictNames.name[firstName] },
];

export const toldEvidence = (evidence: Evidence | null): MatchingEvidence | null =>
  evidence && {
    rule: evidence.rule,
    sentence: matchingRules[evidence.rule].why,
    facts: factsOf(evidence),
    swapped: evidence.swapped,
    namesakes: evidence.namesakes,
  };
