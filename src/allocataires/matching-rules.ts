/** The rules of matching, as a table: the first that holds says whether the child is the record's, or why one doubts. */
import type { Claimed, Known, MatchingFacts, NameVerdict } from './matching.js';
import { factsOf } from './matching.js';

/** Why one doubts, as the advisers know it. */
export const doubts = [
  'OTHER_CAF',
  'NOT_AFFILIATED',
  'TWINS',
  'HOMONYMS',
  'NAMES_NOT_MATCHING',
  'BIRTH_DATE_NOT_MATCHING',
  'CHILD_NOT_MATCHING',
] as const;
export type Doubt = (typeof doubts)[number];

interface Rule {
  holds: (facts: MatchingFacts) => boolean;
  /** None: the row is the record's. */
  doubt?: Doubt;
  /** In French, for the adviser. */
  why: string;
}

const whole: readonly NameVerdict[] = ['same', 'usual', 'parent'];

/** One name agrees that way, and the other is whole. */
const one =
  (...verdicts: NameVerdict[]) =>
  ({ lastName, firstName }: Pick<MatchingFacts, 'lastName' | 'firstName'>): boolean =>
    (verdicts.includes(lastName) && whole.includes(firstName)) ||
    (verdicts.includes(firstName) && whole.includes(lastName));

const isBornThen = ({ birthDate }: MatchingFacts): boolean => birthDate === 'same';
const isSame = ({ lastName, firstName }: MatchingFacts): boolean =>
  lastName === 'same' && firstName === 'same';

/** Read in order: what makes the number doubtful, then the child, then what still makes it sure. */
// oxfmt-ignore
export const matchingRules = {
  NUMBER_ELSEWHERE: { holds: ({ number }) => number === 'other_caf', doubt: 'OTHER_CAF',
    why: 'Le numéro n’est pas affilié à cette Caf ; une autre Caf le connaît, avec cet enfant : le dossier a pu changer de Caf.' },
  NUMBER_UNKNOWN: { holds: ({ number }) => number === 'unknown', doubt: 'NOT_AFFILIATED',
    why: 'Aucun dossier de cette Caf ne porte ce numéro.' },
  HOUSEHOLD: { holds: ({ birthDate }) => birthDate === 'not_given',
    why: 'La garde à domicile est déclarée pour la famille : le numéro suffit.' },
  SEVERAL_BORN_THAT_DAY: { holds: ({ birthDate }) => birthDate === 'several', doubt: 'TWINS',
    why: 'Plusieurs enfants du dossier sont nés ce jour-là : la date ne distingue pas, et les prénoms de jumeaux se confondent.' },
  NAMESAKES: { holds: (facts) => isBornThen(facts) && facts.namesakes > 0, doubt: 'HOMONYMS',
    why: 'Un autre numéro de cette Caf porte un enfant de mêmes nom, prénom et date de naissance : l’un des deux numéros est peut-être le bon.' },
  ALL_SAME: { holds: (facts) => isBornThen(facts) && isSame(facts) && !facts.swapped,
    why: 'Numéro, date de naissance, nom et prénom concordent ; accents, casse, traits d’union et apostrophes ne comptent pas.' },
  SWAPPED: { holds: (facts) => isBornThen(facts) && facts.swapped && isSame(facts),
    why: 'Nom et prénom sont inversés, et tout concorde : un seul enfant du dossier est né ce jour-là.' },
  OTHER_NAME: { holds: (facts) => isBornThen(facts) && one('same', 'usual', 'parent')(facts),
    why: 'Nom d’usage, de naissance ou de l’autre parent : numéro, date de naissance et prénom concordent.' },
  PART_OF_NAME: { holds: (facts) => isBornThen(facts) && one('part')(facts),
    why: 'Un nom composé n’est donné qu’en partie ; l’autre nom est entier et un seul enfant est né ce jour-là.' },
  ONE_SLIP: { holds: (facts) => isBornThen(facts) && one('slip')(facts),
    why: 'Une lettre diffère dans un seul des deux noms, assez long pour que ce soit une faute de frappe.' },
  NAMES_DIFFER: { holds: isBornThen, doubt: 'NAMES_NOT_MATCHING',
    why: 'Un enfant du dossier est né ce jour-là, sous un autre nom ou un autre prénom.' },
  BIRTH_DATE_DIFFERS: { holds: one('same', 'usual', 'parent', 'part', 'slip'), doubt: 'BIRTH_DATE_NOT_MATCHING',
    why: 'Un enfant du dossier porte ce nom et ce prénom, et une autre date de naissance : ce peut être un frère ou une sœur mal recopiés.' },
  NO_SUCH_CHILD: { holds: () => true, doubt: 'CHILD_NOT_MATCHING',
    why: 'Aucun enfant du dossier n’a ni cette date de naissance, ni ces noms.' },
} as const satisfies Record<string, Rule>;

export type MatchingRule = keyof typeof matchingRules;
export const matchingRuleCodes = Object.keys(matchingRules) as MatchingRule[];

/** What decided, kept with the outcome: codes and a count, nothing of the family. */
export interface Evidence extends MatchingFacts {
  rule: MatchingRule;
}

export interface Matching {
  evidence: Evidence;
  /** None: the row is the record's. */
  doubt: Doubt | undefined;
}

/** @param letters  of a name, at least, for one letter astray to be a slip */
export function matching(claimed: Claimed, known: Known, letters: number): Matching {
  const facts = factsOf(claimed, known, letters);
  const rule = matchingRuleCodes.find((code) => matchingRules[code].holds(facts))!;
  const { doubt }: Rule = matchingRules[rule];
  return { evidence: { rule, ...facts }, doubt };
}

/** How what agrees, or does not, is told in French. */
export const verdictNames = {
  number: {
    known: 'Numéro affilié à cette Caf',
    other_caf: 'Numéro connu d’une autre Caf, avec cet enfant',
    unknown: 'Numéro inconnu de cette Caf',
  },
  birthDate: {
    same: 'Un enfant du dossier est né ce jour-là',
    several: 'Plusieurs enfants du dossier sont nés ce jour-là',
    near: 'Date proche : un chiffre, ou jour et mois inversés',
    different: 'Aucun enfant du dossier n’est né ce jour-là',
    not_given: 'Déclarée pour la famille, sans enfant',
  },
  name: {
    same: 'Identique',
    usual: 'Autre nom de la même personne (usage, naissance)',
    parent: 'Nom de l’allocataire',
    part: 'Nom composé, donné en partie',
    slip: 'Une lettre diffère',
    different: 'Différent',
    not_given: 'Non donné',
  },
} as const;
