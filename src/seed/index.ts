/** Plants the demonstration's world in an empty database. */
import type { EntityManager } from 'typeorm';
import type { Database } from '../kernel/database.js';
import { insertAll } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import { Allocataire, Child, matchingKeyOf } from '../allocataires/index.js';
import { Counter } from '../kernel/counter.js';
import { Convention, ConventionStructure, serviceOf } from '../conventions/index.js';
import type { PersonRole } from '../habilitations/index.js';
import { Habilitation, isDeclarant, roleNames } from '../habilitations/index.js';
import { Person, hashPassword } from '../identity/index.js';
import { Caf, Partner, Structure, sirenOf } from '../partners/index.js';
import type { SeedPerson } from './world.js';
import { allocataires, cafs, people, structures as seeded } from './world.js';

export interface Account {
  email: string;
  password: string;
  /** What the person is, in French. */
  label: string;
}

/** Public on purpose: these people exist in no production. */
export const DEMO_PASSWORD = 'habilis-demonstration';

const SINCE = '2026-01-01T00:00:00.000Z';
const CMG_SINCE = '2025-01';
const RECORDS_AT = '493';

async function plantStructures(em: EntityManager): Promise<Structure[]> {
  await em.insert(Caf, cafs);
  const named = new Map(seeded.map(({ siret, partner }) => [sirenOf(siret), partner]));
  const partners = [...named].map(([siren, name]) => ({ id: newId(), siren, name }));
  await insertAll(em, Partner, partners);
  const planted = seeded.map(({ partner, ...structure }) => {
    const { id: partnerId } = partners.find(({ name }) => name === partner)!;
    return Object.assign(new Structure(), { id: newId(), partnerId, ...structure });
  });
  await insertAll(em, Structure, planted);
  return planted;
}

/** A manager's convention: it covers what their partner runs at the Caf of the structure they are seeded at. */
function drawnUp(manager: SeedPerson, reference: string, structure: Structure): Convention {
  const { siret, caf, partnerId, kind } = structure;
  return Object.assign(new Convention(), {
    id: newId(),
    reference,
    caf,
    siren: sirenOf(siret),
    partnerName: seeded.find((it) => it.siret === siret)!.partner,
    partnerId,
    service: serviceOf(kind),
    state: 'active',
    revision: 1,
    managerCivility: manager.civility,
    managerFirstName: manager.firstName,
    managerLastName: manager.lastName,
    managerEmail: manager.email,
    activatedOn: SINCE.slice(0, 10),
  });
}

/** One convention for each partner and Caf, with its manager: all that people hold there is held under it. */
async function plantConventions(em: EntityManager, planted: Structure[]): Promise<Convention[]> {
  const numbers = new Map<string, number>();
  const managers = people.filter(({ roles }) => roles.includes('habilitationManager'));
  const conventions = managers.map((manager) => {
    const structure = planted.find(({ siret }) => siret === manager.at[0])!;
    const series = `C-${structure.caf}-2026`;
    const number = (numbers.get(series) ?? 0) + 1;
    numbers.set(series, number);
    return drawnUp(manager, `${series}-${String(number).padStart(4, '0')}`, structure);
  });
  await insertAll(em, Convention, conventions);
  await em.insert(
    Counter,
    [...numbers].map(([series, value]) => ({ series, value })),
  );
  const covered = planted.map(({ id: structureId, partnerId, caf, ...described }) => {
    const { id: conventionId, service } = conventionOf(conventions, { partnerId, caf });
    const line = { id: newId(), conventionId, structureId, inForce: service, ...described };
    return Object.assign(new ConventionStructure(), line);
  });
  await insertAll(em, ConventionStructure, covered);
  return conventions;
}

const conventionOf = (conventions: Convention[], at: Pick<Structure, 'partnerId' | 'caf'>): Convention =>
  conventions.find(({ partnerId, caf }) => partnerId === at.partnerId && caf === at.caf)!;

type Place = Pick<Habilitation, 'caf' | 'partnerId' | 'structureId' | 'conventionId' | 'declarantSlot'>;

interface Planted {
  structures: Structure[];
  conventions: Convention[];
}

/** Where each role is held: a structure; its partner, for who names people; or a Caf. */
function placesOf(at: readonly string[], role: PersonRole, { structures, conventions }: Planted): Place[] {
  const nowhere = { partnerId: null, structureId: null, conventionId: null, declarantSlot: null };
  return at.map((where) => {
    const structure = structures.find(({ siret }) => siret === where);
    if (!structure) return { ...nowhere, caf: where };
    const { id: structureId, caf, partnerId, kind } = structure;
    const place = { ...nowhere, caf, partnerId, conventionId: conventionOf(conventions, structure).id };
    if (role === 'habilitationManager') return place;
    return { ...place, structureId, declarantSlot: isDeclarant(role, kind) ? 1 : null };
  });
}

const placeNames = (at: readonly string[], planted: Structure[]): string =>
  at
    .map(
      (where) =>
        planted.find(({ siret }) => siret === where)?.name ?? cafs.find(({ code }) => code === where)!.name,
    )
    .join(', ');

async function plantPeople(em: EntityManager, planted: Planted, passwordHash: string): Promise<Account[]> {
  const accounts: Account[] = [];
  for (const { roles, at, ...named } of people) {
    const personId = newId();
    await em.insert(Person, { id: personId, passwordHash, ...named });
    const held = roles.flatMap((role) =>
      placesOf(at, role, planted).map((place) => ({ id: newId(), personId, role, ...place, since: SINCE })),
    );
    await em.insert(Habilitation, held);
    const label = `${roles.map((role) => roleNames[role]).join(', ')} : ${placeNames(at, planted.structures)}`;
    accounts.push({ email: named.email, password: DEMO_PASSWORD, label });
  }
  return accounts;
}

async function plantAllocataires(em: EntityManager): Promise<void> {
  for (const {
    children = [],
    updating = false,
    cmgRequestedFrom = CMG_SINCE,
    situation = null,
    ...named
  } of allocataires) {
    const allocataireId = newId();
    await em.insert(Allocataire, {
      id: allocataireId,
      caf: RECORDS_AT,
      updating,
      cmgRequestedFrom,
      situation,
      ...named,
    });
    const born = children.map(([lastName, firstName, birthDate]) => ({
      id: newId(),
      allocataireId,
      lastName,
      firstName,
      birthDate,
      matchingKey: matchingKeyOf({ lastName, firstName, birthDate }),
    }));
    if (born.length > 0) await em.insert(Child, born);
  }
}

/** Answers the accounts made; none when the database has people already. */
export async function plant(database: Database): Promise<Account[]> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  return database.write(async (em) => {
    if (await em.existsBy(Person, {})) return [];
    const structures = await plantStructures(em);
    const conventions = await plantConventions(em, structures);
    await plantAllocataires(em);
    return plantPeople(em, { structures, conventions }, passwordHash);
  });
}
