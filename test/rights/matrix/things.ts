/** The things of the matrix: all « here », each in the state that some operation is tried on. */
import { Person } from '../../../src/identity/index.js';
import { Allocataire } from '../../../src/allocataires/index.js';
import { Convention } from '../../../src/conventions/index.js';
import { Declaration, DeclarationRow, Deposit, RowAnomaly } from '../../../src/declarations/index.js';
import { Consultation } from '../../../src/kernel/consultation.js';
import { Habilitation } from '../../../src/habilitations/index.js';
import { newId } from '../../../src/kernel/id.js';
import { Reassignment } from '../../../src/processing/index.js';
import { Structure } from '../../../src/partners/index.js';
import type { FilledRow } from '../../../src/workbooks/index.js';
import type { Bench } from '../../bench.js';
import { who } from '../../bench.js';
import type { Caller, Seen } from '../../caller.js';
import {
  accept,
  acceptAll,
  advance,
  create,
  deposit,
  inMonth,
  nino,
  rose,
  stranger,
  submitted,
  workbook,
} from '../../month.js';
import { accounts, links, sessions } from './accounts.js';
import { agreements, nameManager, requests } from './agreements.js';
import { exchanges } from './conversations.js';
import type { People } from './people.js';
import { plantToken, programs, sirets } from './people.js';
import { anothersIdentity } from './identities.js';
import { factors } from './second-factors.js';
import { notices, told } from './notices.js';
import { amended, underWay } from './under-way.js';
import { work } from './work.js';

const CAF = '493';

/** One of twins: a case for the advisers, of a record that this Caf knows. */
const twin: FilledRow = {
  ...nino,
  allocataire: '3780456',
  lastName: 'KERVELLEC',
  firstName: 'Malo',
  birthDate: '2025-01-15',
};
/** Children of a number unknown here: each is another case. */
const strangers: FilledRow[] = [11, 12, 13, 14].map((day) => ({
  ...stranger,
  firstName: `Inaya ${'ABCD'[day - 11]}`,
  birthDate: `2024-07-${day}`,
}));
/** With everything that a row may say, and few hours: a warning that travels with it. */
const ending: FilledRow = { ...nino, hours: 10, amountCents: 9_000, endOfCare: '2026-10-30' };

async function rowsOf(bench: Bench, declarationId: string): Promise<DeclarationRow[]> {
  return bench.house.database.reader.find(DeclarationRow, {
    where: { declarationId },
    order: { number: 'ASC' },
  });
}

const setAside = async (caller: Caller, { id, revision }: Seen, rowId: string): Promise<Seen> => {
  const { setRowAside } = await caller.ask<{ setRowAside: Seen }>(
    `mutation ($id: ID!, $revision: Int!, $rowId: ID!) {
      setRowAside(id: $id, revision: $revision, rowId: $rowId, reason: "doublon de Rose") { id revision }
    }`,
    { id, revision, rowId },
  );
  return setRowAside;
};

/** A draft whose second row is set aside, and whose first has its hours and its number to correct. */
async function drafted(bench: Bench, month: string) {
  const declarant = await bench.person(who.declarant);
  const wrong = { ...rose, allocataire: '3521874K', hours: 15.5 };
  const opened = await deposit(declarant, await create(declarant, month), inMonth(month, wrong, nino));
  const [row, aside] = await rowsOf(bench, opened.id);
  const draft = await setAside(declarant, opened, aside!.id);
  const anomaly = await bench.house.database.reader.findOneByOrFail(RowAnomaly, {
    rowId: row!.id,
    code: 'HOURS_NOT_WHOLE',
  });
  return { draft, rowId: row!.id, asideId: aside!.id, anomalyId: anomaly.id };
}

/** Kept, and read by nobody yet. */
async function received(bench: Bench, month: string) {
  const declarant = await bench.person(who.declarant);
  const { id: declarationId, depositAddress } = await create(declarant, month);
  const bytes = await workbook(inMonth(month, rose));
  await declarant.send('PUT', depositAddress, bytes, { prefer: 'respond-async' });
  const deposit = await bench.house.database.reader.findOneByOrFail(Deposit, { declarationId });
  return { receivedId: deposit.id };
}

/** Accepted, and not submitted yet. */
async function accepted(bench: Bench, month: string): Promise<Seen> {
  const declarant = await bench.person(who.declarant);
  return accept(declarant, await deposit(declarant, await create(declarant, month), inMonth(month, rose)));
}

