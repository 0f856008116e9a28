/** The life of a habilitation request. Its steps are also the rights, the API's verbs and the words of the journal. */
import { defineWorkflow } from '../kernel/workflow.js';
import { MOST_DECLARANTS, TooManyDeclarants } from '../habilitations/index.js';
import type { Role } from '../habilitations/index.js';
import type { Facts } from './facts.js';
import {
  tellAccepted,
  tellHabilitated,
  tellRefused,
  tellRemovalDone,
  tellRemoved,
  tellRequested,
} from './jobs.js';
import {
  AccountShared,
  NoConvention,
  NotConventionManager,
  NotRemoval,
  PersonNotThere,
  RemovalAtOnce,
  RequestIncomplete,
  RoleAlreadyHeld,
} from './refusals.js';
import type { HabilitationRequest, RequestState } from './request.js';
import { needed } from './request.js';

type Request = HabilitationRequest;

const incomplete = (request: Request) => {
  const missing = needed[request.kind].filter((field) => !request[field]?.length);
  return missing.length > 0 ? RequestIncomplete({ missing }) : undefined;
};

const notFromManager = ({ structureId }: Request, { convention, fromManager }: Facts) => {
  if (!convention) return NoConvention({ structureId });
  return fromManager ? undefined : NotConventionManager({ convention: convention.reference });
};

const notThere = ({ kind }: Request, { held }: Facts) =>
  kind !== 'add' && held.length === 0
    ? PersonNotThere({ field: kind === 'modify' ? 'formerEmail' : 'email' })
    : undefined;

const alreadyHeld = ({ kind, roles }: Request, { held }: Facts) => {
  const twice = kind === 'add' ? roles.filter((role) => held.includes(role)) : [];
  return twice.length > 0 ? RoleAlreadyHeld({ roles: twice }) : undefined;
};

const tooManyDeclarants = ({ structureId, roles }: Request, { declares, held, freeSlots }: Facts) => {
  const oneMore = declares && roles.includes('activityProvider') && !held.includes('activityProvider');
  return oneMore && freeSlots === 0 ? TooManyDeclarants({ structureId, most: MOST_DECLARANTS }) : undefined;
};

const renamesAnother = ({ reference }: Request, { renames, shared }: Facts) =>
  renames && shared ? AccountShared({ reference }) : undefined;

const cannotBe = (request: Request, facts: Facts) =>
  incomplete(request) ??
  notFromManager(request, facts) ??
  notThere(request, facts) ??
  alreadyHeld(request, facts) ??
  tooManyDeclarants(request, facts);

const notToSubmit = (request: Request, facts: Facts) =>
  request.kind === 'remove' ? RemovalAtOnce(request) : cannotBe(request, facts);

const notToRemove = (request: Request, facts: Facts) =>
  request.kind === 'remove'
    ? (incomplete(request) ?? notFromManager(request, facts) ?? notThere(request, facts))
    : NotRemoval(request);

/** Told at the decision only: whether an account acts elsewhere is not for a manager to learn. */
const notToAccept = (request: Request, facts: Facts) =>
  cannotBe(request, facts) ?? renamesAnother(request, facts);

/** A removal asks no permission: it acts when the manager confirms it, and the Caf is told. */
// oxfmt-ignore
export const requestCycle = defineWorkflow<RequestState, Request, Role, Facts>()('Demande d’habilitation', {
  edit:     { from: ['draft'],                       by: ['habilitationManager'] },
  delete:   { from: ['draft'],                       by: ['habilitationManager'] },
  submit:   { from: ['draft'],     to: 'submitted', by: ['habilitationManager'], unless: notToSubmit, queue: [tellRequested] },
  remove:   { from: ['draft'],     to: 'done',      by: ['habilitationManager'], unless: notToRemove, queue: [tellRemovalDone, tellRemoved] },
  withdraw: { from: ['submitted'], to: 'withdrawn', by: ['habilitationManager'] },
  accept:   { from: ['submitted'], to: 'accepted',  by: ['conventionOfficer'],   unless: notToAccept, queue: [tellAccepted, tellHabilitated, tellRemoved] },
  refuse:   { from: ['submitted'], to: 'refused',   by: ['conventionOfficer'],   queue: [tellRefused] },
});

export type RequestStep = (typeof requestCycle.names)[number];

/** The steps that a click takes; the others change or delete a draft. */
export const requestClicks = [
  'submit',
  'remove',
  'withdraw',
  'accept',
  'refuse',
] as const satisfies readonly RequestStep[];
export type RequestClick = (typeof requestClicks)[number];

/** What the Caf decides. */
export const decisions = ['accept', 'refuse'] as const satisfies readonly RequestClick[];
export type Decision = (typeof decisions)[number];
