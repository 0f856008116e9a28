/** What each role may do, and where: the one table from which every door is guarded. */
import type { MongoAbility } from '@casl/ability';
import { AbilityBuilder, createMongoAbility } from '@casl/ability';
import type { Actor, House } from '../kernel/context.js';
import { Consultation } from '../kernel/consultation.js';
import { Context } from '../kernel/context.js';
import { Job } from '../kernel/jobs.js';
import { Allocataire } from '../allocataires/index.js';
import { Attestation, SealKey } from '../attestations/index.js';
import { DamagedFile, FileCheck } from '../filing/index.js';
import { Convention, conventionCycle } from '../conventions/index.js';
import { Declaration, cycle } from '../declarations/index.js';
import type { Bearer, Role, Software } from '../habilitations/index.js';
import { AccessToken, Habilitation, holderOf, softwareNow, tokenCycle } from '../habilitations/index.js';
import type { Owing } from '../identity/index.js';
import {
  AccessLink,
  Attempts,
  ForgottenPassword,
  HOUSE,
  OpenIdLink,
  Person,
  RecoveryCode,
  SecondFactor,
  Session,
} from '../identity/index.js';
import { Attachment, Conversation } from '../messages/index.js';
import { jobCycle } from '../jobs/index.js';
import { Mail } from '../mail/index.js';
import { Caf, Establishment, Partner, Structure } from '../partners/index.js';
import { HabilitationRequest, requestCycle } from '../requests/index.js';
import {
  CmgSimulation,
  FamilyNotice,
  Outcome,
  Reassignment,
  reassignmentCycle,
} from '../processing/index.js';
import type { Place, Sentence } from './places.js';
import {
  itself,
  cafAlone,
  here,
  thisStructure,
  itsPartner,
  ofPartner,
  thisConvention,
  partnerAtCaf,
  atCaf,
  thisCaf,
  mine,
  received,
  asked,
} from './places.js';
import { operationRights, operationsOf, placesOf } from './operations.js';

export { operationRights } from './operations.js';
export type { Place, Sentence } from './places.js';

/** A simulation tells nothing of anybody: it computes what it is given. */
const simulates: Sentence = { may: ['simulate'], what: CmgSimulation, where: () => ({}) };

/** The directory is a public register: it belongs to no Caf. */
const asksDirectory: Sentence = { may: ['read'], what: Establishment, where: () => ({}) };

const seesStructure: Sentence[] = [
  simulates,
  { may: ['read'], what: Structure, where: thisStructure },
  { may: ['read'], what: Partner, where: itsPartner },
  { may: ['read'], what: Attestation, where: here },
  { may: ['read', 'writeForPartner'], what: Conversation, where: here },
];

/** What comes to a Caf, and what became of it. */
const seesCaf: Sentence[] = [Outcome, FamilyNotice, Structure, Attestation].map((what) => ({
  may: ['read'],
  what,
  where: atCaf,
}));

/**
 * Read a line aloud: "an approver may read, approve, return a declaration of
 * the structure". The steps come from the cycles' own tables.
 */