const waiting = (bench: Bench, month: string): Promise<Seen> => submitted(bench, inMonth(month, rose), month);

const step = async (bench: Bench, seen: Seen, name: string, comment?: string): Promise<Seen> =>
  advance(await bench.person(who.approver), seen, name, comment);

/** Sent, attested and processed: five rows of it came to the advisers, one was set aside, one had a key letter. */
async function processed(bench: Bench): Promise<string> {
  const declarant = await bench.person(who.declarant);
  const keyed = { ...twin, allocataire: `${twin.allocataire}K` };
  const opened = await deposit(declarant, await create(declarant), [rose, ending, keyed, ...strangers]);
  const [first] = await rowsOf(bench, opened.id);
  const kept = await acceptAll(declarant, await setAside(declarant, opened, first!.id));
  await step(bench, await advance(declarant, await accept(declarant, kept), 'SUBMIT'), 'APPROVE');
  await bench.work();
  return opened.id;
}

const advanceCase = async (
  adviser: Caller,
  { id, revision }: Seen,
  name: string,
  more = '',
): Promise<Seen> => {
  const { advanceReassignment } = await adviser.ask<{ advanceReassignment: Seen }>(
    `mutation { advanceReassignment(id: "${id}", revision: ${revision}, step: ${name} ${more}) { id revision } }`,
  );
  return advanceReassignment;
};

/** A case that nobody has, one that a supervisor gave to this adviser, one of a colleague, and one that the colleague closed, one of which the structure is asked. */
async function cases(bench: Bench, declarationId: string, { callers, names }: People) {
  const colleague = await bench.person(who.otherAdviser);
  const adviserId = [...names].find(([, name]) => name === 'adviser here')![0];
  const found = await bench.house.database.reader.find(Reassignment, {
    where: { declarationId },
    order: { id: 'ASC' },
  });
  const [open, mine, theirs, closed, waiting] = found.map(({ id, revision }) => ({ id, revision }));
  return {
    open: open!,
    adviserId,
    claimed: await advanceCase(
      callers.get('supervisor here')!,
      mine!,
      'ASSIGN',
      `, adviserId: "${adviserId}"`,
    ),
    colleagues: await advanceCase(colleague, theirs!, 'CLAIM'),
    closed: await advanceCase(
      colleague,
      await advanceCase(colleague, closed!, 'CLAIM'),
      'CLOSE',
      ', outcome: NO_RIGHT, comment: "Famille partie."',
    ),
    attestationId: found[0]!.attestationId,
    ...(await exchanges(bench, declarationId, await advanceCase(colleague, waiting!, 'CLAIM'))),
  };
}

/** Other conventions of the same partner and the same Caf: of another time, denounced, past its last day, and one more. */
async function others({ house }: Bench, convention: Convention) {
  const { id: personId } = await house.database.reader.findOneByOrFail(Person, { email: who.declarant });
  const { caf, partnerId } = convention;
  const since = '2025-01-01T00:00:00.000Z';
  const until = '2025-12-31T08:00:00.000Z';
  const like = async (rank: number, more: Partial<Convention>, end: string | null = null): Promise<Seen> => {
    const other = { id: newId(), reference: `C-493-2025-000${rank}`, revision: 1, ...more };
    const role = 'habilitationManager' as const;
    const held = { id: newId(), personId, role, caf, partnerId, conventionId: other.id, since, until: end };
    await house.database.write(async (em) => {
      await em.insert(Convention, Object.assign(new Convention(), convention, other));
      await em.insert(Habilitation, held);
    });
    return { id: other.id, revision: other.revision };
  };
  const reason = 'Changement de gestionnaire.';
  const ended = await like(1, { state: 'ended', reason, endedAt: until }, until);
  const over = await like(3, { state: 'denounced', reason, endsOn: '2026-10-31' });
  return {
    endedId: ended.id,
    denounced: await like(2, { state: 'denounced', reason, endsOn: '2027-06-30' }),
    overId: over.id,
    another: await like(4, { state: 'active' }),
  };
}

