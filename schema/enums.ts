/** The enums of the API, made from the tables of the house: `awaiting_approval` is spelt AWAITING_APPROVAL. */
import { registerEnumType } from 'type-graphql';
import {
  conventionClicks,
  conventionCycle,
  conventionStateNames,
  conventionStates,
  serviceNames,
  services,
} from '../src/conventions/index.js';
import { standingNames, standings } from '../src/attestations/index.js';
import {
  changeKindNames,
  changeKinds,
  clicks,
  cycle,
  differenceKindNames,
  differenceKinds,
  depositStateNames,
  depositStates,
  rowFilterNames,
  rowFilters,
  stateNames,
  states,
  typeCodes,
  types,
} from '../src/declarations/index.js';
import {
  careTypes,
  cares,
  households,
  noRightReasons,
  prepareKinds,
  ruleNames,
} from '../src/entitlements/index.js';
import {
  operationNames,
  operations,
  roleNames,
  roles,
  tokenCycle,
  tokenStateNames,
  tokenStates,
} from '../src/habilitations/index.js';
import { templates } from '../src/workbooks/index.js';
import { owings } from '../src/identity/index.js';
import {
  checkStateNames,
  checkStates,
  directoryAnswers,
  structureKindNames,
  structureKinds,
} from '../src/partners/index.js';
import type { AgeBracket, CaseOrder } from '../src/processing/index.js';
import {
  ageBrackets,
  caseOrders,
  closingOutcomeNames,
  closingOutcomes,
  fateNames,
  fates,
  reasonCodes,
  reasons,
  reassignmentCycle,
  reassignmentStateNames,
  reassignmentStates,
} from '../src/processing/index.js';

import {
  decisions,
  requestClicks,
  requestCycle,
  requestKindNames,
  requestKinds,
  requestStateNames,
  requestStates,
} from '../src/requests/index.js';
import { civilities } from '../src/identity/index.js';

export const spell = (code: string): string =>
  code
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll(' ', '_')
    .toUpperCase();

export const enumOf = <Code extends string>(
  name: string,
  description: string,
  codes: readonly Code[],
  say?: (code: Code) => string,
): Record<string, Code> => {
  const values = Object.fromEntries(codes.map((code) => [spell(code), code]));
  const said = codes.map((code) => [spell(code), say ? { description: say(code) } : {}]);
  registerEnumType(values, { name, description, valuesConfig: Object.fromEntries(said) });
  return values;
};

export const StructureKindEnum = enumOf(
  'StructureKind',
  'What a structure is.',
  structureKinds,
  (kind) => structureKindNames[kind],
);
export const ServiceEnum = enumOf(
  'Service',
  'What a convention is signed for.',
  services,
  (service) => serviceNames[service],
);
export const ConventionStateEnum = enumOf(
  'ConventionState',
  'Where a convention stands.',
  conventionStates,
  (state) => conventionStateNames[state],
);
export const ConventionClickEnum = enumOf(
  'ConventionClick',
  'The steps that a click takes; the others carry content or a file.',
  conventionClicks,
);
export const ConventionStepEnum = enumOf(
  'ConventionStep',
  'A step of a convention’s cycle.',
  conventionCycle.names,
);
export const DirectoryAnswerEnum = enumOf(
  'DirectoryAnswer',
  'What the company directory answers of a SIRET. UNAVAILABLE: it could not be asked, and will be later.',
  directoryAnswers,
);
export const StructureCheckStateEnum = enumOf(
  'StructureCheckState',
  'Whether the company directory has confirmed a structure.',
  checkStates,
  (state) => checkStateNames[state],
);
export const RoleEnum = enumOf('Role', 'A role held at a place.', roles, (role) => roleNames[role]);
/** What follows a password: nothing, or what the session owes before it may do anything. */
export const signInNexts = ['done', ...owings] as const;
export type SignInNext = (typeof signInNexts)[number];

const nextNames: Record<SignInNext, string> = {
  done: 'Connecté',
  secondFactor: 'Le code du second facteur est attendu',
  enrolSecondFactor: 'Un second facteur est à choisir',
};