export const rights: Record<Role, readonly Sentence[]> = {
  activityProvider: [
    ...seesStructure,
    { may: ['declare'], what: Structure, where: thisStructure },
    { may: ['read', ...cycle.by('activityProvider')], what: Declaration, where: here },
  ],
  financialProvider: [
    ...seesStructure,
    { may: ['read', ...cycle.by('financialProvider')], what: Declaration, where: here },
  ],
  approver: [...seesStructure, { may: ['read', ...cycle.by('approver')], what: Declaration, where: here }],
  habilitationManager: [
    simulates,
    asksDirectory,
    { may: ['read'], what: Partner, where: itsPartner },
    { may: ['read'], what: Structure, where: ofPartner },
    { may: ['read'], what: Convention, where: partnerAtCaf },
    { may: conventionCycle.by('habilitationManager'), what: Convention, where: thisConvention },
    { may: ['issueToken'], what: Structure, where: partnerAtCaf },
    { may: ['read', ...tokenCycle.by('habilitationManager')], what: AccessToken, where: partnerAtCaf },
    { may: ['inviteAgain'], what: Habilitation, where: partnerAtCaf },
    { may: ['request'], what: Structure, where: partnerAtCaf },
    {
      may: ['read', ...requestCycle.by('habilitationManager')],
      what: HabilitationRequest,
      where: partnerAtCaf,
    },
  ],
  adviser: [
    simulates,
    ...seesCaf,
    asksDirectory,
    { may: ['readSettings'], what: Caf, where: thisCaf },
    { may: ['simulate'], what: Allocataire, where: atCaf },
    { may: ['read', ...cycle.by('adviser')], what: Declaration, where: received },
    { may: ['read', 'claim'], what: Reassignment, where: atCaf },
    { may: ['putBack', 'ask', 'close'], what: Reassignment, where: mine },
    { may: ['read', 'writeForCaf'], what: Conversation, where: atCaf },
  ],
  supervisor: [
    simulates,
    ...seesCaf,
    { may: ['read', ...cycle.by('supervisor')], what: Declaration, where: received },
    { may: ['read', 'writeForCaf'], what: Conversation, where: atCaf },
    { may: ['read', ...reassignmentCycle.by('supervisor')], what: Reassignment, where: atCaf },
    { may: ['oversee'], what: Habilitation, where: atCaf },
  ],
  applicant: [
    simulates,
    asksDirectory,
    { may: ['read', ...conventionCycle.by('applicant')], what: Convention, where: thisConvention },
  ],
  conventionOfficer: [
    simulates,
    asksDirectory,
    {
      may: ['readSettings', 'setRegisterChecks', 'setNimsDecider', 'issueCafToken'],
      what: Caf,
      where: thisCaf,
    },
    { may: ['read'], what: Structure, where: atCaf },
    { may: ['read', 'inviteAgain'], what: Habilitation, where: atCaf },
    { may: ['read', ...conventionCycle.by('conventionOfficer')], what: Convention, where: atCaf },
    { may: ['read'], what: AccessToken, where: atCaf },
    { may: tokenCycle.by('conventionOfficer'), what: AccessToken, where: cafAlone },
    { may: ['read', ...requestCycle.by('conventionOfficer')], what: HabilitationRequest, where: asked },
    { may: ['read'], what: Consultation, where: atCaf },
  ],
  technicalAdministrator: [
    { may: ['read'], what: DamagedFile, where: atCaf },
    { may: ['read', ...jobCycle.by('technicalAdministrator')], what: Job, where: atCaf },
  ],
  automaton: [
    { may: ['forget'], what: Job, where: atCaf },
    { may: ['read', ...conventionCycle.by('automaton')], what: Convention, where: atCaf },
    { may: ['forget'], what: Consultation, where: atCaf },
    { may: ['read', 'check'], what: Structure, where: atCaf },
    { may: ['read', ...cycle.by('automaton')], what: Declaration, where: atCaf },
    { may: ['issue'], what: Attestation, where: atCaf },
    { may: ['read'], what: Conversation, where: atCaf },
    { may: ['drop'], what: Attachment, where: atCaf },
    { may: ['checkFiles'], what: Caf, where: thisCaf },
    { may: ['read', 'advance'], what: FileCheck, where: atCaf },
    { may: ['read', 'makeAgain'], what: DamagedFile, where: atCaf },
    { may: reassignmentCycle.by('automaton'), what: Reassignment, where: atCaf },
    { may: ['post'], what: FamilyNotice, where: atCaf },
    { may: ['read'], what: Habilitation, where: atCaf },
    { may: ['read'], what: HabilitationRequest, where: atCaf },
    { may: ['read', 'write', 'send'], what: Mail, where: atCaf },
    { may: ['read'], what: AccessLink, where: atCaf },
    { may: ['read'], what: SecondFactor, where: atCaf },
    { may: ['read'], what: RecoveryCode, where: atCaf },
    { may: ['read', ...tokenCycle.by('automaton')], what: AccessToken, where: atCaf },
    { may: ['read'], what: Person, where: atCaf },
    { may: ['removeSecondFactor'], what: Person, where: atCaf },
    { may: ['read', 'resolve'], what: ForgottenPassword, where: atCaf },
    { may: ['forget'], what: Attempts, where: atCaf },
    { may: ['end'], what: Session, where: atCaf },
    { may: ['rotate', 'withdraw'], what: SealKey, where: atCaf },
  ],
};

