/** The life of a convention. Its steps are also the rights and the words of the journal. */
import { defineWorkflow } from '../kernel/workflow.js';
import type { Day } from '../kernel/calendar.js';
import type { Role } from '../habilitations/index.js';
import type { Convention, ConventionState } from './convention.js';
import {
  printConvention,
  tellActivated,
  tellDenounced,
  tellEnded,
  tellMaintained,
  tellManagerReplaced,
  tellPrepared,
  tellRefused,
  tellRequested,
  tellReturned,
  tellSentBack,
  tellSigned,
  tellWithdrawn,
} from './jobs.js';
import { ConventionNotOver, ConventionNotPrinted, ConventionOver, ConventionTermOver } from './refusals.js';

/** What the guards ask beyond the convention. */
export interface ConventionFacts {
  today: Day;
}

const notPrinted = ({ reference, documentDigest }: Convention) =>
  documentDigest ? undefined : ConventionNotPrinted({ reference });

/** Its last day counts whole. */
const isOver = ({ endsOn }: Convention, today: Day) => endsOn !== null && endsOn < today;

const notOver = (convention: Convention, { today }: ConventionFacts) =>
  isOver(convention, today) ? undefined : ConventionNotOver({ reference: convention.reference });

const over = (convention: Convention, { today }: ConventionFacts) =>
  isOver(convention, today) ? ConventionOver({ reference: convention.reference }) : undefined;

const termOver = ({ reference, termOn }: Convention, { today }: ConventionFacts) =>
  termOn && termOn < today ? ConventionTermOver({ reference }) : undefined;

const underWay: ConventionState[] = ['requested', 'returned', 'prepared', 'signed'];
/** Denounced, it goes on to the day that was said. */
const inForce: ConventionState[] = ['active', 'denounced'];

/**
 * The partner checks the PDF, and may take the convention back to amend it; a signed copy is replaced by another
 * until the Caf has decided. In force, it ends by the officer's decision, or by itself after its last day.
 */
// oxfmt-ignore
export const conventionCycle = defineWorkflow<ConventionState, Convention, Role, ConventionFacts>()('Convention', {
  amend:          { from: ['returned'],                             by: ['applicant'] },
  submit:         { from: ['returned'],            to: 'requested', by: ['applicant'],                                queue: [tellRequested] },
  return:         { from: ['requested'],           to: 'returned',  by: ['conventionOfficer'],                        queue: [tellReturned] },
  prepare:        { from: ['requested'],           to: 'prepared',  by: ['conventionOfficer'],                        queue: [printConvention] },
  print:          { from: ['prepared'],                             by: ['automaton'],                                queue: [tellPrepared] },
  takeBack:       { from: ['prepared'],            to: 'returned',  by: ['applicant'] },
  sign:           { from: ['prepared', 'signed'],  to: 'signed',    by: ['applicant'],                                queue: [tellSigned], unless: notPrinted },
  sendBack:       { from: ['signed'],              to: 'prepared',  by: ['conventionOfficer'],                        queue: [tellSentBack] },
  activate:       { from: ['signed'],              to: 'active',    by: ['conventionOfficer'],                        queue: [tellActivated], unless: termOver },
  refuse:         { from: ['requested', 'signed'], to: 'refused',   by: ['conventionOfficer'],                        queue: [tellRefused] },
  withdraw:       { from: underWay,                to: 'withdrawn', by: ['applicant'],                                queue: [tellWithdrawn] },
  replaceManager: { from: inForce,                                  by: ['conventionOfficer'],                        queue: [tellManagerReplaced] },
  denounce:       { from: ['active'],              to: 'denounced', by: ['habilitationManager', 'conventionOfficer'], queue: [tellDenounced] },
  maintain:       { from: ['denounced'],           to: 'active',    by: ['conventionOfficer'],                        queue: [tellMaintained], unless: over },
  end:            { from: inForce,                 to: 'ended',     by: ['conventionOfficer'],                        queue: [tellEnded] },
  expire:         { from: inForce,                 to: 'ended',     by: ['automaton'],                                queue: [tellEnded], unless: notOver },
});

export type ConventionStep = (typeof conventionCycle.names)[number];

/** The steps that a click takes; the others carry content or a file, or are the automata's. */
export const conventionClicks = [
  'submit',
  'return',
  'prepare',
  'takeBack',
  'sendBack',
  'activate',
  'refuse',
  'withdraw',
  'denounce',
  'maintain',
  'end',
] as const satisfies readonly ConventionStep[];
export type ConventionClick = (typeof conventionClicks)[number];