export const SignInNextEnum = enumOf(
  'SignInNext',
  'What follows a password.',
  signInNexts,
  (next) => nextNames[next],
);
export const TokenOperationEnum = enumOf(
  'TokenOperation',
  'What an access token is made for.',
  operations,
  (operation) => operationNames[operation],
);
export const AccessTokenStateEnum = enumOf(
  'AccessTokenState',
  'Where an access token stands.',
  tokenStates,
  (state) => tokenStateNames[state],
);
export const AccessTokenStepEnum = enumOf('AccessTokenStep', 'A step of a token’s life.', tokenCycle.names);
export const CivilityEnum = enumOf(
  'Civility',
  'How a person is addressed.',
  civilities,
  (civility) => civility,
);
export const HabilitationRequestKindEnum = enumOf(
  'HabilitationRequestKind',
  'What a habilitation request asks.',
  requestKinds,
  (kind) => requestKindNames[kind],
);
export const HabilitationRequestStateEnum = enumOf(
  'HabilitationRequestState',
  'Where a habilitation request stands.',
  requestStates,
  (state) => requestStateNames[state],
);
export const HabilitationRequestStepEnum = enumOf(
  'HabilitationRequestStep',
  'A step of a habilitation request’s cycle.',
  requestCycle.names,
);
export const HabilitationRequestClickEnum = enumOf(
  'HabilitationRequestClick',
  'The steps that a click takes. REMOVE acts at once: it asks no permission, and the Caf is told.',
  requestClicks,
);
export const HabilitationDecisionEnum = enumOf('HabilitationDecision', 'What the Caf decides.', decisions);
export const DeclarationTypeEnum = enumOf('DeclarationType', 'What is declared.', typeCodes, (type) =>
  [types[type].label, templates[types[type].template].notice].filter(Boolean).join('. '),
);
export const DeclarationStateEnum = enumOf(
  'DeclarationState',
  'Where a declaration stands.',
  states,
  (state) => stateNames[state],
);
export const DepositStateEnum = enumOf(
  'DepositState',
  'How far a deposit has come. UNSCANNED: the antivirus could not be asked, and will be again; nothing is read before.',
  depositStates,
  (state) => depositStateNames[state],
);
export const DeclarationStepEnum = enumOf('DeclarationStep', 'A step of a declaration’s cycle.', cycle.names);
export const RowFilterEnum = enumOf(
  'RowFilter',
  'Which rows of a declaration are shown.',
  rowFilters,
  (filter) => rowFilterNames[filter],
);
export const RowChangeKindEnum = enumOf(
  'RowChangeKind',
  'How a cell came to be changed.',
  changeKinds,
  (kind) => changeKindNames[kind],
);
export const DifferenceKindEnum = enumOf(
  'DifferenceKind',
  'What an amendment makes of a row.',
  differenceKinds,
  (kind) => differenceKindNames[kind],
);
export const AttestationStandingEnum = enumOf(
  'AttestationStanding',
  'Whether an attestation still says what is so.',
  standings,
  (standing) => standingNames[standing],
);
export const DeclarationClickEnum = enumOf(
  'DeclarationClick',
  'The steps that a click takes; the others carry content and have their own mutation.',
  clicks,
);
export const ReassignmentStateEnum = enumOf(
  'ReassignmentState',
  'Where a case stands.',
  reassignmentStates,
  (state) => reassignmentStateNames[state],
);
export const ReassignmentStepEnum = enumOf('ReassignmentStep', 'A step of a case.', reassignmentCycle.names);
export const ReasonEnum = enumOf(
  'ReassignmentReason',
  'Why the automaton handed an attestation to an adviser.',
  reasonCodes,
  (code) => reasons[code].sentence,
);
export const AgeBracketEnum = enumOf(
  'ReassignmentAge',
  'How long ago a case was opened.',
  Object.keys(ageBrackets) as AgeBracket[],
  (age) => ageBrackets[age].label,
);
export const CaseOrderEnum = enumOf(
  'ReassignmentOrder',
  'In what order cases are listed: the oldest first, or the nearest deadline first.',
  Object.keys(caseOrders) as CaseOrder[],
);
export const ClosingOutcomeEnum = enumOf(
  'ClosingOutcome',
  'What an adviser made of a case.',
  closingOutcomes,
  (outcome) => closingOutcomeNames[outcome],
);
export const CareTypeEnum = enumOf(
  'CareType',
  'A care that opens the CMG of a structure.',
  careTypes,
  (type) => cares[type].name,
);
export const HouseholdEnum = enumOf('Household', 'Who brings up the children.', households);
export const PrepareEnum = enumOf(
  'Prepare',
  'How much the beneficiary of the PreParE works: NONE is no PreParE, HALF at most 50 %, PART 50 to 80 %, FULL a full stop.',
  prepareKinds,
);
export const RuleEnum = enumOf(
  'CmgRule',
  'A rule of the CMG, in the order in which they apply.',
  Object.keys(ruleNames) as (keyof typeof ruleNames)[],
  (rule) => ruleNames[rule],
);
export const NoRightReasonEnum = enumOf('NoRightReason', 'Why a month opens no right.', noRightReasons);
export const StatusEnum = enumOf('FigureStatus', 'How sure a figure is.', [
  'confirmed',
  'derived',
  'decided',
  'to confirm',
] as const);
export const FateEnum = enumOf('RowFate', 'What became of a row.', fates, (fate) => fateNames[fate]);
