/** A whole application on an empty database, at a chosen hour, with people to act through its real door. */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { ObjectLiteral } from 'typeorm';
import { openDoor } from '../resolvers/server.js';
import type { Config } from '../src/config.js';
import { readConfig } from '../src/config.js';
import { openHouse } from '../src/house.js';
import type { House } from '../src/kernel/context.js';
import { DEMO_PASSWORD } from '../src/seed/index.js';
import { automata } from '../workers/automata.js';
import { workOff } from '../workers/worker.js';
import { Caller } from './caller.js';
import {
  addressOf,
  copyWorld,
  createDatabase,
  dropDatabase,
  engine,
  isFirstEngine,
  populate,
} from './world.js';

export { engine, isFirstEngine };

/** Settings of a new empty place: its folder, and its database on the engine under test. */
export async function emptyPlace(): Promise<{ environment: Record<string, string>; clear(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'habilis-test-'));
  const environment: Record<string, string> = {
    HABILIS_VAR: folder,
    PORT: '0',
    LOG_LEVEL: 'error',
    PUPPETEER_EXECUTABLE_PATH: process.env.PUPPETEER_EXECUTABLE_PATH ?? '',
  };
  const name = `habilis_${randomBytes(6).toString('hex')}`;
  if (engine === 'mariadb') {
    await createDatabase(name);
    environment.DATABASE_URL = addressOf(name);
  }
  return {
    environment,
    async clear() {
      if (engine === 'mariadb') await dropDatabase(name);
      // A browser that was killed may still be leaving.
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

export interface Bench {
  house: House;
  config: Config;
  address: string;
  /** What the application logged, line by line. */
  logged: string[];
  /** Moves the clock. */
  setNow(moment: string): void;
  /** A person of the seed, signed in; `nobody` is not. */
  person(email: string): Promise<Caller>;
  nobody: Caller;
  /** Lets the automata work until nothing is due. */
  work(): Promise<void>;
  count<Entity extends ObjectLiteral>(entity: new () => Entity, where?: Partial<Entity>): Promise<number>;
  close(): Promise<void>;
}

/** The people of the seed, by what they are. */
export const who = {
  declarant: 'camille.durand@pirouette.example',
  approver: 'nadia.ferrand@pirouette.example',
  otherApprover: 'bruno.castel@pirouette.example',
  financialProvider: 'sylvie.moreau@pirouette.example',
  habilitationManager: 'marc.aubry@pirouette.example',
  otherStructure: 'paul.girard@lucioles.example',
  homeCareDeclarant: 'hugo.lenoir@nounou-services.example',
  homeCareApprover: 'ines.caradec@nounou-services.example',
  otherCaf: 'julie.roux@coquelicots.example',
  adviser: 'claire.fontaine@caf493.example',
  otherAdviser: 'yanis.haddad@caf493.example',
  otherCafAdviser: 'omar.lefevre@caf781.example',
  supervisor: 'agnes.bonneau@caf493.example',
  otherCafSupervisor: 'remi.colin@caf781.example',
  conventionOfficer: 'lea.garnier@caf493.example',
  technicalAdministrator: 'sacha.vidal@caf493.example',
  otherCafConventionOfficer: 'tom.pasquier@caf781.example',
} as const;

/** @param settings  of the environment, beyond those of an empty place */
export async function openBench(
  moment = '2026-11-05T08:00:00Z',
  settings: Record<string, string> = {},
): Promise<Bench> {
  const place = await emptyPlace();
  const config = readConfig({ ...place.environment, ...settings });
  let now = Date.parse(moment);
  let set = Date.now();
  const clock = () => new Date(now + Date.now() - set);
  const logged: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void logged.push(line) });
  const isCopied = await copyWorld(config);
  const { house, close } = await openHouse(config, clock, log);
  if (!isCopied) await populate(house.database);
  const door = await openDoor(house, { ...config, port: 0 });
  const nobody = new Caller(door.address);
  const signedIn = new Map<string, Promise<Caller>>();
  const handlers = automata(house);
  return {
    house,
    config,
    address: door.address,
    logged,
    setNow(next) {
      now = Date.parse(next);
      set = Date.now();
      // Sessions of another day have ended.
      signedIn.clear();
    },
    person(email) {
      const known = signedIn.get(email) ?? nobody.signIn(email, DEMO_PASSWORD);
      signedIn.set(email, known);
      return known;
    },
    nobody,
    work: () => workOff(house, handlers),
    count: (entity, where = {}) => house.database.reader.countBy(entity, where),
    async close() {
      await door.close();
      await close();
      await place.clear();
    },
  };
}
