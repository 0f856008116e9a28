/** The life of a convention. Its steps are also the rights and the words of the journal. */
import { defineWorkflow } from '../kernel/workflow.js';
import type { Role } from '../habilitations/index.js';
import type { Convention, ConventionState } from './convention.js';
import {
  printConvention,
  tellActivated,
  tellEnded,
  tellPrepared,
  tellRefused,
  tellRequested,
  tellReturned,
  tellSentBack,
  tellSigned,
  tellWithdrawn,
} from './jobs.js';
import { ConventionNotPrinted } from './refusals.js';

const notPrinted = ({ reference, documentDigest }: Convention) =>
  documentDigest ? undefined : ConventionNotPrinted({ reference });

const underWay: ConventionState[] = ['requested', 'returned', 'prepared', 'signed'];

/**
 * The partner checks the PDF, and may take the convention back to amend it; a signed copy is replaced by another
 * until the Caf has decided.
 */
// oxfmt-ignore
export const conventionCycle = defineWorkflow<ConventionState, Convention, Role>()('Convention', {
  amend:    { from: ['returned'],                                 by: ['applicant'] },
  submit:   { from: ['returned'],            to: 'requested',     by: ['applicant'],         queue: [tellRequested] },
  return:   { from: ['requested'],           to: 'returned',      by: ['conventionOfficer'], queue: [tellReturned] },
  prepare:  { from: ['requested'],           to: 'prepared',      by: ['conventionOfficer'], queue: [printConvention] },
  print:    { from: ['prepared'],                                 by: ['automaton'],         queue: [tellPrepared] },
  takeBack: { from: ['prepared'],            to: 'returned',      by: ['applicant'] },
  sign:     { from: ['prepared', 'signed'],  to: 'signed',        by: ['applicant'],         queue: [tellSigned], unless: notPrinted },
  sendBack: { from: ['signed'],              to: 'prepared',      by: ['conventionOfficer'], queue: [tellSentBack] },
  activate: { from: ['signed'],              to: 'active',        by: ['conventionOfficer'], queue: [tellActivated] },
  refuse:   { from: ['requested', 'signed'], to: 'refused',       by: ['conventionOfficer'], queue: [tellRefused] },
  withdraw: { from: underWay,                to: 'withdrawn',     by: ['applicant'],         queue: [tellWithdrawn] },
  end:      { from: ['active'],              to: 'ended',         by: ['conventionOfficer'], queue: [tellEnded] },
});

export type ConventionStep = (typeof conventionCycle.names)[number];

/** The steps that a click takes; the others carry content, a file or the Caf’s own effects. */
export const conventionClicks = [
  'submit',
  'return',
  'prepare',
  'takeBack',
  'sendBack',
  'activate',
  'refuse',
  'withdraw',
  'end',
] as const satisfies readonly ConventionStep[];
export type ConventionClick = (typeof conventionClicks)[number];
