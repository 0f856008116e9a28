/** The life of a declaration. Its steps are also the rights, the API's verbs and the words of the journal. */
import { defineWorkflow } from '../kernel/workflow.js';
import type { Role, Standing } from '../habilitations/index.js';
import type { Declaration, State } from './declaration.js';
import {
  decideOutcomes,
  issueAttestations,
  notifyFamilies,
  tellProcessed,
  tellReturned,
  tellSent,
  tellSubmitted,
} from './jobs.js';
import {
  AmendmentExists,
  AmendmentUnchanged,
  ConditionsNotAccepted,
  DeclarationBlocked,
  DeclarationEmpty,
  OwnDeclaration,
} from './refusals.js';

/** An amendment may declare nothing any more: what was sent by mistake is then withdrawn. */
const empty = ({ reference, depositId, rowCount, setAsideCount, amendsId }: Declaration) =>
  !depositId || (rowCount === setAsideCount && !amendsId) ? DeclarationEmpty({ reference }) : undefined;

const unchanged = ({ reference, amendsId, addedCount, changedCount, removedCount }: Declaration) =>
  amendsId && addedCount + changedCount + removedCount === 0 ? AmendmentUnchanged({ reference }) : undefined;

/** The latest version is amended, and by one at a time. */
const amended = ({ month, amendedById: id }: Declaration) =>
  id ? AmendmentExists({ id, month }) : undefined;

const blocked = ({ reference, blockingCount }: Declaration) =>
  blockingCount > 0 ? DeclarationBlocked({ reference, blocking: blockingCount }) : undefined;

const notAccepted = ({ reference, conditionsVersion }: Declaration) =>
  conditionsVersion ? undefined : ConditionsNotAccepted({ reference });

const withoutDeposit = ({ reference, depositId }: Declaration) =>
  depositId ? undefined : DeclarationEmpty({ reference });

const notReady = (declaration: Declaration) =>
  empty(declaration) ?? blocked(declaration) ?? unchanged(declaration) ?? notAccepted(declaration);

/** Nobody checks their own content, unless there is nobody else to (docs/sources.md#the-three-organisations). */
const ownDeclaration = ({ reference, preparedBy }: Declaration, { id, alone, approvers }: Standing) => {
  const preparers = preparedBy ?? [];
  if (alone || !preparers.includes(id)) return undefined;
  const otherApprovers = approvers.filter((approver) => !preparers.includes(approver)).length;
  return OwnDeclaration({ reference, otherApprovers });
};

const open: State[] = ['draft', 'returned'];

// oxfmt-ignore
export const cycle = defineWorkflow<State, Declaration, Role, Standing>()('Déclaration', {
  deposit:          { from: open, by: ['activityProvider'] },
  correct:          { from: open, by: ['activityProvider'], unless: withoutDeposit },
  acceptProposal:   { from: open, by: ['activityProvider'], unless: withoutDeposit },
  setAside:         { from: open, by: ['activityProvider'], unless: withoutDeposit },
  restore:          { from: open, by: ['activityProvider'], unless: withoutDeposit },
  acceptConditions: { from: open, by: ['activityProvider'], unless: withoutDeposit },
  submit:  { from: open,                  to: 'awaiting_approval', by: ['activityProvider'], unless: notReady, queue: [tellSubmitted] },
  cancel:  { from: open,                  to: 'cancelled',         by: ['activityProvider'] },
  return:  { from: ['awaiting_approval'], to: 'returned',          by: ['approver'],  queue: [tellReturned] },
  approve: { from: ['awaiting_approval'], to: 'sent',              by: ['approver'],  unless: ownDeclaration, queue: [tellSent, issueAttestations] },
  amend:   { from: ['sent', 'attested', 'processed'],              by: ['activityProvider'], unless: amended },
  discuss: { from: ['sent', 'attested', 'processed'],              by: ['activityProvider', 'financialProvider', 'approver', 'adviser', 'supervisor'] },
  attest:  { from: ['sent'],              to: 'attested',          by: ['automaton'], queue: [decideOutcomes] },
  close:   { from: ['attested'],          to: 'processed',         by: ['automaton'], queue: [tellProcessed, notifyFamilies] },
});

export type Step = (typeof cycle.names)[number];

/** The steps that change the state on a click; the others carry content and have their own use case. */
export const clicks = ['submit', 'cancel', 'return', 'approve'] as const satisfies readonly Step[];
export type Click = (typeof clicks)[number];
