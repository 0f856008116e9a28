/** Plants the demonstration's world in an empty database. */
import type { EntityManager } from 'typeorm';
import type { Database } from '../kernel/database.js';
import { insertAll } from '../kernel/database.js';
import { newId } from '../kernel/id.js';
import { Allocataire, Child } from '../allocataires/index.js';
import { Habilitation, Person, hashPassword, roleNames } from '../habilitations/index.js';
import { Caf, Partner, Structure } from '../partners/index.js';
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
  const planted: Structure[] = [];
  for (const { partner: name, ...structure } of structures) {
    const partner = { id: newId(), siren: structure.siret.slice(0, 9), name };
    await em.insert(Partner, partner);
    planted.push(Object.assign(new Structure(), { id: newId(), partnerId: partner.id, ...structure }));
  }
  await insertAll(em, Structure, planted);
  return planted;
}

async function plantPeople(
  em: EntityManager,
  planted: Structure[],
  passwordHash: string,
): Promise<Account[]> {
  const accounts: Account[] = [];
  for (const { roles, at, ...named } of people) {
    const personId = newId();
    await em.insert(Person, { id: personId, passwordHash, ...named });
    const structure = planted.find(({ siret }) => siret === at);
    const place = {
      caf: structure?.caf ?? at,
      partnerId: structure?.partnerId ?? null,
      structureId: structure && !roles.includes('habilitationManager') ? structure.id : null,
    };
    const held = roles.map((role) => ({ id: newId(), personId, role, ...place, since: SINCE, until: null }));
    await em.insert(Habilitation, held);
    const where = structure?.name ?? cafs.find(({ code }) => code === at)!.name;
    const label = `${roles.map((role) => roleNames[role]).join(', ')} : ${where}`;
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