/** The tokens here, by what becomes of them. */
async function tokens(bench: Bench) {
  const made = async (more: object) => (await plantToken(bench, 'readReports here', more)).id;
  const soon = '2026-11-09T08:00:00.000Z';
  const revision = 1;
  return {
    token: { id: await made({}), revision },
    cafToken: { id: (await plantToken(bench, 'feedNims here')).id, revision },
    warnedTokenId: await made({ expiresAt: soon, warnedAt: '2026-11-05T07:00:00.000Z' }),
    dueTokenId: await made({ expiresAt: soon }),
    endingTokenId: await made({ expiresAt: '2026-11-05T07:00:00.000Z' }),
    expiredTokenId: await made({ expiresAt: '2026-11-01T08:00:00.000Z', state: 'expired' }),
  };
}

/** What was read today, of a record that nobody reads again, and long ago. */
async function consultations(bench: Bench, recordId: string, adviser: Caller) {
  await adviser.ask('query ($id: ID!) { attestation(id: $id) { allocataire } }', { id: recordId });
  const today = await bench.house.database.reader.findOneByOrFail(Consultation, {
    recordId,
    why: 'query attestation',
  });
  const like = (more: object) => Object.assign(new Consultation(), today, { id: newId() }, more);
  const alone = like({ recordId: newId() });
  const old = like({ at: '2020-11-05T08:00:00.000Z' });
  await bench.house.database.write((em) => em.insert(Consultation, [alone, old]));
  return { consultationId: alone.id, consultedId: alone.recordId, oldConsultationId: old.id };
}

/** A month that nothing else names. */
const requestedLongAgo = ({ house }: Bench): Promise<unknown> =>
  house.database.write((em) =>
    em.update(Allocataire, { number: '3521874' }, { cmgRequestedFrom: '2019-07' }),
  );

export type Things = Awaited<ReturnType<typeof makeThings>>;

/** @param people  one of the cases is the adviser's here */
export async function makeThings(bench: Bench, planted: People) {
  const { callers, names } = planted;
  const adviser = callers.get('adviser here')!;
  const { reader } = bench.house.database;
  const structure = await reader.findOneByOrFail(Structure, { siret: sirets.here });
  const { partnerId } = structure;
  const convention = await reader.findOneByOrFail(Convention, { partnerId, caf: CAF });
  await nameManager(bench, convention);
  await requestedLongAgo(bench);
  const done = await processed(bench);
  const { revision } = await reader.findOneByOrFail(Declaration, { id: done });
  const amending = await amended(bench);
  const agreed = await agreements(bench, planted);
  const awaiting = await waiting(bench, '2026-08');
  const handed = await cases(bench, done, planted);
  await anothersIdentity(bench);
  return {
    caf: CAF,
    structureId: structure.id,
    partnerId,
    convention: { id: convention.id, revision: convention.revision },
    ...agreed,
    ...(await requests(bench, structure.id, planted)),
    ...(await sessions(bench, planted)),
    ...(await factors(bench)),
    ...(await others(bench, convention)),
    /** The token of each program. */
    tokens: Object.fromEntries(
      [...names].filter(([, name]) => programs.includes(name)).map(([id, name]) => [name, id]),
    ),
    siret: structure.siret,
    // Nothing is declared of it yet.
    month: '2026-02',
    bytes: await workbook(inMonth('2026-09', rose)),
    key: 'depot-de-septembre',
    ...(await drafted(bench, '2026-09')),
    accepted: await accepted(bench, '2026-06'),
    waiting: awaiting,
    returned: await step(bench, await waiting(bench, '2026-07'), 'RETURN', 'Revoir les heures de Rose.'),
    processed: { id: done, revision },
    ...handed,
    ...(await notices(bench, done)),
    ...(await consultations(bench, handed.attestationId, adviser)),
    ...(await underWay(bench, amending)),
    /** A draft of the month that follows one that was sent. */
    following: await create(await bench.person(who.declarant), '2026-05'),
    ...(await told(bench, awaiting)),
    ...(await links(bench)),
    ...(await accounts(bench, structure)),
    ...(await tokens(bench)),
    ...(await received(bench, '2025-12')),
    ...(await work(bench)),
  };
}

/** The same things, none of which exists: every id is another one. */
export function nothingOf<T>(things: T): T {
  if (typeof things === 'string') return (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(things) ? newId() : things) as T;
  if (typeof things !== 'object' || things === null || things instanceof Uint8Array) return things;
  return Object.fromEntries(Object.entries(things).map(([name, value]) => [name, nothingOf(value)])) as T;
}
