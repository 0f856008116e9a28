/** Plants the demonstration's world in an empty database. */
import type { EntityManager } from 'typeorm';
import type { Database } from '../kernel/database.js';
import { insertAll } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import { Allocataire, Child } from '../allocataires/index.js';
import type { PersonRole } from '../habilitations/index.js';
import { Habilitation, isDeclarant, roleNames } from '../habilitations/index.js';
import { Person, hashPassword } from '../identity/index.js';
import { Caf, Partner, Structure, sirenOf } from '../partners/index.js';
import { allocataires, cafs, people, structures } from './world.js';

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
  const named = new Map(structures.map(({ siret, partner }) => [sirenOf(siret), partner]));
  const partners = [...named].map(([siren, name]) => ({ id: newId(), siren, name }));
  await insertAll(em, Partner, partners);
  const planted = structures.map(({ partner, ...structure }) => {
    const { id: partnerId } = partners.find(({ name }) => name === partner)!;
    return Object.assign(new Structure(), { id: newId(), partnerId, ...structure });
  });
  await insertAll(em, Structure, planted);
  return planted;
}

type Place = Pick<Habilitation, 'caf' | 'partnerId' | 'structureId' | 'declarantSlot'>;

/** Where each role is held: a structure; its partner, for who names people; or a Caf. */
function placesOf(at: readonly string[], role: PersonRole, planted: Structure[]): Place[] {
  return at.map((where) => {
    const structure = planted.find(({ siret }) => siret === where);
    if (!structure) return { caf: where, partnerId: null, structureId: null, declarantSlot: null };
    const { id, caf, partnerId, kind } = structure;
    if (role === 'habilitationManager') return { caf, partnerId, structureId: null, declarantSlot: null };
    return { caf, partnerId, structureId: id, declarantSlot: isDeclarant(role, kind) ? 1 : null };
  });
}

const placeNames = (at: readonly string[], planted: Structure[]): string =>
  at
    .map(
      (where) =>
        planted.find(({ siret }) => siret === where)?.name ?? cafs.find(({ code }) => code === where)!.name,
    )
    .join(', ');

async function plantPeople(
  em: EntityManager,
  planted: Structure[],
  passwordHash: string,
): Promise<Account[]> {
  const accounts: Account[] = [];
  for (const { roles, at, ...named } of people) {
    const personId = newId();
    await em.insert(Person, { id: personId, passwordHash, ...named });
    const held = roles.flatMap((role) =>
      placesOf(at, role, planted).map((place) => ({ id: newId(), personId, role, ...place, since: SINCE })),
    );
    await em.insert(Habilitation, held);
    const label = `${roles.map((role) => roleNames[role]).join(', ')} : ${placeNames(at, planted)}`;
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
    }));
    if (born.length > 0) await em.insert(Child, born);
  }
}

/** Answers the accounts made; none when the database has people already. */
export async function plant(database: Database): Promise<Account[]> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  return database.write(async (em) => {
    if (await em.existsBy(Person, {})) return [];
    const planted = await plantStructures(em);
    await plantAllocataires(em);
    return plantPeople(em, planted, passwordHash);
  });
}
