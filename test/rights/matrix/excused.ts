/** Words of the table of rights that no cell of the matrix can hold, each with what holds it. */
import type { Holder } from './mutants.js';

/** Verbs that no cell asks for yet: they are not tried. */
export const awaited: Partial<Record<Holder, string[]>> = {
  conventionOfficer: ['read Habilitation'],
  // By the command line: commands/second-factor.test.ts.
  // And of keys: commands/keys.test.ts.
  automaton: ['removeSecondFactor Person', 'rotate SealKey', 'withdraw SealKey'],
  // Only where the Caf's people must have one: identity/second-factor.test.ts.
  enrolSecondFactor: ['enrolSecondFactor Person'],
};

const OWN_ACCOUNT =
  'changePassword, enrolSecondFactor, disableSecondFactor, renewRecoveryCodes, unlinkOpenId';

/** Conditions behind which another one stands: lifted alone, they open nothing, and are not tried. */
export const guardedTwice: Partial<Record<Holder, string[]>> = {
  // One declares for a structure that one reads.
  activityProvider: ['declare Structure whatever its id'],
  depositWorkbooks: ['declare Structure whatever its id'],
  // A token is made under the convention by which its manager acts there.
  habilitationManager: [
    'issueToken Structure whatever its caf',
    'issueToken Structure whatever its partnerId',
    // People are named for a structure that one reads.
    'request Structure whatever its partnerId',
  ],
  // An outcome is told with its declaration or its case; a case is worked by whoever reads it.
  adviser: ['read Outcome whatever its caf', 'putBack, ask, close Reassignment whatever its caf'],
  supervisor: ['read Outcome whatever its caf'],
  // A token is read before it is ended.
  conventionOfficer: ['revoke AccessToken whatever its caf'],
  // Each work of an automaton reads several records of its Caf.
  automaton: [
    'read, attest, close Declaration whatever its caf',
    'issue Attestation whatever its caf',
    'answer, replace Reassignment whatever its caf',
    'read Conversation whatever its caf',
    'read, makeAgain DamagedFile whatever its caf',
    // It is how an automaton knows its Caf, of which it then looks at the files.
    'checkFiles Caf whatever its code',
    'read Habilitation whatever its caf',
    'read HabilitationRequest whatever its caf',
    'read, write, send Mail whatever its caf',
    'post FamilyNotice whatever its caf',
    'read AccessLink whatever its caf',
    'read SecondFactor whatever its caf',
    'read RecoveryCode whatever its caf',
    'read Person whatever its caf',
    // People belong to no Caf, and the command is the house’s.
    'removeSecondFactor Person whatever its caf',
    'rotate, withdraw SealKey whatever its caf',
  ],
  // Nobody is asked whose account it is: it is that of the session.
  secondFactor: ['proveSecondFactor Person whatever its id'],
  enrolSecondFactor: ['enrolSecondFactor Person whatever its id'],
  signedIn: [`${OWN_ACCOUNT} Person whatever its id`],
};
