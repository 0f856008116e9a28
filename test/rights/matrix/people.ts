/** The persons and the programs of the matrix: each role and each operation of a token, at each place. */
import {
  AccessToken,
  Habilitation,
  cafOperations,
  operations,
  withdraw,
} from '../../../src/habilitations/index.js';
import type { Operation, PersonRole } from '../../../src/habilitations/index.js';
import { hashSecret, newSecret } from '../../../src/habilitations/token-secret.js';
import { Convention } from '../../../src/conventions/index.js';
import { Person, hashPassword } from '../../../src/identity/index.js';
import { newId } from '../../../src/kernel/id.js';
import { Structure } from '../../../src/partners/index.js';
import { automaton } from '../../../src/rights/index.js';
import type { Bench } from '../../bench.js';
import { Caller } from '../../caller.js';

/** Where a role is held, seen from the thing. */
const places = ['here', 'next door', 'abroad', 'elsewhere', 'no more'] as const;
type PlaceName = (typeof places)[number];
type Somewhere = Exclude<PlaceName, 'no more'>;

/** What a role is held on: a Caf has no next door, and only a partner is at two Cafs. */
const heldOn: Record<PersonRole, 'structure' | 'partner' | 'convention' | 'caf'> = {
  activityProvider: 'structure',
  financialProvider: 'structure',
  approver: 'structure',
  habilitationManager: 'partner',
  applicant: 'convention',
  adviser: 'caf',
  supervisor: 'caf',
  conventionOfficer: 'caf',
  technicalAdministrator: 'caf',
};

const roles = Object.keys(heldOn) as PersonRole[];

const isHeldAt = (role: PersonRole, place: PlaceName): boolean => {
  if (place === 'abroad') return heldOn[role] === 'partner';
  return place !== 'next door' || heldOn[role] !== 'caf';
};

/** `readReports here`…: a program, by the operation of its token. One that is no more is no caller at all. */
export const programs: readonly string[] = operations.flatMap((operation) =>
  (['here', 'next door', 'elsewhere'] as const)
    // A Caf has no next door.
    .filter((place) => place !== 'next door' || !cafOperations.includes(operation))
    .map((place) => `${operation} ${place}`),
);

/** `approver next door`…, the programs, and `nobody`. */
export const people: readonly string[] = [
  ...roles.flatMap((role) =>
    places.filter((place) => isHeldAt(role, place)).map((place) => `${role} ${place}`),
  ),
  ...programs,
  'nobody',
];

/** Its token was revoked a moment ago. */
export const REVOKED = 'readDeclarations no more';

/** Who is tried on jobs, and the Caf they act for. */
export const automatonCafs: Record<string, string> = {
  'automaton here': '493',
  'automaton elsewhere': '781',
  'automaton of the house': '000',
};
export const automata: readonly string[] = Object.keys(automatonCafs);

/** The structures that the places are: two of one Caf, one of another. */
export const sirets: Record<Exclude<Somewhere, 'abroad'>, string> = {
  here: '99993380700011',
  'next door': '99992147100010',
  elsewhere: '99995052000018',
};

export const PASSWORD = 'la matrice des droits tient';

export const emailOf = (person: string): string =>
  `${person.replaceAll(' ', '-')}@matrice.example`.toLowerCase();

interface Place {
  caf: string;
  partnerId: string;
  structureId: string;
  conventionId: string;
}

/** The structure of a place, with its convention. */
async function placeOf(bench: Bench, place: PlaceName): Promise<Place> {
  // The same partner, who has nothing but people there.
  if (place === 'abroad') return { ...(await placeOf(bench, 'here')), caf: '781' };
  const { reader } = bench.house.database;
  const siret = sirets[place === 'no more' ? 'here' : place];
  const { id: structureId, partnerId, caf } = await reader.findOneByOrFail(Structure, { siret });
  const { id: conventionId } = await reader.findOneByOrFail(Convention, {
    partnerId,
    caf,
    state: 'active',
  });
  return { caf, partnerId, structureId, conventionId };
}

