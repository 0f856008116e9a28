/** The enums of the API, made from the tables of the house: `awaiting_approval` is spelt AWAITING_APPROVAL. */
import { registerEnumType } from 'type-graphql';
import { clicks, stateNames, states, cycle, typeCodes, types } from '../src/declarations/index.js';
import { roleNames, roles } from '../src/habilitations/index.js';
import { structureKindNames, structureKinds } from '../src/partners/index.js';
import {
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

export const spell = (code: string): string => code.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();

const enumOf = <Code extends string>(
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
export const RoleEnum = enumOf('Role', 'A role held at a place.', roles, (role) => roleNames[role]);
export const DeclarationTypeEnum = enumOf(
  'DeclarationType',
  'What is declared.',
  typeCodes,
  (type) => types[type].label,
);
export const DeclarationStateEnum = enumOf(
  'DeclarationState',
  'Where a declaration stands.',
  states,
  (state) => stateNames[state],
);
export const DeclarationStepEnum = enumOf('DeclarationStep', 'A step of a declaration’s cycle.', cycle.names);
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
export const ClosingOutcomeEnum = enumOf(
  'ClosingOutcome',
  'What an adviser made of a case.',
  closingOutcomes,
  (outcome) => closingOutcomeNames[outcome],
);
export const FateEnum = enumOf('RowFate', 'What became of a row.', fates, (fate) => fateNames[fate]);
