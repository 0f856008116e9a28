/** Records drawn at random, of every kind that rights speak of: what a rule and a list are compared on. */
import * as fc from 'fast-check';
import type { EntityManager } from 'typeorm';
import { Attestation } from '../../src/attestations/index.js';
import { Convention, conventionStates } from '../../src/conventions/index.js';
import { Declaration, DeclarationRow, states } from '../../src/declarations/index.js';
import { AccessToken, tokenStates } from '../../src/habilitations/index.js';
import { Consultation } from '../../src/kernel/consultation.js';
import { insertAll } from '../../src/kernel/database.js';
import { Conversation } from '../../src/messages/index.js';
import { Partner, Structure } from '../../src/partners/index.js';
import { Reassignment, reassignmentStates } from '../../src/processing/index.js';
import { HabilitationRequest, requestStates } from '../../src/requests/index.js';

const AT = '2026-11-05T08:00:00.000Z';
export const cafs = ['493', '781', '750'];
export const conventions = ['convention', 'Convention'];
/** Ids that a careless collation would take for one another. */
export const partners = ['partner', 'Partner', 'partnér'];
export const structures = ['structure-a', 'structure-A', 'structure-á', 'structure-b'];
export const people = ['person', 'Person', 'persón'];

export const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);
export const orNull = <T>(values: readonly T[]) => fc.constantFrom(null, ...values);
const some = <T>(arbitrary: fc.Arbitrary<T>): T[] => fc.sample(arbitrary, { numRuns: 60, seed: 493 });
const made = <T>(type: new () => T, records: object[]): T[] =>
  records.map((record) => Object.assign(new type() as object, record) as T);

const partnerRows = () =>
  made(
    Partner,
    partners.map((id, at) => ({ id, siren: `${900_000_000 + at}`, name: id })),
  );

export const structureRows = () =>
  made(
    Structure,
    structures.map((id, at) => ({
      id,
      partnerId: partners[at % partners.length],
      caf: cafs[at % cafs.length],
      siret: `${at}`.padStart(14, '9'),
      name: id,
      kind: 'micro_creche',
      address: [],
      email: '',
      phone: '',
    })),
  );

const declarationRows = () =>
  made(
    Declaration,
    some(fc.record({ structureId: oneOf(structures), caf: oneOf(cafs), state: oneOf(states) })).map(
      (drawn, at) => ({
        ...drawn,
        id: `declaration-${at}`,
        reference: `D-${at}`,
        type: 'cmg_micro_creche',
        month: '2026-10',
        version: at,
        revision: 1,
        createdAt: AT,
      }),
    ),
  );

/** One row each, for their attestations to be about. */
const rowsOf = (declarations: Declaration[]) =>
  made(
    DeclarationRow,
    declarations.map(({ id }) => ({ id: `row-${id}`, declarationId: id, number: 3, cells: {} })),
  );

const attestationRows = (rows: DeclarationRow[]) =>
  made(
    Attestation,
    some(fc.record({ structureId: oneOf(structures), caf: oneOf(cafs) })).map((drawn, at) => ({
      ...drawn,
      id: `attestation-${at}`,
      number: `A-${at}`,
      version: 1,
      rowId: rows[at]!.id,
      declarationId: rows[at]!.declarationId,
      month: '2026-10',
      allocataire: '3521874',
      state: 'numbered',
      fields: {},
      fieldsDigest: '',
    })),
  );

const reassignmentRows = () =>
  made(
    Reassignment,
    some(fc.record({ caf: oneOf(cafs), claimedBy: orNull(people), state: oneOf(reassignmentStates) })).map(
      (drawn, at) => ({
        ...drawn,
        id: `reassignment-${at}`,
        declarationId: 'd',
        structureId: 's',
        month: '2026-10',
        dueOn: '2026-11-15',
        turn: `2026-11-15 ${at}`,
        rowId: `r-${at}`,
        attestationId: 'a',
        reason: 'TWINS',
        revision: 1,
        openedAt: AT,
      }),
    ),
  );

const conversationRows = () =>
  made(
    Conversation,
    some(fc.record({ structureId: oneOf(structures), caf: oneOf(cafs) })).map((drawn, at) => ({
      ...drawn,
      id: `conversation-${at}`,
      declarationId: 'd',
      subject: '',
      aboutId: null,
      once: `${at}`,
      openedAt: AT,
      messageCount: 1,
      partnerNumber: 1,
      cafNumber: 0,
      lastMessageId: `message-${at}`,
      lastMessageAt: AT,
    })),
  );

const requestRows = () =>
  made(
    HabilitationRequest,
    some(
      fc.record({
        caf: oneOf(cafs),
        partnerId: oneOf(partners),
        structureId: oneOf(structures),
        state: oneOf(requestStates),
      }),
    ).map((drawn, at) => ({
      ...drawn,
      id: `request-${at}`,
      reference: `H-${at}`,
      kind: 'add',
      revision: 1,
      roles: [],
      createdAt: AT,
    })),
  );

const conventionRows = () =>
  made(
    Convention,
    some(fc.record({ caf: oneOf(cafs), partnerId: orNull(partners), state: oneOf(conventionStates) })).map(
      (drawn, at) => ({
        ...drawn,
        id: conventions[at] ?? `convention-${at}`,
        reference: `C-${at}`,
        siren: '',
        partnerName: '',
        service: 'CMG',
        revision: 1,
        managerCivility: 'Madame',
        managerFirstName: '',
        managerLastName: '',
        managerEmail: '',
      }),
    ),
  );

const tokenRows = () =>
  made(
    AccessToken,
    some(fc.record({ caf: oneOf(cafs), partnerId: oneOf(partners), state: oneOf(tokenStates) })).map(
      (drawn, at) => ({
        ...drawn,
        id: people[at] ?? `token-${at}`,
        name: '',
        conventionId: null,
        structureIds: [],
        operations: [],
        tokenHash: `${at}`.padStart(64, '0'),
        revision: 1,
        createdBy: '',
        createdAt: AT,
        expiresAt: AT,
      }),
    ),
  );

const consultationRows = () =>
  made(
    Consultation,
    some(fc.record({ caf: oneOf(cafs) })).map((drawn, at) => ({
      ...drawn,
      id: `consultation-${at}`,
      at: AT,
      actorKind: 'person',
      actorId: '',
      what: 'attestation',
      recordId: '',
      records: 1,
      why: '',
    })),
  );

export async function insertDrawn(em: EntityManager): Promise<void> {
  const declarations = declarationRows();
  const rows = rowsOf(declarations);
  await insertAll(em, Partner, partnerRows());
  await insertAll(em, Structure, structureRows());
  await insertAll(em, Declaration, declarations);
  await insertAll(em, DeclarationRow, rows);
  await insertAll(em, Attestation, attestationRows(rows));
  await insertAll(em, Reassignment, reassignmentRows());
  await insertAll(em, Conversation, conversationRows());
  await insertAll(em, HabilitationRequest, requestRows());
  await insertAll(em, Convention, conventionRows());
  await insertAll(em, AccessToken, tokenRows());
  await insertAll(em, Consultation, consultationRows());
}