interface Held {
  sentences: readonly Sentence[];
  place: Place;
}

function abilityBy(held: readonly Held[]): MongoAbility {
  const { can, build } = new AbilityBuilder(createMongoAbility);
  for (const { sentences, place } of held) {
    for (const { may, what, where } of sentences)
      can([...may] as never, what as never, where(place) as never);
  }
  return build({ detectSubjectType: (subject) => subject.constructor as never });
}

/** The sum of roles, each at its place. */
export const abilityOf = (held: readonly { role: Role; place: Place }[]): MongoAbility =>
  abilityBy(held.map(({ role, place }) => ({ sentences: rights[role], place })));

/** The sum of a token's operations, at each of its structures, or at its Caf. */
export const abilityOfToken = (software: Software): MongoAbility =>
  abilityBy(
    placesOf(software).flatMap((place) =>
      operationsOf(software.token).map((operation) => ({ sentences: operationRights[operation], place })),
    ),
  );

const ownedBySelf = ({ self }: Place) => ({ personId: self });

/** What whoever is signed in may do, with what is their own. */
export const ownRights: readonly Sentence[] = [
  { may: ['read', 'revoke'], what: Session, where: ownedBySelf },
  { may: ['read'], what: SecondFactor, where: ownedBySelf },
  { may: ['read'], what: OpenIdLink, where: ownedBySelf },
  {
    may: ['changePassword', 'enrolSecondFactor', 'disableSecondFactor', 'renewRecoveryCodes', 'unlinkOpenId'],
    what: Person,
    where: itself,
  },
];

/** What whoever is signed in may do, while their session owes something. */
export const owingRights: Record<Owing, readonly Sentence[]> = {
  secondFactor: [{ may: ['proveSecondFactor'], what: Person, where: itself }],
  enrolSecondFactor: [{ may: ['enrolSecondFactor'], what: Person, where: itself }],
};

const nowhere = { caf: HOUSE, partnerId: null, structureId: null, conventionId: null };

const nobody: Actor = { kind: 'nobody', id: 'nobody' };

export const anonymous = (house: House): Context => new Context(house, nobody, abilityOf([]));

/** What a person may do: the sum of their habilitations, and what anybody may with what is their own. */
export function personal(
  house: House,
  { person, habilitations, owes }: Pick<Bearer, 'person' | 'habilitations'> & { owes?: Owing | undefined },
): Context {
  const self = person.id;
  const held = habilitations.map(({ role, caf, partnerId, structureId, conventionId }) => ({
    sentences: rights[role],
    place: { caf, partnerId, structureId, conventionId, self },
  }));
  const own = { sentences: owes ? owingRights[owes] : ownRights, place: { ...nowhere, self } };
  return new Context(house, { kind: 'person', id: self }, abilityBy([...held, own]));
}

/** What a program may do: the sum of the operations of its token. */
export const program = (house: House, software: Software): Context =>
  new Context(house, { kind: 'token', id: software.token.id }, abilityOfToken(software));

/** Whoever began something, a person or a program, with what they may do now. */
export async function depositor(house: House, id: string): Promise<Context> {
  const held = await holderOf(house, id);
  if (held) return personal(house, held);
  const software = await softwareNow(house, id);
  return software ? program(house, software) : anonymous(house);
}

/** The automaton of one Caf. */
export function automaton(house: House, caf: string): Context {
  const place = { ...nowhere, caf, self: `automaton-${caf}` };
  return new Context(house, { kind: 'automaton', id: place.self }, abilityOf([{ role: 'automaton', place }]));
}
