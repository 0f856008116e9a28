/** Whoever keeps the machine, at a terminal: the technical administrator of the house and of every Caf. */
import { HOUSE } from '../identity/index.js';
import type { House } from '../kernel/context.js';
import { Context } from '../kernel/context.js';
import { Caf } from '../partners/index.js';
import { abilityOf } from '../rights/index.js';

export async function operator(house: House): Promise<Context> {
  const cafs = await house.database.reader.find(Caf);
  const self = 'operator';
  const nowhere = { partnerId: null, structureId: null, conventionId: null, self };
  const held = [HOUSE, ...cafs.map(({ code }) => code)].map((caf) => ({
    role: 'technicalAdministrator' as const,
    place: { ...nowhere, caf },
  }));
  return new Context(house, { kind: 'automaton', id: self }, abilityOf(held));
}
