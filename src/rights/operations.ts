/** What each operation of an access token gives: for a partner's programs, and for a Caf's own. */
import { Attestation } from '../attestations/index.js';
import type { Step } from '../declarations/index.js';
import { Declaration } from '../declarations/index.js';
import type { Operation, Software } from '../habilitations/index.js';
import { AccessToken, cafOperations } from '../habilitations/index.js';
import { Partner, Structure } from '../partners/index.js';
import { NimsEntry } from '../processing/index.js';
import type { Place, Sentence } from './places.js';
import { here, thisStructure, itsPartner, atCaf, receivedFrom, itself } from './places.js';

/**
 * What a program may leave in a draft, or begin. Accepting conditions or a proposal, submitting and approving engage a
 * person.
 */
const prepares: readonly Step[] = ['deposit', 'correct', 'setAside', 'restore', 'amend'];

/** Whatever it was made for, a token knows itself, its structures and their partner. */
const toEveryToken: Sentence[] = [
  { may: ['read'], what: AccessToken, where: itself },
  { may: ['read'], what: Structure, where: thisStructure },
  { may: ['read'], what: Partner, where: itsPartner },
];

/** What each operation of an access token gives, at each of its structures, or at its Caf. */
export const operationRights: Record<Operation, readonly Sentence[]> = {
  readDeclarations: [...toEveryToken, { may: ['read'], what: Declaration, where: here }],
  depositWorkbooks: [
    ...toEveryToken,
    { may: ['declare'], what: Structure, where: thisStructure },
    { may: ['read', ...prepares], what: Declaration, where: here },
  ],
  readReports: [...toEveryToken, { may: ['read'], what: Declaration, where: receivedFrom }],
  readAttestations: [...toEveryToken, { may: ['read'], what: Attestation, where: here }],
  feedNims: [
    { may: ['read'], what: AccessToken, where: itself },
    { may: ['feed', 'acknowledge', 'decide'], what: NimsEntry, where: atCaf },
  ],
};

/** Where a token acts: at each of its structures, or at its Caf. */
export const placesOf = ({ token, structures }: Software): Place[] => {
  const { caf, conventionId, id: self } = token;
  if (token.partnerId === null) return [{ caf, partnerId: null, structureId: null, conventionId, self }];
  return structures.map(({ id, caf, partnerId }) => ({
    caf,
    partnerId,
    structureId: id,
    conventionId,
    self,
  }));
};

/** Those of a partner’s token, or of a Caf’s. */
export const operationsOf = ({ operations, partnerId }: AccessToken): Operation[] =>
  operations.filter((operation) => cafOperations.includes(operation) === (partnerId === null));