function heldAt(role: PersonRole, { caf, ...place }: Place) {
  const nowhere = { caf, partnerId: null, structureId: null, conventionId: null };
  if (heldOn[role] === 'structure') return { caf, ...place };
  if (heldOn[role] === 'partner') return { caf, ...place, structureId: null };
  return heldOn[role] === 'convention' ? { ...nowhere, conventionId: place.conventionId } : nowhere;
}

async function plantPerson(bench: Bench, name: string, passwordHash: string): Promise<Person> {
  const person = Object.assign(new Person(), {
    id: newId(),
    email: emailOf(name),
    civility: 'Madame',
    firstName: 'Matrice',
    lastName: name,
    passwordHash,
  });
  await bench.house.database.write((em) => em.insert(Person, person));
  return person;
}

const splitOf = (name: string): [string, PlaceName] => {
  const [role, ...where] = name.split(' ');
  return [role!, where.join(' ') as PlaceName];
};

export interface People {
  callers: Map<string, Caller>;
  /** Who is who, by the id of their account or of their token. */
  names: Map<string, string>;
}

const ofCafAlone = { partnerId: null, conventionId: null, structureIds: [] };

/** A token, of a program or for nobody to use. */
export async function plantToken(bench: Bench, name: string, more: Partial<AccessToken> = {}) {
  const [operation, place] = splitOf(name);
  const { caf, partnerId, structureId, conventionId } = await placeOf(bench, place);
  const secret = newSecret();
  const token = Object.assign(new AccessToken(), {
    id: newId(),
    name,
    partnerId,
    caf,
    conventionId,
    structureIds: [structureId],
    operations: [operation as Operation],
    ...(cafOperations.includes(operation as Operation) && ofCafAlone),
    tokenHash: hashSecret(bench.house, secret),
    state: 'active',
    revision: 1,
    createdBy: (await bench.house.database.reader.findOneByOrFail(Person, {})).id,
    createdAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2027-01-01T00:00:00.000Z',
    ...more,
  });
  await bench.house.database.write((em) => em.insert(AccessToken, token));
  return { id: token.id, caller: new Caller(bench.address, secret) };
}

async function plantPrograms(bench: Bench, { callers, names }: People): Promise<void> {
  for (const name of programs) {
    const { id, caller } = await plantToken(bench, name);
    names.set(id, name);
    callers.set(name, caller);
  }
  const { caller } = await plantToken(bench, REVOKED, { state: 'revoked' });
  callers.set(REVOKED, caller);
}

/** Makes them, signs them in, and ends the habilitations of those who hold theirs no more. */
export async function plantPeople(bench: Bench): Promise<People> {
  const planted: People = { callers: new Map([['nobody', bench.nobody]]), names: new Map() };
  const passwordHash = await hashPassword(PASSWORD);
  const ended: Habilitation[] = [];
  for (const name of people.filter((it) => it !== 'nobody' && !programs.includes(it))) {
    const [role, place] = splitOf(name) as [PersonRole, PlaceName];
    const { id: personId } = await plantPerson(bench, name, passwordHash);
    const held = Object.assign(new Habilitation(), {
      id: newId(),
      personId,
      role,
      ...heldAt(role, await placeOf(bench, place)),
      declarantSlot: null,
      since: '2026-01-01T00:00:00.000Z',
      until: null,
    });
    await bench.house.database.write((em) => em.insert(Habilitation, held));
    if (place === 'no more') ended.push(held);
    planted.names.set(personId, name);
    planted.callers.set(name, await bench.nobody.signIn(emailOf(name), PASSWORD));
  }
  await plantPrograms(bench, planted);
  await automaton(bench.house, '493').transaction((ctx) => withdraw(ctx, ended));
  return planted;
}
